"""Outputs are begun one after the other before the first is ended; each is what it would be alone."""

from pathlib import Path

import pytest

from build.sites import SHOP, write
from polynya.compile import make_contract, site_facts
from polynya.freezer import PagesFreezer
from polynya.model import Page
from polynya.observing.noting import Key
from polynya.pages.app import create_pages_app
from polynya.pages.sheet import Notes, make_sheet
from polynya.reading.late import MOST_LATEST, LatePage, with_place
from polynya.reading.read import read_site

URLS = (
    "/books/dune/",
    "/nowhere/",
    "/books/dune/index.md",
    "/books/",
    "/robots.txt",
    "/broken/",
    "/404.html",
    "/last/",
)
FILES = {
    **SHOP,
    "templates/pages/page.html": "{{ title }}: {{ content }} {{ about.minutes }}",
    "templates/pages/list.html": "{% for one in pages_of(collection.name) %}{{ one.url }} {{ one.body }}{% endfor %}",
    "templates/pages/error404.html": "lost",
    "templates/pages/broken.html": "{{ nothing_is_called_so }}",
    "content/broken.md": "---\ntitle: Broken\ntemplate: pages/broken.html\n---\nMarkdown is drawn, the template is not.\n",
    "content/last.md": "---\ntitle: Last\n---\n[Broken](broken.md) and [dune](books/dune.md)\n",
}


class Told:
    """What a freezer told, in order."""

    def __init__(self, root: Path) -> None:
        site = read_site(write(root, FILES)).site
        assert site
        contract, _ = make_contract(site, site_facts(site.settings))
        app = create_pages_app(make_sheet(site, contract, (root / "templates",), approved={}))
        self.freezer = PagesFreezer(app, [], take=self._take, fail=self._fail)
        self.parts: list[tuple[str, str, tuple[Key, ...]]] = []

    def of(self, *urls: str) -> list[tuple[str, str, tuple[Key, ...]]]:
        """Freeze some addresses, and give what was told of them."""
        self.freezer.addresses, self.parts = urls, []
        self.freezer.freeze_in_one()
        return self.parts

    def _take(self, url: str, text: str, notes: Notes) -> None:
        self.parts.append((url, text, notes.read))

    def _fail(self, url: str, error: Exception) -> None:
        self.parts.append((url, type(error).__name__, ()))


def test_each_reads_and_gives_what_it_does_alone(tmp_path: Path) -> None:
    told = Told(tmp_path)

    together = told.of(*URLS)

    assert together == [one for url in URLS for one in told.of(url)]
    assert [url for url, *_ in together] == list(URLS)  # also what failed: in its turn
    assert [(url, text) for url, text, _ in together if text.endswith(("Found", "Error"))] == [
        ("/nowhere/", "NotFound"),
        ("/broken/", "UndefinedError"),
    ]
    assert ("body", "content/books/dune.md") in together[0][2]


@pytest.mark.parametrize("more", [0, 1, MOST_LATEST])
def test_a_text_is_that_of_its_page_however_many_were_read_since(tmp_path: Path, more: int) -> None:
    pages = {f"content/many/{number}.md": f"---\ntitle: A\n---\nText {number}\n" for number in range(more + 1)}
    site = read_site(write(tmp_path, {**SHOP, **pages})).site
    assert site
    many = [_read_late(page) for page in site.pages.values() if page.path in pages]

    assert len(many) == more + 1
    assert [page.body for page in (*many, *many)] == [f"Text {page.id.split('/')[1]}\n" for page in (*many, *many)]


def _read_late(page: Page) -> Page:
    assert isinstance(page, LatePage)
    return with_place(page, page.place._replace(text=None))
