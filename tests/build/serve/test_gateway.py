"""The gateway: events as an HTTP API of AWS makes them, and answers as it reads them."""

import json
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest

from polynya.serve.gateway import Door, Request, UnfitAnswer, event_of, reply_of

NOW = 1_583_348_638_390
DOOR = Door(scheme="https", port=443)
FORM = "application/x-www-form-urlencoded"


def a_request(**differs: Any) -> Request:
    return Request(**{"method": "GET", "path": "/live/newer/review/books/dune", "address": "198.51.100.7", **differs})


def an_event(**differs: Any) -> dict[str, Any]:
    return event_of(a_request(**differs), DOOR, request_id="JKJaXmPLvHcESHA", now=NOW)


def test_an_event_has_the_shape_of_a_real_one() -> None:
    recorded = json.loads(Path(__file__).with_name("http-api-event.json").read_text())
    body = b64decode(recorded["body"])

    made = event_of(
        Request(
            method="POST",
            path="/live/forms/review",
            query="a=1&a=2&b=%20x+y&empty",
            headers=(
                ("host", "r3pmxmplak.execute-api.eu-central-1.amazonaws.com"),
                ("content-type", FORM),
                ("content-length", str(len(body))),
                ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"),
                ("accept", "text/html"),
                ("accept", "*/*;q=0.8"),
                ("cookie", "theme=dark; seen=1"),
                ("cookie", "lang=en"),
                ("x-forwarded-for", "203.0.113.9"),
                ("transfer-encoding", "chunked"),
                ("connection", "keep-alive"),
            ),
            body=body,
            address="198.51.100.7",
        ),
        DOOR,
        request_id="JKJaXmPLvHcESHA",
        now=NOW,
    )

    ours = {"accountId", "apiId", "domainPrefix"}
    assert set(made["requestContext"]) == set(recorded["requestContext"])
    for key in ours:
        assert isinstance(made["requestContext"].pop(key), str)
        recorded["requestContext"].pop(key)
    assert made["headers"].pop("x-amzn-trace-id").startswith("Root=1-5e5ffb9e-")
    recorded["headers"].pop("x-amzn-trace-id")
    assert list(made["headers"]) == list(recorded["headers"])
    assert made == recorded


def test_what_is_not_there_is_left_out() -> None:
    event = an_event()

    assert {"cookies", "body", "queryStringParameters", "pathParameters", "stageVariables"}.isdisjoint(event)
    assert event["rawQueryString"] == ""
    assert event["isBase64Encoded"] is False
    assert "content-length" not in event["headers"]
    assert an_event(method="POST")["headers"]["content-length"] == "0"


def test_a_path_arrives_decoded_and_a_query_as_it_was_sent() -> None:
    event = an_event(path="/live/newer/review/bücher/ä b", query="after=%C3%A4&x=%2B")

    assert event["rawPath"] == event["requestContext"]["http"]["path"] == "/live/newer/review/bücher/ä b"
    assert event["rawQueryString"] == "after=%C3%A4&x=%2B"
    assert event["queryStringParameters"] == {"after": "ä", "x": "+"}


def test_nobody_can_say_what_only_the_cdn_says() -> None:
    headers = (("cloudfront-viewer-address", "192.0.2.1:1"), ("x-polynya-origin", "guess"), ("x-mine", "kept"))

    assert set(an_event(headers=headers)["headers"]) & {"cloudfront-viewer-address", "x-polynya-origin"} == set()
    assert an_event(headers=headers)["headers"]["x-mine"] == "kept"


@pytest.mark.parametrize(
    ("content_type", "body", "encoded"),
    [
        (FORM, b"author=Mara", True),
        ("multipart/form-data; boundary=x", b"--x--", True),
        ("application/json", b"{}", False),
        ("text/plain; charset=utf-8", "ä".encode(), False),
        ("text/plain; charset=latin-1", b"\xe4", True),
        ("", b"\x00\xff", True),
    ],
)
def test_a_body_is_encoded_unless_its_type_is_text(content_type: str, body: bytes, encoded: bool) -> None:
    event = an_event(method="POST", headers=(("content-type", content_type),), body=body)

    assert event["isBase64Encoded"] is encoded
    assert (b64decode(event["body"]) if encoded else event["body"].encode()) == body
    assert event["headers"]["content-length"] == str(len(body))


def test_an_answer_keeps_its_cookies_apart() -> None:
    reply = reply_of(
        {
            "statusCode": 200,
            "headers": {"Link": "</a>; rel=preload, </b>; rel=preload", "X-Count": 3, "Connection": "close"},
            "cookies": ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"],
            "body": "ä",
        }
    )

    assert reply.headers == (
        ("link", "</a>; rel=preload, </b>; rel=preload"),
        ("x-count", "3"),
        ("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),
        ("set-cookie", "b=2"),
    )
    assert reply.body == "ä".encode()


def test_a_binary_answer_is_decoded() -> None:
    picture = bytes(range(256))

    reply = reply_of({"statusCode": 200, "body": b64encode(picture).decode(), "isBase64Encoded": True})

    assert reply.body == picture


@pytest.mark.parametrize(
    "answer",
    [
        None,
        "text",
        {},
        {"statusCode": "200"},
        {"statusCode": 200, "body": b"bytes"},
        {"statusCode": 200, "body": "not base64", "isBase64Encoded": True},
        {"statusCode": 200, "headers": {"x": "one\r\nset-cookie: two"}},
        {"statusCode": 200, "headers": {"x y": "bad name"}},
        {"statusCode": 42},
    ],
)
def test_an_unfit_answer_is_refused(answer: object) -> None:
    with pytest.raises(UnfitAnswer):
        reply_of(answer)
