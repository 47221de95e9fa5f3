"""The door of the server: takes each request from Granian to the half of the site that answers it (build wing)."""

import os
import sys
import traceback
from typing import Any, Protocol

from polynya_live.headers import CACHE_CONTROL
from polynya_live.routes import LIVE
from polynya_live.values import dataclass

from .address import is_called
from .gateway import Request
from .happened import Happened, open_happened
from .live import Incoming, Live
from .mailbox import OUTBOX, Mailbox, from_here
from .pages import Pages
from .preview import FEED, HAPPENED, LAST_GOOD, PREVIEW, Line, Preview
from .replies import Outlet, Reply, plain, send
from .routing import Moved
from .shelf import LOST, CurrentShelf

CONDITIONS = ("if-none-match", "range", "accept-encoding")


class Scope(Protocol):
    """What Granian says of a request. path: decoded. client: address and port."""

    method: str
    path: str
    query_string: str
    client: str
    http_version: str
    headers: Any  # Any: Granian's own mapping


class Wire(Outlet, Incoming, Line, Protocol):
    """Granian's protocol object: a body comes in by it, an answer goes out."""


@dataclass(frozen=True, slots=True)
class Site:
    """Both halves of a site, and the author's preview of it where there is one, for who calls it by one of its names."""

    live: Live
    pages: Pages
    preview: Preview | None = None
    mailbox: Mailbox | None = None
    happened: Happened | None = None
    names: frozenset[str] | None = None

    async def __rsgi__(self, scope: Scope, wire: Wire) -> None:
        """Answer one request. https://github.com/emmett-framework/granian/blob/master/docs/spec/RSGI.md"""
        try:
            if self.names is not None and not is_called(host := scope.headers.get("host") or "", self.names):
                send(_misdirected(host), wire)
            elif self.preview and scope.path == FEED:
                await self.preview.feed(wire, author=self.happened is not None and from_here(request_of(scope)))
            else:
                send(await self._answer(scope, wire), wire)
        except Exception as error:  # nothing that goes wrong with one request may end the server
            if type(error).__name__ != "RSGIProtocolClosed":  # the browser has gone: nobody to tell
                traceback.print_exc(file=sys.stderr)
                send(plain(500, "Something went wrong here."), wire)

    async def _answer(self, scope: Scope, wire: Wire) -> Reply:
        if self.happened and scope.path == HAPPENED:
            return self.happened.answer(request_of(scope))
        if self.preview and scope.path.startswith(PREVIEW):
            return self.preview.answer(scope.path)
        if self.mailbox and scope.path.startswith(OUTBOX):
            return self.mailbox.answer(request_of(scope))
        if scope.path.startswith(LIVE):
            return await self.live.answer(request_of(scope), wire)
        if self.preview and scope.method in ("GET", "HEAD"):
            return self._previewed(self.preview, scope)
        return self._file(scope)

    def _file(self, scope: Scope) -> Reply:
        wanted = {name: value for name in CONDITIONS if (value := scope.headers.get(name))}
        return self.pages.answer(scope.method, scope.path, query=scope.query_string, wanted=wanted)

    def _previewed(self, preview: Preview, scope: Scope) -> Reply:
        """Answer with a page that reloads itself, with the mistake in its place, or with any other file as ever."""
        shelf = self.pages.shelf.now()
        found = self.pages.find(shelf, scope.path, query=scope.query_string)
        if isinstance(found, Moved):
            return self.pages.moved(found)
        is_page = found is None or found.type.startswith("text/html")
        last_good = LAST_GOOD in scope.query_string.split("&") and shelf.release
        if preview.mistake and is_page and not last_good and _is_navigation(scope):
            return preview.mistake_page()
        page = found or shelf.files.get(LOST)
        if page and is_page:
            return preview.page(page, status=200 if found else 404)
        return self._file(scope)


def make_site(
    live: Live,
    shelf: CurrentShelf,
    *,
    preview: Preview | None,
    mailbox: Mailbox | None = None,
    names: frozenset[str] | None = None,
) -> Site:
    """Put the halves of a site together. Redirects are not to be remembered by the browser of an author.

    names: that it answers to, None for all.
    """
    https = live.door.scheme == "https"
    pages = Pages(shelf, https=https, redirect_cache=CACHE_CONTROL["live"]) if preview else Pages(shelf, https=https)
    happened = open_happened(os.environ.get("POLYNYA_SITE_URL", ""), preview.tell_of_post) if preview else None
    if happened:
        live.function = happened.witnessed(live.function)
    return Site(live, pages, preview, mailbox, happened, names)


def _misdirected(host: str) -> Reply:
    """Refuse a name that a foreign page may have made up. https://www.rfc-editor.org/rfc/rfc9110#status.421"""
    told = (
        f'This is a preview, and it does not answer to "{host[:100]}".\n'
        "hint: open it by the address that `freeze serve` says, or by the number of this machine. A name of yours, as of a "
        f"tunnel,\n      it is told before it starts: POLYNYA_SITE_URL=https://{host[:100]} freeze serve"
    )
    return plain(421, told)


def request_of(scope: Scope) -> Request:
    """Read what Granian says of a request."""
    return Request(
        method=scope.method,
        path=scope.path,
        query=scope.query_string,
        headers=tuple(scope.headers.items()),
        address=scope.client.rpartition(":")[0].strip("[]"),
        protocol=f"HTTP/{scope.http_version}" + ("" if "." in scope.http_version else ".0"),
    )


def _is_navigation(scope: Scope) -> bool:
    """Whether a person opens a page, as opposed to a script or another program that reads it."""
    mode = scope.headers.get("sec-fetch-mode")
    return mode == "navigate" if mode else "text/html" in (scope.headers.get("accept") or "")
