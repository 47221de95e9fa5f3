"""Writes the files that one freeze leaves for the next (build wing)."""

import gc
import os
import pickle
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ..crew.ours import written_here

FORM = b"Polynya keeps, 4\n"
"""What such a file starts with; to be counted on when what is kept takes another form."""


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(path)


def pickle_whole(path: Path, value: object) -> None:
    """Pickle a value into such a file, which is never in memory as a whole."""
    pickle_each(path, (value,))


def pickle_each(path: Path, values: Iterable[object]) -> None:
    """Pickle values into such a file, one after the other: each may be made when the one before is written and forgotten."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with new.open("wb") as opened:
        opened.write(FORM)
        for value in values:
            pickle.dump(value, opened, protocol=5)
            del value
    new.replace(path)


def unpickled(path: Path) -> Any:  # Any: whatever was pickled
    """Read what `pickle_whole` wrote. Raises FileNotFoundError, and anything else for half a file, or one of another form."""
    return next(unpickled_each(path))


def unpickled_each(path: Path) -> Iterator[Any]:  # Any: as above
    """Read what `pickle_each` wrote, each when it is asked for. Raises as `unpickled` does."""
    if not written_here(path.parents[1]):
        raise ValueError(f"{path.name} came along with the site: unpickling it could run anything")
    with path.open("rb") as opened:
        if opened.read(len(FORM)) != FORM:
            raise ValueError(f"{path.name} was written by another version")
        while opened.peek(1):
            with _uncollected():
                value = pickle.load(opened)  # noqa: S301 -- our own file, beside the releases
            yield value


@contextmanager
def _uncollected() -> Iterator[None]:
    was_enabled = gc.isenabled()
    gc.disable()  # or it looks again and again at what is all still needed
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
