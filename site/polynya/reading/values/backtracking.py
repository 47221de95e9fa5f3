"""Finds patterns that may take for ever: a visitor would write a text for one, and keep the function busy (build wing)."""

from re import _parser  # type: ignore[attr-defined]  # what re.compile reads with; there is no public way to a pattern's parts
from typing import Any

REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
MANY = 10
"""From so many repeats on, a repeat counts as one without an end."""

Parts = Any  # what _parser gives: pairs of an operation and its operand, nested


def runs_away(pattern: str) -> bool:
    """Tell whether a repeat repeats nothing but other repeats, like (a+)+ or (\\w+\\s?)*: each more letter doubles the time.

    https://owasp.org/www-community/attacks/Regular_expression_Denial_of_Service_-_ReDoS
    """
    return _runs_away(_parser.parse(pattern), inside=False)


def _runs_away(parts: Parts, *, inside: bool) -> bool:
    """inside: of a repeat without an end, in which nothing stands that has to be there once."""
    loose = inside and all(_is_loose(operation, operand) for operation, operand in parts)
    for operation, operand in parts:
        name = str(operation)
        if name in REPEATS:
            _, most, body = operand
            endless = most is _parser.MAXREPEAT or most >= MANY
            if (endless and loose) or _runs_away(body, inside=endless and name != "POSSESSIVE_REPEAT"):
                return True
        elif any(_runs_away(inner, inside=loose) for inner in _inner(name, operand)):
            return True
    return False


def _is_loose(operation: Parts, operand: Parts) -> bool:
    """Whether a part can be as short or as long as one likes: a repeat, or a group of nothing else."""
    name = str(operation)
    if name in REPEATS:
        return bool(operand[1] is _parser.MAXREPEAT or operand[0] == 0 or operand[1] >= MANY)
    inner = _inner(name, operand)
    return bool(inner) and any(all(_is_loose(*part) for part in parts) for parts in inner)


def _inner(name: str, operand: Parts) -> list[Parts]:
    if name == "SUBPATTERN":
        return [operand[-1]]
    return list(operand[1]) if name == "BRANCH" else []
