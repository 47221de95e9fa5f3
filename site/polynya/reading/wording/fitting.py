"""Whether what is said instead of a text can take its place: the same names in braces, numbers as numbers (build wing)."""

import re

from polynya_live.values import dataclass
from polynya_live.words.writing import NUMBER

from ..text.source import quote

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"1\W?234[^\w\s]56")


@dataclass(frozen=True, slots=True)
class Unfit:
    """What is wrong. fails: whether it would fail wherever it is said, and not only leave something out."""

    fact: str
    hint: str
    fails: bool


def unfit(text: str, said: str) -> Unfit | None:
    """Find what keeps `said` from being said instead of `text`; None when nothing does."""
    if text == NUMBER:
        return None if _NUMBER.fullmatch(said) else _no_number(said)
    known, named = _PLACEHOLDER.findall(text), _PLACEHOLDER.findall(said)
    may = f"it may name {', '.join(f'{{{name}}}' for name in dict.fromkeys(known))}." if known else "take it out."
    for name in named:
        if name not in known:
            return Unfit(f"nothing is put in place of {quote(f'{{{name}}}')} here", may, fails=True)
    if re.search(r"[{}]", _PLACEHOLDER.sub("", said)):
        return Unfit("a brace stands alone, or around what is no name", may, fails=True)
    for name in known:
        if name not in named:
            hint = f"write {{{name}}} where it belongs, unless it is left out on purpose."
            return Unfit(f"{quote(f'{{{name}}}')} of the English text is missing", hint, fails=False)
    return None


def _no_number(said: str) -> Unfit:
    fact = f"numbers are shown by this one, 1,234.56, and not by {quote(said)}"
    hint = 'write it with the signs of your language: "1.234,56", "1 234,56" or "1’234.56".'
    return Unfit(fact, hint, fails=True)
