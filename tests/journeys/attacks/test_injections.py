"""Thousands of injections in every field on every way in: none runs, none becomes an element or an attribute."""

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, expect

from build.sites import store_of
from polynya.freeze import freeze_site
from polynya.places import htmx_script
from polynya_live.store import Store
from polynya_live.submissions import State, Submission
from serving import frozen_demo

from .looking import HTMX, LOST, Reader, batches, json_of, reading, swapping, whole
from .posting import FROZEN, NEWER, NOW, Answer, Benign, Stand, Words
from .vectors import MARK, RUNS

INJECTIONS = 7_200
SHOWN_FORMS = ("review", "review-de", "reading-wall", "quiz")
SHOWN = 200
LOOKED_AT = 100  # of as many rows, the owner opens one
MAILED = 4  # of as many rows, one
SOME = 3  # of as many batches, one is read under the policy, and swapped in, too
KEPT, REFUSED, ASKED = 1_500, 1_250, 40
PAGES = {f"/{FROZEN}/": ".submission", "/reading-wall/": ".card", "/quiz/": "tbody tr"}

pytestmark = pytest.mark.xdist_group("injections")

BOARD = {"table", "thead", "tbody", "tr", "th", "th[scope]", "th[class]", "td", "td[class]"}


class Case:
    """Everything that was answered while the demo was attacked, and its pages after the freeze."""

    def __init__(self, root: Path, store: Store) -> None:
        freeze_site(root, now=NOW)
        self.before = {path: (root / f"build/site{path}index.html").read_text() for path in PAGES}
        stand, self.words = Stand.at(root, store), Words(INJECTIONS)
        self.benign = [*answers_of(stand, Benign(), kept=40, refused=60, asked=2)]
        approve(store, store.export(now=NOW))
        rows = list(store.export(now=NOW))
        self.benign += [*stand.newer(), *stand.mails(rows), *stand.inbox(rows)]
        self.answers = [*answers_of(stand, self.words, kept=KEPT, refused=REFUSED, asked=ASKED)]
        approve(store, (row for row in store.export(now=NOW) if row.page != NEWER))
        freeze_site(root, now=NOW)
        approve(store, store.export(now=NOW))
        self.rows = list(store.export(now=NOW))
        self.answers += [*stand.newer(), *stand.mails(self.rows[::MAILED]), *stand.inbox(self.rows[::LOOKED_AT])]
        self.stand, self.site = stand, (root / "build/site").resolve()

    def shown(self, form: str, page: str = "") -> list[Submission]:
        """List what is read of a form on a page."""
        return [row for row in self.rows if (row.form, row.page, row.state) == (form, page, State.APPROVED)]


def answers_of(stand: Stand, words: Words | Benign, *, kept: int, refused: int, asked: int) -> Iterator[Answer]:
    """Post and ask, in every way there is."""
    yield from stand.keep(kept, words)
    yield from stand.refuse(refused, words)
    yield from stand.ask(words, asked)


def approve(store: Store, rows: Iterable[Submission]) -> None:
    """Approve what waits."""
    for row in [row for row in rows if row.state is State.PENDING and row.form in SHOWN_FORMS]:
        store.moderate(row.key, State.APPROVED, now=NOW)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    root = frozen_demo(tmp_path_factory.mktemp("attacked"))
    store = store_of(root)
    yield Case(root, store)
    store.close()


@pytest.fixture(params=[True, False], ids=["without-policy", "with-policy"])
def reader(request: pytest.FixtureRequest, chromium: Browser, case: Case) -> Iterator[Reader]:
    with reading(chromium, case.site, bypass_csp=request.param) as tab:
        tab.batches[HTMX] = htmx_script().read_text()
        yield tab


def harmless_shape(reader: Reader, case: Case) -> set[str]:
    """List the elements and attributes of everything that is answered to harmless words."""
    shape: set[str] = set()
    for body, _ in batches(case.benign):
        reader.batches["/batch/harmless"] = whole(body)
        reader.open("/batch/harmless")
        shape |= reader.shape()
    assert reader.found() == []
    return shape


def test_every_field_of_every_form_was_attacked(case: Case) -> None:
    forms = case.stand.contract.forms.values()

    assert len(case.words.used) >= 7_000
    assert sum(case.words.used.values()) >= 10_000
    assert case.stand.attacked == {f"{form.name}.{field.name}" for form in forms for field in form.fields}
    assert len(case.shown("review", FROZEN)) > SHOWN
    assert len(case.shown("reading-wall")) > SHOWN


