"""Patterns that nobody would write, of every part that a pattern may have, the same for the same seed."""

import re
import warnings
from random import Random

LETTERS = (
    "a", "b", "c", "[ab]", "[a-c]", r"\w", r"\d", ".", "[^a]", "ab", "1", " ", "-", "[a-z0-9]", r"\s", r"\S", "é", "[а-я]",
)  # fmt: skip
TURNS = ("*", "+", "?", "{1,9}", "{0,3}", "{2,5}", "{1,20}", "{3}", "{2,}", "{1,3}", "{0,12}", "{1,60}")
AROUND = ("(?<=a)", "(?<!b)", r"\b", "(?<=[ab]c)", "^", "$")


def a_pattern(seed: int) -> str:
    """Make one that `re` takes, or an empty one."""
    chance = Random(seed)
    pattern = _Writer(chance).choice(chance.randint(1, 4))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(pattern)
        except re.error:
            return ""
    return pattern


class _Writer:
    def __init__(self, chance: Random) -> None:
        self._chance, self._opened, self._closed = chance, 0, list[int]()

    def choice(self, depth: int) -> str:
        return "|".join(self._row(depth) for _ in range(self._chance.choice([1, 1, 1, 2, 3])))

    def _row(self, depth: int) -> str:
        return "".join(self._part(depth) for _ in range(self._chance.randint(1, 4)))

    def _part(self, depth: int) -> str:
        if self._chance.random() < 0.03:
            return self._chance.choice(AROUND)
        one = self._chance.choice(LETTERS) if depth <= 0 or self._chance.random() < 0.45 else self._inner(depth - 1)
        return one + self._turns()

    def _turns(self) -> str:
        if self._chance.random() < 0.4:
            return ""
        return self._chance.choice(TURNS) + self._chance.choice(["", "", "", "", "", "", "?", "+"])

    def _inner(self, depth: int) -> str:
        kind = self._chance.random()
        if kind < 0.1 and self._closed:
            return rf"(?:\{self._chance.choice(self._closed)})"
        if kind < 0.15 and self._closed:
            return f"(?({self._chance.choice(self._closed)})a*|[ab])"
        if kind < 0.5:
            return self._group(depth)
        start = self._chance.choice(["(?:", "(?:", "(?:", "(?:", "(?=", "(?!", "(?>", "(?i:", "(?a:"])
        return f"{start}{self.choice(depth)})"

    def _group(self, depth: int) -> str:
        self._opened += 1
        number = self._opened
        body = self.choice(depth)
        self._closed.append(number)
        return f"({body})"
