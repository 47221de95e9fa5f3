"""How each file of a release is delivered: its type, what caches may do with it, and its turn in publishing (build wing)."""

import re
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePosixPath

from polynya_live.headers import CACHE_CONTROL

# The CDN may keep a page this long: publishing tells it what changed, and a lost message mends itself in a day.
SHARED_S = 24 * 3600

_FINGERPRINTED = re.compile(r"\.[0-9a-z]{8,}\.[a-z0-9]+$")
_SECOND_INDEX = {"sitemap.xml", "feed.xml", "robots.txt", "pagefind-entry.json"}

# One table for every machine: Python's own guesses depend on files of the system.
_TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gif": "image/gif",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".map": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webm": "video/webm",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}


class Turn(IntEnum):
    """When a file is sent: each turn is done before the next begins."""

    ASSET = 0
    NEW_PAGE = 1
    CHANGED_PAGE = 2
    INDEX = 3
    MAP = 4


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the CDN says of a file."""

    content_type: str
    cache: str


def delivery_of(path: str) -> Delivery:
    """Say how the file at `path` of a release is delivered."""
    kind = _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
    if is_fingerprinted(path):
        return Delivery(kind, CACHE_CONTROL["asset"])
    return Delivery(kind, f"{CACHE_CONTROL['page']}, s-maxage={SHARED_S}")


def is_page(path: str) -> bool:
    """Whether the file is a page."""
    return path.endswith(".html")


def is_fingerprinted(path: str) -> bool:
    """Whether the name of the file says its content, so that it never changes."""
    return path.startswith("static/") and bool(_FINGERPRINTED.search(path))


def turn_of(path: str, *, new: bool, folders: frozenset[str]) -> Turn:
    """Say when a file is sent: what a page needs before the page, and a page before those that list it.

    new: nothing lies there yet, so no page links to it. folders: those that hold further folders; their index is a list.
    """
    if path.rpartition("/")[2] in _SECOND_INDEX:
        return Turn.MAP
    if not is_page(path):
        return Turn.ASSET
    if new:
        return Turn.NEW_PAGE
    return Turn.INDEX if path.rpartition("/")[0] in folders else Turn.CHANGED_PAGE
