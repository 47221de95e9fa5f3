"""Odd words at every live route, from everybody who may be there: each answer leads nowhere else and runs nothing."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.bookshop import DUNE, REVIEW, SITE_URL, sent, with_form
from live.conftest import Clock
from live.inbox.conftest import MODERATOR, OWNER, VISITOR, Desk
from polynya_live.inbox.actions import mark_of
from polynya_live.routes import ROUTES, Route
from polynya_live.store import Store
from polynya_live.submissions import Submission

TRIES = 12
"""For each route and each who asks."""
MARKUP = "'\"><script>"
ODD = (
    "", "\x00", "a\x00b", "\ud800", "%", "../../etc/passwd", "//evil.example/", "\\\\evil", "/\\evil.example",
    "https://evil.example/", "javascript:alert(1)", "9" * 5000, "-1", "1e999", "NaN", "٣", "²", "1_000",
    "\r\nSet-Cookie: a=b", "a\nBcc: x@y.example", "x" * 3000, "☃" * 1000, MARKUP, "{{7*7}}", "{author}", "\u2028",
    "\u202e", "null", "[]", ".", "..", "/", "\x7f", "\x1b[31m", "\ufeff",
)  # fmt: skip
NAMES = (
    "page", "from_page", "stamp", "form_version", "cursor", "after", "back", "state", "form", "text", "said_before",
    "second_comment", "author", "rating", "email", "dishes[menu/tea]", "act", "keys", "marks", "altcha", "reason",
    "name", "reply", "undo", "until",
)  # fmt: skip
HEADERS = {
    "Accept-Language": ("de-" * 2000, "en;q=NaN," * 900, "\x80\xff"),
    "Range": ("bytes=0-," * 900, "bytes=99999999999999999999-"),
    "If-None-Match": ('W/"', "*", '"' * 3000),
    "If-Modified-Since": ("Thu, 99 Foo 99999 99:99:99 GMT",),
    "If-Range": ('"', "x"),
    "Referer": ("http://[", "https://floe.example@evil.example/", "https://floe.example//evil.example", "\xff"),
    "HX-Current-URL": ("http://a:99999999/", "[::1"),
    "X-Forwarded-For": ("1.2.3.4, " * 900, "::ffff:1.2.3.4", "unix:"),
    "X-Forwarded-Host": ("evil.example",),
}
JSON = (
    b"[", b"[" * 9000, b'{"a":' * 9000, b"null", b'{"id":1e999}', b'"\\ud800"', b'{"name":"\\ud800","id":"\\u0000"}', b"\xff",
    b'{"id":[],"response":{}}', b'{"response":{"clientDataJSON":"!","authenticatorData":null}}', b'{"id":' + b"9" * 5000 + b"}",
)  # fmt: skip


@dataclass
class Visit:
    """What one request asks, drawn by chance from what fits and what is odd."""

    chance: Random
    row: Submission

    def path(self, route: Route) -> str:
        """Write its address: most placeholders as they should be."""
        query = "&".join(f"{self.chance.choice(NAMES)}={self.odd()}" for _ in range(self.chance.randint(0, 3)))
        return f"{re.sub(r'<(?:path:)?([a-z]+)>', self._placed, route.path)}?{query}"

    def _placed(self, found: re.Match[str]) -> str:
        fitting = {"form": "review", "page": DUNE, "field": "author", "key": self.row.key, "mark": mark_of(self.row)}
        return fitting.get(found[1], "p" * 24) if self.chance.random() < 0.8 else self.odd()

    def odd(self) -> str:
        """Choose an odd word, as an address writes it."""
        return quote(self.chance.choice(ODD).encode(errors="surrogatepass"))

    def headers(self) -> dict[str, str]:
        """Write those of a browser, and an odd one."""
        name = self.chance.choice(list(HEADERS))
        return {**sent(htmx=self.chance.random() < 0.5), name: self.chance.choice(HEADERS[name])}

    def body(self) -> tuple[bytes, str]:
        """Write a form in which some is odd, or JSON."""
        if self.chance.random() < 0.2:
            return self.chance.choice(JSON), "application/json"
        fitting = {
            "page": DUNE, "author": "Mara", "rating": "5", "text": "Sand.", "email": "x@y.example", "mark": mark_of(self.row),
            "act": self.chance.choice(["approve", "reject", "edit", "reply", "undo"]), "keys": self.row.key, "name": "Ada",
        }  # fmt: skip
        pairs = [
            f"{name}={quote(word) if self.chance.random() < 0.8 else self.odd()}" for name, word in fitting.items()
        ]
        pairs += [f"{self.chance.choice(NAMES)}={self.odd()}" for _ in range(self.chance.randint(0, 3))]
        return "&".join(pairs).encode(), "application/x-www-form-urlencoded"


@pytest.fixture
def desk(make_app: Callable[..., Flask], store: Store, clock: Clock) -> Desk:
    return Desk(make_app, store, clock)


@pytest.mark.parametrize("who", [OWNER, MODERATOR, VISITOR, ""])
def test_odd_words_get_an_answer_that_leads_nowhere_else(desk: Desk, tmp_path: Path, who: str) -> None:
    shop = with_form(REVIEW, per_visitor=None, notify="owner", receipt="email")
    app = desk.with_owners(OWNER, contract=shop, mail=f"outbox:{tmp_path / 'mails'}")
    app.testing = False
    row = desk.waiting()

    for route, asked in visits(row, who):
        client = desk.client(who, app)
        answer = ask(client, route, asked)

        told = f"{route.method} {answer.request.path} {answer.status}"
        assert answer.status_code < 500, told
        assert re.match(rf"({re.escape(SITE_URL)})?/(?![/\\])|$", answer.headers.get("Location", "")), told
        assert answer.mimetype != "text/html" or MARKUP not in answer.text, told
        assert not any(re.search(r"[\r\n]", value) for value in answer.headers.values()), told
        assert not any(cookie.startswith("a=b") for cookie in answer.headers.getlist("Set-Cookie")), told


def visits(row: Submission, who: str) -> Iterator[tuple[Route, Visit]]:
    """Draw what is asked, the same each time."""
    chance = Random(who)
    for route in ROUTES:
        for _ in range(TRIES):
            yield route, Visit(chance, row)


def ask(client: FlaskClient, route: Route, asked: Visit) -> TestResponse:
    body, kind = asked.body() if route.method == "POST" else (b"", "")
    return client.open(
        asked.path(route),
        method=route.method,
        base_url=SITE_URL,
        headers=asked.headers(),
        data=body,
        content_type=kind or None,
    )