def test_no_injection_lives_in_a_live_answer(reader: Reader, case: Case) -> None:
    harmless = harmless_shape(reader, case)

    for body, kept in [*batches(case.answers)][:: 1 if reader.bypasses else SOME]:
        reader.batches["/batch/attacked"] = whole(body)
        page = reader.open("/batch/attacked")

        assert reader.found() == []
        assert reader.shape() - harmless == set()
        assert page.evaluate(LOST, json_of(kept)) == []


@pytest.mark.parametrize("reader", [True], indirect=True, ids=["without-policy"])
def test_no_injection_lives_after_htmx_has_swapped_it_in(reader: Reader, case: Case) -> None:
    harmless = harmless_shape(reader, case) | {"script[src]", "script[src] to https:", "main", "main[id]"}
    harmless |= {
        "main[hx-get]",
        "main[hx-trigger]",
        "main[hx-swap]",
        "main[hx-trigger=load]",
        "main[hx-swap=innerHTML]",
    }
    harmless |= {"main[hx-get=/batch/attacked]", "script"}

    for body, _ in [*batches(case.answers)][::SOME]:
        reader.batches["/batch/attacked"] = body
        reader.batches["/batch/swap"] = swapping("/batch/attacked")
        page = reader.open("/batch/swap")
        expect(page.locator("main > section")).to_have_count(body.count("<section data-answer>"))

        assert reader.found() == []
        assert reader.shape() - harmless == set()


@pytest.mark.parametrize("path", PAGES)
def test_no_injection_lives_in_a_frozen_page(reader: Reader, case: Case, path: str) -> None:
    harmless = harmless_shape(reader, case) | BOARD
    reader.batches["/batch/before"] = case.before[path]
    reader.open("/batch/before")
    harmless |= reader.shape()
    page = reader.open(path)

    assert reader.found() == []
    assert reader.shape() - harmless == set()
    assert page.locator(PAGES[path]).count() > 15


def test_frozen_pages_say_what_was_typed(chromium: Browser, case: Case) -> None:
    with reading(chromium, case.site, bypass_csp=True) as reader:
        page = reader.open(f"/{FROZEN}/")
        said: list[list[str]] = page.locator(".submission").evaluate_all(
            "all => all.map((one) => ['.author', '.words'].map((part) => one.querySelector(part).textContent))"
        )
        page = reader.open("/reading-wall/")
        pinned: list[list[str]] = page.locator(".card h2").evaluate_all(
            "all => all.map((one) => [one.textContent, one.nextElementSibling.textContent, one.firstChild.href])"
        )

    assert Counter(map(tuple, said)) == typed(case.shown("review", FROZEN), "author", "text")
    assert Counter((title, why) for title, why, _ in pinned) == typed(case.shown("reading-wall"), "headline", "why")
    assert all(link.startswith("https://example.org/") for _, _, link in pinned)


def typed(rows: Iterable[Submission], *names: str) -> Counter[tuple[str, ...]]:
    """Count what was typed into some fields, as a browser shows it: it drops a NUL."""
    return Counter(tuple(str(row.values[name]).replace("\0", "") for name in names) for row in rows)


def test_feeds_and_search_say_what_was_typed_and_nothing_else(case: Case) -> None:
    feeds = [path for path in case.site.rglob("*.xml") if RUNS in path.read_text()]
    for feed in feeds:
        assert not [one.tag for one in ElementTree.parse(feed).iter() if "xhtml" in one.tag or "svg" in one.tag]
    for path in case.site.rglob("*.json"):
        json.loads(path.read_text())
    found = [fragment(path) for path in case.site.rglob("*.pf_fragment")]
    assert any(MARK in str(one["content"]) for one in found)
    assert feeds


def fragment(path: Path) -> Mapping[str, object]:
    """Read what Pagefind keeps of a page: JSON after its sign of twelve letters, packed."""
    read: Mapping[str, object] = json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
    return read


def test_a_search_shows_injections_as_words(chromium: Browser, case: Case) -> None:
    with reading(chromium, case.site, bypass_csp=False) as reader:
        page = reader.open(f"/search/?q={MARK}")
        expect(page.locator("#results li").first).to_contain_text(MARK)

        assert reader.found() == []
        assert page.locator("#results :not(li, h2, a, p, mark, span)").count() == 0
