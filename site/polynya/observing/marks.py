"""Marks of files, from what the system says of them: equal marks, equal content, without reading any (build wing)."""

import marshal
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

import click

from polynya_live.values import NamedTuple

from ..places import Places, htmx_script, store_address

try:
    from _blake2 import blake2b  # as hashlib has it, which brings OpenSSL along
except ImportError:  # a Python without hashes of its own
    from hashlib import blake2b

SQLITE = "sqlite:///"
_POLYNYA = Path(__file__).resolve().parents[1]
_OURS = (_POLYNYA, _POLYNYA.parents[1] / "functions/polynya_live", _POLYNYA.parent / "polynya_live")
_PACKAGES = Path(click.__file__).parents[1]
"""Where click was installed to, and so all else; `sysconfig` knows as well, but reads a thousand other facts first."""
_FROM_OPENED = os.scandir in os.supports_fd
"""Whether files can be looked up from a folder that is open, which needs no walk to it for each."""
_NOT_OURS = ("__pycache__", "node_modules", ".git")
_GIT = ("HEAD", "logs/HEAD", "packed-refs")


class Seen(NamedTuple):
    """What the system says of all that a freeze reads. digest: of everything; around: of all but the files that are in `files`.

    files: marks by path; a folder's is empty. All are empty when that cannot be told from files, because of a store elsewhere.
    """

    digest: str = ""
    around: str = ""
    files: Mapping[str, tuple[object, ...]] = {}

    def mark(self, path: str) -> tuple[int, ...]:
        """Give the mark of a plain file as reading has it, () when it was not seen."""
        found = self.files.get(path, ())
        return found[:3] if found and S_ISREG(found[-1]) else ()  # type: ignore[arg-type, return-value]  # numbers, of a file


def look(places: Places) -> Seen:
    """Mark everything that a freeze reads."""
    address = store_address(places.root)
    if not address.startswith(SQLITE):
        return Seen()
    folders = (places.content, *places.templates, *places.static, places.root / "static", places.functions)
    files: dict[str, tuple[object, ...]] = {}
    for folder in dict.fromkeys(folders):
        _mark_below(folder, files)
    database = address.removeprefix(SQLITE)
    single = [htmx_script(), database, f"{database}-wal", *_git_files(places.root)]
    marks = [_mark(str(file)) for file in single]
    around = repr((code_marks(), address, marks))
    return Seen(_digest(around, marshal.dumps(files, 2)), _digest(around), files)  # 2: the same bytes for what is equal


def _digest(text: str, more: bytes = b"") -> str:
    return blake2b(text.encode("utf-8", "surrogateescape") + more, digest_size=16).hexdigest()


@cache  # it is what was found at first that runs
def code_marks() -> Sequence[object]:
    """Mark the code that runs here: Python, the packages that are installed, and our own files."""
    installed = os.stat(_PACKAGES).st_mtime_ns  # noqa: PTH116
    return (sys.version, installed, *(one for folder in _OURS for one in python_files(folder)))


def python_files(folder: Path) -> Iterator[tuple[object, ...]]:
    """Mark each file of Python code below a folder, and what lies beside it."""
    return (mark for mark in files_below(folder) if not str(mark[0]).endswith(".pyc"))


def files_below(folder: Path | str) -> Iterator[tuple[object, ...]]:
    """Mark each file below a folder: path, time, size, number; of a link, what it leads to counts as well."""
    found: dict[str, tuple[object, ...]] = {}
    _mark_below(folder, found)
    return ((path, *mark) for path, mark in found.items())


def _mark_below(folder: Path | str, found: dict[str, tuple[object, ...]]) -> None:
    """Mark them by path; a folder's mark is empty."""
    try:
        opened = os.open(folder, os.O_RDONLY) if _FROM_OPENED else None
    except OSError:
        return
    try:
        _mark_in(folder, opened, found)
    finally:
        if opened is not None:
            os.close(opened)


def _mark_in(folder: Path | str, opened: int | None, found: dict[str, tuple[object, ...]]) -> None:
    try:
        with os.scandir(folder if opened is None else opened) as entries:
            each = sorted(entries, key=attrgetter("name"))
    except OSError:
        return
    for entry in each:
        own = entry.stat(follow_symlinks=False)
        path, mode = f"{folder}/{entry.name}", own.st_mode
        if S_ISDIR(mode):
            if entry.name not in _NOT_OURS:
                found[path] = ()
                _mark_below(path, found)
            continue
        found[path] = own.st_mtime_ns, own.st_size, own.st_ino, mode
        if S_ISLNK(mode):
            found[f"{path}@"] = (_mark(path),)


def _mark(file: str) -> tuple[int, ...]:
    try:
        found = os.stat(file)  # noqa: PTH116
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_size, found.st_ino


def _git_files(root: Path) -> list[Path]:
    """List what changes in a repository with each commit; dates of pages come from there."""
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)
    return [top / ".git" / name for name in _GIT] if top else []
