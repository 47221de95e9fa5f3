"""Makes an automaton of a regular expression: a state for each sign in it, and which may follow which (build wing).

It says in which ways a text can fit, not what a group holds: of what looks around and of what is named again it takes the most.
Glushkov, The abstract theory of automata, https://doi.org/10.1070/RM1961v016n05ABEH004112
"""

import re
from collections import Counter
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]  # what re.compile reads with; there is no public way to a pattern's parts
from typing import Any

from polynya_live.values import dataclass, field

Parts = Any  # what _parser gives: pairs of an operation and its operand, nested
COPIES = 9
"""Of what is repeated at most so many times, so many copies are made; more count as without an end."""
MOST_STATES = 200
"""From then on nothing more is copied."""
LETTERS = "".join(map(chr, range(256))) + "Ωж\u0660中\u2028\u3000🙂"
ANY = frozenset(LETTERS)
_CATEGORIES = {
    "CATEGORY_DIGIT": r"\d", "CATEGORY_NOT_DIGIT": r"\D", "CATEGORY_SPACE": r"\s", "CATEGORY_NOT_SPACE": r"\S",
    "CATEGORY_WORD": r"\w", "CATEGORY_NOT_WORD": r"\W",
}  # fmt: skip


@dataclass(slots=True)
class Automaton:
    """signs: the letters that lead into each state; follow: the states behind each, and in how many ways."""

    signs: list[frozenset[str]] = field(default_factory=list)
    follow: list[Counter[int]] = field(default_factory=list)

    def state(self, letters: frozenset[str]) -> "_Piece":
        """Add a state."""
        self.signs.append(letters)
        self.follow.append(Counter())
        at = Counter([len(self.signs) - 1])
        return _Piece(at, at, 0)

    def link(self, ends: Counter[int], starts: Counter[int]) -> None:
        """Let states follow others."""
        for end, ways in ends.items():
            for start, more in starts.items():
                self.follow[end][start] += ways * more


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of the automaton. first, last: its states at the start and the end; empty: the ways in which it takes no letter."""

    first: Counter[int]
    last: Counter[int]
    empty: int


NOTHING = _Piece(Counter(), Counter(), 1)


def automaton_of(pattern: str) -> Automaton:
    """Make the automaton of a pattern. Raises re.error."""
    found = Automaton()
    parsed = _parser.parse(pattern)
    _Maker(found, ignoring_case=bool(parsed.state.flags & re.IGNORECASE)).row(parsed)
    return found


class _Maker:
    def __init__(self, found: Automaton, *, ignoring_case: bool) -> None:
        self._found, self._ignoring_case = found, ignoring_case

    def row(self, parts: Parts) -> _Piece:
        """Put parts one after the other."""
        whole = NOTHING
        for operation, operand in parts:
            piece = self._part(str(operation), operand)
            self._found.link(whole.last, piece.first)
            first = whole.first + _times(piece.first, whole.empty)
            last = piece.last + _times(whole.last, piece.empty)
            whole = _Piece(first, last, whole.empty * piece.empty)
        return whole

    def _part(self, name: str, operand: Parts) -> _Piece:
        if name in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(*operand)
        if name in ("POSSESSIVE_REPEAT", "ATOMIC_GROUP"):
            return self._once(operand[2] if name == "POSSESSIVE_REPEAT" else operand)
        if name == "SUBPATTERN":
            return self._group(operand)
        if name in ("BRANCH", "GROUPREF_EXISTS"):
            ways = operand[1] if name == "BRANCH" else operand[1:]
            return _either(self.row(one or ()) for one in ways)
        if name == "GROUPREF":
            return self._endless(self._found.state(ANY))
        if name in ("ASSERT", "ASSERT_NOT"):
            self.row(operand[1])  # a loop in there is searched like any other
        return NOTHING if name in ("ASSERT", "ASSERT_NOT", "AT") else self._found.state(self._letters(name, operand))

    def _group(self, operand: Parts) -> _Piece:
        _, added, removed, parts = operand
        before = self._ignoring_case
        self._ignoring_case = bool(added & re.IGNORECASE) or (before and not removed & re.IGNORECASE)
        piece = self.row(parts)
        self._ignoring_case = before
        return piece

    def _repeat(self, least: int, most: Any, body: Parts) -> _Piece:  # Any: a number, or _parser's word for no end
        is_full = len(self._found.signs) > MOST_STATES
        endless = most is _parser.MAXREPEAT or most > COPIES or is_full
        copies = 1 if is_full else max(1, min(least, COPIES)) if endless else most
        whole = NOTHING
        for at in range(copies):
            piece = self.row(body)
            if endless and at == copies - 1:
                piece = self._endless(piece, optional=not least)
            elif at >= least:
                piece = _Piece(piece.first, piece.last, 1)
            self._found.link(whole.last, piece.first)
            first = whole.first + _times(piece.first, whole.empty)
            whole = _Piece(first, piece.last + _times(whole.last, piece.empty), min(1, whole.empty * piece.empty))
        return whole

    def _endless(self, piece: _Piece, *, optional: bool = True) -> _Piece:
        self._found.link(piece.last, piece.first)
        return _Piece(piece.first, piece.last, 1 if optional else min(1, piece.empty))

    def _once(self, body: Parts) -> _Piece:
        """Take what is never tried in another way for one sign."""
        inner = Automaton()
        _Maker(inner, ignoring_case=self._ignoring_case).row(body)
        return self._found.state(frozenset[str]().union(*inner.signs))

    def _letters(self, name: str, operand: Parts) -> frozenset[str]:
        match name:
            case "LITERAL":
                return self._cases({chr(operand)})
            case "NOT_LITERAL":
                return ANY - self._cases({chr(operand)})
            case "RANGE":
                return self._cases(letter for letter in LETTERS if operand[0] <= ord(letter) <= operand[1])
            case "CATEGORY":
                return frozenset(re.findall(_CATEGORIES[str(operand)], LETTERS))
            case "IN":
                negated = str(operand[0][0]) == "NEGATE"
                each = [self._letters(str(one), what) for one, what in operand[negated:]]
                letters = frozenset[str]().union(*each)
                return ANY - letters if negated else letters
        return ANY

    def _cases(self, letters: Iterable[str]) -> frozenset[str]:
        found = frozenset(letters)
        return found | {letter.swapcase() for letter in found} if self._ignoring_case else found


def _either(pieces: Iterable[_Piece]) -> _Piece:
    first, last, empty = Counter[int](), Counter[int](), 0
    for piece in pieces:
        first, last, empty = first + piece.first, last + piece.last, empty + piece.empty
    return _Piece(first, last, min(1, empty))


def _times(states: Counter[int], ways: int) -> Counter[int]:
    return Counter({state: count * ways for state, count in states.items()}) if ways else Counter()
