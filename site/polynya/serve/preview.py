"""The author's preview: what it shows now, the browsers that watch it, and the pages with its script (build wing)."""

import asyncio
import zlib
from collections.abc import Awaitable
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import Any, Protocol

from polynya_live.headers import CACHE_CONTROL, Kind
from polynya_live.values import dataclass

from .replies import Headers, Reply, headers_of, plain
from .shelf import CurrentShelf, File

PREVIEW = "/live/preview/"
FEED = f"{PREVIEW}feed"
HAPPENED = f"{PREVIEW}happened"
SCRIPT = "preview.js"
STYLE = "preview.css"
LAST_GOOD = "release=last"

_OURS = {
    f"{PREVIEW}{SCRIPT}": (Path(__file__).with_name(SCRIPT), "text/javascript; charset=utf-8"),
    f"{PREVIEW}{STYLE}": (Path(__file__).with_name(STYLE), "text/css; charset=utf-8"),
}
_UNKEPT = {"Cache-Control": CACHE_CONTROL["live"]}


class Stream(Protocol):
    """An answer that goes on."""

    async def send_str(self, data: str) -> None:
        """Send some more."""


class Line(Protocol):
    """The part of Granian's protocol object that a stream needs."""

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Stream:
        """Begin a stream."""

    def client_disconnect(self) -> Awaitable[Any]:  # Any: nothing is promised
        """Wait until the browser has gone."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a freeze. mistake: that keeps a release from being frozen, "" for none; waiting: what pages wait for."""

    mistake: str = ""
    waiting: str = ""


class Preview:
    """What the author sees: the current release, or the mistake that keeps the next one from being frozen."""

    def __init__(self, shelf: CurrentShelf, told: Told | None = None) -> None:
        self._shelf = shelf
        self.told = told or Told()
        self._posted = False
        self._turned: asyncio.Future[None] | None = None
        self._closed = False

    @property
    def mistake(self) -> str:
        """The mistake of the last freeze, "" for none."""
        return self.told.mistake

    @property
    def shown(self) -> str:
        """A word for what is shown; a page that was drawn under another one reloads."""
        release = self._shelf.now().release
        return f"{release}-{zlib.crc32(self.mistake.encode()):08x}" if self.mistake else release

    def turn(self, told: Told) -> None:
        """Show the current release, or a mistake, and tell every browser."""
        self.told = told
        self._wake()

    def tell_of_post(self) -> None:
        """Tell every browser of the author that something was posted; any thread may say so."""
        self._posted = True
        if turned := self._turned:
            with suppress(RuntimeError):  # the loop has ended
                turned.get_loop().call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        if self._turned and not self._turned.done():
            self._turned.set_result(None)

    def close(self) -> None:
        """End all feeds; an open one would keep the server from ending."""
        self._closed = True
        self.turn(self.told)

    def answer(self, path: str) -> Reply:
        """Answer with the preview's own script or style sheet."""
        if path not in _OURS:
            return plain(404, "The preview has no such address.")
        file, kind = _OURS[path]
        return Reply(status=200, headers=_headers(kind), body=file.read_bytes())

    async def feed(self, line: Line, *, author: bool = False) -> None:
        """Tell a browser what is shown, now and at each change, as server-sent events until it goes.

        author: tell of posts too.
        """
        stream = line.response_stream(200, list(_headers("text/event-stream; charset=utf-8")))
        gone = asyncio.ensure_future(line.client_disconnect())
        while not gone.done() and not self._closed:
            turned = self._next_turn()  # before it is sent, for a turn meanwhile must not be missed
            post = f"event: happened\ndata: {HAPPENED}\n\n" if author and self._posted else ""
            await stream.send_str(f"retry: 500\ndata: {self.shown}\n\n{post}")
            await asyncio.wait({gone, turned}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()

    def _next_turn(self) -> asyncio.Future[None]:
        if self._turned is None or self._turned.done():
            self._turned = asyncio.get_running_loop().create_future()
        return self._turned

    def page(self, file: File, *, status: int = 200) -> Reply:
        """Answer with a frozen page and the script that reloads it."""
        content = Path(file.path).read_bytes()
        end = content.rfind(b"</body>")
        end = len(content) if end < 0 else end
        body = content[:end] + self._script().encode() + content[end:]
        return Reply(status=status, headers=_headers(file.type), body=body)

    def mistake_page(self) -> Reply:
        """Answer with the mistake, as `freeze check` tells it."""
        back = f'<p><a href="?{LAST_GOOD}">Show the last good release</a></p>' if self._shelf.now().release else ""
        page = (
            '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<title>Something to mend</title>\n<link rel="stylesheet" href="{PREVIEW}{STYLE}">\n</head>\n<body>\n'
            "<main>\n<h1>Something to mend</h1>\n"
            "<p>This site cannot be frozen as it is. Mend what is said here and save: the page comes back by itself.</p>\n"
            f'<pre tabindex="0">{escape(self.mistake, quote=False)}</pre>\n{back}\n</main>\n{self._script()}</body>\n</html>\n'
        )
        return Reply(status=500, headers=_headers("text/html; charset=utf-8", "error"), body=page.encode())

    def _script(self) -> str:
        waiting = f' data-waiting="{escape(self.told.waiting)}"' if self.told.waiting else ""
        said = f'data-feed="{FEED}" data-shown="{escape(self.shown)}"{waiting}'
        return f'<script src="{PREVIEW}{SCRIPT}" {said} defer></script>\n'


def _headers(content_type: str, kind: Kind = "page") -> Headers:
    return headers_of(kind, https=False, more={**_UNKEPT, "Content-Type": content_type})
