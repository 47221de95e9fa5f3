"""Ordinary HTTP, through every event shape: what the visitor sends reaches the app, what the app answers reaches the visitor."""

import gzip
from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

import pytest

from live.echo_app import PAGE, PNG, echo_app
from live.event_factory import HOSTS, SHAPES, VISITOR, Received, an_event, as_received
from polynya_live.events import make_handler

FORM = ("Content-Type", "application/x-www-form-urlencoded")
UMLAUTS = "Nançay & Кирилл 東京 🐧"
UMLAUTS_ENCODED = "Nan%C3%A7ay+%26+%D0%9A%D0%B8%D1%80%D0%B8%D0%BB%D0%BB+%E6%9D%B1%E4%BA%AC+%F0%9F%90%A7"
TWO_PARTS = (
    b'--x\r\nContent-Disposition: form-data; name="author"\r\n\r\nAda\r\n'
    b'--x\r\nContent-Disposition: form-data; name="cover"; filename="c.png"\r\nContent-Type: image/png\r\n\r\n'
    + PNG
    + b"\r\n--x--\r\n"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and what the app sees of it. headers: some of them. lost: what a gateway itself drops, by shape."""

    name: str
    given: dict[str, Any]
    then: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str | None] = field(default_factory=dict)
    lost: dict[str, dict[str, Any]] = field(default_factory=dict)


ASKED = [
    Asked("root", {"path": "/"}, {"method": "GET", "path": "/", "args": [], "form": [], "length": 0}),
    Asked("put", {"method": "PUT", "path": "/a"}, {"method": "PUT"}),
    Asked("patch", {"method": "PATCH", "path": "/a"}, {"method": "PATCH"}),
    Asked("delete", {"method": "DELETE", "path": "/a"}, {"method": "DELETE"}),
    Asked("options", {"method": "OPTIONS", "path": "/a"}, {"method": "OPTIONS"}),
    Asked("deep path", {"path": "/live/newer/review/books/dune"}, {"path": "/live/newer/review/books/dune"}),
    Asked("path that ends in a slash", {"path": "/books/dune/"}, {"path": "/books/dune/"}),
    Asked("encoded space", {"path": "/a%20b"}, {"path": "/a b"}),
    Asked("path beyond ASCII", {"path": "/Nan%C3%A7ay/%E6%9D%B1%E4%BA%AC"}, {"path": "/Nançay/東京"}),
    Asked("encoded percent sign", {"path": "/100%25"}, {"path": "/100%"}),
    Asked("percent sign encoded twice", {"path": "/a%2520b"}, {"path": "/a%20b"}),
    Asked("plus sign in the path", {"path": "/a+b"}, {"path": "/a+b"}),
    Asked("encoded question mark", {"path": "/a%3Fb", "query": "c=d"}, {"path": "/a?b", "args": [["c", "d"]]}),
    Asked("query", {"query": "a=1&b=2"}, {"args": [["a", "1"], ["b", "2"]]}),
    Asked(
        "repeated query key",
        {"query": "a=1&a=2&a=1"},
        {"args": [["a", "1"], ["a", "2"], ["a", "1"]]},
        lost={"alb": {"args": [["a", "1"]]}},
    ),
    Asked("empty query value", {"query": "a=&b=1"}, {"args": [["a", ""], ["b", "1"]]}),
    Asked("query key without a value", {"query": "flag"}, {"args": [["flag", ""]]}),
    Asked("query beyond ASCII", {"query": f"q={UMLAUTS_ENCODED}"}, {"args": [["q", UMLAUTS]]}),
    Asked("plus and percent in a query", {"query": "q=1%2B1+%3D+2%25"}, {"args": [["q", "1+1 = 2%"]]}),
    Asked("encoded query key", {"query": "a%5Bb%5D=%26c"}, {"args": [["a[b]", "&c"]]}),
    Asked("comma in a query", {"query": "a=1,2"}, {"args": [["a", "1,2"]]}),
    Asked("header", {"headers": [("HX-Request", "true")]}, headers={"hx-request": "true"}),
    Asked(
        "repeated header",
        {"headers": [("Accept", "text/html"), ("Accept", "text/plain")]},
        headers={"accept": "text/html, text/plain"},
        lost={"alb": {"accept": "text/plain"}},
    ),
    Asked(
        "header in two spellings",
        {"headers": [("X-Tag", "a"), ("x-tag", "b")]},
        headers={"x-tag": "a, b"},
        lost={"alb": {"x-tag": "b"}},
    ),
    Asked("header with a comma", {"headers": [("Accept", "a,b;q=0.5")]}, headers={"accept": "a,b;q=0.5"}),
    Asked("empty header", {"headers": [("X-Nothing", "")]}, headers={"x-nothing": ""}),
    Asked("cookies", {"headers": [("Cookie", "a=1; b=2")]}, {"cookies": [["a", "1"], ["b", "2"]]}),
    Asked("cookie with an equals sign", {"headers": [("Cookie", "s=eyJ4Ijox==")]}, {"cookies": [["s", "eyJ4Ijox=="]]}),
    Asked("quoted cookie", {"headers": [("Cookie", 'p="Nan\\303\\247ay"')]}, {"cookies": [["p", "Nançay"]]}),
    Asked(
        "two cookie headers",
        {"headers": [("Cookie", "a=1"), ("Cookie", "b=2")]},
        {"cookies": [["a", "1"], ["b", "2"]]},
        lost={"alb": {"cookies": [["b", "2"]]}},
    ),
    Asked(
        "form",
        {"method": "POST", "headers": [FORM], "body": f"author=Ada&text={UMLAUTS_ENCODED}&author=Bob"},
        {"form": [["author", "Ada"], ["author", "Bob"], ["text", UMLAUTS]]},
    ),
    Asked(
        "form sent in chunks",
        {"method": "POST", "headers": [FORM, ("Transfer-Encoding", "chunked")], "body": "author=Ada"},
        {"form": [["author", "Ada"]], "length": 10},
        headers={"transfer-encoding": None},
    ),
    Asked(
        "form with a file",
        {"method": "POST", "headers": [("Content-Type", "multipart/form-data; boundary=x")], "body": TWO_PARTS},
        {"form": [["author", "Ada"]], "files": {"cover": ["c.png", b64encode(PNG).decode()]}},
    ),
    Asked(
        "JSON",
        {"method": "POST", "headers": [("Content-Type", "application/json")], "body": f'{{"a": "{UMLAUTS}"}}'},
        {"json": {"a": UMLAUTS}},
    ),
    Asked(
        "binary body",
        {"method": "PUT", "query": "raw=1", "headers": [("Content-Type", "image/png")], "body": PNG},
        {"body": b64encode(PNG).decode(), "length": len(PNG)},
        headers={"content-type": "image/png"},
    ),
    Asked(
        "gzip body",
        {
            "method": "POST",
            "query": "raw=1",
            "headers": [("Content-Encoding", "gzip"), FORM],
            "body": gzip.compress(b"a=1", mtime=0),
        },
        {"body": b64encode(gzip.compress(b"a=1", mtime=0)).decode()},
        headers={"content-encoding": "gzip"},
    ),
    Asked(
        "body in latin-1",
        {
            "method": "POST",
            "headers": [("Content-Type", "text/plain; charset=iso-8859-1")],
            "body": "Nançay".encode("latin-1"),
        },
        {"body": b64encode("Nançay".encode("latin-1")).decode()},
    ),
    Asked("body with line ends", {"method": "POST", "body": "a\r\nb\n\0"}, {"body": b64encode(b"a\r\nb\n\0").decode()}),
    Asked("address", {}, {"address": VISITOR}),
    Asked("forged address", {"headers": [("X-Forwarded-For", "6.6.6.6")]}, {"address": VISITOR}),
    Asked(
        "address forged by an underscore",
        {"headers": [("X_Forwarded_For", "6.6.6.6"), ("X-Forwarded_For", "7.7.7.7")]},
        {"address": VISITOR},
        headers={"x-forwarded-for": VISITOR},
    ),
    Asked(
        "header with an underscore",
        {"headers": [("HX_Request", "true")]},
        headers={"hx-request": None, "hx_request": None},
    ),
    Asked(
        "header that turns into another in capitals",
        {"headers": [("HX-Requeſt", "true")]},
        headers={"hx-request": None},
    ),
    Asked(
        "own host name",
        {"headers": [("Host", "books.example")], "path": "/a", "query": "b=c"},
        {"secure": True, "url": "https://books.example/a?b=c"},
    ),
    Asked(
        "own host name with a port",
        {"headers": [("Host", "books.example:8443")]},
        {"url": "https://books.example:8443/"},
    ),
]


def ask(shape: str, **given: Any) -> Received:
    return as_received(shape, make_handler(echo_app)(an_event(shape, **given), None))


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("case", ASKED, ids=lambda case: case.name.replace(" ", "-"))
def test_app_sees_what_the_visitor_sent(shape: str, case: Asked) -> None:
    lost = case.lost.get(shape, {})

    told = ask(shape, **case.given).json()

    then = {name: lost.get(name, value) for name, value in case.then.items()}
    headers = {name: lost.get(name, value) for name, value in case.headers.items()}
    assert _sorted({name: told[name] for name in then}) == _sorted(then)
    assert {name: told["headers"].get(name) for name in headers} == headers


def _sorted(told: dict[str, Any]) -> dict[str, Any]:
    """Forget the order of different query keys and form fields; that of one key's values stays."""
    return {
        name: sorted(value, key=lambda pair: pair[0]) if name in ("args", "form") else value
        for name, value in told.items()
    }


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer of the app, by its path below /answers/, and what the visitor receives. headers: all values, by name."""

    path: str
    status: int = 200
    body: bytes | None = None
    headers: dict[str, list[str]] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)


ANSWERED = [
    Answered("page", body=PAGE.encode(), headers={"content-type": ["text/html; charset=utf-8"]}),
    Answered("page", body=b"", headers={"content-length": [str(len(PAGE.encode()))]}, given={"method": "HEAD"}),
    Answered("png", body=PNG, headers={"content-type": ["image/png"], "content-length": [str(len(PNG))]}),
    Answered("gzip", body=gzip.compress(PAGE.encode(), mtime=0), headers={"content-encoding": ["gzip"]}),
    Answered("latin-1", body="Nançay".encode("latin-1")),
    Answered("mislabelled", body=PNG),
    Answered("large", body=bytes(range(256)) * 4096),
    Answered("umlaut", headers={"x-place": ["Nançay"]}),
    Answered("empty", 204, b""),
    Answered("not-modified", 304, b"", headers={"etag": ['"abc"']}),
    Answered("see-other", 303, headers={"location": ["/live/forms/review/thanks/k?x=1&y=2"]}, given={"method": "POST"}),
    Answered("invalid", 422, PAGE.encode()),
    Answered("teapot", 418, b"short and stout"),
    Answered("refused", 400),
    Answered("raises", 500),
    Answered("stream", body="what was asked: Nançay".encode(), given={"query": "q=Nan%C3%A7ay"}),
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: f"{case.given.get('method', 'GET')}-{case.path}")
def test_visitor_receives_what_the_app_answered(shape: str, case: Answered) -> None:
    received = ask(shape, path=f"/answers/{case.path}", **case.given)

    assert received.status == case.status
    assert case.body is None or received.body == case.body
    assert {name: received.all(name) for name in case.headers} == case.headers


@pytest.mark.parametrize("shape", SHAPES)
def test_every_cookie_reaches_the_visitor(shape: str) -> None:
    cookies = ask(shape, path="/answers/cookies").all("set-cookie")

    assert [cookie.partition(";")[0] for cookie in cookies] == ["a=1", "b=2", "c=3"]
    assert "HttpOnly" in cookies[0]
    assert "Expires=Thu, 01 Jan 1970 00:00:00 GMT" in cookies[1]


@pytest.mark.parametrize("shape", SHAPES)
def test_every_link_reaches_the_visitor(shape: str) -> None:
    received = ask(shape, path="/answers/links")

    assert ", ".join(received.all("link")) == "</a.css>; rel=preload, </b.js>; rel=preload"
    assert received.all("vary") == ["HX-Request"]


@pytest.mark.parametrize("shape", ["rest", "http1", "http2"])
def test_named_stage_is_no_part_of_the_path(shape: str) -> None:
    told = ask(shape, path="/dev/a%20b", stage="dev").json()

    assert (told["script"], told["path"]) == ("/dev", "/dev/a b")
    assert told["url"] == f"https://{HOSTS[shape]}/dev/dev/a%20b"
    assert told["link"] == f"https://{HOSTS[shape]}/dev/answers/page"


@pytest.mark.parametrize(("given", "path"), [("/dev", "/"), ("/dev/", "/"), ("/develop", "/develop"), ("/a", "/a")])
def test_stage_is_cut_off_only_where_it_stands(given: str, path: str) -> None:
    event = an_event("http2", stage="dev") | {"rawPath": given}

    assert as_received("http2", make_handler(echo_app)(event, None)).json()["path"] == path


def test_rest_api_behind_its_own_domain_has_no_stage_in_the_path() -> None:
    told = ask("rest", path="/books/dune", stage="prod", headers=[("Host", "books.example")]).json()

    assert (told["script"], told["path"]) == ("", "/books/dune")


def test_default_stage_is_never_cut_off() -> None:
    assert ask("http2", path="/$default/a").json()["path"] == "/$default/a"


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.7:51000", "203.0.113.7"),
        ("6.6.6.6, [2001:db8::1]:51000", "2001:db8::1"),
        ("6.6.6.6,2001:db8::1", "2001:db8::1"),
    ],
)
def test_balancer_tells_the_address_last(forwarded: str, address: str) -> None:
    event = an_event("alb")
    event["headers"]["x-forwarded-for"] = forwarded

    assert as_received("alb", make_handler(echo_app)(event, None)).json()["address"] == address


def test_balancer_over_plain_http_is_not_secure() -> None:
    event = an_event("alb")
    event["headers"] |= {"x-forwarded-proto": "http", "x-forwarded-port": "80"}

    assert (
        as_received("alb", make_handler(echo_app)(event, None)).json()["url"] == f"http://{event['headers']['host']}/"
    )
