"""Answers what an author asks of a site: why a page would be drawn again, and which ones nothing leads to (build wing)."""

from pathlib import Path

from ..freeze import prepare, read, stop_on_errors
from ..model import Page
from ..observing.why import not_there, reasons
from ..places import Places
from ..problems import ProblemsFound
from ..reading.schedule import clock_at
from ..retouching import remembered
from .inspector import orphans


def why(root: Path, page: str, *, now: int | None = None) -> tuple[str, list[str]]:
    """Say why a page would be drawn again: its address, and the reasons. Raises ProblemsFound, also for one that is not there.

    page: an id, an address or the path of a source.
    """
    places, clock = Places(root.resolve()), clock_at(now)
    memory = remembered(places)
    site, _ = read(places, clock, memory.rows)
    drawing, _, _ = prepare(site, places, clock)
    found = site.pages.get(page) or drawing.sheet.by_source.get(page)
    url = found.url if found else page
    if url not in drawing.sheet.outputs and url not in memory.traces:
        raise ProblemsFound([not_there(page, site, drawing.sheet.outputs)])
    return url, reasons(url, memory, drawing.sheet)


def list_orphans(root: Path, *, now: int | None = None) -> list[Page]:
    """List the pages that no other page leads to. Draws every page and writes nothing. Raises ProblemsFound."""
    places = Places(root.resolve())
    clock = clock_at(now)
    site, _ = read(places, clock)
    drawing, _, found = prepare(site, places, clock)
    drawing.draw(list(drawing.sheet.outputs), lambda names, contents: [(b"", False)] * len(names))
    stop_on_errors([*found, *drawing.problems])
    return orphans(drawing.sheet, {url: trace.details.targets for url, trace in drawing.traces.items()})
