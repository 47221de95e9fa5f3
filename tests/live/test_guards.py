"""The guards of a post: what they refuse, in words, and what a refusal leaves alone."""

from collections.abc import Callable
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from live.bookshop import NOW, SECRET, a_contract, sent, words
from live.conftest import Clock
from polynya_live.contract import Row
from polynya_live.forms import RESERVED
from polynya_live.guards.signing import sign
from polynya_live.guards.stamps import HASTY, Proof, least_age, make_stamp, read_stamp
from polynya_live.guards.visitors import DAY_MS, visitor_address, visitor_id
from polynya_live.store import Filter, Store

URL = "/live/forms/review"
OURS = "https://floe.example"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": OURS}, 200),
        ({"Origin": OURS + ":443"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OURS}, 400),
        ({"Sec-Fetch-Site": "same-site"}, 400),
        ({"Origin": "https://evil.example"}, 400),
        ({"Origin": "http://floe.example"}, 400),
        ({"Origin": "null"}, 400),
        ({"Origin": "https://floe.example:8443"}, 400),
        ({"Origin": "https://[", "Host": "floe.example"}, 400),
        ({}, 400),
    ],
)
def test_only_our_own_pages_may_post(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    assert client.post(URL, data=words(), headers={"HX-Request": "true", **headers}).status_code == status


def test_a_refused_origin_is_said_in_words_and_nothing_is_kept(client: FlaskClient, store: Store, clock: Clock) -> None:
    answer = client.post(URL, data=words(), headers={"Origin": "https://evil.example"})

    assert "can only be posted from the page it is on" in answer.text
    assert "Sand." not in answer.text
    assert store.inbox(Filter(), now=clock.now).rows == []


@pytest.mark.parametrize("mimetype", ["application/json", "text/plain", "", "multipart/mixed"])
def test_what_is_not_a_form_is_a_415(client: FlaskClient, mimetype: str) -> None:
    answer = client.post(URL, data=b"author=Mara", content_type=mimetype, headers=sent())

    assert answer.status_code == 415
    assert answer.headers["HX-Retarget"] == "#review .notice"
    assert answer.headers["HX-Reswap"] == "innerHTML show:top", "into sight, whichever button was pressed"


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_post_of_more_than_64_kb_is_a_413_that_leaves_the_form_alone(client: FlaskClient, content_type: str) -> None:
    answer = client.post(URL, data=words(text="x" * 65_536), content_type=content_type, headers=sent())

    assert answer.status_code == 413
    assert "too much at once" in answer.text
    assert "go back" not in answer.text, "the words stand right below"
    assert answer.headers["HX-Retarget"] == "#review .notice"


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_post_of_more_than_50_parts_is_a_413(client: FlaskClient, content_type: str) -> None:
    many = words(text=[str(n) for n in range(50)])

    assert client.post(URL, data=many, content_type=content_type, headers=sent()).status_code == 413


def test_a_multipart_form_is_read_like_any_other(client: FlaskClient) -> None:
    assert client.post(URL, data=words(), content_type="multipart/form-data", headers=sent()).status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        b"--x\r\nnonsense",
        b"\x00\xff\xfe" * 10,
        b'--x\r\nContent-Disposition: form-data; name="author"\r\n\r\nAda',
        b"--x\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--x--\r\n",
    ],
)
def test_a_multipart_form_that_cannot_be_read_is_a_400(client: FlaskClient, body: bytes) -> None:
    answer = client.post(URL, data=body, content_type="multipart/form-data; boundary=x", headers=sent())

    assert answer.status_code == 400


def test_an_empty_post_is_a_form_to_be_filled_in(client: FlaskClient) -> None:
    answer = client.post(URL, data=b"", content_type="application/x-www-form-urlencoded", headers=sent())

    assert answer.status_code == 422


def test_bytes_that_are_no_utf8_never_break_a_post(client: FlaskClient) -> None:
    body = b"page=books/dune&author=%ff%fe&rating=5&text=%80abc"
    answer = client.post(URL, data=body, content_type="application/x-www-form-urlencoded", headers=sent())

    assert answer.status_code == 200


def test_a_stamp_is_for_one_form_and_of_one_secret() -> None:
    stamp = make_stamp(SECRET, "review", now=NOW)

    assert read_stamp(stamp, SECRET, "review", now=NOW + 5_000) == Proof(stamp.split(".")[0])
    assert read_stamp(stamp, SECRET, "order", now=NOW + 5_000) is None
    assert read_stamp(stamp, SECRET[::-1], "review", now=NOW + 5_000) is None


