"""Finds the folder for what is kept for all sites of a user (build wing).

What is kept is code, so it lies in a folder that nobody else may write, as Python's own caches do.
"""

import marshal
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any
from zlib import crc32

MOST_FILES = 12
"""Two for each Python, and one for each list of folders that it imports from; those written last stay."""

NOWHERE = "/dev/null/polynya"
"""The folder of a user who has no home: none can be made there."""


def of_user() -> str:
    """Find the folder of a user's caches, as the XDG Base Directory Specification has it."""
    for caches in (os.environ.get("XDG_CACHE_HOME", ""), os.path.expanduser("~/.cache")):  # noqa: PTH111 -- never raises
        if caches.startswith("/"):
            return f"{caches}/polynya"
    return NOWHERE


def is_ours(folder: str) -> bool:
    """Whether a folder is there, nobody but this user writes to it, and nobody else may put another in its place."""
    try:
        there = os.lstat(folder)
        is_safe = all(map(_is_kept, _above(os.path.realpath(folder))))
    except OSError:
        return False
    is_private = not there.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    is_own = stat.S_ISDIR(there.st_mode) and there.st_uid == os.geteuid()
    return is_safe and is_own and is_private and os.access(folder, os.W_OK)


def _above(folder: str) -> Iterator[str]:
    while folder != "/":
        folder = os.path.dirname(folder)  # noqa: PTH120 -- pathlib is not imported yet
        yield folder


def _is_kept(folder: str) -> bool:
    """Whether what lies in a folder stays there: it is this user's or root's, and who else writes to it moves only their own."""
    there = os.lstat(folder)
    is_open = there.st_mode & stat.S_IWOTH and not there.st_mode & stat.S_ISVTX
    return there.st_uid in (0, os.geteuid()) and not is_open


def room() -> str | None:
    """Find the folder for what is found out at a start, and make it; None where there can be none."""
    folder = f"{of_user()}/waking"
    if not is_ours(folder):
        with suppress(OSError):
            os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103 -- pathlib is not imported yet
    return folder if is_ours(folder) else None


def path_of(folder: str, kind: str) -> str:
    """Name the file in which a start keeps what depends on Python alone."""
    return f"{folder}/{kind}-{crc32(sys.version.encode()):08x}"


def read(path: str) -> dict[Any, Any]:  # Any: whatever was marshalled
    """Read what `write_dict` wrote; nothing when there is none, half of it, or that of another Python."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        with open(path, "rb") as opened:  # noqa: PTH123 -- pathlib is not imported yet
            version, known = marshal.load(opened)  # noqa: S302 -- in a folder of our own
        if version == sys.version:
            return dict(known)
    return {}


def write_dict(path: str, known: dict[Any, Any]) -> None:  # Any: as above
    """Write what `read` is to read."""
    write(path, marshal.dumps((sys.version, known)))


def write(path: str, content: bytes) -> None:
    """Write a file that is there as a whole or not at all, and drop old ones; where it cannot be written, nothing is kept."""
    folder, _, name = path.rpartition("/")
    new = f"{folder}/.{name}.{os.getpid()}"
    try:
        with open(new, "wb", opener=partial(os.open, mode=0o600)) as opened:
            opened.write(content)
        os.replace(new, path)  # noqa: PTH105
        there = sorted((one.path for one in os.scandir(folder)), key=os.path.getmtime, reverse=True)
        for old in there[MOST_FILES:]:
            os.unlink(old)  # noqa: PTH108
    except OSError:
        with suppress(OSError):
            os.unlink(new)  # noqa: PTH108
