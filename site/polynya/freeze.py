"""Freezes a site: read, draw, make durable, swap (build wing).

Flask, Jinja and Pygments are imported after reading: a site with mistakes is told so before they are.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from polynya_live.values import dataclass

from .crew.alone import FreezeRunning, one_freeze
from .disk import disk_problem
from .observing.marks import Seen, look
from .observing.quick import remember, unchanged
from .places import Places, store_address
from .problems import Problem, ProblemsFound, Severity, sort_problems
from .releases import current_name, releases

if TYPE_CHECKING:
    from datetime import datetime

    from .assets import StaticFile
    from .model import Site
    from .pages.drawing import Drawing
    from .pages.sheet import Sheet
    from .reading.rows import Rows
    from .reading.schedule import Clock
    from .releases.new import NewRelease

__all__ = [
    "PICTURES",
    "FreezeReport",
    "FreezeRunning",
    "Progress",
    "freeze_site",
    "prepare",
    "read",
    "stop_on_errors",
]

Progress = Callable[[int, int, str], None]
"""Called after each page: how many are done, how many there are, and the address of this one; then PICTURES likewise."""

PICTURES = "pictures"
"""In the place of an address, for what takes long of the pictures that pages ask for."""

MS = 1000
SYNCED_AT = (0.5, 0.85)
"""The shares of a release at which the disk is to begin with it: what is left at the end is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeReport:
    """What a freeze did. release: its name; changed: pages that the release before did not have like this.

    next_due: the next moment at which a page comes or goes (ISO 8601, in the site's time zone), None for never; next_page:
    its source. early: pages in the release that are not out yet. coming: pages left out, for their dates are to come.
    """

    release: str
    pages: int
    changed: int
    seconds: float
    warnings: list[Problem]
    next_due: str | None = None
    next_page: str = ""
    early: int = 0
    coming: int = 0


def freeze_site(
    root: Path,
    *,
    progress: Progress | None = None,
    now: int | None = None,
    full: bool = False,
    early: bool = False,
    light: bool = False,
    left: list[object] | None = None,
) -> FreezeReport:
    """Freeze the site at `root` into a new release and switch to it.

    now: milliseconds since 1970 UTC, to leave out what has expired or is not due; the clock's when not given.
    full: draw every output, also those of which nothing changed. early: with drafts and pages to come.
    light: for a preview: with the search index of before, and no packed copies.
    left: gets what pages were drawn from, for who ends then: taking it apart takes a hundredth of a freeze.
    Raises ProblemsFound (the release before stays as it is) and FreezeRunning.
    """
    started = time.perf_counter()
    places = Places(root.resolve())
    try:
        with one_freeze(places):
            report = _freeze_what_changed(places, progress, full=full, now=now, early=early, light=light, left=left)
    except OSError as error:
        raise ProblemsFound([disk_problem(error, places)]) from error
    return replace(report, seconds=time.perf_counter() - started)


def _freeze_what_changed(
    places: Places,
    progress: Progress | None,
    *,
    full: bool,
    now: int | None,
    early: bool,
    light: bool,
    left: list[object] | None,
) -> FreezeReport:
    seen, asked = look(places), f"early={early} light={light}"
    moment = round(time.time() * MS) if now is None else now
    known = None if full else unchanged(places, seen.digest, now=moment, asked=asked, release=current_name(places))
    if known:
        return FreezeReport(**known)
    from .reading.schedule import clock_at  # noqa: PLC0415

    clock = clock_at(moment, early=early)
    done = None if full else _retouch(places, seen, asked, clock=clock, light=light, progress=progress)
    left = [] if left is None else left
    report, until = done or _freeze(
        places, progress, seen=seen, asked=asked, full=full, clock=clock, light=light, left=left
    )
    remember(places, seen.digest, asdict(report), since=moment, until=until, asked=asked)
    return report


def _retouch(
    places: Places, seen: Seen, asked: str, *, clock: "Clock", light: bool, progress: Progress | None
) -> tuple[FreezeReport, int | None] | None:
    """Draw only what reads the texts that were edited; None when that is not all there is to do."""
    from .retouching import retouch  # noqa: PLC0415

    found = retouch(
        places,
        seen,
        asked=asked,
        now=round(clock.now.timestamp() * MS),
        light=light,
        prepare=lambda site: prepare(site, places, clock)[0],
        progress=progress,
    )
    if found is None:
        return None
    changed = sum(trace.is_new for trace in found.drawn if trace.name.endswith(".html"))
    return _report(found.release, found.site, found.warnings, pages=found.pages, changed=changed), found.until


def _report(release: str, site: "Site", warnings: list[Problem], *, pages: int, changed: int) -> FreezeReport:
    return FreezeReport(
        release=release,
        pages=pages,
        changed=changed,
        seconds=0,
        warnings=sort_problems(warnings),
        next_due=site.due.moment.isoformat() if site.due else None,
        next_page=site.due.path if site.due else "",
        early=sum(bool(page.standing) for page in site.pages.values()),
        coming=len({page.path for page in site.absent.values() if page.standing == "future"}),
    )


