"""The order of letters in a language, so that a list by title is in the order that its readers know (build wing).

The letters are those that CLDR has as ones of their own: https://cldr.unicode.org/index/charts; any other accent is passed over.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

_LAST = "\uffff"
"""Comes after every letter, and is none."""
_NORDIC, _DANISH = "z å ä ö", "z æ ø å aa"
_SOUTH_SLAVIC = "c č ć, d dž đ, l lj, n nj, s š, z ž"
_ALPHABETS: Mapping[str, str] = {
    "az": "c ç, e ə, g ğ, h x ı, k q, o ö, s ş, u ü, z w",
    "be": "е ё, и і й, у ў",
    "bs": _SOUTH_SLAVIC,
    "cs": "c č, h ch, r ř, s š, z ž",
    "cy": "c ch, d dd, f ff, g ng, l ll, p ph, r rh, t th",
    "da": _DANISH,
    "es": "n ñ",
    "et": "s š z ž, w õ ä ö ü",
    "fa": "ب پ, ج چ, ز ژ, ق ک گ, ن و",
    "fi": _NORDIC,
    "hr": _SOUTH_SLAVIC,
    "hu": "c cs, d dz dzs, g gy, l ly, n ny, o ö ő, s sz, t ty, u ü ű, z zs",
    "is": "a á, d ð, e é, i í, o ó, u ú, y ý, z þ æ ö å",
    "lt": "c č, i y, s š, z ž",
    "lv": "c č, g ģ, i y, k ķ, l ļ, n ņ, s š, z ž",
    "mk": "д ѓ, з ѕ, и ј, л љ, н њ, т ќ, ч џ",
    "nb": _DANISH,
    "nn": _DANISH,
    "no": _DANISH,
    "pl": "a ą, c ć, e ę, l ł, n ń, o ó, s ś, z ź ż",
    "ro": "a ă â, i î, s ș, t ț",
    "sk": "a ä, c č, h ch, o ô, s š, z ž",
    "sl": "c č, s š, z ž",
    "sq": "c ç, d dh, e ë, g gj, l ll, n nj, r rr, s sh, t th, x xh, z zh",
    "sr": f"{_SOUTH_SLAVIC}, д ђ, и ј, л љ, н њ, т ћ, ч џ",
    "sv": _NORDIC,
    "tr": "c ç, g ğ, h ı, o ö, s ş, u ü",
    "uk": "г ґ, е є, и і ї й",
}
"""Letters, or two that count as one, that come after all words with the first of their group; what is not here is usual."""
_USUAL = "и й"
_WHOLE = str.maketrans(
    {"ł": "l", "ı": "i", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
    | dict(zip("ךםןףץ", "כמנפצ", strict=True))
)
"""Letters that Unicode does not take apart into one and its accent, and those of Hebrew at the end of a word."""
_DOTLESS = ("az", "tr")


def letters_in_order(text: str, language: str) -> str:
    """Write a text so that texts written so are in the order of a language, case and accents aside."""
    if text.isascii() and is_usual(language):  # most
        return text.casefold()
    groups = _groups_of(_base(language))
    plain = groups(unicodedata.normalize("NFC", undotted(text, language).casefold()))
    apart = unicodedata.normalize("NFKD", plain.translate(_WHOLE))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def undotted(text: str, language: str) -> str:
    """Write an I of Turkish and an İ as the small letters that they are: no dot on the one, a usual one on the other."""
    if _base(language) in _DOTLESS:
        text = text.replace("I", "ı")
    return text.replace("İ", "i")


@cache
def is_usual(language: str) -> bool:
    """Tell whether letters without accents are in their usual order, one by one."""
    others = (letter for group in _ALPHABETS.get(_base(language), "").split(",") for letter in group.split()[1:])
    return _base(language) not in _DOTLESS and not any(map(str.isascii, others))


def _base(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _groups_of(language: str) -> Callable[[str], str]:
    """Make what writes each letter of a group as the first one, with marks that put it behind."""
    places: dict[str, str] = {}
    for group in f"{_USUAL}, {_ALPHABETS.get(language, '')}".split(","):
        first, *others = group.split() or [""]
        places |= {letter: first + _LAST * rank for rank, letter in enumerate(others, 1)}
    longest = re.compile("|".join(sorted(places, key=len, reverse=True)))
    return lambda text: longest.sub(lambda found: places[found[0]], text)
