"""Fits a pattern as `re` does, slowly, and counts how often a letter of the text is looked at."""

import re
import sys
from collections.abc import Callable
from re import _parser  # type: ignore[attr-defined]  # what re.compile reads with
from typing import Any

from polynya.reading.values.letters import sign_of

Parts = Any  # pairs of an operation and its operand, nested
Then = Callable[[int], bool]
PARTS = {"ASSERT": "assert_"}
POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[0-9,]+\})\+")
"""Python before 3.11.5 fits those wrongly, python/cpython#106052."""
SIMPLE = ("LITERAL", "NOT_LITERAL", "ANY", "IN")


class TooMany(Exception):
    """More letters were looked at than were allowed."""


def steps_of(pattern: str, text: str, *, most: int) -> int:
    """Count them while the whole text is tried. Raises TooMany."""
    parsed = _parser.parse(pattern)
    search = Search(text, parsed.state.flags, most)
    fits = search.row(list(parsed), 0, lambda at: at == len(text))
    if sys.version_info >= (3, 11, 5) or not POSSESSIVE_GROUP.search(pattern):
        assert fits == bool(re.fullmatch(pattern, text)), "it does what re does"
    return search.steps


class Search:
    """One text, the letters looked at so far and what the groups hold. Each method goes on with `then` wherever its part ends."""

    def __init__(self, text: str, flags: int, most: int) -> None:
        self.text, self.flags, self.most = text, flags, most
        self.steps = 0
        self.groups: dict[int, str] = {}

    def row(self, parts: list[Parts], at: int, then: Then) -> bool:
        """Fit parts one after the other."""
        if not parts:
            return then(at)
        (operation, operand), rest = parts[0], parts[1:]
        flags = self.flags

        def go_on(end: int) -> bool:
            inside, self.flags = self.flags, flags
            fits = self.row(rest, end, then)
            self.flags = inside
            return fits

        fits = self.part(str(operation), operand, at, go_on)
        self.flags = flags
        return fits

    def part(self, name: str, operand: Parts, at: int, then: Then) -> bool:
        """Fit one part."""
        if name in SIMPLE:
            return self.letter(name, operand, at, then)
        return bool(getattr(self, PARTS.get(name, name.lower()))(operand, at, then))

    def letter(self, name: str, operand: Parts, at: int, then: Then) -> bool:
        """Look at one letter."""
        self.look()
        written, flags = sign_of(name, operand, self.flags)
        return at < len(self.text) and bool(re.match(written, self.text[at], flags)) and then(at + 1)

    def look(self, letters: int = 1) -> None:
        """Count."""
        self.steps += letters
        if self.steps > self.most:
            raise TooMany

    def max_repeat(self, operand: Parts, at: int, then: Then) -> bool:
        """Go round as often as it fits."""
        return self.turn(operand, at, then, done=0, before=-1)

    def turn(self, operand: Parts, at: int, then: Then, *, done: int, before: int) -> bool:
        """Go round once more, unless the last turn took nothing."""
        least, most, body = operand

        def again(end: int) -> bool:
            return self.turn(operand, end, then, done=done + 1, before=at if done >= least else -1)

        if (done < least or (done < most and at != before)) and self.row(list(body), at, again):
            return True
        return done >= least and then(at)

    def min_repeat(self, operand: Parts, at: int, then: Then) -> bool:
        """Go round as seldom as it fits."""
        return self.lazy_turn(operand, at, then, done=0, before=-1)

    def lazy_turn(self, operand: Parts, at: int, then: Then, *, done: int, before: int) -> bool:
        """Go on first, and round once more if that does not fit."""
        least, most, body = operand

        def again(end: int) -> bool:
            return self.lazy_turn(operand, end, then, done=done + 1, before=at if done >= least else -1)

        if done >= least and then(at):
            return True
        return (done < least or (done < most and at != before)) and self.row(list(body), at, again)

    def possessive_repeat(self, operand: Parts, at: int, then: Then) -> bool:
        """Go round as often as it fits, each time in one way only."""
        least, most, body = operand
        for done in range(min(most, least + len(self.text) + 1)):
            ends: list[int] = []
            if not self.atomic_group(body, at, lambda end, ends=ends: not ends.append(end)):  # type: ignore[misc]
                return done >= least and then(at)
            at = ends[0]
        return then(at)

    def atomic_group(self, body: Parts, at: int, then: Then) -> bool:
        """Fit in one way only."""
        ends: list[int] = []
        return self.row(list(body), at, lambda end: not ends.append(end)) and then(ends[0])  # type: ignore[func-returns-value]

    def subpattern(self, operand: Parts, at: int, then: Then) -> bool:
        """Fit, and remember what."""
        number, added, removed, body = operand
        outside = self.groups.copy()
        kept = self.flags & ~re.ASCII if added & (re.ASCII | re.UNICODE) else self.flags
        self.flags = (kept | added) & ~removed

        def close(end: int) -> bool:
            if number is not None:
                self.groups = {**self.groups, number: self.text[at:end]}
            return then(end)

        if self.row(list(body), at, close):
            return True
        self.groups = outside
        return False

    def branch(self, operand: Parts, at: int, then: Then) -> bool:
        """Fit one or another."""
        return any(self.row(list(one), at, then) for one in operand[1])

    def groupref(self, number: int, at: int, then: Then) -> bool:
        """Fit what a group holds."""
        held = self.groups.get(number)
        self.look(1 + len(held or ""))
        if held is None:
            return False
        there = self.text[at : at + len(held)]
        same = there.lower() == held.lower() if self.flags & re.IGNORECASE else there == held
        return same and then(at + len(held))

    def groupref_exists(self, operand: Parts, at: int, then: Then) -> bool:
        """Fit one or another, as a group says."""
        number, one, other = operand
        return self.row(list((one if number in self.groups else other) or ()), at, then)

    def assert_(self, operand: Parts, at: int, then: Then) -> bool:
        """Look for what must be there."""
        return self.looks(operand, at) and then(at)

    def looks(self, operand: Parts, at: int) -> bool:
        """Look ahead or behind."""
        direction, body = operand
        start = at - body.getwidth()[0] if direction < 0 else at
        return start >= 0 and self.row(list(body), start, lambda end: direction > 0 or end == at)

    def assert_not(self, operand: Parts, at: int, then: Then) -> bool:
        """Look for what must not be there."""
        held = self.groups
        fits = self.looks(operand, at)
        self.groups = held
        return not fits and then(at)

    def at(self, where: Parts, at: int, then: Then) -> bool:
        """Look for an edge."""
        edge = {"AT_BEGINNING": "^", "AT_END": "$", "AT_BOUNDARY": r"\b", "AT_NON_BOUNDARY": r"\B"}[str(where)]
        return bool(re.compile(edge, self.flags & (re.ASCII | re.MULTILINE)).match(self.text, at)) and then(at)

    def failure(self, operand: Parts, at: int, then: Then) -> bool:
        """Fit nothing."""
        return False
