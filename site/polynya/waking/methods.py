"""Keeps what the methods of values are compiled to, which takes 3 ms of each freeze otherwise (build wing).

What a source is compiled to depends on it and Python alone.
"""

from types import CodeType

from .room import path_of, read, write_dict

MOST = 400
"""Methods; when there are more, those that the last freeze compiled are kept."""


class Methods:
    """What methods are compiled to."""

    def __init__(self, folder: str) -> None:
        self._path = path_of(folder, "methods")
        self._known: dict[str, CodeType] = read(self._path)
        self._codes: dict[str, CodeType] = {}

    def use(self) -> None:
        """Let the values of both wings take what is known."""
        from polynya_live.values.making import codes  # noqa: PLC0415 -- itself one of the modules that are kept

        self._codes = codes
        codes.update(self._known)

    def keep(self) -> None:
        """Write down what was compiled at this start."""
        new = {source: code for source, code in self._codes.items() if source not in self._known}
        if new:
            known = read(self._path) | new
            self._known = known if len(known) <= MOST else new
            write_dict(self._path, self._known)
