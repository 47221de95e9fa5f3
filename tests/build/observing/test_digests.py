"""Digests tell values apart, and those that are kept for what many pages share are the same as those that are made."""

import gc
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.sites import NOW, SHOP, write
from polynya.freeze import freeze_site
from polynya.model import Page
from polynya.observing import digests
from polynya.observing.digests import Shared, Unspeakable, digest_of
from polynya.pages.outputs import Written
from polynya.pages.ways import TermLink, Ways
from polynya.reading.read import read_site

PAGE = Page(id="tea", url="/tea/", path="content/tea.md", collection="", title="Tea", body="Leaves.")
DAY = datetime(2026, 1, 2, tzinfo=UTC)


def test_values_that_differ_have_digests_that_differ() -> None:
    apart = [
        None, "None", True, 1, 1.0, "1", b"1", (), ((),), ("1",), (1,), ["1", "2"], ["12"], {}, {"1": 2}, {1, 2}, {1},
        DAY, date(2026, 1, 2), DAY.replace(fold=1), Shared(("1",)), Shared(("2",)), Shared((Shared(("1",)),)), PAGE,
        replace(PAGE, body="More leaves."), replace(PAGE, fields={"tags": ["hot"]}), TermLink("Hot", "/tags/hot/", 1),
        TermLink("Hot", "/tags/hot/", 2), [PAGE, replace(PAGE, title="Mate")],
    ]  # fmt: skip
    assert len({digest_of(one) for one in apart}) == len(apart)


def test_long_lists_that_differ_have_digests_that_differ() -> None:
    plain: list[object] = [str(number) for number in range(digests.MANY)]
    pairs: list[object] = [(one, "") for one in plain]
    apart = [
        plain, [*plain[1:], "0"], [*plain[1:], 0], [*plain[1:], None], [*plain, ""], [repr(plain)], repr(plain),
        pairs, [*pairs[1:], ("0", None)], [*pairs[1:], ("0", [""])], [*pairs[1:], (DAY, "")], [*pairs[1:], PAGE],
    ]  # fmt: skip
    assert len({digest_of(one) for one in apart}) == len(apart)
    assert digest_of([*plain]) == digest_of(plain)
    assert digest_of([(f"{one}", "") for one in plain]) == digest_of(pairs)


def test_what_is_kept_is_what_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [Shared((PAGE, "a", None)), TermLink("Hot", "/tags/hot/", 1), [PAGE, Shared((DAY, True))]]
    first = [digest_of(one) for one in values]
    assert [digest_of(one) for one in values] == first
    monkeypatch.setattr(digests, "MOST_TOLD", 1)
    digests._told.clear()
    equal = [Shared((replace(PAGE), "a", None)), TermLink("Hot", "/tags/hot/", 1), [replace(PAGE), Shared((DAY, True))]]
    assert [digest_of(one) for one in equal] == first


SAID = [
    None,
    True,
    False,
    DAY,
    "a",
    1,
    PAGE,
    TermLink("Hot", "/tags/hot/", 1),
    Shared(("b", DAY)),
    Written("twin", "text"),
]


class Forgetful(dict[int, str]):
    """Remembers nothing of what was said."""

    def __setitem__(self, key: int, text: str) -> None: ...


@given(
    st.recursive(
        st.sampled_from(SAID), lambda one: st.lists(one, max_size=4) | st.lists(one, max_size=4).map(Shared[object])
    )
)
def test_what_was_said_before_is_said_as_at_first(value: object) -> None:
    first, again = digest_of(value), digest_of(value)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digests, "_told", Forgetful())
        anew = digest_of(value)
    assert first == again == anew


def test_what_nothing_is_said_of_has_no_digest() -> None:
    with pytest.raises(Unspeakable):
        digest_of([object()])


def test_terms_that_were_said_before_are_found_as_at_first(tmp_path: Path) -> None:
    words = ("[Hot tea, green]", "[green, Hot tea]", "[hot-tea, Hot tea, Green]", "green", "[1, 1.5, true, '1']", "[]")
    pages = {f"content/teas/t{at}.md": f"---\ntags: {one}\n---\nTea.\n" for at, one in enumerate(words)}
    site = {**SHOP, "content/site.yaml": "title: Tea\ntaxonomies: {tags: {title: Tags}}\n"}
    found = read_site(write(tmp_path, {**site, **pages})).site
    assert found is not None
    teas = [found.pages[f"teas/t{at}"] for at in range(len(words))]
    known = Ways(found)
    first = [known.terms_of(page) for page in teas]
    assert [known.terms_of(page) for page in teas] == [Ways(found).terms_of(page) for page in teas] == first
    assert [[term.url for term in terms] for terms in first][:2] == [
        ["/tags/hot-tea/", "/tags/green/"],
        ["/tags/green/", "/tags/hot-tea/"],
    ]
    assert len(first[2]) == 2


def test_a_freeze_lets_go_of_the_pages_of_the_one_before(tmp_path: Path) -> None:
    """A preview freezes again and again in one process: what is kept for quickness may hold a whole site."""
    gone = ("content/gone/index.md", "content/gone/tea.md")
    freeze_site(write(tmp_path, SHOP | dict.fromkeys(gone, "---\ntitle: Gone\n---\nTea.\n")), now=NOW)

    shutil.rmtree(tmp_path / "content/gone")
    freeze_site(tmp_path, now=NOW)

    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, Page) and getattr(one, "path", "") in gone] == []
