"""What is wrong in a Markdown text, told by line and column of that text (build wing)."""

from collections.abc import Callable

from polynya_live.values import dataclass


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
    if at < 0:
        return 0, 0, ""
    begin = body.rfind("\n", 0, at) + 1
    return body.count("\n", 0, at) + 1, at - begin + 1, body[begin:].split("\n", 1)[0]
