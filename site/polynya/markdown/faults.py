"""What is wrong in a Markdown text, told by line and column of that text (build wing)."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

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


def likeliest(body: str, starts: Sequence[int]) -> int:
    """Choose of several spots the one that most likely becomes a tag: in raw HTML or a link, else outside code; -1 for none."""
    if len(starts) < 2:
        return starts[0] if starts else -1
    pointing, code = _covered(body)
    good = next((at for at in starts if pointing[at]), None)
    return next((at for at in starts if not code[at]), starts[0]) if good is None else good


@lru_cache(maxsize=8)
def _covered(body: str) -> tuple[bytearray, bytearray]:
    from .engine import spans_in  # noqa: PLC0415 -- which tells faults

    spans = spans_in(body)
    return covered(body, spans.html + spans.links), covered(body, spans.code + spans.blocks)


def covered(body: str, spans: Iterable[tuple[int, int]]) -> bytearray:
    """Say of each character of a text, and of its end, whether it is within one of some spans."""
    found = bytearray(len(body) + 1)
    for start, end in spans:
        found[start:end] = b"\1" * (end - start)
    return found


def place_in(body: str, wanted: str, start: int = 0) -> tuple[int, int, str]:
    """Find `wanted` at or after `start`: line, column and the line itself; (0, 0, "") when it is not there."""
    at = body.find(wanted, start)
    return place_at(body, at) if at >= 0 else (0, 0, "")
