"""Finds the pictures that lie in a folder of the content, for a gallery (build wing)."""

import re
from collections.abc import Mapping
from posixpath import basename, dirname, join, normpath, splitext

from ...reading.slugs import humanise
from .sizes import SUFFIXES

SHOWN = (*SUFFIXES, ".avif", ".gif", ".svg")


def pictures_in(beside: Mapping[str, str], path: str, folder: str = "") -> list[tuple[str, str]]:
    """List the pictures beside the source at `path`, or in `folder` from there: the address of each, and words of its name.

    beside: addresses by path. In order of their names, a 2 before a 10.
    """
    wanted = normpath(join(dirname(path), folder))
    files = [file for file in beside if dirname(file) == wanted and file.lower().endswith(SHOWN)]
    return [(beside[file], humanise(splitext(basename(file))[0])) for file in sorted(files, key=_by_number)]


def _by_number(file: str) -> list[str]:
    return [part.rjust(20, "0") if part.isdecimal() else part for part in re.split(r"(\d+)", file.casefold())]
