"""Freezes a site: read, draw, make durable, swap; or draws it and only says what is wrong (build wing).

Flask, Jinja and Pygments are imported after reading: a site with mistakes is told so before they are.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from .disk import disk_problem
from .places import Places, store_address
from .problems import Problem, ProblemsFound, Severity, sort_problems
from .reading import read_site
from .reading.rows import Rows
from .release import FreezeRunning, NewRelease, current_name, one_freeze

if TYPE_CHECKING:
    from .assets import StaticFile
    from .model import Site
    from .pages.drawing import Drawing

__all__ = ["FreezeReport", "FreezeRunning", "Progress", "check_site", "freeze_site"]

Progress = Callable[[int, int, str], None]
"""Called after each page: how many are done, how many there are, and the address of this one."""

MS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeReport:
    """What a freeze did. release: its name; changed: pages that the release before did not have like this."""

    release: str
    pages: int
    changed: int
    seconds: float
    warnings: list[Problem]


def freeze_site(
    root: Path, *, progress: Progress | None = None, now: int | None = None, full: bool = False
) -> FreezeReport:
    """Freeze the site at `root` into a new release and switch to it.

    now: milliseconds since 1970 UTC, to leave out submissions that have expired; the clock's when not given.
    full: draw every output, also those of which nothing changed.
    Raises ProblemsFound (the release before stays as it is) and FreezeRunning.
    """
    started = time.perf_counter()
    places = Places(root.resolve())
    try:
        with one_freeze(places):
            report = _freeze(places, progress, now=now, full=full)
    except OSError as error:
        raise ProblemsFound([disk_problem(error, places)]) from error
    return replace(report, seconds=time.perf_counter() - started)


def _freeze(places: Places, progress: Progress | None, *, now: int | None, full: bool) -> FreezeReport:
    from .observing.memory import Memory, load, save  # noqa: PLC0415

    memory = Memory() if full else load(places)
    site, warnings = _read(places, memory.rows)
    drawing, statics, found = _prepare(site, places, now=now)
    known = memory.files if memory.release == current_name(places) else {}
    with NewRelease(places, known=known) as release:
        common = drawing.recall(memory if known else Memory(), keep=release.keep)
        _draw(release, drawing, progress)
        _stop_on_errors([*found, *drawing.problems])
        name = _finish(release, drawing, statics)
    memory = Memory(name, common, memory.rows, drawing.digests, drawing.traces, release.files)
    save(places, memory)
    found += drawing.problems + drawing.broken_links(statics)
    pages = [trace for trace in drawing.traces.values() if trace.name.endswith(".html")]
    return FreezeReport(
        release=name,
        pages=len(pages),
        changed=sum(trace.is_new for trace in pages),
        seconds=0,
        warnings=sort_problems([*warnings, *found]),
    )


def check_site(root: Path, *, now: int | None = None) -> list[Problem]:
    """List every mistake in the site at `root`, broken links as errors. Draws every page and writes nothing."""
    places = Places(root.resolve())
    try:
        site, problems = _read(places)
        drawing, statics, found = _prepare(site, places, now=now)
    except ProblemsFound as mistakes:
        return mistakes.problems
    except OSError as error:
        return [disk_problem(error, places)]
    drawing.draw(list(drawing.sheet.outputs), lambda name, content: (b"", False))
    found += drawing.problems + drawing.compile_problems()
    if not any(problem.severity is Severity.ERROR for problem in found):
        found += drawing.broken_links(statics)
    strict = (replace(p, severity=Severity.ERROR) if p.rule == "broken-link" else p for p in found)
    return sort_problems([*problems, *strict])


def _read(places: Places, kept: Rows | None = None) -> tuple["Site", list[Problem]]:
    reading = read_site(places.root, kept=kept)
    if reading.site is None:
        raise ProblemsFound(reading.problems)
    return reading.site, list(reading.problems)


def _prepare(
    site: "Site", places: Places, *, now: int | None
) -> tuple["Drawing", "Mapping[str, StaticFile]", list[Problem]]:
    from .assets import assets_of, gather_assets  # noqa: PLC0415
    from .compile import make_contract, site_facts  # noqa: PLC0415
    from .pages.drawing import Drawing  # noqa: PLC0415
    from .pages.sheet import make_sheet  # noqa: PLC0415
    from .refreeze import read_approved  # noqa: PLC0415

    statics, problems = gather_assets(places.static, places.root)
    facts = replace(site_facts(site.settings), assets=assets_of(statics))
    contract, incomplete = make_contract(site, facts)
    moment = round(time.time() * MS) if now is None else now
    approved = read_approved(site.forms.values(), store_address(places.root), now=moment)
    sheet = make_sheet(site, contract, places.templates, approved=approved)
    return Drawing(sheet), statics, problems + incomplete


def _draw(release: NewRelease, drawing: "Drawing", progress: Progress | None) -> None:
    urls = [url for url in drawing.sheet.outputs if url not in drawing.traces]
    done = 0

    def tell(url: str) -> None:
        nonlocal done
        done += 1
        trace = drawing.traces[url]
        release.register(trace.name, trace.digest, is_new=trace.is_new)
        if progress:
            progress(done, len(urls), url)

    drawing.draw(urls, release.put, tell=tell)


def _finish(release: NewRelease, drawing: "Drawing", statics: "Mapping[str, StaticFile]") -> str:
    from polynya_live.contract import dump  # noqa: PLC0415

    from .compile import with_release  # noqa: PLC0415

    for static in statics.values():
        release.write(f"site{static.asset.url}", static.read())
    for path, content in chain(drawing.files_beside(), drawing.made_files()):
        release.write(f"site/{path}", content)
    for name, code in drawing.compile_live():
        release.write(f"live/templates/{name}", code)
    contract = drawing.sheet.contract
    digest = release.digest(dump(contract).encode())
    release.write("live/contract.json", dump(with_release(contract, digest)).encode())
    return release.publish(digest)


def _stop_on_errors(problems: list[Problem]) -> None:
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ProblemsFound(problems)
