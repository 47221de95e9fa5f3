"""Markdown is read when it is asked for, and is then what it was when its page was read."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build.sites import write
from polynya.model import Page, Reference
from polynya.observing import marks
from polynya.observing.marks import look
from polynya.observing.noting import ALWAYS, notebook
from polynya.places import Places
from polynya.reading import order, rows
from polynya.reading.late import KEPT, LatePage, digest_of_fields
from polynya.reading.read import read_site
from polynya.reading.text.source import mark_of

HEAD = "---\ntitle: Ice\n---\n"
SOURCES = {
    "plain": f"{HEAD}Some ice.\n",
    "speaking": f"{HEAD}Ünï – 🧊\n",
    "signed": f"\ufeff{HEAD}Some ice.\n",
    "windows": f"{HEAD}Some\n\nice.\n".replace("\n", "\r\n"),
    "mac": f"{HEAD}Some\nice.\n".replace("\n", "\r"),
    "controlled": f"{HEAD}Some\x01ice.\n",
    "headed": "# Ice\n\nSome ice.\n",
    "braced": '{"title": "Ünï"}\n\nSome ice.\n',
    "keyed": "Title: Ice\nTags: a\n\nSome ice.\n",
    "keyed for windows": "\ufeffTitle: Ice\r\nTags: a\r\n\r\nSome\r\nice.\r\n",
    "keyed and headed": "Title: Ice\n\n# Ice\n\nSome ice.\n",
    "unended": HEAD.rstrip("\n"),
    "headless": "Some ice.",
    "long": HEAD + "Some ice. 🧊\n\n" * 20_000,
}


@pytest.mark.parametrize("name", SOURCES)
def test_markdown_is_the_same_when_it_is_read_later(tmp_path: Path, name: str) -> None:
    early, later = pages_of(tmp_path, SOURCES[name], keep=True), pages_of(tmp_path, SOURCES[name], keep=False)

    with notebook() as read:
        assert later.body == early.body

    assert isinstance(later, LatePage)
    assert ALWAYS not in read


def test_what_changed_meanwhile_is_noted(tmp_path: Path) -> None:
    later = pages_of(tmp_path, SOURCES["plain"], keep=False)
    write(tmp_path, {"content/index.md": f"{HEAD}Much more ice.\n"})

    with notebook() as read:
        assert later.body == "Much more ice.\n"

    assert ALWAYS in read


def test_a_file_that_changes_between_look_and_reading_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": SOURCES["plain"], "content/ice.md": SOURCES["plain"]})
    seen, kept = look(Places(tmp_path)), rows.Rows()
    write(tmp_path, {"content/ice.md": f"{HEAD}Much more ice.\n"})

    first = read_site(tmp_path, kept=kept, seen=seen).site
    row = kept.by_path["ice.md"]
    second = read_site(tmp_path, kept=kept, seen=look(Places(tmp_path))).site

    assert first
    assert second
    assert first.pages["ice"].body == second.pages["ice"].body == "Much more ice.\n"
    assert row.mark == seen.mark(f"{tmp_path}/content/ice.md")
    assert kept.by_path["ice.md"].mark == mark_of(tmp_path / "content/ice.md") != row.mark


def test_marks_of_the_look_are_those_of_reading(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": SOURCES["plain"], "content/real.txt": SOURCES["plain"]})
    (tmp_path / "content/ice.md").symlink_to("real.txt")
    seen, kept = look(Places(tmp_path)), rows.Rows()

    read_site(tmp_path, kept=kept, seen=seen)

    assert seen.mark(f"{tmp_path}/content/ice.md") == seen.mark(f"{tmp_path}/content") == seen.mark("nothing") == ()
    assert seen.mark(f"{tmp_path}/content/index.md")
    assert {name: row.mark for name, row in kept.by_path.items()} == {
        name: mark_of(tmp_path / "content" / name) for name in ("ice.md", "index.md")
    }


@pytest.fixture
def own_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let the code that runs be what lies in a folder."""
    monkeypatch.setattr(marks, "_OURS", (tmp_path / "code",))
    marks.code_marks.cache_clear()
    yield write(tmp_path / "code", {"read.py": "1\n"})
    marks.code_marks.cache_clear()


