"""Which pages are out: no drafts, none whose time is still to come or has passed; and when that changes next (build wing)."""

import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from polynya_live.contract import Link
from polynya_live.values import dataclass

from ..model import Due, Page
from .late import with_fields
from .slugs import folded
from .text.source import Source, quote

MS = 1000


@dataclass(frozen=True, slots=True)
class Clock:
    """What counts as out. now: with its zone; early: drafts and pages to come count as well."""

    now: datetime
    early: bool = False


@dataclass(frozen=True, slots=True)
class Schedule:
    """Pages that are out, in the order they were given, and absent ones; both with their standing."""

    out: list[Page]
    absent: list[Page]


def clock_at(now: int | None, *, early: bool = False) -> Clock:
    """Make a clock. now: milliseconds since 1970 UTC; the real time when not given."""
    return Clock(datetime.fromtimestamp(time.time() if now is None else now / MS, UTC), early)


def scheduled(pages: Iterable[Page], clock: Clock) -> Schedule:
    """Tell the pages that are out from those that are not."""
    found, now = Schedule([], []), clock.now
    for page in pages:
        standing = page.standing or _standing(page, now)
        if not standing:  # most
            found.out.append(page)
            continue
        placed = with_fields(page, standing=standing) if standing != page.standing else page
        (found.out if clock.early and standing != "expired" else found.absent).append(placed)
    return found


def coming(schedule: Schedule) -> list[Page]:
    """List the pages to come that would meet a page at their address: not those that take the place of one that goes."""
    future = [page for page in schedule.absent if page.standing == "future"]
    there = {folded(page.url): page for page in schedule.out} if future else {}
    return [page for page in future if not _takes_over(page, there)]


def next_due(schedule: Schedule, clock: Clock, timezone: str) -> Due | None:
    """Find the next moment at which a page comes or goes; drafts do neither."""
    waiting = [page for page in schedule.out if page.until or page.standing]  # all others came, and stay
    dues = [
        Due(moment, page.path, ends)
        for page in (*waiting, *schedule.absent)
        for moment, ends in ((page.since, False), (page.until, True))
        if moment and moment > clock.now and page.standing != "draft" and not (clock.early and not ends)
    ]
    first = min(dues, key=lambda due: (due.moment, due.path), default=None)
    return Due(_there(first.moment, timezone), first.path, first.ends) if first else None


def links_that_are_out(links: Sequence[Link], absent: Mapping[str, Page], settings: Source) -> tuple[Link, ...]:
    """Leave out the entries of a navigation that lead to pages which are not out, and say so. settings: site.yaml."""
    for link in links:
        if page := absent.get(link.url):
            fact = f"the navigation leaves out {quote(link.title)}, for {page.path} {not_out(page)}"
            at = settings.text.find(link.url)
            settings.warn(
                "not-out", at if at >= 0 else None, fact=fact, hint="nothing has to be done; it appears with the page."
            )
    return tuple(link for link in links if link.url not in absent)


def not_out(page: Page) -> str:
    """Say why a page is not there: "is a draft"."""
    if page.standing == "future" and page.since:
        return f"is not out before {written(page.since)}"
    if page.standing == "expired" and page.until:
        return f"has expired ({written(page.until)})"
    return "is a draft"


def written(moment: datetime) -> str:
    """Write a moment for a person: "2026-12-24 18:30"; midnight as the day alone."""
    return f"{moment:%Y-%m-%d %H:%M}".removesuffix(" 00:00")


def _standing(page: Page, now: datetime) -> str:
    if page.until and page.until <= now:
        return "expired"
    return "future" if page.since and page.since > now else ""


def _there(moment: datetime, timezone: str) -> datetime:
    """Write a moment as clocks of the site show it; as its author wrote it where that is a day after the last one."""
    try:
        return moment.astimezone(ZoneInfo(timezone))
    except OverflowError:
        return moment


def _takes_over(page: Page, there: Mapping[str, Page]) -> bool:
    other = there.get(folded(page.url))
    return bool(other and other.until and page.since and other.until <= page.since)
