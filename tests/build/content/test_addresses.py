"""Older addresses lead on, on any server; and a page keeps its thread when it moves."""

import json
from pathlib import Path

import pytest

from build.sites import NOW, SHOP, a_review, frozen, problems_of_freezing, release_files, shown, store_of, write
from polynya.checking.site import check_site
from polynya.cloud.edge import routing_that_fits
from polynya.freeze import freeze_site
from polynya.places import Places
from polynya.serve.pages import Pages
from polynya.serve.routing import Moved
from polynya.serve.shelf import CurrentShelf
from polynya_live.submissions import State

SITE = {
    "content/site.yaml": "url: https://floe.example\n",
    "content/index.md": "# Floe\n[Über](über.md)\n",
    "content/über.md": "---\naliases: [/about, /old.html, /shop/über/]\n---\n# Über & uns\n",
}


def test_an_alias_is_a_page_that_leads_on(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)

    freeze_site(root, now=NOW)

    page = frozen(root, "about/index.html")
    assert '<meta http-equiv="refresh" content="0; url=/%C3%BCber/">' in page
    assert '<link rel="canonical" href="https://floe.example/%C3%BCber/">' in page
    assert '<a href="/%C3%BCber/">Über &amp; uns</a>' in page
    assert frozen(root, "old.html") == frozen(root, "shop/über/index.html") == page
    assert "/about/" not in frozen(root, "sitemap.xml")
    assert shown(check_site(root, now=NOW)) == ""


def test_servers_get_a_table_of_them(tmp_path: Path) -> None:
    root = write(tmp_path, SITE)
    freeze_site(root, now=NOW)

    table = json.loads(release_files(root)["live/redirects.json"])
    pages = Pages(shelf := CurrentShelf(Places(root)), https=False)

    assert table == {"/about/": "/%C3%BCber/", "/old.html/": "/%C3%BCber/", "/shop/über/": "/%C3%BCber/"}
    for old in ("/about", "/about/", "/old.html", "/shop/über/", "/shop/über"):
        assert pages.find(shelf.now(), old) == Moved("/%C3%BCber/")


def test_a_site_without_aliases_has_no_table(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": "# Floe\n"})

    freeze_site(tmp_path, now=NOW)

    assert "live/redirects.json" not in release_files(tmp_path)


def test_an_alias_of_its_own_page_leads_nowhere_else(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": "[A](a.md)\n", "content/a.md": "---\naliases: [/a/, /A/]\n---\n# A\nText.\n"})

    freeze_site(tmp_path, now=NOW)

    assert "<p>Text.</p>" in frozen(tmp_path, "a/index.html")
    assert json.loads(release_files(tmp_path)["live/redirects.json"]) == {"/A/": "/a/"}
    assert "site/A/index.html" not in release_files(tmp_path)


def test_more_aliases_than_the_cdn_takes_do_not_stop_a_deploy() -> None:
    many = {f"/old/{number}/": f"/new/{number}/" for number in range(1000)}

    routing = routing_that_fits("var REDIRECTS = {};", many)

    assert '"/old/0/":"/new/0/"' in routing
    assert len(routing.encode()) <= 10_240


def test_a_page_that_moves_keeps_its_reviews_by_its_id(tmp_path: Path) -> None:
    root = write(tmp_path, SHOP)
    store = store_of(root)
    review = a_review()
    store.submit(review)
    store.moderate(review.key, State.APPROVED, now=NOW)
    store.close()

    (root / "content/books/dune.md").unlink()
    moved = "---\ntitle: Dune\nauthor: Marit Solheim\nid: books/dune\naliases: [/books/dune/]\n---\nSand.\n"
    write(root, {"content/books/sand/the-dunes.md": moved, "content/index.md": "[Dune](books/sand/the-dunes.md)\n"})
    freeze_site(root, now=NOW)

    page = frozen(root, "books/the-dunes/index.html")
    assert "Sand, all of it." in page
    assert '<input type="hidden" name="page" value="books/dune">' in page
    assert 'url=/books/the-dunes/"' in frozen(root, "books/dune/index.html")


@pytest.mark.parametrize(
    "alias",
    ["/feed.xml", "/search/", "/404.html", "/books/dune/index.html", "/books/dune/c.pdf", "/books/dune/index.md",
     "/books/dune/c.pdf/older/", "/BOOKS/index.json", "/pagefind/pagefind.js", "/books"],
)  # fmt: skip
def test_an_alias_in_the_way_of_a_file_stops_the_freeze(tmp_path: Path, alias: str) -> None:
    page = f"---\ntitle: Dune\ndate: 2024-01-01\naliases: [/old/, {alias}]\n---\n[The map](c.pdf).\n"
    site = {"content/site.yaml": "url: https://floe.example\nsearch: true\n", "content/books/dune/c.pdf": b"pdf"}
    write(tmp_path, {"content/index.md": "# Home\n", "content/books/dune/index.md": page, **site})

    [problem] = problems_of_freezing(tmp_path)

    assert (problem.rule, problem.path, problem.line) == ("url-clash", "content/books/dune/index.md", 4)
    assert alias.rstrip("/") in problem.fact
    assert check_site(tmp_path, now=NOW) == [problem]
