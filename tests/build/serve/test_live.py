"""`/live/` over a real socket, with a function of the test's own behind it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from build.serve.client import ask, post, say, serving_function
from build.serve.functions import PICTURE
from polynya.serve.live import BODY_BYTES


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def url(root: Path) -> Iterator[str]:
    with serving_function("echo", root) as address:
        yield address


def event_behind(url: str, words: bytes) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(say(url, words).partition(b"\r\n\r\n")[2])
    return event


def test_a_request_arrives_as_an_event(url: str) -> None:
    event = event_behind(
        url,
        b"GET /live/a%20b/%C3%A9?x=%20y&x=2 HTTP/1.1\r\nHost: shop.example\r\nCookie: a=1; b=2\r\nCookie: c=3\r\n"
        b"X-Twice: 1\r\nX-Twice: 2\r\nCloudFront-Viewer-Address: 192.0.2.1:5\r\nX-Polynya-Origin: guess\r\n"
        b"Connection: close\r\n\r\n",
    )

    assert event["rawPath"] == "/live/a b/é"
    assert event["rawQueryString"] == "x=%20y&x=2"
    assert event["cookies"] == ["a=1", "b=2", "c=3"]
    assert event["headers"]["x-twice"] == "1,2"
    assert event["headers"]["host"] == "shop.example"
    assert {"connection", "cookie", "cloudfront-viewer-address", "x-polynya-origin"}.isdisjoint(event["headers"])
    assert event["requestContext"]["http"]["sourceIp"] == "127.0.0.1"
    assert event["left"] > 0


def test_a_chunked_body_arrives_whole(url: str) -> None:
    event = event_behind(
        url,
        b"POST /live/x HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n"
        b"Connection: close\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    )

    assert (event["body"], event["headers"]["content-length"]) == ("abcde", "5")
    assert "transfer-encoding" not in event["headers"]


def test_a_binary_answer_arrives_byte_for_byte(url: str) -> None:
    answer = ask(url, "/live/picture")

    assert (answer.body, answer.header("content-type")) == (PICTURE, "image/png")


def test_cookies_and_repeated_headers_come_back(url: str) -> None:
    answer = ask(url, "/live/cookies")

    assert answer.headers_called("set-cookie") == ["a=1", "b=2"]
    assert answer.header("vary") == "a, b"


@pytest.mark.parametrize(("path", "status"), [("/live/nothing", 204), ("/live/away", 303)])
def test_an_answer_without_a_body_has_none(url: str, path: str, status: int) -> None:
    answer = ask(url, path)

    assert (answer.status, answer.body) == (status, b"")


def test_head_has_the_length_and_not_the_body(url: str) -> None:
    answer = ask(url, "/live/picture", method="HEAD")

    assert (answer.status, answer.body, answer.header("content-length")) == (200, b"", "256")


@pytest.mark.parametrize("path", ["/live/raises", "/live/unfit"])
def test_a_function_that_fails_is_answered_for(url: str, root: Path, path: str) -> None:
    answer = ask(url, path)

    assert (answer.status, json.loads(answer.body)) == (500, {"message": "Internal Server Error"})
    assert answer.header("content-security-policy")
    assert "Traceback" in (root / "function.log").read_text()


def test_the_largest_body_arrives(url: str) -> None:
    answer = post(url, "/live/x", b"x" * BODY_BYTES)

    assert json.loads(answer.body)["headers"]["content-length"] == str(BODY_BYTES)


def test_of_a_larger_body_nothing_is_read_and_the_function_hears_that_it_is_too_much(url: str) -> None:
    heard = say(url, b"POST /live/x HTTP/1.1\r\nHost: x\r\nContent-Length: 900000000\r\n\r\n")

    assert b"\r\nconnection: close\r\n" in heard
    assert f'"content-length": "{BODY_BYTES}"'.encode() in heard


def test_a_larger_body_without_a_length_is_not_read_on(url: str) -> None:
    piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    heard = say(
        url, b"POST /live/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + piece * 3 + b"0\r\n\r\n"
    )

    assert b"\r\nconnection: close\r\n" in heard
    assert f'"content-length": "{BODY_BYTES}"'.encode() in heard


@pytest.mark.parametrize(
    "words",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /live/\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /live/x HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /live/x HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        b"GET /live/x HTTP/1.1\r\nHost : x\r\n\r\n",
    ],
)
def test_a_malformed_request_is_refused(url: str, words: bytes) -> None:
    assert say(url, words).startswith(b"HTTP/1.1 400 ")


def test_a_visitor_who_hangs_up_ends_nothing(url: str) -> None:
    from socket import create_connection
    from urllib.parse import urlsplit

    parts = urlsplit(url)
    with create_connection((parts.hostname, parts.port)) as line:
        line.sendall(b"POST /live/x HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc")

    assert ask(url, "/live/x").status == 200
