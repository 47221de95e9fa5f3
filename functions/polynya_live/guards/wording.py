"""The wording guard: what reads like spam is held for the owner to judge, with the reason, and never refused (live wing).

Four signs, each to be seen with the naked eye. None of them says that a human is none.
"""

import re
from collections import Counter
from collections.abc import Mapping
from unicodedata import category

from ..contract import Form
from ..submissions import Value
from ..values.composed import composed

LINKS = "links"
WORDS = "words"
SHOUTING = "shouting"
REPEATING = "repeating"

SHARE = 0.5  # of the text, when there are two links or more: an advertisement, not a recommendation
SHOUTED_LETTERS = 30
SHOUTED_SHARE = 0.8
REPEATS = 4
REPEATED_CHARACTERS = 12  # "Ha ha" and "Yes!" may be said as often as one likes

_LINK = re.compile(r"(?:https?://|\bwww\.)\S+|\[/?url\b", re.IGNORECASE)
_LINKED = {"url"}
"""Fields that ask for a link: one in them is no sign of anything."""
_MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f]")
"""What is struck through a letter, or set above it, where no letter is written so; and signs that choose among shapes."""
_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјкорсухһԁӏԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχıɑɡ",
    "ABESIJKMHOPCTYXaesijkopcyxhdlqwABEZHIKMNOPTYXaeikvoptuxiag",
)
"""Letters of Greek and Cyrillic that readers take for Latin ones. Words in those scripts are written so, too, and found."""


def looks_odd(form: Form, values: Mapping[str, Value]) -> tuple[str, ...]:
    """List what is odd about the words of a submission: "links", "words", "shouting", "repeating"; () for most."""
    asked = {field.name for field in form.fields if field.type in _LINKED}
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    whole = "\n".join(value for name, value in texts.items() if name not in asked)
    signs = {
        LINKS: too_many_links(whole, form.most_links),
        WORDS: has_word("\n".join(texts.values()), form.held_words),
        SHOUTING: shouts(whole),
        REPEATING: repeats(whole),
    }
    return tuple(name for name, seen in signs.items() if seen)


def too_many_links(text: str, most: int | None) -> bool:
    """Tell whether a text has more links than `most` (None: any number), or two that are more than half of it."""
    if most is None:
        return False
    seen = _seen(text)
    links = _LINK.findall(seen)
    return len(links) > most or (len(links) > 1 and sum(map(len, links)) > SHARE * len(seen))


def has_word(text: str, words: tuple[str, ...]) -> bool:
    """Tell whether a text has one of these words or phrases, whole: as it is seen, letter case aside."""
    folded = _fold(text)
    return any(re.search(rf"(?<!\w){re.escape(_fold(word))}(?!\w)", folded) for word in words)


def shouts(text: str) -> bool:
    """Tell whether nearly all of the letters that have a case are capitals, and there are many."""
    cased = [sign for sign in text if sign.isupper() or sign.islower()]
    return len(cased) >= SHOUTED_LETTERS and sum(map(str.isupper, cased)) > SHOUTED_SHARE * len(cased)


def repeats(text: str) -> bool:
    """Tell whether one line is there four times."""
    lines = Counter(line.strip() for line in text.split("\n"))
    return any(count >= REPEATS and len(line) >= REPEATED_CHARACTERS for line, count in lines.items())


def _fold(text: str) -> str:
    return " ".join(_seen(text).translate(_ALIKE).casefold().split())


def _seen(text: str) -> str:
    """Write a text without what only machines see: signs that print nothing, the width of letters, marks that spell nothing."""
    whole = composed(text)
    return whole if whole.isascii() else _MARKS.sub("", "".join(sign for sign in whole if category(sign) != "Cf"))
