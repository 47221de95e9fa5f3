"""The page that tells what happened at the last post: for the author in the preview, without secrets, and nowhere else."""

import json
import os
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, expect

from build.serve.client import Answer, ask, post
from build.sites import NOW, SHOP, write
from polynya.serve.gateway import Door, Event, Request, event_of
from polynya.serve.happened import Happened, route_at, story_of
from polynya.serve.happened.calls import StoreCalls
from polynya_live.routes import ROUTES
from polynya_live.store import open_store
from polynya_live.submissions import ThreadId
from serving import serving

PAGE = "/live/preview/happened"
NASTY = "<script>alert(1)</script>"
COOKIE = "polynya=c0ffee0123456789abcdef"
ENTER = f"/live/account/enter/{'k' * 24}/{'p' * 24}"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    return write(tmp_path, SHOP)


def stamp_of(url: str) -> str:
    found = re.search(r'value="([^"]+)"', ask(url, "/live/stamp/review").body.decode())
    assert found
    return found[1]


def post_a_review(url: str, **differs: str) -> Answer:
    fields = {"page": "books/dune", "author": "Mara", "rating": "4", "text": NASTY, **differs}
    return post(url, "/live/forms/review", urlencode(fields).encode(), Cookie=COOKIE)


def event_on(page: str) -> Any:  # Any: JSON
    return next(json.loads(unescape(pre)) for pre in re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL))


def test_a_post_is_told_from_the_request_to_the_answer(shop: Path) -> None:
    with serving(shop, watch=True) as url:
        assert "Nothing was posted yet" in ask(url, PAGE).body.decode()
        stamp = stamp_of(url)
        posted = post_a_review(url, stamp=stamp)
        answer = ask(url, PAGE)
        elsewhere = ask(url, PAGE, headers={"Host": "evil.example"})
        proxied = ask(url, PAGE, headers={"X-Forwarded-For": "203.0.113.9"})

    page = answer.body.decode()
    event = event_on(page)
    assert (event["version"], event["rawPath"]) == ("2.0", "/live/forms/review")
    assert event["cookies"] == ["polynya=…"]
    assert "POST /live/forms/review" in page and "<td>Mara</td>" in page
    assert "<code>submit</code>: keeps a submission" in page
    assert re.search(r'<th scope="row">submit</th><td>form review, page books/dune, pending, key \w+</td>', page)
    assert re.search(r"<td>a submission, pending, revision \d+</td><td>\d+\.\d ms</td>", page)
    assert posted.status in (200, 303) and f"Status {posted.status}" in page
    assert NASTY not in page and "&lt;script&gt;alert(1)" in page
    assert stamp not in page and stamp.rpartition(".")[2] not in page and COOKIE.partition("=")[2] not in page
    assert answer.header("cache-control") == "no-store"
    policy = answer.header("content-security-policy") or ""
    assert "script-src 'self';" in policy and "style-src 'self';" in policy and "unsafe" not in policy
    assert (elsewhere.status, proxied.status) == (421, 404) and b"Mara" not in elsewhere.body + proxied.body
    frozen = [path.read_bytes() for path in (shop / "build/current").resolve().rglob("*") if path.is_file()]
    assert not any(b"What happened" in content for content in frozen)


def test_without_the_preview_nothing_is_told(shop: Path) -> None:
    with serving(shop) as url:
        assert post_a_review(url).status in (200, 303)
        answer = ask(url, PAGE)

    assert answer.status == 404 and b"Mara" not in answer.body


