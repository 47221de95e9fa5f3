"""Keeps what was compiled of templates, for all sites of a user: the kit's are the same in each (build wing).

It is code, so it lies in a folder that nobody else may write, as Python's own caches do; else in the site's.
"""

import os
import shutil
from contextlib import suppress
from functools import cache
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from ...waking.room import is_ours, of_user
from ..digests import digest_of
from ..marks import code_marks

KEPT = "build/cache/templates"
"""In a site, where the user has no folder for such things."""
OF_USER = "templates"
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
    return next((folder for folder in _rooms(root) if is_ours(str(folder))), None)


def make_room(root: Path) -> None:
    """Make room for compiled templates, and drop what other code compiled, and too much."""
    for folder in _rooms(root):
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.utime(folder)
        except OSError:
            continue
        if is_ours(str(folder)):
            _tidy(folder)
            return


def _rooms(root: Path) -> tuple[Path, Path]:
    return Path(of_user()) / OF_USER / _key(), root / KEPT / _key()


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
