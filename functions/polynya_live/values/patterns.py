"""Patterns that are compiled when they are first used: most pages have nothing that most patterns find (shared)."""

import re
from typing import Any, cast


class _Late:
    """A pattern as it is written; once something of it is asked for, that is kept as its own."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:  # Any: whatever a pattern has
        found = getattr(re.compile(*self._given), name)
        self.__dict__[name] = found
        return found


def late(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Make what has the methods of a pattern. For those a usual page does without; `re.sub` and its like take none."""
    return cast(re.Pattern[str], _Late(pattern, flags))
