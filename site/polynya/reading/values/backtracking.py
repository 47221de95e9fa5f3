"""Finds patterns that take too long on a text that does not fit, for a visitor would write one (build wing).

A pattern is slow when a text fits it in many ways, for each of them is tried. How fast their number grows is read off the
automaton of the pattern: with every letter (a loop that can be gone round in two ways on the same letters), or as a power of
the length (a loop, and behind it another one that takes the same letters).
Weber and Seidl, On the degree of ambiguity of finite automata, https://doi.org/10.1016/0304-3975(91)90381-B
"""

from collections.abc import Iterator
from itertools import product
from math import inf

from .automaton import Automaton, automaton_of

Pair = tuple[int, int]
MOST_STEPS = 100_000
"""Of the search for two ways; a pattern that needs more is taken for one that forks."""
MOST_LOOPS, MOST_SHARED_STEPS = 12, 5_000
"""Of more loops, or where a search takes longer, only the letters are compared: they may seem to share what they do not."""


def power_of(pattern: str) -> float:
    """Say to which power of a text's length the steps grow that a search for a fit may take; inf for twice as many a letter."""
    found = automaton_of(pattern)
    loops = _loops(found)
    if any(_forks(found, loop) for loop in loops):
        return inf
    return 1 + _longest_chain(found, loops) if loops else 0


def _loops(found: Automaton) -> list[frozenset[int]]:
    """List the states that can be gone round, those together that lie in the same loop."""
    reached = [_reached(found, state) for state in range(len(found.signs))]
    loops = {frozenset(one for one in there if state in reached[one]) for state, there in enumerate(reached)}
    return sorted((loop for loop in loops if loop), key=min)


def _reached(found: Automaton, state: int) -> frozenset[int]:
    known: set[int] = set()
    waiting = [state]
    while waiting:
        fresh = found.follow[waiting.pop()].keys() - known
        known |= fresh
        waiting += fresh
    return frozenset(known)


def _forks(found: Automaton, loop: frozenset[int]) -> bool:
    """Whether a loop can be gone round in two ways on the same letters."""
    if any(found.follow[state][after] > 1 for state in loop for after in loop):
        return True
    waiting = [pair for state in loop for pair in _steps(found, (state, state), loop) if pair[0] != pair[1]]
    known, steps = set[Pair](), 0
    while waiting:
        pair = waiting.pop()
        if pair[0] == pair[1] or steps > MOST_STEPS:
            return True
        if pair not in known:
            known.add(pair)
            after = list(_steps(found, pair, loop))
            steps += len(after)
            waiting += after
    return False


def _steps(found: Automaton, pair: Pair, loop: frozenset[int]) -> Iterator[Pair]:
    """Go on from two states by the same letter."""
    for one, other in product(found.follow[pair[0]], found.follow[pair[1]]):
        if one in loop and other in loop and found.signs[one] & found.signs[other]:
            yield one, other


def _longest_chain(found: Automaton, loops: list[frozenset[int]]) -> int:
    """Count how often in a row a loop can hand on to another one that takes the same letters."""
    hands_on = _hands_on if len(loops) <= MOST_LOOPS else _may_hand_on
    ahead = {loop: _reached(found, min(loop)) for loop in loops}
    chains: dict[frozenset[int], int] = {}
    for loop in sorted(loops, key=lambda one: len(ahead[one])):  # what lies behind a loop reaches less than it
        behind = [other for other in chains if other <= ahead[loop] and hands_on(found, loop, other)]
        chains[loop] = max((1 + chains[other] for other in behind), default=0)
    return max(chains.values())


def _hands_on(found: Automaton, loop: frozenset[int], other: frozenset[int]) -> bool:
    """Whether some letters lead round one loop, from it to the other, and round the other."""
    return _may_hand_on(found, loop, other) and any(_shares(found, start, end) for start, end in product(loop, other))


def _may_hand_on(found: Automaton, loop: frozenset[int], other: frozenset[int]) -> bool:
    signs = found.signs
    return any(signs[one] & signs[two] for one, two in product(loop, other))


def _shares(found: Automaton, start: int, end: int) -> bool:
    goal, waiting, known = (start, end, end), [(start, start, end)], set[tuple[int, int, int]]()
    while waiting and len(known) < MOST_SHARED_STEPS:
        for one, two, three in product(*(found.follow[state] for state in waiting.pop())):
            step = one, two, three
            if step not in known and found.signs[one] & found.signs[two] & found.signs[three]:
                if step == goal:
                    return True
                known.add(step)
                waiting.append(step)
    return bool(waiting)
