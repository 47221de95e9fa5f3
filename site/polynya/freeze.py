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
from .release import FreezeRunning, NewRelease, one_freeze

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


def freeze_site(root: Path, *, progress: Progress | None = None, now: int | None = None) -> FreezeReport:
    """Freeze the site at `root` into a new release and switch to it.

    now: milliseconds since 1970 UTC, to leave out submissions that have expired; the clock's when not given.
    Raises ProblemsFound (the release before stays as it is) and FreezeRunning.
    """
    started = time.perf_counter()
    places = Places(root.resolve())
    try:
        with one_freeze(places):
            site, warnings = _read(places)
            drawing, statics, found = _prepare(site, places, now=now)
            with NewRelease(places) as release:
                pages, changed = _write_pages(release, drawing, progress)
                _stop_on_errors([*found, *drawing.problems])
                name = _finish(release, drawing, statics)
    except OSError as error:
        raise ProblemsFound([disk_problem(error, places)]) from error
    found += drawing.problems + drawing.broken_links(statics)
    seconds = time.perf_counter() - started
    return FreezeReport(
        release=name, pages=pages, changed=changed, seconds=seconds, warnings=sort_problems([*warnings, *found])
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
    for _ in drawing.draw_all():
        pass
    found += drawing.problems + drawing.compile_problems()
    if not any(problem.severity is Severity.ERROR for problem in found):
        found += drawing.broken_links(statics)
    strict = (replace(p, severity=Severity.ERROR) if p.rule == "broken-link" else p for p in found)
    return sort_problems([*problems, *strict])


def _read(places: Places) -> tuple["Site", list[Problem]]:
    reading = read_site(places.root)
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


def _write_pages(release: NewRelease, drawing: "Drawing", progress: Progress | None) -> tuple[int, int]:
    total = len(drawing.sheet.outputs)
    pages = changed = 0
    for done, drawn in enumerate(drawing.draw_all(), start=1):
        is_new = release.write(f"site/{drawn.path}", drawn.content)
        if drawn.path.endswith(".html"):
            pages += 1
            changed += is_new
        if progress:
            progress(done, total, drawn.url)
    return pages, changed


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
