"""Keeps what was compiled of templates, for all sites of a user: the kit's are the same in each (build wing).

It is code, so it lies in a folder that nobody else may write, as Python's own caches do; else in the site's.
"""

import os
import shutil
import stat
from contextlib import suppress
from functools import cache
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ..digests import digest_of
from ..marks import code_marks

KEPT = "build/cache/templates"
"""In a site, where the user has no folder for such things."""
OF_USER = "polynya/templates"
MOST_FILES = 2_000
MOST_VERSIONS = 4
"""Folders, one for each version of the code; they are older the longer nothing was frozen with it."""


class KeptTemplates(FileSystemBytecodeCache):
    """Compiled templates as files; where none can be written, nothing is kept."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep one."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled(root: Path, *, quick: bool) -> KeptTemplates | None:
    """Open the compiled templates, those of this very code; None when there is no room made for them.

    quick: those of a `QuickEnvironment`.
    """
    folder = room(root)
    return KeptTemplates(str(folder), "quick-%s" if quick else "%s") if folder else None


def room(root: Path) -> Path | None:
    """Find the folder for what this very code compiled of templates; None when it was not made."""
    return next((folder for folder in _rooms(root) if _is_ours(folder)), None)


def make_room(root: Path) -> None:
    """Make room for compiled templates, and drop what other code compiled, and too much."""
    for folder in _rooms(root):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.utime(folder)
        except OSError:
            continue
        if _is_ours(folder):
            _tidy(folder)
            return


def _rooms(root: Path) -> tuple[Path, Path]:
    return _of_user() / _key(), root / KEPT / _key()


def _of_user() -> Path:
    """Find the folder of a user's caches, as the XDG Base Directory Specification has it."""
    own = os.environ.get("XDG_CACHE_HOME", "")
    return Path(own if own.startswith("/") else os.path.expanduser("~/.cache")) / OF_USER  # noqa: PTH111 -- never raises


def _is_ours(folder: Path) -> bool:
    """Whether a folder is there, and nobody but this user writes to it."""
    try:
        there = folder.lstat()
    except OSError:
        return False
    is_private = not there.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(there.st_mode) and there.st_uid == os.geteuid() and is_private and os.access(folder, os.W_OK)


def _tidy(folder: Path) -> None:
    with suppress(OSError):
        if len(os.listdir(folder)) > MOST_FILES:  # noqa: PTH208
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(mode=0o700)
        others = sorted(folder.parent.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in others[MOST_VERSIONS:]:
            shutil.rmtree(old, ignore_errors=True)


@cache
def _key() -> str:
    return digest_of([repr(one) for one in code_marks()]).hex()
