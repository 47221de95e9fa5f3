"""What a server says of a file of a release: its type, and whether its name says its content (build wing)."""

import re
from pathlib import PurePosixPath

_FINGERPRINTED = re.compile(r"static/.*\.[0-9a-z]{8,}\.[a-z0-9]+", re.DOTALL)

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


def type_of(path: str) -> str:
    """Say the content type of the file at `path`, with its charset when it is text."""
    return _TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def is_fingerprinted(path: str) -> bool:
    """Whether the name of the file at `path` (relative to the release's site) says its content, so that it never changes."""
    return bool(_FINGERPRINTED.fullmatch(path))
