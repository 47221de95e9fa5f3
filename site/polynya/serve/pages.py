"""Answers with files of the current release as the CDN would: its routing, its headers, its error page (build wing)."""

import re
from dataclasses import replace

from polynya_live.headers import Kind

from .replies import Headers, Reply, headers_of, plain
from .routing import Moved, route
from .shelf import LOST, CurrentShelf, File, Shelf

REDIRECT_CACHE = "public, max-age=3600"  # as routing.cfjs says
MOST_REMEMBERED = 10_000

_RANGE = re.compile(
    r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII
)  # longer numbers are of no file, and Python reads no endless ones


class Pages:
    """The frozen half of the site. https: whether visitors reach it over TLS; see security_headers."""

    def __init__(self, shelf: CurrentShelf, *, https: bool, redirect_cache: str = REDIRECT_CACHE) -> None:
        self.shelf = shelf
        self._redirect_cache = redirect_cache
        self._https = https
        self._written: dict[tuple[str, str, bool, bool], Headers] = {}

    def answer(self, method: str, path: str, *, query: str, wanted: dict[str, str]) -> Reply:
        """Answer a request for a file. path: decoded. wanted: its conditions, range and encodings, where it has them."""
        if method not in ("GET", "HEAD"):
            allow = {"Allow": "GET, HEAD"}
            return plain(405, "This is a page: it can be read, and nothing else.", https=self._https, more=allow)
        shelf = self.shelf.now()
        found = self.find(shelf, path, query=query)
        if isinstance(found, Moved):
            return self.moved(found)
        return self._unchanged(as_wanted(found, wanted), wanted) if found else self._lost(shelf)

    def find(self, shelf: Shelf, path: str, *, query: str = "") -> File | Moved | None:
        """Find what a URL means: a file, another address, or nothing."""
        target = route(path, query, shelf.redirects)
        return target if isinstance(target, Moved) else shelf.files.get(target)

    def moved(self, moved: Moved) -> Reply:
        """Answer with another address."""
        headers = {"Location": moved.location, "Cache-Control": self._redirect_cache}
        return Reply(status=301, headers=headers_of("page", https=self._https, more=headers))

    def _unchanged(self, file: File, wanted: dict[str, str]) -> Reply:
        reply = Reply(status=200, headers=self._headers(file), file=file.path)
        if _has(wanted.get("if-none-match", ""), file.tag):
            bare = tuple(header for header in reply.headers if header[0] not in ("content-type", "content-length"))
            return Reply(status=304, headers=bare)
        return _partial(reply, file, wanted.get("range", "")) if "range" in wanted else reply

    def _headers(self, file: File) -> Headers:
        """Write the headers of a file once; a changed file has another tag."""
        key = (file.tag, file.type, file.forever, file.search)
        if key not in self._written:
            if len(self._written) > MOST_REMEMBERED:
                self._written.clear()
            kind: Kind = "asset" if file.forever else "search" if file.search else "page"
            more = {
                "Content-Type": file.type,
                "Content-Length": str(file.size),
                "ETag": file.tag,
                "Accept-Ranges": "bytes",
                **({"Vary": "Accept-Encoding"} if file.packed else {}),
                **({"Content-Encoding": encoding} if (encoding := _encoding_of(file)) else {}),
            }
            self._written[key] = headers_of(kind, https=self._https, more=more)
        return self._written[key]

    def _lost(self, shelf: Shelf) -> Reply:
        page = shelf.files.get(LOST)
        if page is None:
            return plain(404, "There is no such page here.", https=self._https)
        more = {"Content-Type": page.type, "Content-Length": str(page.size)}
        return Reply(status=404, headers=headers_of("error", https=self._https, more=more), file=page.path)


def as_wanted(file: File, wanted: dict[str, str]) -> File:
    """Choose the packed copy of a file that the request takes; a range is always one of the file as it is.

    https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding
    """
    if not file.packed or "range" in wanted or "accept-encoding" not in wanted:
        return file
    taken = _weights(wanted["accept-encoding"])
    for encoding, (path, size) in file.packed.items():
        if taken.get(encoding, taken.get("*", 0)):
            return replace(file, path=path, size=size, tag=f'{file.tag[:-1]}-{encoding}"')
    return file


def _weights(given: str) -> dict[str, float]:
    """Read Accept-Encoding; a weight that is none counts as 0."""
    found: dict[str, float] = {}
    for one in given.lower().split(","):
        name, _, rest = one.partition(";")
        weight = rest.strip().removeprefix("q=") if rest.strip() else "1"
        found[name.strip()] = float(weight) if re.fullmatch(r"[01](\.\d{0,3})?", weight) else 0
    return found


def _encoding_of(file: File) -> str:
    return next((encoding for encoding, (path, _) in file.packed.items() if path == file.path), "")


def _has(given: str, tag: str) -> bool:
    """Whether If-None-Match names a tag. https://www.rfc-editor.org/rfc/rfc9110#field.if-none-match"""
    return given.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in given.split(","))


def _partial(reply: Reply, file: File, wanted: str) -> Reply:
    """Cut an answer down to one range of bytes; a range of another kind gets the whole file, as RFC 9110 allows."""
    found = _RANGE.fullmatch(wanted.strip())
    if not found or found.groups() == ("", ""):
        return reply
    first, last = found.groups()
    start = int(first) if first else max(0, file.size - int(last))
    end = min(int(last) + 1, file.size) if first and last else file.size
    if first and last and int(last) < start:
        return reply
    rest = [header for header in reply.headers if header[0] != "content-length"]
    if start >= file.size or start >= end:
        return Reply(status=416, headers=(*rest, ("content-range", f"bytes */{file.size}")))
    more = (("content-range", f"bytes {start}-{end - 1}/{file.size}"), ("content-length", str(end - start)))
    return replace(reply, status=206, headers=(*rest, *more), part=(start, end))
