"""The head of a frozen page, its JSON-LD, the manifest and what machines read."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from PIL import Image

from build.sites import NOW, SHOP, a_review, a_site, files_below, frozen, store_of, write
from polynya.freeze import freeze_site
from polynya.outputs.head import quoted
from polynya_live.submissions import State

PRICED = {
    **SHOP,
    "content/books/_collection.yaml": f"{SHOP['content/books/_collection.yaml']}  price: {{type: money}}\n",
    "content/books/dune.md": "---\ntitle: Dune & </script>\nauthor: Marit\nprice: 18.50\ndescription: Sand.\n---\nSand.\n",
    "content/news.md": "---\ntitle: News\ndate: 2026-09-03\nauthor: Sunniva\n---\nWords. " + "word " * 700,
}


class Head(HTMLParser):
    """Collects metas, links and the JSON-LD of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.links: dict[str, dict[str, str]] = {}
        self.script = ""
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in values:
            self.metas[values.get("property") or values.get("name", "")] = values["content"]
        elif tag == "link":
            self.links[values["rel"]] = values
        self._inside = tag == "script" and values.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        self.script += data if self._inside else ""


def head(root: Path, path: str) -> Head:
    return Head(frozen(root, path))


def graph(root: Path, path: str) -> dict[str, dict[str, Any]]:
    nodes = json.loads(head(root, path).script)["@graph"]
    return {node["@type"]: node for node in nodes}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    freeze_site(write(tmp_path, PRICED), now=NOW)
    return tmp_path


def test_the_head_tells_who_shows_a_link_what_the_page_is(shop: Path) -> None:
    found = head(shop, "books/dune/index.html")

    assert found.links["canonical"]["href"] == "https://floe.example/books/dune/"
    assert found.metas["og:title"] == "Dune & </script>"
    assert found.metas["og:description"] == found.metas["description"] == "Sand."
    assert found.metas["twitter:card"] == "summary_large_image"
    picture = found.metas["og:image"].removeprefix("https://floe.example/")
    with Image.open(shop / "build/site" / picture) as card:
        assert card.size == (1200, 630)


def test_a_product_carries_the_rating_of_its_frozen_reviews(tmp_path: Path) -> None:
    root = write(tmp_path, PRICED)
    store = store_of(root)
    store.submit(a_review())
    store.moderate("review-of-dune-01", State.APPROVED, now=NOW)
    store.close()

    freeze_site(root, now=NOW)

    product = graph(root, "books/dune/index.html")["Product"]
    assert product["name"] == "Dune & </script>"
    assert product["offers"]["price"] == "18.50" and product["offers"]["priceCurrency"] == "EUR"
    rating = product["aggregateRating"]
    assert (rating["ratingValue"], rating["ratingCount"], rating["bestRating"]) == (4, 1, 5)


def test_ratings_are_counted_by_their_stars_and_reviews_by_their_words(tmp_path: Path) -> None:
    root = write(tmp_path, PRICED)
    given = [{"author": "Mara", "rating": 4}, {"author": "Jon", "text": "Sand."}, {"author": "Kim", "text": "Dry."}]
    store = store_of(root)
    for nth, values in enumerate(given):
        store.submit(replace(a_review(f"review-of-dune-{nth:02}"), values=values))
        store.moderate(f"review-of-dune-{nth:02}", State.APPROVED, now=NOW)
    store.close()

    freeze_site(root, now=NOW)

    rating = graph(root, "books/dune/index.html")["Product"]["aggregateRating"]
    assert (rating["ratingValue"], rating["ratingCount"], rating["reviewCount"]) == (4, 1, 2)


def test_a_product_without_reviews_claims_no_rating(shop: Path) -> None:
    assert "aggregateRating" not in graph(shop, "books/dune/index.html")["Product"]


def test_the_way_to_a_page_is_told_from_the_front_page_down(shop: Path) -> None:
    way = graph(shop, "books/dune/index.html")["BreadcrumbList"]["itemListElement"]

    assert [step["item"] for step in way] == [f"https://floe.example{url}" for url in ("/", "/books/", "/books/dune/")]


