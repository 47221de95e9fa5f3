"""Events that no gateway should send, and events that are no request: the handler answers each and never raises."""

import base64
from functools import reduce
from operator import getitem
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from live.echo_app import echo_app
from live.event_factory import SHAPES, Event, Headers, an_event, as_received
from polynya_live.events import make_handler

handler = make_handler(echo_app)


def request_of(event: Event) -> Event:
    """The object that holds the method."""
    http: Event = event["requestContext"].get("http", event)
    return http


def key_of(shape: str, part: str) -> str:
    v2 = shape in ("http2", "url")
    return {"path": "rawPath" if v2 else "path", "method": "method" if v2 else "httpMethod"}[part]


def headers_of(event: Event) -> str:
    return "multiValueHeaders" if event.get("multiValueHeaders") else "headers"


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", [None, 7, ["/"], {}, "", "no-slash", "/\ud800"], ids=repr)
def test_path_of_a_wrong_kind_is_refused(shape: str, value: object) -> None:
    assert as_received(shape, handler(an_event(shape) | {key_of(shape, "path"): value}, None)).status == 400


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", [None, 7, [], {}, "", "GET /", "GÉT", "\ud800"], ids=repr)
def test_method_of_a_wrong_kind_is_refused(shape: str, value: object) -> None:
    event = an_event(shape)
    request_of(event)[key_of(shape, "method")] = value

    assert as_received(shape, handler(event, None)).status == 400


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", [7, True, [], {}, "\ud800"], ids=repr)
def test_body_of_a_wrong_kind_is_refused(shape: str, value: object) -> None:
    assert as_received(shape, handler(an_event(shape) | {"body": value}, None)).status == 400


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("body", ["YQ", "YQ=", "a", "Y Q==", "YQ==YQ==", "YQ==\n", "ü", "*"])
def test_bad_base64_is_refused(shape: str, body: str) -> None:
    event = an_event(shape, method="POST") | {"body": body, "isBase64Encoded": True}

    assert as_received(shape, handler(event, None)).status == 400


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("value", ["true", 2, [], {}], ids=repr)
def test_encoding_mark_of_a_wrong_kind_is_refused(shape: str, value: object) -> None:
    event = an_event(shape, method="POST") | {"body": "YQ==", "isBase64Encoded": value}

    assert as_received(shape, handler(event, None)).status == 400


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    "value", ["text", 7, [], [["host", "x"]], {"host": 7}, {"host": None}, {"host": [7]}, {"x": "\ud800"}], ids=repr
)
def test_headers_of_a_wrong_kind_are_refused(shape: str, value: object) -> None:
    event = an_event(shape)
    event[headers_of(event)] = value

    assert as_received(shape, handler(event, None)).status == 400


@pytest.mark.parametrize("shape", ["rest", "http1", "alb", "alb-multi"])
@pytest.mark.parametrize("value", ["a=b", 7, ["a"], {"a": 7}, {"a": None}, {"a": [None]}, {"a": "\ud800"}], ids=repr)
def test_query_of_a_wrong_kind_is_refused(shape: str, value: object) -> None:
    event = an_event(shape, query="a=b")
    for key in ("multiValueQueryStringParameters", "queryStringParameters"):
        if key in event:
            event[key] = value

    assert as_received(shape, handler(event, None)).status == 400


ODD_PARTS = [{"rawQueryString": 7}, {"rawQueryString": {}}, {"cookies": 7}, {"cookies": [7]}, {"cookies": {"a": "1"}}]


@pytest.mark.parametrize("shape", ["http2", "url"])
@pytest.mark.parametrize("change", ODD_PARTS, ids=repr)
def test_parts_of_payload_2_of_a_wrong_kind_are_refused(shape: str, change: Event) -> None:
    assert as_received(shape, handler(an_event(shape) | change, None)).status == 400


@pytest.mark.parametrize("shape", SHAPES)
def test_refusal_says_so_and_is_not_cached(shape: str, caplog: pytest.LogCaptureFixture) -> None:
    event = an_event(shape)
    del event[key_of(shape, "path")]

    received = as_received(shape, handler(event, None))

    assert received.body == b"This request could not be read.\n"
    assert received.all("content-type") == ["text/plain; charset=utf-8"]
    assert received.all("cache-control") == ["no-store"]
    assert f"malformed event: {key_of(shape, 'path')} is missing" in caplog.text


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("key", ["body", "isBase64Encoded", "queryStringParameters", "multiValueQueryStringParameters"])
def test_part_that_may_be_missing_is_not_missed(shape: str, key: str) -> None:
    event = an_event(shape)
    event.pop(key, None)

    assert as_received(shape, handler(event, None)).status == 200
    assert as_received(shape, handler(event | {key: None}, None)).status == 200


