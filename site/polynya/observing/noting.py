"""The open notebook: what is read now is noted for the output that is being drawn (build wing)."""

from collections.abc import Hashable

Key = tuple[Hashable, ...]
"""Names something that can be read: its kind, then where it is; see `observing.truth`."""

ALWAYS: Key = ("always",)
"""Noted by an output that read what cannot be compared later: it is drawn again each time."""

_open: list[dict[Key, None]] = []


def note(key: Key) -> None:
    """Note that something is read, when an output is being drawn."""
    if _open:
        _open[-1][key] = None


def note_all(keys: dict[Key, None]) -> None:
    """Note all that was read when something was made that is now used again."""
    if _open:
        _open[-1].update(keys)


class notebook:  # noqa: N801 -- used like a function, in a `with`, twice for each page
    """Collect what is noted meanwhile, each once, in order; whoever collects around this is told as well.

    keys: what was collected before, to go on with.
    """

    def __init__(self, keys: dict[Key, None] | None = None) -> None:
        self._keys: dict[Key, None] = {} if keys is None else keys

    def __enter__(self) -> dict[Key, None]:
        _open.append(self._keys)
        return self._keys

    def __exit__(self, *error: object) -> None:
        _open.pop()
        if _open:
            _open[-1].update(self._keys)