def test_a_dated_page_is_an_article_with_its_author(shop: Path) -> None:
    article = graph(shop, "news/index.html")["Article"]

    assert article["datePublished"] == "2026-09-03T00:00:00+00:00"
    assert article["author"] == {"@type": "Person", "name": "Sunniva"}


def test_the_front_page_is_the_site_by_its_own_name(tmp_path: Path) -> None:
    root = write(tmp_path, {**PRICED, "content/index.md": "---\ntitle: Books for long evenings\n---\n"})

    freeze_site(root, now=NOW)

    assert graph(root, "index.html")["WebSite"]["name"] == "Floe Books"


def test_without_an_address_of_the_site_nothing_absolute_is_claimed(tmp_path: Path) -> None:
    freeze_site(write(tmp_path, {**PRICED, "content/site.yaml": "title: Floe\n"}), now=NOW)

    found = head(tmp_path, "books/dune/index.html")
    assert "canonical" not in found.links and "og:url" not in found.metas and not found.script


def test_the_page_for_what_is_not_there_is_not_to_be_found(shop: Path) -> None:
    found = head(shop, "404.html")

    assert found.metas["robots"] == "noindex" and "canonical" not in found.links and not found.script


def test_live_answers_have_no_head_of_a_page(shop: Path) -> None:
    names = [path.name for path in (shop / "build/live/templates").iterdir()]

    assert names and not any("pages_head" in name for name in names)


def test_the_manifest_names_icons_of_the_sizes_it_says(shop: Path) -> None:
    manifest = json.loads(frozen(shop, "site.webmanifest"))

    assert manifest["name"] == "Floe Books"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    for icon in manifest["icons"]:
        with Image.open(shop / f"build/site{icon['src']}") as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            assert len(picture.convert("RGB").getcolors(1 << 20) or []) > 3  # it is drawn, and not one colour


def test_a_favicon_with_more_than_paths_gives_way_to_a_letter(tmp_path: Path) -> None:
    fancy = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><circle cx="4" cy="4" r="4"/></svg>'
    freeze_site(write(tmp_path, {**SHOP, "static/images/favicon.svg": fancy}), now=NOW)

    icon = head(tmp_path, "index.html").links["apple-touch-icon"]["href"]
    with Image.open(tmp_path / f"build/site{icon}") as picture:
        assert picture.getpixel((90, 20)) == (11, 58, 80, 255)


def test_a_picture_is_drawn_once_and_kept(shop: Path) -> None:
    kept = {path: path.stat().st_mtime_ns for path in (shop / "build/cache/made").rglob("*") if path.is_file()}

    write(shop, {"content/more.md": "# More\n"})
    freeze_site(shop, now=NOW)

    after = {path: path.stat().st_mtime_ns for path in (shop / "build/cache/made").rglob("*") if path.is_file()}
    assert kept.items() <= after.items() and len(after) == len(kept) + 1


def test_cards_have_the_letters_of_their_titles(tmp_path: Path) -> None:
    """A font without them would draw the same box for each."""
    pages = {
        f"content/{name}.md": f"# {title}\n"
        for name, title in (("a", "Größe"), ("b", "Gräße"), ("c", "полынья"), ("d", "полынья́"))
    }
    freeze_site(write(tmp_path, {"content/site.yaml": "title: F\nurl: https://floe.example\n", **pages}), now=NOW)

    pictures = [head(tmp_path, f"{name}/index.html").metas["og:image"].rpartition("/")[2] for name in "abc"]
    drawn = {(tmp_path / "build/site/static/cards" / name).read_bytes() for name in pictures}
    assert len(drawn) == 3


def test_a_twin_is_the_page_as_markdown_with_addresses_that_work(tmp_path: Path) -> None:
    files = {
        **SHOP,
        "content/index.md": "---\ntitle: Home\ndescription: A line.\n---\nSee [Dune](books/dune.md) and <https://a.example>.\n",
    }
    freeze_site(write(tmp_path, files), now=NOW)

    assert frozen(tmp_path, "index.md") == (
        "# Home\n\n> A line.\n\nSee [Dune](https://floe.example/books/dune/) and <https://a.example>.\n"
    )
    assert "[Dune](https://floe.example/books/dune/index.md)" in frozen(tmp_path, "llms.txt")
    assert head(tmp_path, "index.html").links["alternate"]["href"] == "/index.md"