def an_event(path: str, body: str = "", **headers: str) -> Event:
    sent = {"host": "127.0.0.1", "content-type": "application/x-www-form-urlencoded"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    request = Request(method="POST", path=path, headers=tuple(sent.items()), body=body.encode())
    return event_of(request, Door(), request_id="0" * 32, now=NOW)


def test_secrets_are_masked_wherever_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYNYA_SECRET", "the-secret-of-this-machine")
    stamp = f"{'a' * 32}.{NOW}.{'s' * 24}"
    event = an_event(
        ENTER, f"stamp={stamp}&name=Ada", referer=f"http://127.0.0.1{ENTER}", cookie="session=tttttttttttt"
    )
    event["headers"]["x-polynya-origin"] = "origin-origin"
    answered = {
        "statusCode": 200,
        "headers": {"Content-Type": "text/html", "Location": ENTER},
        "cookies": ["polynya=uuuuuuuuuuuu; HttpOnly"],
        "body": f"{stamp} {'b' * 32}.{NOW}.{'z' * 24} tttttttttttt uuuuuuuuuuuu origin-origin the-secret-of-this-machine {ENTER}",
    }

    story = story_of(event, answered, calls=[], ms=1.0)

    assert story.route and story.route.name == "entered"
    assert story.path == f"/live/account/enter/{'k' * 24}/…"
    assert story.fields == [("stamp", "…"), ("name", "Ada")]
    told = str(story)
    secrets = ["s" * 24, "z" * 24, "p" * 24, "tttttttttttt", "uuuuuuuuuuuu", "origin-origin", "the-secret-of"]
    assert [secret for secret in secrets if secret in told] == []


def test_other_bodies_and_challenges_are_not_told() -> None:
    event = an_event("/live/passkeys/ask", '{"credential": "ssssssssss"}', content_type="application/json")
    answered = {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": '{"challenge": "hhhhhhhh"}'}

    story = story_of(event, answered, calls=[], ms=1.0)

    assert story.event["body"] == "…" and story.body == "…" and "hhhhhhhh" not in str(story)


def test_a_long_body_is_cut() -> None:
    answered = {"statusCode": 200, "headers": {"content-type": "text/html"}, "body": "x" * 5_000}

    assert len(story_of(an_event("/live/forms/review"), answered, calls=[], ms=1.0).body) == 2_000


@pytest.mark.parametrize("route", [route for route in ROUTES if route.method == "POST"], ids=lambda route: route.name)
def test_each_route_is_found_by_its_address(route: Any) -> None:
    assert route_at("POST", re.sub(r"<[^>]+>", "some", route.path)) == route


def test_an_address_without_an_endpoint_has_no_route() -> None:
    assert route_at("POST", "/live/nowhere") is None


def test_a_function_that_fails_is_told_and_fails_as_before() -> None:
    told: list[str] = []
    happened = Happened(lambda: told.append("post"), StoreCalls())

    def fail(_event: Event, _context: object) -> Event:
        raise LookupError("lost")

    with pytest.raises(LookupError):
        happened.witnessed(fail)(an_event("/live/forms/review"), None)

    page = happened.answer(Request(method="GET", path=PAGE, headers=(("host", "localhost"),))).body.decode()
    assert told == ["post"] and "Status 500" in page


def test_only_calls_of_the_thread_that_is_recorded_are_kept(tmp_path: Path) -> None:
    calls = StoreCalls()
    store = calls.watched(open_store(f"sqlite:///{tmp_path}/store.db"))
    store.health()

    with calls.recording() as kept:
        store.thread(ThreadId("review", "books/dune"), now=NOW)
        store.recall("session/very-secret", now=NOW)
    store.health()
    store.close()

    assert [(call.method, call.about, call.came) for call in kept] == [
        ("thread", "form review, page books/dune", "0 submissions"),
        ("recall", "session/…", "nothing"),
    ]


@pytest.mark.parametrize("width", [1280, 390])
def test_an_author_follows_the_link_after_a_post(chromium: Browser, shop: Path, width: int) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    refused: list[str] = []
    tab.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    with serving(shop, watch=True) as url:
        tab.goto(f"{url}/books/dune/")
        expect(tab.get_by_role("heading", name="Dune")).to_be_visible()
        link = tab.get_by_role("complementary", name="Preview").get_by_role("link", name="What happened")
        expect(link).to_have_count(0)
        assert post_a_review(url).status in (200, 303)
        link.click()
        expect(tab.get_by_role("heading", name="What happened")).to_be_visible()
        expect(tab.get_by_role("cell", name=NASTY)).to_be_visible()
        assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if shots := os.environ.get("SCREENSHOTS"):
            tab.screenshot(path=f"{shots}/happened-{width}.png", full_page=True)
    context.close()
    assert refused == []