@pytest.mark.parametrize(
    ("kinds", "quick", "people"),
    [
        ({"text", "textarea"}, 2_999, 3_000),
        ({"email", "checkbox"}, 999, 1_000),
        ({"number"}, 999, 1_000),
        ({"radio"}, 299, 300),
    ],
)
def test_a_vote_is_cast_sooner_than_a_review_is_written(kinds: set[str], quick: int, people: int) -> None:
    stamp = make_stamp(SECRET, "poll", now=NOW)
    read = partial(read_stamp, stamp, SECRET, "poll", least=least_age(kinds))

    assert read(now=NOW + quick) == Proof(stamp.split(".")[0], HASTY)
    assert read(now=NOW + people) == Proof(stamp.split(".")[0])


@pytest.mark.parametrize("stamp", ["", "x", "..", "a" * 20 + ".1." + "b" * 24, "ä" * 20 + ".1." + "b" * 24])
def test_a_stamp_that_is_not_ours_proves_nothing(stamp: str) -> None:
    assert read_stamp(stamp, SECRET, "review", now=NOW) is None


def test_a_stamp_with_another_time_proves_nothing() -> None:
    nonce, _, signature = make_stamp(SECRET, "review", now=NOW).split(".")

    assert read_stamp(f"{nonce}.{NOW - 60_000}.{signature}", SECRET, "review", now=NOW) is None


def test_a_signature_tells_apart_what_is_only_joined_the_same() -> None:
    assert sign(SECRET, "key", "ab", "c") != sign(SECRET, "key", "a", "bc")
    assert sign(SECRET, "key", "a") != sign(SECRET, "stamp", "a")


@pytest.mark.parametrize(
    ("headers", "secret", "address"),
    [
        ({"CloudFront-Viewer-Address": "198.51.100.7:4711", "X-Polynya-Origin": "s"}, "s", "198.51.100.7"),
        ({"CloudFront-Viewer-Address": "2001:db8::7:4711", "X-Polynya-Origin": "s"}, "s", "2001:db8::7"),
        ({"CloudFront-Viewer-Address": "[2001:db8::7]:4711", "X-Polynya-Origin": "s"}, "s", "2001:db8::7"),
        ({"CloudFront-Viewer-Address": "198.51.100.7:4711", "X-Polynya-Origin": "x"}, "s", "203.0.113.1"),
        ({"CloudFront-Viewer-Address": "198.51.100.7:4711", "X-Polynya-Origin": ""}, "", "203.0.113.1"),
        ({"X-Forwarded-For": "198.51.100.7", "X-Polynya-Origin": "s"}, "s", "203.0.113.1"),
    ],
)
def test_the_cdn_is_believed_only_when_it_has_proven_itself(headers: dict[str, str], secret: str, address: str) -> None:
    assert visitor_address(Headers(headers), "203.0.113.1", secret) == address


def test_a_visitor_is_one_ipv4_address_or_one_ipv6_household_for_a_day() -> None:
    def hidden(address: str, now: int = NOW) -> str:
        return visitor_id(address, SECRET, now=now)

    assert hidden("203.0.113.1") != hidden("203.0.113.2")
    assert hidden("203.0.113.1") == hidden("::ffff:203.0.113.1")
    assert hidden("2001:db8:1:2::1") == hidden("2001:db8:1:2:ffff::9")
    assert hidden("2001:db8:1:2::1") != hidden("2001:db8:1:3::1")
    assert hidden("203.0.113.1") != hidden("203.0.113.1", NOW + DAY_MS)
    assert "203.0.113.1" not in hidden("203.0.113.1")
    assert len(hidden("")) == len(hidden("unix:")) == 24


def test_a_menu_with_more_dishes_than_parts_can_be_ordered_from(make_app: Callable[..., Flask]) -> None:
    menu = tuple(Row(id=f"menu/{n}", title=str(n), price=1) for n in range(70))
    client = make_app(a_contract(rows={"menu": menu})).test_client()
    order = {f"dishes[menu/{n}]": str(n % 2) for n in range(70)} | {"dishes.prices": ""} | dict.fromkeys(RESERVED, "")

    assert client.post("/live/forms/order", data=order, headers=sent()).status_code == 200
    assert client.post("/live/forms/order", data={**order, "more": ""}, headers=sent()).status_code == 413
