"""Reads the lines of a `freeze export` as submissions, or says what in one cannot be (build wing)."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from polynya_live.forms.answers import DIGITS_OF_A_NUMBER
from polynya_live.forms.prices import agreed_rows
from polynya_live.inbox.history import Entry, read_history
from polynya_live.store.rows import WORKERS, load
from polynya_live.submissions import Claim, State, Submission
from polynya_live.work.status import read_statuses

from .comments import LAST_MOMENT, NotReadable

UNFINISHED_LINE = "is not a line of `freeze export`"
NOBODYS_LINE = "is no submission of a visitor: passkeys, and what else lets somebody in, are not brought in"

_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")
_HALF = re.compile(r"\\ud[89a-f]", re.IGNORECASE)


def read_lines(path: Path) -> Iterator[tuple[int, Submission]]:
    """Yield the number of each line, from 1, and its submission; what it answers may still be of any shape.

    Raises NotReadable, which names the line, and what in it is wrong.
    """
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if line.strip():
            try:
                row = load(_whole(line))
                fits = _KEY.fullmatch(row.key) is not None
                is_visitors = fits and not row.form.startswith(WORKERS)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise NotReadable(f"{path}:{number}: {UNFINISHED_LINE}") from error
            if not is_visitors:
                raise NotReadable(f"{path}:{number}: {NOBODYS_LINE if fits else UNFINISHED_LINE}")
            if wrong := _wrong(row):
                raise NotReadable(f"{path}:{number}: {wrong}")
            yield number, replace(row, due=0)  # what was mailed then is not mailed again


def is_answer(value: object) -> bool:
    """Tell whether a store and a page can hold this as an answer: of the kinds of `Value`, its numbers of a size they keep."""
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    if isinstance(value, dict):
        return all(isinstance(one, int) and is_answer(one) for one in value.values())
    if isinstance(value, int | float):
        return bool(abs(value) < 10**DIGITS_OF_A_NUMBER)  # False for infinity, and for what is no number
    return isinstance(value, str)


def _whole(line: str) -> str:
    """Put a question mark for half a pair of UTF-16, for which JSON has an escape and no page has bytes."""
    if not _HALF.search(line):
        return line
    return json.dumps(json.loads(line), ensure_ascii=False).encode("utf-8", "replace").decode()


def _wrong(row: Submission) -> str:
    """Say what of a row, but for its answers, no store gives; "" when all is well."""
    wrong = [f'"{name}" has to be {kind}' for name, (fits, kind) in _SHAPES.items() if not fits(getattr(row, name))]
    if not wrong and not _notes_can_be_read(row):
        wrong.append('"history", "mail" and "prices" in "extra" have to be as an export writes them')
    return ", ".join(wrong)


def _notes_can_be_read(row: Submission) -> bool:
    """Tell whether the inbox can draw what was done with a row: one that it cannot would close it for all others."""
    try:
        entries, mails, prices = read_history(row), read_statuses(row), agreed_rows(row.extra).values()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return False
    counts = [count for one in mails for count in (one.tries, one.next)] + [abs(one.price) for one in prices]
    return all(map(_is_entry, entries)) and all(map(_is_count, counts))


def _is_entry(one: Entry) -> bool:
    texts = (one.who, one.state, one.cursor, one.reply or "")
    is_plain = _is_count(one.at) and all(isinstance(text, str) for text in texts) and one.state in ("", *State)
    before = one.values.values() if isinstance(one.values, Mapping) else [object()]
    return is_plain and all(value is None or is_answer(value) for value in before)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < LAST_MOMENT


def _is_claim(one: Claim) -> bool:
    return isinstance(one.name, str) and _is_count(one.amount) and _is_count(one.most)


_Fits = Callable[[Any], bool]  # Any: JSON
_TEXT: tuple[_Fits, str] = (lambda value: isinstance(value, str), "a text")
_COUNT: tuple[_Fits, str] = (_is_count, "a whole number, not negative and of thirteen digits at most")
_SHAPES: Mapping[str, tuple[_Fits, str]] = {
    **dict.fromkeys(("form", "page", "digest", "version", "cursor"), _TEXT),
    **dict.fromkeys(("received", "approved", "revision"), _COUNT),
    "expires": (lambda value: value is None or _is_count(value), "null, or seconds since 1970"),
    "values": (lambda value: isinstance(value, Mapping), "a mapping of fields to answers"),
    "extra": (
        lambda value: isinstance(value, Mapping) and all(map(is_answer, value.values())),
        "a mapping to texts, numbers and lists of texts",
    ),
    "reasons": (lambda value: all(isinstance(one, str) for one in value), "a list of texts"),
    "claims": (lambda value: all(map(_is_claim, value)), "a list of claims, each with a name and whole numbers"),
}
"""What each part of a submission is, beside its key and its state, which `load` and `read_lines` look at."""