@pytest.mark.parametrize("shape", SHAPES)
def test_event_without_headers_is_answered(shape: str) -> None:
    event = an_event(shape)
    event |= {key: {} for key in ("headers", "multiValueHeaders") if key in event}

    told = as_received(shape, handler(event, None)).json()

    assert told["url"] == f"https://localhost{told['script']}/"


SMALLEST: list[tuple[str, Event]] = [
    ("rest", {"httpMethod": "GET", "path": "/"}),
    ("http1", {"version": "1.0", "httpMethod": "GET", "path": "/"}),
    ("http2", {"version": "2.0", "rawPath": "/", "requestContext": {"http": {"method": "GET"}}}),
    ("alb", {"requestContext": {"elb": {}}, "httpMethod": "GET", "path": "/"}),
]


@pytest.mark.parametrize(("shape", "event"), SMALLEST)
def test_smallest_event_is_answered(shape: str, event: Event) -> None:
    received = as_received(shape, handler(event, None))

    assert received.status == 200
    assert received.json()["address"] == ""


NO_REQUESTS: list[object] = [
    {},
    {"source": "serverless-plugin-warmup"},
    {"warmer": True, "concurrency": 3},
    {"version": "0", "source": "aws.events", "detail-type": "Scheduled Event", "resources": ["arn:…"], "detail": {}},
    {"Records": [{"eventSource": "aws:sqs", "body": "{}"}]},
    None,
    [],
    "warm",
    7,
]


@pytest.mark.parametrize("event", NO_REQUESTS, ids=repr)
def test_event_that_is_no_request_is_answered_without_the_app(event: Any) -> None:
    def app(_: WSGIEnvironment, __: StartResponse) -> list[bytes]:
        raise AssertionError("the app was asked")

    answer = make_handler(app)(event, None)

    assert answer == {"statusCode": 204, "headers": {}, "body": "", "isBase64Encoded": False}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
TEXT = st.text(st.characters(), max_size=20)


def places(value: object, trail: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """List the way to each key of an event, however deep."""
    if not isinstance(value, dict):
        return []
    return [way for key, inner in value.items() for way in [(*trail, key), *places(inner, (*trail, key))]]


TELLS_THE_SHAPE: dict[str, list[tuple[str, ...]]] = {
    "rest": [("httpMethod",)],
    "http1": [("version",)],
    "http2": [("version",)],
    "url": [("version",)],
    "alb": [("requestContext",), ("requestContext", "elb")],
    "alb-multi": [("requestContext",), ("requestContext", "elb"), ("multiValueHeaders",)],
}


@st.composite
def spoilt_events(draw: st.DrawFn) -> tuple[str, Event]:
    """An event with up to four of its keys taken out, or replaced by any JSON at all, but still of its shape."""
    shape = draw(st.sampled_from(SHAPES))
    event = an_event(shape, method="POST", query="a=b", headers=[("Cookie", "c=d"), ("X-A", "b")], body="a=b")
    for _ in range(draw(st.integers(1, 4))):
        way = draw(st.sampled_from([way for way in places(event) if way not in TELLS_THE_SHAPE[shape]]))
        part = reduce(getitem, way[:-1], event)
        part[way[-1]] = draw(JSON)
        if draw(st.booleans()):
            del part[way[-1]]
    return shape, event


@given(spoilt_events())
@settings(max_examples=500, deadline=None)
def test_spoilt_event_is_answered_in_its_shape(spoilt: tuple[str, Event]) -> None:
    shape, event = spoilt

    assert as_received(shape, handler(event, None)).status in (200, 308, 400, 404, 405)


@given(JSON)
@settings(max_examples=300, deadline=None)
def test_any_json_is_answered(event: Any) -> None:
    assert type(handler(event, None)["statusCode"]) is int


@given(
    st.sampled_from(SHAPES),
    st.lists(st.tuples(st.text("abXY-_é", min_size=1, max_size=6), TEXT), max_size=5),
    st.lists(st.tuples(TEXT, TEXT), max_size=5),
    st.binary(max_size=60),
)
@settings(max_examples=300, deadline=None)
def test_any_header_query_and_body_is_answered(shape: str, headers: Headers, query: Headers, body: bytes) -> None:
    event = an_event(shape, method="PUT", body=body)
    event[headers_of(event)] |= {name: [value] if shape == "alb-multi" else value for name, value in headers}
    if shape in ("http2", "url"):
        event["rawQueryString"] = "&".join(f"{name}={value}" for name, value in [*query, ("raw", "1")])
    else:
        many = {name: [value] for name, value in [*query, ("raw", "1")]}
        key = "queryStringParameters" if shape == "alb" else "multiValueQueryStringParameters"
        event[key] = {name: value for name, [value] in many.items()} if shape == "alb" else many

    received = as_received(shape, handler(event, None))

    assert received.status in (200, 400)
    assert received.status == 400 or base64.b64decode(received.json()["body"]) == body
