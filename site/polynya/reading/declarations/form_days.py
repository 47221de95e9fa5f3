"""The first and the last day of a date field: `min: today`, `max: today + 90 days` (build wing)."""

import re

from polynya_live.values.patterns import late

from ..text.source import quote
from ..values.dates import read_date
from ..values.declared import Declared

_FROM_TODAY = late(r"today(?:\s*([+-])\s*([0-9]{1,4})\s*(?:d|days?)?)?", re.ASCII)
HINT = "write a day like 2027-03-14, today, or today + 90 days."


def read_days(declared: Declared) -> tuple[str, str]:
    """Read `min` and `max` of a date field, as polynya_live.contract.Field has them; what is wrong is reported and left out."""
    first, last = _day(declared, "min"), _day(declared, "max")
    turned = first > last if first[:1].isdigit() and last[:1].isdigit() else _from_today(first) > _from_today(last)
    if first and last and first[:1].isdigit() == last[:1].isdigit() and turned:
        fact = f"min ({first}) is after max ({last})"
        declared.source.error("field-limit", declared.at("max"), fact=fact, hint="write the earlier day as min.")
        return "", ""
    return first, last


def _from_today(day: str) -> int:
    """Count the days from today to "today+90"; 0 for a day of the calendar."""
    return int(day.removeprefix("today") or 0) if day.startswith("today") else 0


def _day(declared: Declared, key: str) -> str:
    written = declared.text(key).strip()
    if not written:
        return ""
    counted = _FROM_TODAY.fullmatch(written.lower())
    if counted:
        return f"today{counted[1]}{int(counted[2])}" if counted[2] else "today"
    day = read_date(written)
    if day:
        return day.isoformat()
    fact = f'"{key}" of a date field is a day, not {quote(written)}'
    declared.source.error("field-limit", declared.at(key), fact=fact, hint=HINT)
    return ""
