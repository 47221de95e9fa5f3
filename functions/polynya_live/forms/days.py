"""The first and the last day that a date field takes: a day of the calendar, or so many days from today (shared).

A frozen page is older than the day it is read on, so it holds no day that was worked out from "today": the server checks, and
the stamp brings the days of now to pickers in browsers.
"""

import re
from datetime import date, timedelta

from ..contract import Field
from ..values import dataclass

FROM_TODAY = re.compile(r"today(?:([+-])(\d{1,4}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Today:
    """Which day it is where the site is. language: that days are written in."""

    day: date
    language: str = "en"


def first_and_last(field: Field, today: Today | None) -> tuple[date | None, date | None]:
    """Return the first and the last day that a field takes; None without a limit, and where nobody knows which day it is."""
    return _day_of(field.earliest, today), _day_of(field.latest, today)


def limits_of(field: Field, today: Today | None) -> dict[str, str]:
    """Write the first and the last day as attributes of an input."""
    days = zip(("min", "max"), first_and_last(field, today), strict=True)
    return {name: day.isoformat() for name, day in days if day}


def _day_of(limit: str, today: Today | None) -> date | None:
    """Work out a limit: "2027-03-14", "today", "today+90"."""
    if not limit:
        return None
    counted = FROM_TODAY.fullmatch(limit)
    if counted is None:
        return date.fromisoformat(limit)
    return today.day + timedelta(days=int(f"{counted[1] or '+'}{counted[2] or 0}")) if today else None