def test_twins_and_cards_can_be_turned_off(tmp_path: Path) -> None:
    off = f"{SHOP['content/site.yaml']}twins: false\ncards: false\n"
    freeze_site(write(tmp_path, {**SHOP, "content/site.yaml": off}), now=NOW)

    assert not list((tmp_path / "build/site").rglob("*.md"))
    assert not (tmp_path / "build/site/static/cards").exists()
    assert head(tmp_path, "index.html").metas["twitter:card"] == "summary"


def test_two_clean_freezes_give_the_same_bytes(tmp_path: Path) -> None:
    one, other = write(tmp_path / "one", PRICED), write(tmp_path / "other", PRICED)

    first, second = (freeze_site(root, now=NOW).release for root in (one, other))

    assert first == second
    assert files_below((one / "build/current").resolve()) == files_below((other / "build/current").resolve())


def test_the_reading_time_counts_words(shop: Path) -> None:
    assert re.search(r"3 minutes", frozen(shop, "news/index.html"))


ODD = {
    "content/site.yaml": 'title: "<Floe> & \\"Co\\""\nurl: https://floe.example\n',
    "content/index.md": '---\ntitle: "\\"Home\\" \\\\ <&>"\ndescription: "\\u2028 \\u00e4 \\U0001f30a \\t\\u0001"\n---\nText.\n',
    "content/posts/_collection.yaml": "title: Posts & more\nfields:\n  author: {type: text}\n  price: {type: money}\n",
    "content/posts/odd.md": '---\ntitle: "ä </script>"\ndate: 2026-01-02\nauthor: "O\'Brien \\"x\\""\n---\nText.\n',
    "content/posts/plain.md": "---\ntitle: Plain\ndate: 2026-01-03T04:05:06\n---\nText.\n",
    "content/posts/priced.md": "---\ntitle: Priced\nprice: 12.05\n---\nText.\n",
}


@pytest.mark.parametrize("path", ["", "posts/", "posts/odd/", "posts/plain/", "posts/priced/"])
def test_structured_data_is_what_the_encoder_of_json_writes(tmp_path: Path, path: str) -> None:
    freeze_site(write(tmp_path, ODD), now=NOW)

    script = head(tmp_path, f"{path}index.html").script.rstrip("\n")

    encoded = json.dumps(json.loads(script), ensure_ascii=False)
    for letter in "<>&\u2028\u2029":
        encoded = encoded.replace(letter, f"\\u{ord(letter):04x}")
    assert script == encoded


@pytest.mark.parametrize("letter", [*map(chr, range(128)), "ä", "\u2028", "🌊"])
def test_an_address_is_quoted_as_the_library_does(letter: str) -> None:
    for path in (letter, f"/a{letter}b/", f"{letter}/a-b_c.d~e/{letter}", f"/09AZaz{letter}"):
        assert quoted(path) == quote(path)


TWINS = {
    "plain words": "plain words",
    "[full](https://x.example/a) ![p](<https://x.example/a b>)": "[full](https://x.example/a) ![p](https://x.example/a%20b)",
    "[here](#part) [up](index.md)": "[here](#part) [up](https://floe.example/)",
    "[gone](draft.md) [x](index.md)": "gone [x](https://floe.example/)",
    "[a]: index.md\n\n[b]:https://x.example/b>": "[a]: https://floe.example/\n\n[b]:https://x.example/b",
    " \n# Own title\n": "# Own title",
    "a [b]: c": "a [b]: c",
}


@pytest.mark.parametrize("body", TWINS)
def test_what_has_no_addresses_to_write_is_told_from_what_has(tmp_path: Path, body: str) -> None:
    pages = {"one": f"---\ntitle: One\n---\n{body}\n", "index": "Home\n", "draft": "---\ndraft: true\n---\nNot yet.\n"}
    freeze_site(
        write(a_site(tmp_path, **pages), {"content/site.yaml": "title: Floe\nurl: https://floe.example\n"}), now=NOW
    )

    title = "" if body.startswith(" \n#") else "# One\n\n"
    assert frozen(tmp_path, "one/index.md") == f"{title}{TWINS[body]}\n"
