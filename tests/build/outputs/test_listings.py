"""Collections and threads as JSON: what is in them, what is not, and that they follow what changes."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.sites import NOW, SHOP, a_review, frozen, release_files, store_of, write
from polynya.checking.asked import why
from polynya.freeze import freeze_site, prepare, read
from polynya.outputs.programs.listings import Teller
from polynya.pages.sheet import Sheet
from polynya.places import Places
from polynya.reading.schedule import clock_at
from polynya_live.app import create_app
from polynya_live.contract import load
from polynya_live.settings import Settings
from polynya_live.submissions import State

BOOKS = """\
title: Books
url: /books/{slug}/
forms: [review]
sort: price
show: [author, price, tags, sequel]
fields:
  author: {type: text}
  price: {type: money}
  cost: {type: money}
  tags: {type: list}
  sequel: {type: page}
"""
FILES = {
    **SHOP,
    "content/books/_collection.yaml": BOOKS,
    "content/books/dune.md": (
        "---\ntitle: Dune\nauthor: Marit Sølheim\nprice: 18.50\ncost: 7\ntags: [sand, sea]\nsequel: books/ice\n"
        "date: 2026-09-03\ndescription: Of sand.\n---\nSand.\n"
    ),
    "content/books/ice.md": "---\ntitle: Ice\nprice: 12\n---\nIce.\n",
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    root = write(tmp_path, FILES)
    store = store_of(root)
    store.submit(a_review("review-of-dune-01"))
    store.submit(a_review("review-of-dune-02", text="Never shown"))
    store.moderate("review-of-dune-01", State.APPROVED, now=NOW)
    store.close()
    freeze_site(root, now=NOW)
    return root


def told(root: Path, path: str) -> Any:  # Any: JSON
    return json.loads(frozen(root, path))


def test_a_collection_tells_its_pages_in_order_with_what_it_may_show(shop: Path) -> None:
    listing = told(shop, "books/index.json")

    assert (listing["title"], listing["url"], listing["currency"]) == ("Books", "https://floe.example/books/", "EUR")
    assert [page["title"] for page in listing["pages"]] == ["Ice", "Dune"]
    dune = listing["pages"][1]
    assert {name: dune[name] for name in ("id", "url", "description", "date")} == {
        "id": "books/dune",
        "url": "https://floe.example/books/dune/",
        "description": "Of sand.",
        "date": "2026-09-03",
    }
    assert dune["fields"] == {
        "author": "Marit Sølheim",
        "price": 1850,
        "tags": ["sand", "sea"],
        "sequel": {"id": "books/ice", "url": "/books/ice/", "title": "Ice"},
    }
    assert "cost" not in frozen(shop, "books/index.json")


def test_a_page_is_told_how_its_threads_rate(shop: Path) -> None:
    ice, dune = told(shop, "books/index.json")["pages"]

    assert (dune["threads"]["review"]["count"], dune["threads"]["review"]["average"]) == (1, 4)
    assert (ice["threads"]["review"]["count"], ice["threads"]["review"]["average"]) == (0, None)
    assert dune["threads"]["review"]["live"] == "https://floe.example/live/threads/review/books/dune.json"


def test_a_thread_is_frozen_as_it_is_told_live(shop: Path) -> None:
    thread = told(shop, "books/dune/index.json")["threads"]["review"]

    [submission] = thread["submissions"]
    assert submission["values"] == {"author": "Mara", "rating": 4, "text": "Sand, all of it."}
    assert submission["day"] == "2026-11-18"
    assert f'id="submission-{submission["id"]}"' in frozen(shop, "books/dune/index.html")
    assert thread["cursor"] == submission["id"]
    assert not any(b"Never shown" in content for content in release_files(shop).values())


def test_a_thread_with_and_without_stars_is_told_alike_frozen_and_live(shop: Path) -> None:
    store = store_of(shop)
    store.submit(replace(a_review("review-of-dune-03"), values={"author": "Jon", "text": "Brought along."}))
    store.moderate("review-of-dune-03", State.APPROVED, now=NOW)

    freeze_site(shop, now=NOW)

    frozen_thread = told(shop, "books/dune/index.json")["threads"]["review"]
    folder = shop / "build/live"
    settings = Settings(contract=folder, store="sqlite:///none", secret="s" * 32, site_url="https://floe.example")
    live = create_app(settings, load(folder / "contract.json"), store, clock=lambda: NOW).test_client()
    answer: Any = live.get("/live/threads/review/books/dune.json").json
    store.close()
    assert (frozen_thread["count"], frozen_thread["ratings"], frozen_thread["average"]) == (2, 1, 4)
    assert {name: answer[name] for name in frozen_thread if name != "live"} == {
        name: value for name, value in frozen_thread.items() if name != "live"
    }


def test_what_the_owner_replied_is_in_the_json_and_the_feed_of_the_next_freeze(shop: Path) -> None:
    assert told(shop, "books/dune/index.json")["threads"]["review"]["submissions"][0]["reply"] is None
    store = store_of(shop)
    [row] = store.approved("review", now=NOW)
    store.amend(replace(row, extra={"reply": "So there <is>.", "replied": NOW}))
    store.close()

    freeze_site(shop, now=NOW)

    assert told(shop, "books/dune/index.json")["threads"]["review"]["submissions"][0]["reply"] == "So there <is>."
    assert "&lt;blockquote&gt;So there &amp;lt;is" in frozen(shop, "feeds/review/feed.xml")


def test_the_head_of_a_page_leads_to_its_json(shop: Path) -> None:
    for page in ("books/", "books/dune/"):
        link = f'<link rel="alternate" type="application/json" title="{{}}" href="/{page}index.json">'
        assert link.format({"books/": "Books", "books/dune/": "Dune"}[page]) in frozen(shop, f"{page}index.html")
    assert "application/json" not in frozen(shop, "index.html")


def test_a_changed_page_changes_its_listing_and_a_review_its_thread_and_nothing_else(shop: Path) -> None:
    before = release_files(shop)
    write(shop, {"content/books/ice.md": "---\ntitle: Black ice\nprice: 12\n---\nIce.\n"})

    freeze_site(shop, now=NOW)

    middle = release_files(shop)
    changed = {name for name in middle if name.endswith(".json") and before.get(name) != middle[name]}
    assert {"site/books/index.json", "site/books/ice/index.json"} <= changed
    assert not changed & {"site/openapi.json"}
    assert [page["title"] for page in told(shop, "books/index.json")["pages"]] == ["Black ice", "Dune"]

    store = store_of(shop)
    store.moderate("review-of-dune-02", State.APPROVED, now=NOW)
    store.close()
    freeze_site(shop, now=NOW)

    assert told(shop, "books/index.json")["pages"][1]["threads"]["review"]["count"] == 2
    assert len(told(shop, "books/dune/index.json")["threads"]["review"]["submissions"]) == 2
    assert release_files(shop)["site/books/ice/index.json"] == middle["site/books/ice/index.json"]


def test_what_is_frozen_by_and_by_is_what_is_frozen_at_once(shop: Path) -> None:
    write(shop, {"content/books/ice.md": "---\ntitle: Ice\nprice: 99\n---\nIce.\n"})
    freeze_site(shop, now=NOW)
    by_and_by = release_files(shop)

    freeze_site(shop, now=NOW, full=True)

    assert release_files(shop) == by_and_by
    assert why(shop, "/books/index.json", now=NOW)[1] == []


def test_a_private_form_tells_nothing(tmp_path: Path) -> None:
    private = SHOP["content/forms/review.yaml"].replace("show: [author, rating, text]\n", "")
    freeze_site(write(tmp_path, {**FILES, "content/forms/review.yaml": private}), now=NOW)

    assert [page["threads"] for page in told(tmp_path, "books/index.json")["pages"]] == [{}, {}]
    assert not (tmp_path / "build/site/books/dune/index.json").exists()


def test_a_site_may_do_without_json(tmp_path: Path) -> None:
    off = f"{SHOP['content/site.yaml']}json: false\n"
    freeze_site(write(tmp_path, {**FILES, "content/site.yaml": off}), now=NOW)

    assert [name for name in release_files(tmp_path) if name.startswith("site/") and name.endswith("x.json")] == []
    assert not (tmp_path / "build/site/openapi.json").exists()
    assert 'type="application/json"' not in frozen(tmp_path, "books/dune/index.html")


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Sheet:
    places, clock = Places(write(tmp_path_factory.mktemp("shop"), FILES)), clock_at(NOW)
    return prepare(read(places, clock)[0], places, clock)[0].sheet


@given(st.text(), st.sampled_from(["books", ""]), st.dates() | st.datetimes() | st.none())
def test_a_line_of_a_list_is_what_an_encoder_writes(
    sheet: Sheet, words: str, collection: str, day: date | None
) -> None:
    url = "/" + words.encode(errors="replace").decode()
    page = replace(sheet.site.pages["books/dune"], title=words, description=words, url=url, date=day)
    teller = Teller(collection, sheet)

    assert teller.line(page) == json.dumps(teller.page(page, whole=False), ensure_ascii=False)
