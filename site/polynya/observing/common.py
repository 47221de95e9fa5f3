"""What every output depends on and no key names: code, Python, and the facts in the frame of each page (build wing)."""

import os
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import polynya_live

from ..pages.sheet import Sheet
from ..places import Places
from .digests import digest_of

_OURS = (Path(__file__).resolve().parents[1], Path(polynya_live.__file__).resolve().parent)
_NOT_CODE = ("__pycache__", "kit")


def common_of(sheet: Sheet) -> bytes:
    """Digest it for one site."""
    facts = replace(sheet.contract.site, assets={})
    settings = sorted((name, value) for name, value in os.environ.items() if name.startswith("POLYNYA_"))
    functions = Places(sheet.site.root).functions
    return digest_of((facts, sheet.site.settings, settings, code_marks(), list(python_files(functions))))


def code_marks() -> list[object]:
    """Mark the code that runs here: Python, the packages that are installed, and our own files."""
    installed = os.stat(sysconfig.get_paths()["purelib"]).st_mtime_ns  # noqa: PTH116
    return [sys.version, installed, *(one for folder in _OURS for one in python_files(folder))]


def python_files(folder: Path | str) -> Iterator[tuple[str, int, int]]:
    """Mark each file of Python code below a folder: its path, when it was written, its size."""
    if not os.path.isdir(folder):  # noqa: PTH112
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda one: one.name):
            if entry.name in _NOT_CODE:
                continue
            if entry.is_dir():
                yield from python_files(entry.path)
            elif entry.is_file():
                found = entry.stat()
                yield entry.path, found.st_mtime_ns, found.st_size
