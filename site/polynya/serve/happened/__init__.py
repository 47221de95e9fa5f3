"""What happened at the last post, for the author of a site: request, event, route, store, answer (build wing).

It holds what a visitor wrote. So it is kept in memory only, and there in the preview only, at a site of this machine, for a
browser of this machine.
"""

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from polynya_live.handler import current
from polynya_live.headers import CACHE_CONTROL
from polynya_live.routes import ROUTES, Route
from polynya_live.work.links import LOCAL_NAMES

from ..gateway import Event, Request
from ..live import Function
from ..mailbox import NONE, from_here
from ..replies import Reply, headers_of, plain
from .calls import Call, StoreCalls
from .drawing import Story, draw
from .masks import MASK, masks_of, text_of

BODY_SHOWN = 2_000
SHOWN_TYPES = ("text/", "application/json", "image/svg")
HIDDEN = "/live/passkeys/"
"""What is answered there is a challenge or a session."""
FAILED = 500

_PLACEHOLDER = re.compile(r"<(?:(path):)?\w+>")


class Happened:
    """The last post that a function answered. tell: called after each, by any thread."""

    def __init__(self, tell: Callable[[], None], calls: StoreCalls) -> None:
        self._tell = tell
        self._calls = calls
        self._story: Story | None = None

    def witnessed(self, function: Function) -> Function:
        """Answer as a function does, and remember each post."""

        def answer(event: Event, context: object) -> Event:
            if event["requestContext"]["http"]["method"] != "POST":
                return function(event, context)
            began = time.perf_counter()
            answered: Event = {"statusCode": FAILED, "body": "The function failed; the terminal says why."}
            with self._calls.recording() as calls:
                try:
                    answered = function(event, context)
                finally:
                    ms = (time.perf_counter() - began) * 1000
                    self._story = story_of(event, answered, calls=calls, ms=ms)
                    self._tell()
            return answered

        return answer

    def answer(self, request: Request) -> Reply:
        """Answer with the page; to anybody but the author it is not there."""
        if not from_here(request) or request.method not in ("GET", "HEAD"):
            return plain(404, NONE)
        more = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": CACHE_CONTROL["live"]}
        return Reply(status=200, headers=headers_of("live", https=False, more=more), body=draw(self._story).encode())


def open_happened(site_url: str, tell: Callable[[], None]) -> Happened | None:
    """Watch the store of the function on this machine; None when the site is reached from other machines."""
    if urlsplit(site_url).hostname not in LOCAL_NAMES:
        return None
    calls = StoreCalls()
    current().watch_store(calls.watched)
    return Happened(tell, calls)


def story_of(event: Event, answered: Event, *, calls: list[Call], ms: float) -> Story:
    """Write down one post without its secrets."""
    masks = masks_of(event, answered)
    http = event["requestContext"]["http"]
    headers = masks.headers(answered.get("headers") or {})
    cookies = [("set-cookie", cookie) for cookie in masks.cookies(answered.get("cookies") or [])]
    return Story(
        method=http["method"],
        path=masks.text(http["path"]),
        fields=masks.fields(event),
        event=masks.event(event),
        route=route_at(http["method"], http["path"]),
        calls=[Call(call.method, masks.text(call.about), call.ms, call.came) for call in calls],
        ms=ms,
        status=answered["statusCode"],
        headers=[*headers.items(), *cookies],
        body=MASK if http["path"].startswith(HIDDEN) else masks.text(_shown(answered))[:BODY_SHOWN],
    )


def route_at(method: str, path: str) -> Route | None:
    """Find the route of a request; one whose address is written out goes before one with placeholders."""
    fitting = [
        (pattern.count("<"), n)
        for n, route in enumerate(ROUTES)
        for pattern in route.paths
        if route.method == method and _pattern_of(pattern).fullmatch(path)
    ]
    return ROUTES[min(fitting)[1]] if fitting else None


def _pattern_of(path: str) -> re.Pattern[str]:
    pattern, end = "", 0
    for found in _PLACEHOLDER.finditer(path):
        pattern += re.escape(path[end : found.start()]) + (".+" if found[1] else "[^/]+")
        end = found.end()
    return re.compile(pattern + re.escape(path[end:]))


def _shown(answered: Event) -> str:
    headers = {name.lower(): str(value) for name, value in (answered.get("headers") or {}).items()}
    kind = headers.get("content-type", "text/plain")
    return text_of(answered) if kind.startswith(SHOWN_TYPES) else f"({kind})"
