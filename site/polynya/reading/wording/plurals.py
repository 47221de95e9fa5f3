"""Which forms a language has for texts with a number, and which of them each number takes (build wing).

The rules are those of CLDR for whole numbers: https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
"""

from collections.abc import Callable, Mapping
from functools import cache

from polynya_live.words.changing import CATEGORIES, MILLION, category

Rule = Callable[[int], bool]


def _slavic(n: int) -> bool:
    return n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14)


def _one_again(n: int) -> bool:
    return n % 10 == 1 and n % 100 != 11


def _teen(n: int) -> bool:
    return n % 100 in range(11, 20)


def _whole_million(n: int) -> bool:
    return n > 0 and n % MILLION == 0


_ALONE: Mapping[str, Rule] = {"one": lambda n: n == 1}
_BOTH: Mapping[str, Rule] = {"one": lambda n: n == 1, "two": lambda n: n == 2}
_EAST: Mapping[str, Rule] = {"one": _one_again, "few": _slavic}
_ARABIC: Mapping[str, Rule] = {
    "zero": lambda n: n == 0, **_BOTH, "few": lambda n: n % 100 in range(3, 11), "many": lambda n: n % 100 > 10,
}  # fmt: skip
_RULES: Mapping[str, Mapping[str, Rule]] = {
    "bm dz id ig in ja jbo jv jw kde kea km ko lkt lo ms my nqo osa sah ses sg su th to tpi vi wo yo yue zh": {},
    "ak am as bho bn doi fa ff guw gu hi hy kab kn ln mg nso pa pcm si ti wa zu": {"one": lambda n: n < 2},
    "fr pt": {"one": lambda n: n < 2, "many": _whole_million},
    "ca es it pt-pt vec": {**_ALONE, "many": _whole_million},
    "he iu naq sat se sma smi smj smn sms": _BOTH,
    "ar ars": _ARABIC,
    "be ru uk": {**_EAST, "many": lambda n: True},
    "bs hr sh sr": _EAST,
    "pl": {**_ALONE, "few": _slavic, "many": lambda n: True},
    "cs sk": {**_ALONE, "few": lambda n: n in (2, 3, 4)},
    "dsb hsb sl": {
        "one": lambda n: n % 100 == 1, "two": lambda n: n % 100 == 2, "few": lambda n: n % 100 in (3, 4),
    },
    "lt": {"one": lambda n: n % 10 == 1 and not _teen(n), "few": lambda n: n % 10 > 1 and not _teen(n)},
    "lv prg": {"zero": lambda n: n % 10 == 0 or _teen(n), "one": _one_again},
    "is mk": {"one": _one_again},
    "mo ro": {**_ALONE, "few": lambda n: n == 0 or n % 100 in range(1, 20)},
    "ceb fil tl": {"one": lambda n: n in (1, 2, 3) or n % 10 not in (4, 6, 9)},
    "ga": {**_BOTH, "few": lambda n: n in range(3, 7), "many": lambda n: n in range(7, 11)},
    "gd": {"one": lambda n: n in (1, 11), "two": lambda n: n in (2, 12), "few": lambda n: n in range(3, 20)},
    "gv": {"one": lambda n: n % 10 == 1, "two": lambda n: n % 10 == 2, "few": lambda n: n % 20 == 0},
    "cy": {
        "zero": lambda n: n == 0, **_BOTH, "few": lambda n: n == 3, "many": lambda n: n == 6,
    },
    "br": {
        "one": lambda n: n % 10 == 1 and n % 100 not in (11, 71, 91),
        "two": lambda n: n % 10 == 2 and n % 100 not in (12, 72, 92),
        "few": lambda n: n % 10 in (3, 4, 9) and n % 100 // 10 not in (1, 7, 9),
        "many": _whole_million,
    },
    "mt": {**_BOTH, "few": lambda n: n == 0 or n % 100 in range(3, 11), "many": _teen},
    "lag": {"zero": lambda n: n == 0, **_ALONE},
}  # fmt: skip
"""By language, the rules in their order; what none of them takes is "other". Any other language has one and other."""
_KNOWN = {language: rules for languages, rules in _RULES.items() for language in languages.split()}


@cache
def shape_of(language: str) -> str:
    """Write which of CATEGORIES each number of a language takes, for `category` to look up."""
    language = language.lower()
    rules = _KNOWN.get(language) or _KNOWN.get(language.partition("-")[0], _ALONE)
    return "".join(str(CATEGORIES.index(_category(n, rules))) for n in (*range(200), MILLION))


def forms_of(language: str) -> dict[str, list[int]]:
    """List the categories that a language needs, each with the first numbers that take it."""
    found: dict[str, list[int]] = {}
    for number in range(200):
        found.setdefault(CATEGORIES[int(category(number, shape_of(language)))], []).append(number)
    return {name: found[name] for name in CATEGORIES if name in found}


def fits(name: str, language: str) -> bool:
    """Tell whether a language has a category: fractions take "other" in each."""
    return name == "other" or (name in CATEGORIES and str(CATEGORIES.index(name)) in shape_of(language))


def has_pairs(language: str) -> bool:
    """Tell whether one number alone takes another form, 1: what a pair of texts can say."""
    return shape_of(language)[:200] == shape_of("en")[:200]


def _category(number: int, rules: Mapping[str, Rule]) -> str:
    return next((name for name, takes in rules.items() if takes(number)), "other")
