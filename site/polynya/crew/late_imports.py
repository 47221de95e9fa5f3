"""Lets modules that others import, but that a freeze hardly ever uses, be read when they are used (build wing)."""

import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

SELDOM = ("importlib.metadata", "PIL.ExifTags")
"""Flask looks for plugins of its own command line, Pillow names what cameras write: 6 and 12 ms."""


class _LateFinder:
    def __init__(self, names: Collection[str]) -> None:
        self.names = names

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module as ever; its loader waits until something in it is asked for."""
        spec = PathFinder.find_spec(fullname, path) if fullname in self.names else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


@contextmanager
def imported_late(names: Collection[str] = SELDOM) -> Iterator[None]:
    """Let modules be read when they are first used, if they are imported within. For a process that has one thread.

    https://docs.python.org/3/library/importlib.html#importlib.util.LazyLoader
    """
    finder = _LateFinder(names)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
