"""The one place that knows Frozen-Flask: page after page through the pages app (build wing)."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast
from unicodedata import normalize
from urllib.parse import unquote

from flask import Flask
from flask_frozen import Freezer  # type: ignore[import-untyped]

from polynya_live.values import NamedTuple

from .observing.noting import Key, notebook
from .pages.app import BEGIN, Begun
from .pages.sheet import Notes

Take = Callable[[str, str, Notes], None]
"""Takes a drawn page: its address, its text, and what drawing it brought to light."""

Fail = Callable[[str, Exception], None]
"""Hears of a page that could not be drawn, by its address; raises again what it cannot explain."""


class _Begun(NamedTuple):
    """An output that is drawn in part: what it read so far, and the rest of drawing it, or why there is none."""

    url: str
    notes: Notes
    read: dict[Key, None]
    rest: Begun | Exception


class PagesFreezer(Freezer):  # type: ignore[misc]
    """Freezes the addresses it is given and nothing else: it follows no link, route or static folder on its own.

    Each page is a direct call of the view, not a request of a test client. It never touches a file: pages go to `take`.
    """

    def __init__(self, app: Flask, addresses: Sequence[str], *, take: Take, fail: Fail) -> None:
        app.config["FREEZER_REMOVE_EXTRA_FILES"] = False
        super().__init__(app, with_static_files=False, with_no_argument_rules=False, log_url_for=False)
        self.addresses = addresses
        self._take, self._fail = take, fail
        self._begin_at = cast(Callable[..., Begun], app.extensions[BEGIN])

    @property
    def root(self) -> Path:
        """What paths are relative to; nothing is written there."""
        return Path()

    def freeze_in_one(self) -> None:
        """Freeze the addresses as `freeze` does, in one context of the app: a new one takes longer than a twin.

        All are begun before the first is ended: a processor is far sooner at what it did just before.
        """
        with self.app.app_context():
            for begun in [self._begin(url) for url in self.addresses]:
                self._end(begun)

    def _generate_all_urls(self) -> Iterator[tuple[str, str, None]]:
        return ((url, "page", None) for url in self.addresses)

    def _build_one(self, url: str, last_modified: object = None) -> Path:
        with self.app.app_context():
            self._end(self._begin(url))
        return Path(file_of(url))

    def _begin(self, url: str) -> _Begun:
        notes = Notes()
        with notebook() as read:
            try:
                rest: Begun | Exception = self._begin_at(path=url[1:], notes=notes)
            except Exception as error:  # told when it is its turn
                rest = error
        return _Begun(url, notes, read, rest)

    def _end(self, begun: _Begun) -> None:
        url, notes, read, rest = begun
        try:
            if isinstance(rest, Exception):
                raise rest
            with notebook(read):
                text = rest()
            notes.read = tuple(read)
            self._take(url, text, notes)
        except Exception as error:
            self._fail(url, error)


def file_of(url: str) -> str:
    """Find the file of an address within the site: "/books/dune/" is "books/dune/index.html"."""
    path = (url if url.isascii() and "%" not in url else normalize("NFC", unquote(url))).removeprefix("/")
    return f"{path}index.html" if path.endswith("/") or not path else path


def files_of(urls: Iterable[str]) -> list[str]:
    """Find the files of many addresses, in order: as `file_of` does, but as one text, which takes a third of the time."""
    lines = ["", *urls, ""]
    text = "\n".join(lines)
    if not text.isascii() or "%" in text or not text.count("\n") - 1 == text.count("\n/") == len(lines) - 2 > 0:
        return [file_of(url) for url in lines[1:-1]]
    return text.replace("/\n", "/index.html\n")[2:-1].split("\n/")