def test_a_newer_version_reads_every_page_again(tmp_path: Path, own_code: Path) -> None:
    write(tmp_path, {"content/index.md": SOURCES["plain"]})
    kept = rows.Rows()
    read_site(tmp_path, kept=kept)
    first = kept.by_path["index.md"]
    read_site(tmp_path, kept=kept)
    same = kept.by_path["index.md"]
    write(own_code, {"read.py": "12\n"})
    marks.code_marks.cache_clear()

    read_site(tmp_path, kept=kept)

    assert same is first
    assert kept.by_path["index.md"] is not first


@given(st.lists(st.none() | st.dates(min_value=date(1900, 1, 1)), max_size=8), st.sampled_from(("date", "-date")))
def test_days_are_in_the_order_of_moments(days: list[date | None], by: str) -> None:
    pages = [
        Page(id=str(at), url="/", path="content/index.md", collection="", title="", body="", fields={"date": day})
        for at, day in enumerate(days)
    ]
    zero = datetime(1, 1, 1, tzinfo=UTC)  # makes the order that of ranks; a moment this old comes before all days

    found = order._sorted_by(pages, by, "en")

    moment = Page(id="x", url="/", path="content/x.md", collection="", title="", body="", fields={"date": zero})
    assert found == [page for page in order._sorted_by([*pages, moment], by, "en") if page is not moment]


DAYS = st.none() | st.dates(date(2024, 1, 1), date(2024, 1, 2))
ZONES = st.sampled_from(
    (UTC, ZoneInfo("UTC"), ZoneInfo("Europe/Oslo"), ZoneInfo("Atlantic/Azores"), timezone(timedelta(hours=1)))
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2024, 1, 1, 1), timezones=ZONES) | st.builds(
    datetime, st.just(2024), st.just(1), st.sampled_from((1, 2)), fold=st.sampled_from((0, 1)), tzinfo=ZONES
)
SAID = st.sampled_from(
    ("", "a", "b", "\ud800", 0, 1, 1.0, True, None, Reference("a"), Reference("b"), (1,), [1], {"a": 1}, {"a": True})
)
PAGES = st.fixed_dictionaries(
    {"fields": st.dictionaries(st.sampled_from(("date", "title", "x")), SAID | DAYS | MOMENTS, max_size=2)},
    optional={
        "title": st.sampled_from(("a", "b")),
        "body_line": st.integers(1, 2),
        "date": DAYS,
        "since": st.none() | MOMENTS,
        "until": st.none() | MOMENTS,
        "forms": st.sampled_from(((), ("a",), ("a", "b"))),
        "anchor": st.sampled_from(("", "a")),
    },
)


@settings(max_examples=1000)
@given(PAGES, PAGES, st.sets(st.sampled_from(KEPT)))
def test_digests_tell_pages_apart_as_their_fields_do(
    one: dict[str, Any], other: dict[str, Any], alike: set[str]
) -> None:
    other = {**other, **{name: deepcopy(value) for name, value in one.items() if name in alike}}
    usual = {"id": "a", "url": "/a/", "path": "a.md", "collection": "", "title": "", "body": ""}
    first, second = (Page(**{**usual, **values}) for values in (one, other))
    both = [tuple(getattr(page, name) for name in KEPT) for page in (first, second)]

    assert (digest_of_fields(both[0]) == digest_of_fields(both[1])) == (repr(both[0]) == repr(both[1]))


def pages_of(root: Path, text: str, *, keep: bool) -> Page:
    """Read the only page of a site, and keep its Markdown or not."""
    write(root, {"content/index.md": text})
    kept = rows.Rows()
    read_site(root, kept=kept)
    assert kept.desk
    place = rows.Place("", "index", kept.collections[""], index=True, heads=True)
    page = rows._read(rows.Task("index.md", place), kept.desk, keep=keep).page
    assert page
    return page
