"""What is wrong in a Markdown text, told by line and column of that text (build wing)."""

from collections.abc import Callable

from polynya_live.values import dataclass

from ..problems import place_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One mistake in a Markdown text. line, column: from 1; 0 when it was not found in the text. source: its line.

    warns: the page can be frozen all the same.
    """

    rule: str
    fact: str
    hint: str
    line: int = 0
    column: int = 0
    source: str = ""
    warns: bool = False


Tell = Callable[[Fault], None]


def ignore(_fault: Fault) -> None:
    """Tell nobody, for texts that were drawn before."""


def place_in(body: str, wanted: str, start: int = 0) -> tuple[int, int, str]:
    """Find `wanted` at or after `start`: line, column and the line itself; (0, 0, "") when it is not there."""
    at = body.find(wanted, start)
    return place_at(body, at) if at >= 0 else (0, 0, "")
