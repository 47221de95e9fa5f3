"""The date that was meant by one of another form, so that a hint can write it down (build wing)."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from polynya_live.values.patterns import late

_MONTHS = (
    "jan janvier januar enero gennaio janeiro", "feb fév februar febrero", "mar mär maart", "apr avr abr", "may mai maj mei mag",
    "jun juin", "jul juil lug", "aug août ago", "sep", "oct okt ott out", "nov", "dec dez déc dic",
)  # fmt: skip
_NAMES = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_WORD = late(r"[^\W\d_]{3,12}")
_NUMBERS = late(r"\d+")
_CLOCK = late(r"\b(\d{1,2}):(\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*([AaPp])?\.?[Mm]?")
_ZONE = late(r"(?:[+-]\d{2}:?\d{2}|\b[A-Z]{2,5}|\bZ)\s*\Z")
_EPOCH = late(r"(?:[1-9]\d{8,9}|[1-9]\d{11,12})(?:\.\d+)?")
_LATEST = 2200
_LONGEST = 60


def nearest_date(text: str) -> str:
    """Write the date that `text` means as it is written here, with its time; both where day and month may be meant; else ""."""
    text = text.strip()
    if len(text) > _LONGEST:
        return ""
    if _EPOCH.fullmatch(text):
        seconds = int(text.partition(".")[0]) // (1 if len(text.partition(".")[0]) < 11 else 1000)
        return datetime.fromtimestamp(seconds, UTC).date().isoformat()
    clock = _CLOCK.search(text)
    day = text[: clock.start()] + text[clock.end() :] if clock else text
    found = [one.isoformat() for one in dict.fromkeys(_days(_ZONE.sub("", day) if clock else day))]
    return " or ".join(f"{one}{_time(clock)}" for one in found)


def _days(text: str) -> Iterator[date]:
    """Yield the days that may be meant."""
    month = next((number for word in _WORD.findall(text) if (number := _month(word))), 0)
    numbers = [int(one) for one in _NUMBERS.findall(text)]
    if re.fullmatch(r"\d{8}", text.strip()):
        numbers = [int(text.strip()[:4]), int(text.strip()[4:6]), int(text.strip()[6:])]
    if month:
        orders = [(year, month, day) for year, day in _two(numbers)]
    elif len(numbers) == 3 and numbers[0] > 999:
        orders = [(numbers[0], numbers[1], numbers[2])]
    elif len(numbers) == 3:
        day, second, year = numbers
        orders = [(year, second, day), *([] if "." in text else [(year, day, second)])]
    elif len(numbers) in (1, 2) and numbers[0] > 999 and "W" not in text:
        orders = [(numbers[0], numbers[1] if len(numbers) == 2 else 1, 1)]
    else:
        return
    for year, number, day in orders:
        try:
            if 999 < year < _LATEST:
                yield date(year, number, day)
        except ValueError:
            continue


def _two(numbers: list[int]) -> list[tuple[int, int]]:
    """Tell year and day apart."""
    if len(numbers) != 2:
        return []
    return [(max(numbers), min(numbers))]


def _month(word: str) -> int:
    word = word.lower()
    return next((number for start, number in _NAMES.items() if word.startswith(start)), 0)


def _time(clock: re.Match[str] | None) -> str:
    if clock is None:
        return ""
    hour = int(clock[1])
    if clock[3]:
        hour = hour % 12 + (12 if clock[3] in "Pp" else 0)
    return f" {hour:02d}:{clock[2]}"
