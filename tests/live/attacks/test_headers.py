"""Every kind of answer, frozen or live, good or bad, has the headers of the one source and no others for safety."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from build.sites import NOW, SHOP, write
from live.bookshop import DUNE, REVIEW, WALL, a_contract, a_review, sent, with_form, words
from live.event_factory import an_event
from live.test_posts import a_stamp
from polynya.freeze import freeze_site
from polynya.places import Places
from polynya.serve.pages import Pages
from polynya.serve.shelf import CurrentShelf
from polynya_live.answers import FOR_THE_WAY_BACK
from polynya_live.events import make_handler
from polynya_live.headers import CACHE_CONTROL, CONTENT_SECURITY_POLICY, SEARCH_POLICY, Kind, security_headers
from polynya_live.routes import cache_of
from polynya_live.store import Store
from polynya_live.store.sqlite import SqliteStore

MakeApp = Callable[..., Flask]
SAFE = {name.lower() for name in security_headers("error", https=True, shared=True)}
SITE = "title: Floe Books\nurl: https://floe.example\nsearch: true\ncompress: true\n"
BROKEN = replace(WALL, name="broken", derive="operator:truth")


def compare(headers: Mapping[str, str], kind: Kind, cache: str = "", *, https: bool = True) -> None:
    """Compare the headers of an answer with those of its kind. cache: where a route says otherwise."""
    found = {name.lower(): value for name, value in headers.items()}
    wanted = {name.lower(): value for name, value in security_headers(kind, https=https).items()}

    assert {name: found.get(name) for name in SAFE} == {name: wanted.get(name) for name in SAFE}
    assert found["cache-control"] == (cache or CACHE_CONTROL[kind])
    assert "set-cookie" not in found
    assert "server" not in found and "x-powered-by" not in found


def test_no_policy_lets_anything_unsafe_in() -> None:
    for policy in (CONTENT_SECURITY_POLICY, SEARCH_POLICY.replace("'wasm-unsafe-eval'", "")):
        assert "unsafe" not in policy and "*" not in policy and "data:" not in policy and "http" not in policy
        assert policy.startswith("default-src 'none'")
        for last in ("base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
            assert last in policy


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    more = {"content/old.md": "---\naliases: [/older/]\n---\nOld.\n", "content/site.yaml": SITE}
    root = write(tmp_path_factory.mktemp("shop"), SHOP | more)
    freeze_site(root, now=NOW)
    yield Pages(CurrentShelf(Places(root)), https=True)


MOVED = "public, max-age=3600"
FROZEN: dict[str, tuple[str, str, dict[str, str], int, Kind, str]] = {
    "page": ("GET", "/books/dune/", {}, 200, "page", ""),
    "packed page": ("GET", "/books/dune/", {"accept-encoding": "br, gzip"}, 200, "page", ""),
    "unchanged page": ("GET", "/books/dune/", {"if-none-match": "*"}, 304, "page", ""),
    "part of a page": ("GET", "/books/dune/", {"range": "bytes=0-9"}, 206, "page", ""),
    "part that is not there": ("GET", "/books/dune/", {"range": "bytes=99999999-"}, 416, "page", ""),
    "head of a page": ("HEAD", "/books/dune/", {}, 200, "page", ""),
    "feed": ("GET", "/feeds/review/feed.xml", {}, 200, "page", ""),
    "asset": ("GET", "css", {}, 200, "asset", ""),
    "search": ("GET", "/pagefind/pagefind.js", {}, 200, "search", ""),
    "robots": ("GET", "/robots.txt", {}, 200, "page", ""),
    "lost": ("GET", "/nowhere/", {}, 404, "error", ""),
    "another address": ("GET", "/books/dune", {}, 301, "page", MOVED),
    "an older address": ("GET", "/older/", {}, 301, "page", MOVED),
    "another host": ("GET", "//evil.example/x", {}, 301, "page", MOVED),
    "no reading": ("POST", "/books/dune/", {}, 405, "error", ""),
}


@pytest.mark.parametrize("name", FROZEN)
def test_what_is_frozen_has_the_headers_of_its_kind(pages: Pages, name: str) -> None:
    method, path, wanted, status, kind, cache = FROZEN[name]
    if path == "css":
        path = next(one for one in pages.shelf.now().files if one.endswith(".css"))

    answer = pages.answer(method, path, query="", wanted=wanted)

    assert answer.status == status
    compare(dict(answer.headers), kind, cache)
    assert not dict(answer.headers).get("location", "").startswith(("//", "/\\", "http"))


LIVE: dict[str, tuple[str, str, int, str]] = {
    "stamp": ("GET", "/live/stamp/review", 200, ""),
    "island": ("GET", f"/live/newer/review/{DUNE}", 200, cache_of("newer")),
    "island of nothing": ("GET", f"/live/newer/review/{DUNE}?after=9999999999999-kkkkkkkkkkkk", 204, cache_of("newer")),
    "nobody": ("GET", "/live/hello", 204, cache_of("hello")),
    "no account": ("GET", "/live/account/", 303, cache_of("account")),
    "contract": ("GET", "/live/contract", 200, ""),
    "lost": ("GET", "/live/nowhere", 404, ""),
    "lost form": ("GET", "/live/stamp/nope", 404, ""),
    "wrong method": ("GET", "/live/forms/review", 405, ""),
    "asked beforehand": ("OPTIONS", "/live/forms/review", 405, ""),
    "forged link": ("GET", "/live/confirm/review/key/proof", 404, ""),
}


@pytest.mark.parametrize("name", LIVE)
@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "page"])
def test_what_is_asked_live_has_the_headers_of_its_kind(
    make_app: MakeApp, store: Store, *, name: str, htmx: bool
) -> None:
    method, path, status, cache = LIVE[name]
    store.submit(a_review())

    answer = make_app().test_client().open(path, method=method, headers=sent(htmx=htmx))

    assert answer.status_code == status
    compare(answer.headers, "error" if status >= 400 else "live", cache)


@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "page"])
def test_what_is_posted_is_answered_with_the_headers_of_its_kind(make_app: MakeApp, htmx: bool) -> None:
    contract = with_form(REVIEW, per_visitor=(2, 3600))
    app = make_app(replace(contract, forms={**contract.forms, "broken": BROKEN}))
    app.testing = False
    client, headers = app.test_client(), sent(htmx=htmx)
    stamp = a_stamp(client)
    posts = [
        ("review", words(stamp=stamp), {}, 200 if htmx else 303),
        ("review", words(stamp=stamp, text="Spice."), {}, 409),
        ("review", words(author=""), {}, 422),
        ("review", words(text="More."), {}, 429),
        ("review", words(text="x" * 70_000), {}, 413),
        ("review", words(), {"Sec-Fetch-Site": "cross-site"}, 400),
        ("review", words(), {"Content-Type": "text/plain"}, 415),
        ("broken/derive", {"text": "x"}, {}, 500),
    ]

    for form, typed, more, status in posts:
        answer = client.post(f"/live/forms/{form}", data=typed, headers={**headers, **more})

        again = FOR_THE_WAY_BACK if not htmx and status in (409, 422, 429) else ""
        assert answer.status_code == status
        compare(answer.headers, "error" if status >= 400 else "live", again)


def test_a_store_that_is_down_is_told_with_the_same_headers(make_app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    client = make_app(another=SqliteStore(tmp_path / "folder.db")).test_client()

    for path in ("/live/health", f"/live/newer/review/{DUNE}"):
        answer = client.get(path)

        assert answer.status_code == 503
        compare(answer.headers, "error")


def test_what_no_app_has_answered_has_them_too() -> None:
    def app(_environ: object, _start_response: object) -> list[bytes]:
        raise RuntimeError("no app")

    handler = make_handler(app)
    malformed = {**an_event("http2"), "rawPath": "no slash"}

    for event, status in ((an_event("http2"), 500), (malformed, 400)):
        answer = handler(event, None)

        assert answer["statusCode"] == status
        compare(answer["headers"], "error", https=False)  # the CDN adds what belongs to TLS


def test_headers_do_not_depend_on_what_a_visitor_sends(make_app: MakeApp) -> None:
    plain = make_app(a_contract()).test_client()
    lies = {
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
        "X-Original-URL": "/live/inbox",
        "X-HTTP-Method-Override": "DELETE",
        "Forwarded": "host=evil.example;proto=http",
        "Accept-Language": "de",
        "Cookie": "polynya=forged; __Host-polynya=forged",
        "User-Agent": "evil",
    }

    for path in (f"/live/newer/review/{DUNE}", f"/live/newer/review/{DUNE}?utm=evil&lang=de", "/live/contract"):
        honest, lied = plain.get(path.partition("?")[0]), plain.get(path, headers=lies)

        assert (lied.status_code, lied.data) == (honest.status_code, honest.data)
        assert dict(lied.headers) == dict(honest.headers)
        assert "evil" not in lied.text
