"""What a thread tells to others than its page: JSON and a picture, the same for every reader."""

import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import DUNE, REVIEW, SITE_URL, a_contract, a_review, with_form
from live.event_factory import SHAPES, an_event, as_received
from polynya_live.badge import as_png, badge_of
from polynya_live.contract import Field
from polynya_live.events import make_handler
from polynya_live.routes import live_url
from polynya_live.store import Store, StoreUnavailable
from polynya_live.submissions import State
from polynya_live.threads import thread_of

JSON_URL = f"/live/threads/review/{DUNE}.json"
SVG_URL, PNG_URL = (f"/live/badge/review/{DUNE}.{kind}" for kind in ("svg", "png"))
ALL = (JSON_URL, SVG_URL, PNG_URL)


def keep(store: Store, *ratings: int) -> list[str]:
    """Keep approved reviews, and return their cursors."""
    values = [{"author": f"Reader {n}", "rating": given, "text": "Sand."} for n, given in enumerate(ratings)]
    return [store.submit(a_review(key=f"{n:024}", values=one)).cursor for n, one in enumerate(values)]


def pixels_of(png: bytes) -> list[list[tuple[int, ...]]]:
    """Read the pixels of an image as the badge writes it: one compressed part, rows without a filter."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    start = png.index(b"IDAT") + 4
    raw = zlib.decompress(png[start : start + int.from_bytes(png[start - 8 : start - 4])])
    rows = [raw[n * (width * 4 + 1) + 1 : (n + 1) * (width * 4 + 1)] for n in range(height)]
    return [[tuple(row[at : at + 4]) for at in range(0, width * 4, 4)] for row in rows]


def test_a_thread_is_told_with_what_its_form_shows_and_nothing_else(client: FlaskClient, store: Store) -> None:
    values = {"author": "Mara", "rating": 4, "text": "Sånd & <b>", "email": "mara@example.org"}
    cursor = store.submit(a_review(values=values)).cursor
    store.submit(a_review(key="p" * 24, state=State.PENDING, approved=0))

    answer = client.get(JSON_URL)

    assert answer.json == {
        "form": "review",
        "page": DUNE,
        "url": f"{SITE_URL}/books/dune/",
        "count": 1,
        "ratings": 1,
        "average": 4,
        "best": 5,
        "cursor": cursor,
        "submissions": [
            {
                "id": cursor,
                "day": "2026-11-18",
                "values": {"author": "Mara", "rating": 4, "text": "Sånd & <b>"},
                "reply": None,
            }
        ],
        "next": None,
    }
    assert answer.mimetype == "application/json"


def test_what_the_owner_replied_is_told_with_it(client: FlaskClient, store: Store) -> None:
    store.submit(a_review(extra={"reply": "So there is."}))

    assert [one["reply"] for one in client.get(JSON_URL).json["submissions"]] == ["So there is."]  # type: ignore[index]


def test_a_thread_nobody_has_written_in_is_there_and_empty(client: FlaskClient) -> None:
    told = client.get(JSON_URL).json

    assert told is not None
    assert (told["count"], told["average"], told["cursor"], told["submissions"]) == (0, None, "", [])


def test_a_form_that_stands_alone_is_told_without_a_page(client: FlaskClient, store: Store) -> None:
    store.submit(a_review(form="wall", page="", values={"text": "hello"}))

    url = live_url("thread", form="wall", page="")
    told = client.get(url).json

    assert url == "/live/threads/wall.json"
    assert told is not None
    assert [one["values"] for one in told["submissions"]] == [{"text": "hello"}]
    assert (told["page"], told["url"], told["average"], told["best"]) == ("", None, None, None)


def test_the_thread_of_a_home_page_has_no_page_in_its_address(make_app: Callable[..., Flask]) -> None:
    contract = with_form(REVIEW, thread="home")
    home = replace(contract.pages[DUNE], id="", url="/", collection="home")
    client = make_app(replace(contract, pages={"": home})).test_client()

    for name in ("thread", "badge", "badge_png"):
        assert client.get(live_url(name, form="review", page="")).status_code == 200


def test_a_long_thread_comes_in_steps_and_its_figures_are_of_all(client: FlaskClient, store: Store) -> None:
    keep(store, *([1] * 100 + [5] * 150))

    first: Any = client.get(JSON_URL).json
    rest: Any = client.get(first["next"].removeprefix(SITE_URL)).json

    assert [len(one["submissions"]) for one in (first, rest)] == [200, 50]
    assert [(one["count"], one["average"]) for one in (first, rest)] == [(250, 3.4)] * 2
    assert rest["next"] is None
    assert first["submissions"][-1]["id"] < rest["submissions"][0]["id"]


@pytest.mark.parametrize(
    "path",
    ["nope/books/dune", "nope", "review/books/gone", "review/menu/tea", "contact/books/dune", "contact", "review"],
)
@pytest.mark.parametrize(("folder", "suffix"), [("threads", "json"), ("badge", "svg"), ("badge", "png")])
def test_what_nobody_may_read_is_a_problem_in_json(client: FlaskClient, path: str, folder: str, suffix: str) -> None:
    answer = client.get(f"/live/{folder}/{path}.{suffix}")
    problem = answer.get_json(force=True)

    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    assert (problem["status"], problem["title"]) == (404, "There is nothing here")
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_without_a_rating_has_no_badge(client: FlaskClient) -> None:
    assert client.get("/live/badge/wall.svg").status_code == 404
    assert client.get("/live/badge/wall.png").status_code == 404


def test_a_rating_that_is_not_shown_has_no_badge(make_app: Callable[..., Flask]) -> None:
    client = make_app(with_form(REVIEW, show=("author",))).test_client()

    assert client.get(SVG_URL).status_code == 404


@pytest.mark.parametrize("cursor", ["x", "1", "1795000000000-" + "a" * 13])
def test_a_cursor_that_never_was_is_a_problem(client: FlaskClient, cursor: str) -> None:
    answer = client.get(JSON_URL, query_string={"after": cursor})

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_a_store_that_is_down_is_a_problem_that_passes(make_app: Callable[..., Flask], store: Store) -> None:
    class Down:
        def __getattr__(self, name: str) -> Any:
            raise StoreUnavailable("down")

    client = make_app(another=Down()).test_client()

    for url in ALL:
        answer = client.get(url)
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        assert int(answer.headers["Retry-After"]) > 0


@pytest.mark.parametrize(
    ("url", "cache"),
    [(JSON_URL, "public, max-age=0, s-maxage=5")] + [(url, "public, max-age=60, s-maxage=60") for url in ALL[1:]],
)
def test_the_cdn_may_keep_it_and_other_sites_may_show_it(client: FlaskClient, url: str, cache: str) -> None:
    answer = client.get(url)

    assert answer.headers["Cache-Control"] == cache
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not {"Vary", "Set-Cookie"} & set(answer.headers.keys())


def test_what_depends_on_who_asks_is_never_shared(client: FlaskClient) -> None:
    for url in ("/live/stamp/review", "/live/hello", "/live/account/", f"/live/newer/review/{DUNE}", "/live/threads/"):
        answer = client.get(url)
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("url", ALL)
def test_who_has_it_already_gets_a_304_until_it_changes(client: FlaskClient, store: Store, url: str) -> None:
    tag = client.get(url).headers["ETag"]

    again = client.get(url, headers={"If-None-Match": tag})
    keep(store, 3)
    changed = client.get(url, headers={"If-None-Match": tag})

    assert (again.status_code, again.data) == (304, b"")
    assert (changed.status_code, changed.headers["ETag"] == tag) == (200, False)


def test_the_badge_is_a_picture_of_average_and_count(client: FlaskClient, store: Store) -> None:
    keep(store, 5, 4, 4)

    answer = client.get(SVG_URL)
    picture = ElementTree.fromstring(answer.text)

    assert answer.mimetype == "image/svg+xml"
    assert picture.findtext("{http://www.w3.org/2000/svg}title") == "4.3 / 5 (3)"
    assert "style" not in answer.text and "<script" not in answer.text  # the policy forbids both


def test_the_picture_in_pixels_shines_as_far_as_the_average(client: FlaskClient, store: Store) -> None:
    keep(store, 3, 2)  # two stars and a half

    answer = client.get(PNG_URL)
    row = pixels_of(answer.data)[29]  # through the middle of the stars
    shining = [nth for nth, (red, _, blue, _) in enumerate(row) if red > 150 and blue < 40]
    pale = [nth for nth, pixel in enumerate(row) if pixel == (214, 224, 229, 255)]

    assert answer.mimetype == "image/png"
    assert len(shining) > 30 and len(pale) > 30
    assert max(shining) < min(pale) + 1
    assert {pixel[3] for pixel in (row[0], row[-1])} == {255}
    assert pixels_of(answer.data)[0][0][3] == 0  # the corners are round


def test_what_gives_no_stars_is_told_and_does_not_count_beside_them(client: FlaskClient, store: Store) -> None:
    keep(store, 5, 4)
    store.submit(a_review(key="w" * 24, values={"author": "Mara", "text": "Brought along."}))

    told = client.get(JSON_URL).json
    picture = ElementTree.fromstring(client.get(SVG_URL).text)

    assert told is not None
    assert (told["count"], told["ratings"], told["average"], len(told["submissions"])) == (3, 2, 4.5, 3)
    assert picture.findtext("{http://www.w3.org/2000/svg}title") == "4.5 / 5 (2)"


def test_the_badge_of_words_alone_has_a_dash_and_none(client: FlaskClient, store: Store) -> None:
    store.submit(a_review(values={"author": "Mara", "text": "Brought along."}))

    assert "<title>– / 5 (0)</title>" in client.get(SVG_URL).text
    assert client.get(PNG_URL).status_code == 200


@pytest.mark.parametrize("shape", SHAPES)
def test_the_picture_in_pixels_reaches_the_browser_as_the_bytes_it_is(client: FlaskClient, shape: str) -> None:
    handler = make_handler(client.application)

    received = as_received(shape, handler(an_event(shape, path=PNG_URL), None))

    assert received.body == client.get(PNG_URL).data
    assert received.all("content-type") == ["image/png"]


def test_a_badge_holds_whatever_is_rated() -> None:
    many = Field(name="rating", label="Rating", type="rating", min=1, max=100)
    for form in (REVIEW, replace(REVIEW, fields=(replace(many, max=10),)), replace(REVIEW, fields=(many,))):
        for given in ([], [1], [form.fields[-1].max or 5] * 1234):
            thread = thread_of(form, DUNE, [a_review(values={"rating": int(one)}) for one in given])
            badge = badge_of(thread)
            assert len(badge.stars) == (10 if thread.best == 10 else 5)
            assert len(pixels_of(as_png(badge))[0]) == badge.width * 2


def test_every_reader_gets_the_same_bytes(client: FlaskClient, store: Store) -> None:
    keep(store, 4)
    headers: Mapping[str, str] = {"Cookie": "a=b", "HX-Request": "true", "User-Agent": "x", "Accept": "text/html"}

    for url in ALL:
        assert client.get(url).data == client.get(url, headers=headers).data


def test_json_of_the_versions_is_as_before(client: FlaskClient) -> None:
    assert json.loads(client.get("/live/contract").data)["release"] == a_contract().release
