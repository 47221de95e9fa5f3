"""Works out the small charts of the inbox: what came each day, and why something was held (live wing)."""

from datetime import UTC, date, datetime, timedelta, tzinfo

from ..store import Figures
from ..store.rows import DAY_MS
from ..values import dataclass
from ..words import say
from ..words.held import reasons_in_words
from ..words.writing import day_of_year

DAYS = 30
MS = 1000
HEIGHT = 48
STEP = 10
WIDE = 8
LONGEST = 100
NONE = "{count} in the last {days} days."
SOME = "{count} in the last {days} days, most of them on {day}: {most}."


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its place and size in the units of the drawing, and what it stands for."""

    x: int
    y: int
    width: int
    height: int
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """Both charts. days: oldest first. told: the first one in a sentence. whole, newest: see Figures."""

    days: tuple[Bar, ...]
    reasons: tuple[Bar, ...]
    told: str
    whole: bool
    newest: int
    width: int = DAYS * STEP
    height: int = HEIGHT


def first_day(now: int, zone: tzinfo) -> int:
    """Say when the first of the last thirty days began there, in milliseconds."""
    today = datetime.fromtimestamp(now / MS, zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return round((today - timedelta(days=DAYS - 1)).timestamp() * MS)


def charts_of(figures: Figures, *, since: int, zone: tzinfo, language: str) -> Charts:
    """Draw the figures since a day, and say them in a language."""
    most = max(figures.days.values(), default=0)
    labels = [day_of_year(_nth_day(since, nth, zone), language) for nth in range(DAYS)]
    days = tuple(_day(nth, figures.days.get(nth, 0), most=most, label=label) for nth, label in enumerate(labels))
    return Charts(
        days=days,
        reasons=tuple(_reasons(figures, language)),
        told=_told(days, language),
        whole=figures.whole,
        newest=figures.newest,
    )


def _told(days: tuple[Bar, ...], language: str) -> str:
    total, best = sum(bar.count for bar in days), max(days, key=lambda bar: bar.count)
    told = say(SOME if total else NONE, language)
    return told.format(count=total, days=DAYS, day=best.label, most=best.count)


def _day(nth: int, count: int, *, most: int, label: str) -> Bar:
    height = -(-count * HEIGHT // most) if most else 0
    return Bar(nth * STEP, HEIGHT - height, WIDE, height, label, count)


def _reasons(figures: Figures, language: str) -> list[Bar]:
    most = max(figures.reasons.values(), default=1)
    ordered = sorted(figures.reasons.items(), key=lambda one: (-one[1], one[0]))
    words = reasons_in_words([name for name, _ in ordered], language)
    named = zip(words, ordered, strict=True)
    return [Bar(0, 0, -(-count * LONGEST // most), STEP, word, count) for word, (_, count) in named]


def _nth_day(since: int, nth: int, zone: tzinfo) -> date:
    # Noon, so that a day with 23 hours is not the day before.
    day = datetime.fromtimestamp((since + nth * DAY_MS) / MS, UTC) + timedelta(hours=12)
    return day.astimezone(zone).date()
