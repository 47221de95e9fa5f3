"""Says how long a text may be for a pattern to be done with it soon, for a visitor would write one that never fits (build wing).

`re` tries each way in which a text can fit. They are counted letter by letter on the automaton of the pattern: how many lead
into each state, for the text that makes most of them. Texts are followed side by side as long as none has more ways into
every state than another; of too many, some are taken for one that has the most ways of each.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .automaton import START, Automaton, Precision, TooLarge, automaton_of
from .letters import letters_in, taken

Ways = dict[int, int]
"""How many ways lead into each state, of one text or at most of some."""
MOST_STEPS = 10**8
"""Of a search for a fit: about a second."""
MOST_WORK = 1_000_000
"""Of one counting; what is longer than it reached counts as too long."""
MOST_TEXTS = 1000
"""Side by side. At first one, so soon done: then only the last letter of a text says which ways it has."""
PRECISIONS = (Precision(copies=9, states=200), Precision(copies=100, states=1500))


@lru_cache(maxsize=200)
def longest_done(pattern: str, longest: int, *, most_steps: int = MOST_STEPS) -> int:
    """Return how long a text may be, at most `longest`, for a search in it to take so many steps at most, whatever it says.

    Each further counting is nearer to the truth, and only done when the one before says less. -1 for a pattern that is too
    large to count in. Raises re.error.
    """
    found, before = -1, None
    for precision in PRECISIONS:
        try:
            automaton = automaton_of(pattern, precision)
        except TooLarge:
            return found
        for most_texts in (1, MOST_TEXTS) if automaton != before else ():
            found = max(found, _Counting(automaton, most_steps, most_texts).reach(longest))
            if found == longest:
                return found
        before = automaton
    return found


class _TooMuchWork(Exception):
    pass


class _Counting:
    def __init__(self, automaton: Automaton, most_steps: int, most_texts: int) -> None:
        self._most_steps, self._most_texts = most_steps, most_texts
        self._follow = automaton.follow
        self._tries = [1 + after.total() + automaton.ends[at] for at, after in enumerate(automaton.follow)]
        self._work = 0
        numbers = {signs: number for number, signs in enumerate(dict.fromkeys(automaton.signs))}
        self._number = [numbers[signs] for signs in automaton.signs]
        self._taken = _taken_together(numbers)
        self._choices: dict[frozenset[int], list[frozenset[int]]] = {}

    def reach(self, longest: int) -> int:
        """Go on letter by letter until there have been too many steps."""
        texts: list[Ways] = [{START: 1}]
        steps, earlier, then = 0, texts, (0, 0)
        for length in range(longest + 1):
            if not texts:
                return longest
            steps += max(sum(ways * self._tries[state] for state, ways in text.items()) for text in texts)
            if steps > self._most_steps:
                return length - 1
            if length and texts == earlier:
                turn, more = length - then[0], steps - then[1]  # from now on each turn takes as many
                return min(longest, length + (self._most_steps - steps) // more * turn)
            if length & (length - 1) == 0:
                earlier, then = texts, (length, steps)
            try:
                texts = self._kept(self._by_letter(self._ahead(texts)))
            except _TooMuchWork:
                return length
        return longest

    def _works(self, more: int) -> None:
        self._work += more
        if self._work > MOST_WORK:
            raise _TooMuchWork

    def _ahead(self, texts: list[Ways]) -> list[Ways]:
        """Count the ways on from each text, whatever letter is next; take some for one when there are too many."""
        found = [self._on(text) for text in texts]
        while len(found) > self._most_texts:
            found = [_merged(found[at : at + 2]) for at in range(0, len(found), 2)]
        return found

    def _on(self, text: Ways) -> Ways:
        after = defaultdict[int, int](int)
        for state, ways in text.items():
            follow = self._follow[state]
            self._works(len(follow) + 1)
            for one, more in follow.items():
                after[one] += ways * more
        return after

    def _by_letter(self, ahead: list[Ways]) -> Iterator[Ways]:
        """Choose each next letter that not another one has more ways for."""
        for after in ahead:
            for together in self._together(frozenset(self._number[state] for state in after)):
                self._works(len(after))
                yield {state: ways for state, ways in after.items() if self._number[state] in together}

    def _together(self, signs: frozenset[int]) -> list[frozenset[int]]:
        """List which of these signs one letter can take together, the most of them each."""
        if signs not in self._choices:
            self._choices[signs] = _most({signs & each for each in self._taken} - {frozenset()})
            self._works(len(self._taken) ** 2)
        return self._choices[signs]

    def _kept(self, texts: Iterable[Ways]) -> list[Ways]:
        """Leave out each text that another one has all the ways of."""
        kept: list[Ways] = []
        holding = defaultdict[int, list[Ways]](list)
        for text in sorted(texts, key=_by_size, reverse=True):
            others = min((holding[state] for state in text), key=len)
            self._works(len(text) + len(others))
            if not any(_has_all(other, text) for other in others):
                kept.append(text)
                for state in text:
                    holding[state].append(text)
        return kept


def _taken_together(numbers: dict[frozenset[tuple[str, int]], int]) -> list[frozenset[int]]:
    """List by number which signs one letter can take together."""
    letters = letters_in(sign for signs in numbers for sign in signs)
    takes: dict[str, set[int]] = {letter: set() for letter in letters}
    for signs, number in numbers.items():
        for letter in frozenset[str]().union(*(taken(sign, letters) for sign in signs)):
            takes[letter].add(number)
    return _most({frozenset(those) for those in takes.values() if those})


def _most(sets: set[frozenset[int]]) -> list[frozenset[int]]:
    """Leave out the sets that are part of another one."""
    return sorted((one for one in sets if not any(one < other for other in sets)), key=sorted)


def _by_size(text: Ways) -> int:
    return sum(text.values())


def _has_all(one: Ways, other: Ways) -> bool:
    return all(one.get(state, 0) >= ways for state, ways in other.items())


def _merged(texts: list[Ways]) -> Ways:
    """Take the most ways into each state that one of them has."""
    merged = dict(texts[0])
    for text in texts[1:]:
        for state, ways in text.items():
            merged[state] = max(ways, merged.get(state, 0))
    return merged
