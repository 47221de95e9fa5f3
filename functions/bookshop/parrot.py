"""The parrot: says what it was told, and then says it differently (live wing)."""

from collections.abc import Mapping
from typing import Any
from unicodedata import category

from polynya_live.contract import Contract

JOINER = "\N{ZERO WIDTH JOINER}"


def repeat(values: Mapping[str, Any], contract: Contract) -> dict[str, Any]:  # Any: answers and facts of any type
    """Repeat a text as it was, in capitals and backwards, and count its words."""
    text = str(values.get("text", ""))
    return {"text": text, "louder": text.upper(), "backwards": _backwards(text), "words": len(text.split())}


def _backwards(text: str) -> str:
    """Turn a text round sign by sign, as people see them: an accent stays on its letter, a family of emoji together."""
    signs: list[str] = []
    for sign in text:
        joins = sign == JOINER or (category(sign) in ("Mn", "Mc", "Me", "Sk") and not sign.isascii())
        if signs and (joins or signs[-1].endswith(JOINER)):
            signs[-1] += sign
        else:
            signs.append(sign)
    return "".join(reversed(signs))
