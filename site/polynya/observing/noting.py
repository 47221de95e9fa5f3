"""The open notebook: what is read now is noted for the output that is being drawn (build wing)."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager

Key = tuple[Hashable, ...]
"""Names something that can be read: its kind, then where it is; see `observing.truth`."""

ALWAYS: Key = ("always",)
"""Noted by an output that read what cannot be compared later: it is drawn again each time."""

_open: list[dict[Key, None]] = []


def note(key: Key) -> None:
    """Note that something is read, when an output is being drawn."""
    if _open:
        _open[-1][key] = None


@contextmanager
def notebook() -> Iterator[dict[Key, None]]:
    """Collect what is noted meanwhile, each once, in order; whoever collects around this is told as well."""
    keys: dict[Key, None] = {}
    _open.append(keys)
    try:
        yield keys
    finally:
        _open.pop()
        if _open:
            _open[-1].update(keys)
