"""Makes an automaton of a regular expression: a state for each sign in it, and which may follow which (build wing).

It says in how many ways `re` may try to fit a text, not what a group holds: where one way is never tried in another, as
behind a possessive repeat, and where a group is named again, it takes more ways than there are.
Glushkov, The abstract theory of automata, https://doi.org/10.1070/RM1961v016n05ABEH004112
"""

import re
from collections import Counter
from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]  # what re.compile reads with; there is no public way to a pattern's parts
from typing import Any

from polynya_live.values import dataclass, field

from .letters import Sign, sign_of

Parts = Any  # what _parser gives: pairs of an operation and its operand, nested
MOST_LINKS = 60_000
"""Between states; a pattern of more is too large."""
ENOUGH = 60
"""Turns of two ways each are more than anybody waits for."""
START = 0


class TooLarge(Exception):
    """A pattern has more states and links between them than are looked at."""


@dataclass(frozen=True, slots=True)
class Precision:
    """copies: how many are made of what is repeated; more count as without an end. states: from then on nothing is copied."""

    copies: int
    states: int


@dataclass(slots=True)
class Automaton:
    """signs: those that lead into each state; follow: the states behind each, and in how many ways; ends: the ways out."""

    signs: list[frozenset[Sign]] = field(default_factory=lambda: [frozenset()])
    follow: list[Counter[int]] = field(default_factory=lambda: [Counter()])
    ends: Counter[int] = field(default_factory=Counter)
    links: int = 0

    def state(self, signs: frozenset[Sign]) -> "_Piece":
        """Add a state."""
        self.signs.append(signs)
        self.follow.append(Counter())
        at = Counter([len(self.signs) - 1])
        return _Piece(at, at, 0)

    def link(self, ends: Counter[int], starts: Counter[int]) -> None:
        """Let states follow others. Raises TooLarge."""
        self.links += len(ends) * len(starts) + 1
        if self.links > MOST_LINKS:
            raise TooLarge
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


def automaton_of(pattern: str, precision: Precision) -> Automaton:
    """Make the automaton of a pattern. Raises re.error, TooLarge."""
    found = Automaton()
    parsed = _parser.parse(pattern)
    try:
        whole = _Maker(found, precision, parsed.state.flags).row(parsed)
    except RecursionError:
        raise TooLarge from None
    found.link(Counter([START]), whole.first)
    found.ends = whole.last + Counter({START: whole.empty})
    return found


class _Maker:
    def __init__(self, found: Automaton, precision: Precision, flags: int) -> None:
        self._found, self._precision, self._flags = found, precision, flags
        self._groups: dict[int, Parts] = {}

    def row(self, parts: Parts) -> _Piece:
        """Put parts one after the other."""
        whole = NOTHING
        for operation, operand in parts:
            whole = self._then(whole, self._part(str(operation), operand))
        return whole

    def _then(self, one: _Piece, other: _Piece) -> _Piece:
        self._found.link(one.last, other.first)
        first, last = one.first + _times(other.first, one.empty), other.last + _times(one.last, other.empty)
        return _Piece(first, last, one.empty * other.empty)

    def _part(self, name: str, operand: Parts) -> _Piece:
        match name:
            case "MAX_REPEAT" | "MIN_REPEAT":
                piece = self._repeat(*operand)
            case "POSSESSIVE_REPEAT":
                piece = self._once(self._repeat, *operand)
            case "ATOMIC_GROUP":
                piece = self._once(self.row, operand)
            case "SUBPATTERN":
                piece = self._group(operand)
            case "BRANCH" | "GROUPREF_EXISTS":
                piece = _either(self.row(one or ()) for one in (operand[1] if name == "BRANCH" else operand[1:]))
            case "GROUPREF":
                piece = self.row(self._groups[operand])
            case "ASSERT" | "ASSERT_NOT":
                piece = self._look(*operand)
            case "AT" | "FAILURE":
                piece = NOTHING
            case _:
                piece = self._found.state(frozenset([sign_of(name, operand, self._flags)]))
        return piece

    def _group(self, operand: Parts) -> _Piece:
        number, added, removed, parts = operand
        before = self._flags
        kept = before & ~re.ASCII if added & (re.ASCII | re.UNICODE) else before
        self._flags = (kept | added) & ~removed
        piece = self.row(parts)
        self._flags = before
        if number is not None:
            self._groups[number] = parts
        return piece

    def _look(self, direction: int, parts: Parts) -> _Piece:
        """Take what is looked for, ahead or behind, for ways that lead nowhere."""
        first = self.row(parts).first
        if direction < 0:  # whatever comes next, so many letters more may be looked at
            first = first + _times(self._found.state(frozenset()).first, parts.getwidth()[1])
        return _Piece(first, Counter(), 1)

    def _repeat(self, least: int, most: Any, body: Parts) -> _Piece:  # Any: a number, or _parser's word for no end
        copies = self._precision.copies if len(self._found.signs) < self._precision.states else 1
        whole = piece = NOTHING
        for _ in range(min(least, copies)):
            piece = self.row(body)
            whole = self._then(whole, piece)
        if most is not _parser.MAXREPEAT and most <= copies:
            return self._then(whole, self._optional(most - least, body))
        if not least or piece.empty:
            return self._then(whole, self._endless(body, still=max(0, least - copies)))
        self._found.link(piece.last, piece.first)
        return whole

    def _optional(self, copies: int, body: Parts) -> _Piece:
        """Let a part follow up to so many times. A turn that takes no letter is the last."""
        rest = NOTHING
        for _ in range(copies):
            piece = self.row(body)
            self._found.link(piece.last, rest.first)
            rest = _Piece(piece.first, rest.last + _times(piece.last, rest.empty), 1 + piece.empty)
        return rest

    def _endless(self, body: Parts, *, still: int) -> _Piece:
        """Let a part follow for ever. still: how many turns have to come, none of which is the last when it takes no letter."""
        piece = self.row(body)
        none = piece.empty ** min(
            still, ENOUGH
        )  # ways of turns without a letter: before, between and behind those with one
        first = _times(piece.first, 1 + still * none if still else 1)
        self._found.link(piece.last, first)
        return _Piece(first, _times(piece.last, none + piece.empty), none + piece.empty)

    def _once(self, make: Any, *operand: Parts) -> _Piece:  # Any: row or _repeat
        """Take what is never tried in another way for one sign, beside the ways in it, which lead nowhere."""
        before = len(self._found.signs)
        inner = make(*operand)
        all_signs = frozenset[Sign]().union(*self._found.signs[before:])
        once = self._found.state(all_signs)
        return _Piece(inner.first + once.first, once.last, min(1, inner.empty))


def _either(pieces: Iterable[_Piece]) -> _Piece:
    first, last, empty = Counter[int](), Counter[int](), 0
    for piece in pieces:
        first, last, empty = first + piece.first, last + piece.last, empty + piece.empty
    return _Piece(first, last, empty)


def _times(states: Counter[int], ways: int) -> Counter[int]:
    if ways == 1:
        return states
    return Counter({state: count * ways for state, count in states.items()}) if ways else Counter()
