"""A freeze that draws only what changed gives the bytes of one that draws everything, whatever was edited."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from build.sites import NOW, SHOP, a_review, release_files, store_of, write
from polynya.checking.asked import why
from polynya.freeze import freeze_site
from polynya.observing import watched
from polynya.places import Places
from polynya.problems import Problem, ProblemsFound
from polynya.serve.machine import make_ready
from polynya_live.settings import NAMES as SETTINGS
from polynya_live.submissions import State

DAY_MS = 86_400_000
NAMES = ("dune", "emma", "ulysses", "walden")
POST = """\
{% extends "layouts/base.html" %}
{% from "pages/names.html" import sign, first %}
{% block main %}
<h1>{{ title }}</h1>{{ content }}
<p>{{ sign(page) }} {{ first }} {{ data.words.greeting }} {{ page.fields.tags | default([]) | join(" ") }}</p>
{% for one in pages_of(page.collection) %}{% if loop.first %}<a href="{{ one.url }}">{{ one.title }}</a>{% endif %}{% endfor %}
<img src="{{ asset('dot.svg').url }}" alt="">
{% for name in page.forms %}{{ form(name) }}{{ thread(name).count }}{% endfor %}
{% endblock %}
"""
NAMES_HTML = """\
{% set first = (pages_of("books") | first).title if pages_of("books") else "" %}
{% macro sign(page) %}{% include "pages/ink.html" %}{{ page.title | upper }}{% endmacro %}
"""
QUICK = "url: https://floe.example\ncards: false\npictures: false\n"
SITE = {
    **SHOP,
    "content/site.yaml": f"title: Floe Books\n{QUICK}",
    "content/books/_collection.yaml": (
        "title: Books\nurl: /books/{slug}/\nforms: [review]\ntemplate: pages/post.html\n"
        "fields:\n  author: {type: text}\n  tags: {type: list}\n"
    ),
    "content/books/emma.md": "---\ntitle: Emma\n---\nSee [Dune](dune.md).\n",
    "content/notes/one.md": "---\ntitle: One\ndate: 2026-01-01\n---\nA note, see [Emma](../books/emma.md).\n",
    "content/notes/named.md": (
        "---\ntitle: Named\n---\n[[Dune]], [[books/emma|she]], [[walden]], [[Title 3]], [[later-20]], ![[ink.svg]].\n"
    ),
    "content/data/words.yaml": "greeting: Hello\n",
    "templates/pages/post.html": POST,
    "templates/pages/names.html": NAMES_HTML,
    "templates/pages/ink.html": "~",
    "static/dot.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
}
Edit = Callable[[Path, int], None]


def _text(root: Path, number: int) -> None:
    for path in sorted((root / "content").rglob("*.md"))[number % 3 :: 3]:
        path.write_text(f"{path.read_text()}\nMore, {number}.\n")


def _title(root: Path, number: int) -> None:
    path = root / f"content/books/{NAMES[number % 4]}.md"
    write(root, {str(path.relative_to(root)): f"---\ntitle: Title {number}\ntags: [t{number % 3}]\n---\nText.\n"})


def _delete(root: Path, number: int) -> None:
    (root / f"content/books/{NAMES[number % 4]}.md").unlink(missing_ok=True)


def _rename(root: Path, number: int) -> None:
    old, new = (root / f"content/books/{NAMES[one % 4]}.md" for one in (number, number + 1))
    if old.exists() and not new.exists():
        old.rename(new)


def _template(root: Path, number: int) -> None:
    name, text = [("post", POST), ("names", NAMES_HTML), ("ink", "~")][number % 3]
    write(root, {f"templates/pages/{name}.html": f"{text}{number}" if name == "ink" else text + f"{{# {number} #}}\n"})


def _form_template(root: Path, number: int) -> None:
    kit = Path(__file__).parents[3] / "templates/forms/field.html"
    write(root, {"templates/forms/field.html": kit.read_text().replace("<label", f'<label data-n="{number}"', 1)})


def _asset(root: Path, number: int) -> None:
    write(root, {"static/dot.svg": f"<svg xmlns='http://www.w3.org/2000/svg' id='n{number}'/>"})


def _datum(root: Path, number: int) -> None:
    write(root, {"content/data/words.yaml": f"greeting: Hello {number}\n"})


def _settings(root: Path, number: int) -> None:
    write(root, {"content/site.yaml": f"title: Floe Books {number}\n{QUICK}"})


def _approve(root: Path, number: int) -> None:
    store = store_of(root)
    key = f"review-number-{number:04d}"
    store.submit(a_review(key, page=f"books/{NAMES[number % 2]}", text=f"Review {number}"))
    store.moderate(key, State.APPROVED, now=NOW)
    store.close()


def _future(root: Path, number: int) -> None:
    day = 18 + number % 5
    write(root, {f"content/notes/later-{day}.md": f"---\ntitle: Later\ndate: 2026-11-{day}\n---\nLater.\n"})


def _namesake(root: Path, number: int) -> None:
    """Let something of a name come, or go again."""
    name = ("notes/deep/dune.md", "notes/walden.md", "ink.svg", "books/ink.svg")[number % 4]
    if (root / "content" / name).exists():
        (root / "content" / name).unlink()
    else:
        svg = "<svg xmlns='http://www.w3.org/2000/svg'/>"
        write(
            root, {f"content/{name}": svg if name.endswith("svg") else f"---\ntitle: Namesake {number}\n---\nText.\n"}
        )


EDITS: tuple[Edit, ...] = (
    _text, _title, _delete, _rename, _template, _form_template, _asset, _datum, _settings, _approve, _future, _namesake,
)  # fmt: skip


def outcome(root: Path, *, now: int) -> dict[str, bytes] | list[Problem]:
    """Freeze a site: its files, or its problems."""
    try:
        freeze_site(root, now=now)
    except ProblemsFound as found:
        return found.problems
    return release_files(root)


def clean_outcome(root: Path, into: Path, *, now: int) -> dict[str, bytes] | list[Problem]:
    """Freeze a copy of a site that was never frozen."""
    shutil.rmtree(into, ignore_errors=True)
    shutil.copytree(root, into, ignore=shutil.ignore_patterns("build"))
    return outcome(into, now=now)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 40), st.integers(0, 2)), min_size=1, max_size=6))
def test_what_changed_drawn_again_equals_everything_drawn(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[Edit, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("site")
    root, now = write(folder / "a", SITE), NOW
    freeze_site(root, now=now)

    for edit, number, days in edits:
        edit(root, number)
        now += days * DAY_MS
        assert outcome(root, now=now) == clean_outcome(root, folder / "b" / "a", now=now)


def test_a_link_by_name_follows_what_has_the_name(tmp_path: Path) -> None:
    root = write(tmp_path / "a", SITE)
    freeze_site(root, now=NOW)
    told: list[str] = []

    for edit, number in [
        (_namesake, 0),
        (_delete, 0),
        (_rename, 1),
        (_title, 3),
        (_namesake, 1),
        (_namesake, 2),
        (_future, 2),
        (_namesake, 0),
    ]:
        edit(root, number)
        report, clean = freeze_site(root, now=NOW), clean_outcome(root, tmp_path / "b" / "a", now=NOW)
        assert release_files(root) == clean
        assert report.warnings == freeze_site(tmp_path / "b" / "a", now=NOW).warnings
        told.append(" ".join(one.fact.split("]]")[0] for one in report.warnings if one.rule == "link-by-name"))

    assert len({*told}) > 4


def test_dependency_that_is_not_noted_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        watched, "note", lambda key: None
    )  # the planted mistake: nobody says what is read from the sheet
    root = write(tmp_path / "a", SITE)
    freeze_site(root, now=NOW)

    _title(root, 1)
    assert outcome(root, now=NOW) != clean_outcome(root, tmp_path / "b" / "a", now=NOW)


def test_only_what_reads_a_text_is_drawn_again(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    freeze_site(root, now=NOW)

    write(root, {"content/books/dune.md": "---\ntitle: Dune\nauthor: Marit Solheim\n---\nMore sand.\n"})
    drawn: list[str] = []
    report = freeze_site(root, now=NOW, progress=lambda done, total, url: drawn.append(url))

    assert report.changed == 1
    assert "/books/dune/" in drawn
    assert "/books/emma/" not in drawn
    assert "/books/" not in drawn


def test_nothing_is_drawn_when_nothing_changed_or_only_its_time(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    first = freeze_site(root, now=NOW)
    drawn: list[str] = []

    (root / "content/index.md").touch()
    second = freeze_site(root, now=NOW, progress=lambda done, total, url: drawn.append(url))
    third = freeze_site(root, now=NOW)

    assert drawn == []
    assert (second.release, second.changed) == (third.release, third.changed) == (first.release, 0)


def test_nothing_is_drawn_after_a_preview_whose_settings_the_next_freeze_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path, SITE)
    with monkeypatch.context() as preview:
        for name in SETTINGS:  # empty is unset, and what a preview fills in is gone behind the block
            preview.setenv(name, "")
        make_ready(Places(root), "http://127.0.0.1:5000")
        freeze_site(root, now=NOW, light=True)
    drawn: list[str] = []

    freeze_site(root, now=NOW, progress=lambda done, total, url: drawn.append(url))

    assert drawn == []
    assert why(root, "books/dune", now=NOW)[1] == []


def test_a_full_freeze_draws_everything(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    first = freeze_site(root, now=NOW)
    drawn: list[str] = []

    again = freeze_site(root, now=NOW, full=True, progress=lambda done, total, url: drawn.append(url))

    assert "/books/emma/" in drawn
    assert again.release == first.release


def test_memory_that_cannot_be_read_is_no_memory(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    first = freeze_site(root, now=NOW)

    (root / "build/cache/memory.pickle").write_bytes(b"half of")
    (root / "build/cache/seen.json").write_bytes(b"{")

    assert freeze_site(root, now=NOW).release == first.release