def _freeze(
    places: Places,
    progress: Progress | None,
    *,
    seen: Seen,
    asked: str,
    full: bool,
    clock: "Clock",
    light: bool,
    left: list[object],
) -> tuple[FreezeReport, int | None]:
    from .observing.memory import Memory  # noqa: PLC0415
    from .retouching import Span, keep, kept_ahead, remembered  # noqa: PLC0415

    memory = Memory() if full else remembered(places)
    site, warnings = read(places, clock, memory.rows, seen=seen)
    from .observing.templates.kept import make_room  # noqa: PLC0415 -- see above
    from .outputs.whole import finish, publish  # noqa: PLC0415
    from .releases.new import NewRelease  # noqa: PLC0415

    make_room(places.root)
    drawing, statics, found = prepare(site, places, clock)
    found += [] if light else _nameless(site)
    known = memory.files if memory.release == current_name(places) else {}
    older = {memory.release: memory.files, **memory.older} if known else {}
    with NewRelease(places, known=known, older=older) as release:
        frame = drawing.recall(memory if known else Memory(), keep=release.keep)
        _draw(release, drawing, progress)
        stop_on_errors([*found, *drawing.problems])
        release.gather()
        with release.synced_ahead(), kept_ahead(places, site, memory.rows, traces=drawing.traces, seen=seen) as ahead:
            contract = finish(release, drawing, statics, light=light, tell=_of_pictures(progress))
            links, broken = drawing.broken_links(statics, memory if known else Memory())
        name = publish(release, contract)
    older = {one.name: older[one.name] for one in releases(places) if one.name in older}
    new = Memory("", name, frame, memory.rows, drawing.traces, release.files, older, links)
    span = Span(asked, round(clock.now.timestamp() * MS), _until(drawing.sheet))
    of_traces = {one for trace in drawing.traces.values() for one in trace.problems}
    told = [*warnings, *found, *(one for one in drawing.problems if one not in of_traces)]
    keep(places, new, site, seen=seen, span=span, warnings=told, ahead=ahead)
    release.settle()
    left += (drawing, new)
    pages = [trace for trace in drawing.traces.values() if trace.name.endswith(".html")]
    every = [*warnings, *found, *drawing.problems, *broken]
    return _report(name, site, every, pages=len(pages), changed=sum(trace.is_new for trace in pages)), span.until


def _until(sheet: "Sheet") -> int | None:
    """Find the moment, in milliseconds since 1970 UTC, at which a page or a submission comes or goes by itself."""
    shown = (one for pages in sheet.approved.values() for those in pages.values() for one in those)
    moments = [one.expires * MS for one in shown if one.expires]
    due = sheet.site.due
    return min([*moments, *([_ms(due.moment)] if due else [])], default=None)


def _ms(moment: "datetime") -> int:
    return round(moment.timestamp() * MS)


def read(
    places: Places, clock: "Clock", kept: "Rows | None" = None, *, seen: Seen | None = None
) -> tuple["Site", list[Problem]]:
    """Read a site; then its warnings. kept, seen: see `read_site`. Raises ProblemsFound."""
    from .reading.read import read_site  # noqa: PLC0415

    reading = read_site(places.root, kept=kept, clock=clock, seen=seen or Seen(), meanwhile=_import_the_rest)
    if reading.site is None:
        raise ProblemsFound(reading.problems)
    return reading.site, list(reading.problems)


def _import_the_rest() -> None:
    """Import what draws pages: Flask and Jinja take as long as reading a thousand sources."""
    from .outputs import whole  # noqa: F401, PLC0415
    from .pages import drawing  # noqa: F401, PLC0415


def _nameless(site: "Site") -> list[Problem]:
    from .reading.addresses.nameless import nameless  # noqa: PLC0415

    return nameless(site)


def prepare(
    site: "Site", places: Places, clock: "Clock"
) -> tuple["Drawing", "Mapping[str, StaticFile]", list[Problem]]:
    """Make what draws a site, its static files, and what is wrong so far. Raises ProblemsFound."""
    from .assets import assets_of, gather_assets  # noqa: PLC0415
    from .compile import make_contract, site_facts  # noqa: PLC0415
    from .idle import idle_templates  # noqa: PLC0415
    from .outputs.clashes import alias_clashes  # noqa: PLC0415
    from .outputs.pictures.sizes import picture_problems  # noqa: PLC0415
    from .pages.drawing import Drawing  # noqa: PLC0415
    from .pages.sheet import make_sheet  # noqa: PLC0415
    from .refreeze import read_approved  # noqa: PLC0415
    from .versions import with_earlier  # noqa: PLC0415

    statics, problems = gather_assets(places.static, places.root, minify=site.settings.minify)
    contract, incomplete = make_contract(site, replace(site_facts(site.settings), assets=assets_of(statics)))
    moment = _ms(clock.now)
    approved = read_approved(site.forms.values(), store_address(places.root), now=moment)
    sheet = make_sheet(site, with_earlier(contract, places, now=moment), places.templates, approved=approved)
    stop_on_errors(alias_clashes(site, sheet.outputs))
    problems += [*incomplete, *picture_problems(site), *idle_templates(site, places.templates)]
    return Drawing(sheet), statics, problems


def _draw(release: "NewRelease", drawing: "Drawing", progress: Progress | None) -> None:
    urls = [url for url in drawing.sheet.outputs if url not in drawing.traces]
    synced_at = set() if release.put_off(files=len(urls)) else {round(len(urls) * share) for share in SYNCED_AT}
    done = 0

    def tell(url: str) -> None:
        nonlocal done
        done += 1
        if done in synced_at:
            beside.enter_context(release.synced_ahead())
        trace = drawing.traces[url]
        release.register(trace.name, trace.digest, is_new=trace.is_new)
        if progress:
            progress(done, len(urls), url)

    with ExitStack() as beside:
        drawing.draw(urls, release.put, tell=tell)


def _of_pictures(progress: Progress | None) -> Callable[[int, int], object]:
    return lambda done, total: progress and progress(done, total, PICTURES)


def stop_on_errors(problems: list[Problem]) -> None:
    """Raise ProblemsFound when there is an error among them."""
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemsFound(problems)
