"""The search: what it finds, under the content security policy, and what stays without it."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from build.sites import NOW, SHOP, a_review, files_below, frozen, store_of, write
from polynya.freeze import freeze_site
from polynya_live.submissions import State
from serving import serving

FOUND = {**SHOP, "content/site.yaml": f"{SHOP['content/site.yaml']}search: true\n"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = write(tmp_path_factory.mktemp("shop"), FOUND)
    store = store_of(root)
    for key, text in (("review-of-dune-01", "A marvellous hourglass"), ("review-of-dune-02", "Quicksilver")):
        store.submit(a_review(key, text=text))
    store.moderate("review-of-dune-01", State.APPROVED, now=NOW)
    store.close()
    with serving(root) as url:
        yield url


def test_search_finds_pages_and_approved_reviews(shop: str, visitor: Page, scripted: bool) -> None:
    visitor.goto(f"{shop}/search/")
    if not scripted:
        expect(visitor.get_by_label("What are you looking for?")).to_be_hidden()
        expect(visitor.get_by_role("main").get_by_role("link", name="Books", exact=True)).to_be_visible()
        return

    visitor.get_by_label("What are you looking for?").fill("hourglass")

    expect(visitor.get_by_role("status")).to_have_text("1 page")
    expect(visitor.locator("#results mark")).to_contain_text("hourglass")
    visitor.locator("#results").get_by_role("link", name="Dune").click()
    expect(visitor).to_have_url(f"{shop}/books/dune/")


def test_what_nobody_approved_is_not_found(shop: str, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto(f"{shop}/search/?q=quicksilver")

    expect(page.get_by_role("status")).to_have_text("0 pages")
    expect(page.get_by_role("heading", name="All there is, by lists")).to_be_in_viewport()
    page.close()


def test_only_the_files_of_the_search_may_run_webassembly(shop: str, chromium: Browser) -> None:
    page = chromium.new_page()

    policies = {
        path: page.request.get(f"{shop}{path}").headers["content-security-policy"]
        for path in ("/", "/search/", "/pagefind/pagefind-worker.js")
    }

    assert {path: "wasm-unsafe-eval" in policy for path, policy in policies.items()} == {
        "/": False,
        "/search/": False,
        "/pagefind/pagefind-worker.js": True,
    }
    page.close()


def test_the_index_is_made_once_for_the_same_pages(tmp_path: Path) -> None:
    root = write(tmp_path, FOUND)
    freeze_site(root, now=NOW)
    [kept] = (root / "build/cache/search").iterdir()
    (kept / "pagefind-entry.json").write_text("not made again")

    freeze_site(root, now=NOW, full=True)

    assert frozen(root, "pagefind/pagefind-entry.json") == "not made again"


def test_a_changed_page_is_indexed_anew_but_not_in_a_preview(tmp_path: Path) -> None:
    root = write(tmp_path, FOUND)
    freeze_site(root, now=NOW)
    before = files_below(root / "build/site/pagefind")

    write(root, {"content/books/dune.md": "---\ntitle: Dune\nauthor: Marit Solheim\n---\nHeather.\n"})
    freeze_site(root, now=NOW, light=True)
    assert files_below(root / "build/site/pagefind") == before

    freeze_site(root, now=NOW)
    assert files_below(root / "build/site/pagefind") != before


def test_without_search_there_is_neither_page_nor_index(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, SHOP), now=NOW)

    assert not (tmp_path / "build/site/search").exists() and not (tmp_path / "build/site/pagefind").exists()
    assert "/search/" not in frozen(tmp_path, "index.html")


def test_the_search_is_linked_once_also_where_the_navigation_names_it(tmp_path: Path) -> None:
    settings = SHOP["content/site.yaml"] + "search: true\nnavigation: [{title: Find, url: /search/}]\n"

    freeze_site(write(tmp_path, SHOP | {"content/site.yaml": settings}), now=NOW)

    assert frozen(tmp_path, "index.html").count('href="/search/"') == 1
    assert frozen(tmp_path, "search/index.html").count('href="/search/"') == 1


def test_an_author_may_have_a_page_of_that_address(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, {**FOUND, "content/search.md": "# My own search\n"}), now=NOW)

    assert "My own search" in frozen(tmp_path, "search/index.html")


def test_the_index_says_its_languages_in_order(tmp_path: Path) -> None:
    site = {"content/site.yaml": "search: true\nlanguages: [en, de, fr]\n", "content/index.md": "# Home\n\nIce.\n"}
    write(tmp_path, {**site, "content/index.de.md": "# Heim\n\nEis.\n", "content/index.fr.md": "# Accueil\n\nGlace.\n"})

    freeze_site(tmp_path, now=NOW)

    entry = json.loads((tmp_path / "build/site/pagefind/pagefind-entry.json").read_text())
    assert list(entry["languages"]) == ["de", "en", "fr"]
