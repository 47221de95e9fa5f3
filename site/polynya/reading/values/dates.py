"""Dates as authors write them: ISO 8601 or with slashes, a space or T before the time, a zone or none (build wing)."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from polynya_live.values.patterns import late

_MOMENT = late(
    r"(?P<year>[0-9]{4})(?P<mark>[-/])(?P<month>[0-9]{1,2})(?P=mark)(?P<day>[0-9]{1,2})"
    r"(?:(?:[Tt]|\s+)(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?)?"
    r"(?:(?(hour)\s*|\s+)(?P<zone>[Zz]|UTC|GMT|(?P<sign>[+-])(?P<zh>[0-9]{2}):?(?P<zm>[0-9]{2})?(?:\s+[A-Z]{3,4})?))?",
    re.ASCII,
)


def read_date(text: str) -> date | None:
    """Read the day as the author wrote it, whatever time and zone stand after it; None when it is no date."""
    if day := plain_day(text):
        return day
    match = _MOMENT.fullmatch(text.strip())
    if not match or _clock(match) is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def read_datetime(text: str, zone: str) -> datetime | None:
    """Read a moment; without a zone of its own it is in `zone`, without a time it is the first minute of the day."""
    if plain := plain_day(text):
        return datetime.combine(plain, time(), ZoneInfo(zone))
    match = _MOMENT.fullmatch(text.strip())
    clock = _clock(match) if match else None
    if not match or clock is None:
        return None
    try:
        day = datetime(int(match["year"]), int(match["month"]), int(match["day"]), *clock)
    except ValueError:
        return None
    return day.replace(tzinfo=_zone(match, zone))


def read_end(text: str, zone: str) -> datetime | None:
    """Read the moment something ends; a day without a time belongs to it, so that it ends with the day."""
    moment = read_datetime(text, zone)
    match = _MOMENT.fullmatch(text.strip())
    return moment + timedelta(days=1) if moment and match and not match["hour"] else moment


def plain_day(text: str) -> date | None:
    """Read a day as most are written, such as 2024-01-31."""
    if len(text) != len("2024-01-31") or text[4] != "-" or text[7] != "-":
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> tuple[int, int, int] | None:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    return (hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def _zone(match: re.Match[str], zone: str) -> timezone | ZoneInfo:
    if not match["zone"]:
        return ZoneInfo(zone)
    if not match["sign"]:
        return UTC
    offset = timedelta(hours=min(int(match["zh"]), 23), minutes=min(int(match["zm"] or 0), 59))
    return timezone(-offset if match["sign"] == "-" else offset)
