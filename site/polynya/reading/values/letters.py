"""Says which letters the signs of a regular expression take, by asking `re` itself about some of each kind (build wing)."""

import re
from collections.abc import Iterable, Iterator
from re import _constants  # type: ignore[attr-defined]  # the names of a pattern's parts; there is no public way to them
from typing import Any

Operand = Any  # what re's own parser gives: a number, a pair of them, or pairs of an operation and its operand
Sign = tuple[str, int]
"""A class of letters as a pattern of one letter, and the flags that it is read with."""
LETTERS = "".join(map(chr, range(256))) + "Ωж\u0660中\u2028\u3000🙂"
FLAGS = int(re.IGNORECASE | re.ASCII | re.DOTALL)
NEARBY = 256
"""How much of a range is looked through for a letter of each kind."""
_KINDS = (r"\d", r"\s", r"[^\W\d]", r"[^\w\s]")
_CATEGORIES = {
    _constants.CATEGORY_DIGIT: r"\d", _constants.CATEGORY_NOT_DIGIT: r"\D", _constants.CATEGORY_SPACE: r"\s",
    _constants.CATEGORY_NOT_SPACE: r"\S", _constants.CATEGORY_WORD: r"\w", _constants.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip


def sign_of(name: str, operand: Operand, flags: int) -> Sign:
    """Write a part of a parsed pattern that takes one letter as a pattern again."""
    if name == "ANY":
        return ".", flags & FLAGS
    parts = operand if name == "IN" else [(name, operand)]
    return "[" + "".join(_written(str(one), what) for one, what in parts) + "]", flags & FLAGS


def _written(name: str, operand: Operand) -> str:
    match name:
        case "NEGATE":
            return "^"
        case "NOT_LITERAL":
            return "^" + _point(operand)
        case "RANGE":
            return f"{_point(operand[0])}-{_point(operand[1])}"
        case "CATEGORY":
            return _CATEGORIES[operand]
    return _point(operand)


def _point(code: int) -> str:
    return f"\\U{code:08x}"


def letters_in(signs: Iterable[Sign]) -> str:
    """List letters by which these signs can be told apart: where their ranges start and end, and some of each kind."""
    found = set(LETTERS)
    for text, _ in set(signs):
        for low, high in _ranges(text):
            found.update(_around(low, high))
    return "".join(sorted(found))


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    for low, high in re.findall(r"\\U(.{8})(?:-\\U(.{8}))?", text):
        yield int(low, 16), int(high or low, 16)


def _around(low: int, high: int) -> Iterator[str]:
    yield from map(chr, {low, high, max(0, low - 1), min(0x10FFFF, high + 1)})
    yield from (other for code in (low, high) for other in (chr(code).lower() + chr(code).upper()))
    there = "".join(map(chr, range(low, min(high, low + NEARBY) + 1)))
    yield from (found[0] for kind in _KINDS if (found := re.search(kind, there)))


def taken(sign: Sign, letters: str) -> frozenset[str]:
    """Pick those of some letters that a sign takes."""
    return frozenset(re.findall(sign[0], letters, sign[1]))
