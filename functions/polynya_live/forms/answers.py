"""Reads what was typed into one field as a value of the field's type, or says what is wrong with it (shared)."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from math import isinf
from urllib.parse import urlsplit

from ..contract import PATTERN_CHARACTERS, Field
from ..submissions import Value
from ..threads import BEST
from ..words.messages import message
from ..words.writing import day_in_words
from .days import Today, first_and_last

DIGITS_OF_A_NUMBER = 15  # what a float, JSON and every store keep exactly
EMAIL_CHARACTERS = 254  # https://www.rfc-editor.org/errata/eid1690
COUNT_TO = 99

_DIGITS = rf"\d{{1,{DIGITS_OF_A_NUMBER}}}"
_WHOLE = re.compile(rf"[+-]?{_DIGITS}", re.ASCII)
_NUMBER = re.compile(rf"[+-]?{_DIGITS}(\.{_DIGITS})?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
# One @, no blanks, and none of the signs with which a mail header makes two addresses out of one.
_EMAIL = re.compile(
    r"""[^\s@,;:<>()\[\]"\\\x00-\x1f]+@[^\s@,;:<>()\[\]"\\\x00-\x1f.]+(\.[^\s@,;:<>()\[\]"\\\x00-\x1f.]+)+"""
)
# Blanks and controls, and what turns the rest of a line around: an address with them is read as another than it is.
_MISLEADING = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Wrong(ValueError):
    """An answer does not fit its field. Its text is what the visitor reads."""

    def __init__(self, field: Field, name: str, **values: object) -> None:
        """Name: of the message, in messages.py. values: for its braces."""
        super().__init__(message(field, name, **values))


def unify_newlines(text: str) -> str:
    r"""Write every line break as \n; all else stays byte for byte."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_answer(field: Field, given: Sequence[str], today: Today | None = None) -> Value | None:
    """Read what was posted for one field (all types but quantity); None when it was left empty.

    today: for days that may not be past; without it they may. Raises Wrong.
    """
    if field.type == "checkboxes":
        return _choices(field, given)
    if len(given) > 1:
        raise Wrong(field, "several", count=len(given))
    text = unify_newlines(given[0]) if given else ""
    if field.type == "checkbox":
        return _tick(field, text)
    if not text.strip():
        if field.required:
            raise Wrong(field, missing(field))
        return None
    if field.type == "date":
        return _date(field, text, today)
    return _READERS[field.type](field, text)


def read_counts(field: Field, given: Mapping[str, Sequence[str]]) -> dict[str, int] | None:
    """Read the counts of a quantity field, by row id, without zeros; None when there are none. Raises Wrong."""
    counts: dict[str, int] = {}
    for row, texts in given.items():
        if len(texts) > 1:
            raise Wrong(field, "several", count=len(texts))
        text = texts[0].strip() if texts else ""
        count = int(_within(field, text, _WHOLE)) if text not in ("", "0") else 0
        if count:
            counts[row] = count
    if field.required and not counts:
        raise Wrong(field, missing(field))
    return counts or None


def missing(field: Field) -> str:
    """Name the message that asks for an answer."""
    return _MISSING.get(field.type, "missing")


def bounds(field: Field) -> tuple[float | None, float | None]:
    """Return the least and the most of a number, rating or count, with the defaults of its type."""
    least, most = {"rating": (1, BEST), "quantity": (0, COUNT_TO)}.get(field.type, (None, None))
    return least if field.min is None else field.min, most if field.max is None else field.max


def plain(number: float) -> int | float:
    """Write a number as an int when it is whole: 5.0 is 5 to people."""
    return int(number) if not isinf(number) and number == int(number) else number


def _text(field: Field, text: str) -> str:
    if "\n" in text and field.type != "textarea":
        raise Wrong(field, "one_line")
    return _shaped(field, text)


def _shaped(field: Field, text: str) -> str:
    length = _length(text)
    most = PATTERN_CHARACTERS if field.max is None and field.pattern else field.max
    if most is not None and length > most:
        raise Wrong(field, "too_long", max=plain(most), length=length)
    if field.min is not None and length < field.min:
        raise Wrong(field, "too_short", min=plain(field.min), length=length)
    if field.pattern and not re.fullmatch(field.pattern, text):
        raise Wrong(field, "pattern")
    return text


def _length(text: str) -> int:
    """Count as browsers do, for whom most emoji are two characters. https://html.spec.whatwg.org/#attr-fe-maxlength"""
    return len(text) + sum(sign > "\uffff" for sign in text)


def _email(field: Field, text: str) -> str:
    address = text.strip()
    if "@" in address and re.search(r"@[^@]+@|[,;\s]", address):
        raise Wrong(field, "one_email")
    if len(address) > EMAIL_CHARACTERS or not _EMAIL.fullmatch(address):
        raise Wrong(field, "email")
    return _shaped(field, address)


def _url(field: Field, text: str) -> str:
    address = text.strip()
    try:
        parts = urlsplit(address)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        fits = False
    if not fits or _MISLEADING.search(address):
        raise Wrong(field, "url")
    return _shaped(field, address)


def _number(field: Field, text: str) -> int | float:
    number = plain(_within(field, text.strip(), _NUMBER))  # 4.0 is 4 to the store and to a slot, too
    if field.whole and not isinstance(number, int):
        raise Wrong(field, "whole_number")
    return number


def _rating(field: Field, text: str) -> int:
    return int(_within(field, text.strip(), _WHOLE))


def _within(field: Field, text: str, form: re.Pattern[str]) -> int | float:
    least, most = bounds(field)
    if not form.fullmatch(text):
        raise Wrong(field, "number" if field.type == "number" else "whole_number")
    number = float(text) if "." in text else int(text)
    if least is not None and number < least:
        raise Wrong(field, "at_least", min=plain(least))
    if most is not None and number > most:
        raise Wrong(field, "at_most", max=plain(most))
    return number


def _date(field: Field, text: str, today: Today | None) -> str:
    try:
        day = date.fromisoformat(text.strip()) if _DATE.fullmatch(text.strip()) else None
    except ValueError:
        day = None  # 2027-02-30 has the form of a day and is none
    if day is None:
        raise Wrong(field, "date")
    language = today.language if today else "en"
    first, last = first_and_last(field, today)
    if first and day < first:
        raise Wrong(field, "too_early", min=day_in_words(first, language))
    if last and day > last:
        raise Wrong(field, "too_late", max=day_in_words(last, language))
    return day.isoformat()


def _choice(field: Field, text: str) -> str:
    if text not in {value for value, _ in field.options}:
        raise Wrong(field, "choice")
    return text


def _choices(field: Field, given: Sequence[str]) -> list[str] | None:
    chosen = {unify_newlines(text) for text in given if text}
    offered = [value for value, _ in field.options]
    if not chosen.issubset(offered):
        raise Wrong(field, "choices")
    if field.required and not chosen:
        raise Wrong(field, missing(field))
    if chosen and field.min is not None and len(chosen) < field.min:
        raise Wrong(field, "too_few", min=plain(field.min), count=len(chosen))
    if field.max is not None and len(chosen) > field.max:
        raise Wrong(field, "too_many", max=plain(field.max), count=len(chosen))
    return [value for value in offered if value in chosen] or None


def _tick(field: Field, text: str) -> bool:
    if field.required and not text:
        raise Wrong(field, missing(field))
    return bool(text)


_MISSING = {
    **dict.fromkeys(("select", "radio", "rating"), "missing_choice"),
    "checkbox": "missing_tick",
    "checkboxes": "missing_choices",
    "quantity": "missing_count",
}

_READERS: Mapping[str, Callable[[Field, str], Value]] = {
    "text": _text,
    "textarea": _text,
    "hidden": _text,
    "email": _email,
    "url": _url,
    "number": _number,
    "rating": _rating,
    "select": _choice,
    "radio": _choice,
}

TYPES = frozenset({*_READERS, "date", "checkbox", "checkboxes", "quantity"})
"""Every type a declared field may have."""
