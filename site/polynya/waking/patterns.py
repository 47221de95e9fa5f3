"""Keeps what regular expressions are compiled to, which takes 40 ms of each freeze otherwise (build wing).

What an expression is compiled to depends on it, its flags and Python alone. Written after `compile` of
https://github.com/python/cpython/blob/3.13/Lib/re/_compiler.py
"""

import re
from collections.abc import Callable
from contextlib import suppress
from re import _compiler, _parser  # type: ignore[attr-defined]
from struct import pack
from typing import Any

from .room import path_of, read, write_dict

MOST = 800
"""Expressions, for all of them are read at each start; when there are more, those of the last freeze are kept."""
UNKEPT = int(re.DEBUG | re.LOCALE)

_Key = tuple[str | bytes, int]
_Compiled = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""All flags, the code (32 bits each), how many groups, their numbers by name, their names by number."""


class Patterns:
    """What expressions are compiled to. new: those that were compiled at this start."""

    def __init__(self, folder: str) -> None:
        self._path = path_of(folder, "patterns")
        self._known: dict[_Key, _Compiled] = read(self._path)
        self._plainly: Callable[..., Any] = _compiler.compile
        self.new: dict[_Key, None] = {}

    def use(self) -> None:
        """Let `re` compile here."""
        _compiler.compile = self.compile

    def compile(self, pattern: Any, flags: int = 0) -> Any:  # Any: also what `re` parsed before
        """Compile an expression, or take what it was compiled to. Raises re.error."""
        if type(pattern) not in (str, bytes) or flags & UNKEPT:
            return self._plainly(pattern, flags)
        known = self._known.get((pattern, flags))
        if known:
            every, code, *more = known
            with suppress(ValueError, TypeError, RuntimeError):
                return _compiler._sre.compile(pattern, every, memoryview(code).cast("I").tolist(), *more)
        found = self._plainly(pattern, flags)
        if len(self.new) < MOST:  # or they grow for ever in a process that stays
            self.new[pattern, int(flags)] = None  # which Python 3.13 gives as a number of its own kind
        return found

    def keep(self) -> None:
        """Write down what was compiled at this start."""
        if self.new:
            known, new = read(self._path), {key: _compiled(*key) for key in self.new}
            self.new.clear()
            most = {**known, **new} if len(known) + len(new) <= MOST else new
            write_dict(self._path, most)


def _compiled(pattern: str | bytes, flags: int) -> _Compiled:
    """Compile an expression once more, and say to what."""
    parsed = _parser.parse(pattern, flags)
    code, numbers = _compiler._code(parsed, flags), parsed.state.groupdict
    names = {number: name for name, number in numbers.items()}
    groups = parsed.state.groups
    return (
        flags | parsed.state.flags,
        pack(f"{len(code)}I", *code),
        groups - 1,
        numbers,
        tuple(map(names.get, range(groups))),
    )
