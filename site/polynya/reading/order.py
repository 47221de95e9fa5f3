"""The order of the pages of a collection (build wing)."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any, cast

from ..model import Collection, Page
from .lists.alphabets import is_usual, letters_in_order

_FIRST_DAY = date(1970, 1, 1).toordinal()
_LAST = float("inf")
_DIGITS = re.compile("[0-9]+")
_NUMBER = re.compile(r"(-?)[0-9]+(?:\.[0-9]+)*")
"""A number, or several with points between, as versions have."""
_NUMBER_ALONE = re.compile(rf"\n{_NUMBER.pattern}\n")  # found ten times as soon as by ^ and $
_COUNTED = re.compile("[0-9]{1,4}[-_. ]")
_LONGEST = 20
"""Digits of a number within words that is compared as one."""


def in_order(pages: list[Page], collection: Collection, *, language: str) -> list[Page]:
    """Sort pages by the collection's keys, pages without one last, ties by title and id. language: whose letters they are.

    A folder that declares no order shows the newest first where its pages are dated, and files called 01-…, 02-… as they are
    counted.
    """
    return in_order_of(by_title(pages, language=language), collection, language=language)


def by_title(pages: Iterable[Page], *, language: str) -> list[Page]:
    """Sort pages by title as a language does, those of one title by id."""
    by_id = sorted(pages, key=attrgetter("id"))
    titles = [page.title for page in by_id]
    every = "\n".join(titles)
    is_plain = every.isascii() and not _NUMBER_ALONE.search(f"\n{every}\n")
    if is_plain and is_usual(language) and every.count("\n") == len(titles) - 1:  # most
        words = _counted(every).casefold().split("\n")
        return [by_id[place] for place in sorted(range(len(words)), key=words.__getitem__)]
    return sorted(by_id, key=lambda page: _number_in(page.title, language))


def in_order_of(pages: list[Page], collection: Collection, *, language: str) -> list[Page]:
    """Sort pages that are in the order of their titles as `in_order` does."""
    by = collection.sort
    if collection.fields is None and by == "title":
        if all(_COUNTED.match(page.id.rpartition("/")[2]) for page in pages) and not any(page.date for page in pages):
            return sorted(pages, key=lambda page: _number_in(page.id, language))
        by = "-date" if any(page.date for page in pages) else by
    for word in reversed(by.split(",")):
        pages = _sorted_by(pages, word.strip(), language)
    return pages


def _sorted_by(pages: list[Page], by: str, language: str) -> list[Page]:
    key = by.removeprefix("-")
    values = _values(pages, key)
    are_days = set(map(type, values)) <= {date, type(None)}  # most that are dated, and compared as they are
    ranks = values if are_days else [None if value is None else _rank(value, language) for value in values]
    having = [place for place, rank in enumerate(ranks) if rank is not None]
    having.sort(key=cast(Callable[[int], tuple[int, Any]], ranks.__getitem__), reverse=by.startswith("-"))
    return [pages[place] for place in having] + [page for page, rank in zip(pages, ranks, strict=True) if rank is None]


def _values(pages: Sequence[Page], key: str) -> list[Any]:  # Any: typed by the schema
    if key == "title":
        return [page.title for page in pages]
    if key == "date":
        return [page.fields.get(key, page.date) for page in pages]
    return [page.fields.get(key) for page in pages]


def _rank(value: Any, language: str) -> tuple[int, Any]:
    """Make values of different types comparable: numbers, then moments, then words, then the rest."""
    if isinstance(value, bool | int | float):
        return 0, value
    if isinstance(value, datetime):
        return 1, value.timestamp() if value.year > 1 else 0.0
    if isinstance(value, date):
        return 1, float((value.toordinal() - _FIRST_DAY) * 86_400)
    if isinstance(value, str):
        return 2, _number_in(value, language)
    return 3, str(value)


def _number_in(text: str, language: str) -> tuple[float, str]:
    """Sort "9" before "10" and "1.9" before "1.10", alone and within words; words after numbers, accents and case aside."""
    number = _NUMBER.fullmatch(text)
    if number and not number[1]:
        return 0.0, _counted(text)
    if number and text.count(".") < 2:
        return float(text), ""
    return _LAST, letters_in_order(_counted(text), language)


def _counted(text: str) -> str:
    return _DIGITS.sub(lambda found: found[0].rjust(_LONGEST, "0"), text)
