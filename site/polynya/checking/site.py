"""Draws a whole site and only says what is wrong with it (build wing)."""

from dataclasses import replace
from pathlib import Path

from ..disk import disk_problem
from ..freeze import prepare, read
from ..places import Places
from ..problems import Problem, ProblemsFound, Severity, sort_problems
from ..reading.addresses.nameless import nameless
from ..reading.schedule import clock_at
from . import Inspector
from .scripts import unfit_language
from .undrawn import shared_threads, undrawn_forms, undrawn_threads
from .unsaid import unsaid_words


def check_site(root: Path, *, now: int | None = None) -> list[Problem]:
    """List every mistake in the site at `root`, broken links as errors. Draws every page and writes nothing."""
    places = Places(root.resolve())
    try:
        clock = clock_at(now)
        site, problems = read(places, clock)
        drawing, statics, found = prepare(site, places, clock)
        found += nameless(site)
        found += unsaid_words(site)
        found += unfit_language(site)
    except ProblemsFound as mistakes:
        return mistakes.problems
    except OSError as error:
        return [disk_problem(error, places)]
    inspector = Inspector(drawing.sheet)
    drawing.draw(list(drawing.sheet.outputs), inspector.keep)
    found += drawing.problems + drawing.compile_problems()
    if not any(problem.severity is Severity.ERROR for problem in found):
        found += drawing.broken_links(statics)[1]
        inspected = {url: trace.digest for url, trace in drawing.traces.items()}
        found += inspector.problems(inspected)
        found += undrawn_forms(drawing.sheet, inspector.forms_drawn(inspected))
        pages = (trace.details.keys for trace in drawing.traces.values() if trace.name.endswith(".html"))
        found += undrawn_threads(drawing.sheet, pages)
        found += shared_threads(drawing.sheet)
        found += inspector.of_the_whole({url: trace.details.targets for url, trace in drawing.traces.items()})
    strict = (replace(p, severity=Severity.ERROR) if p.rule == "broken-link" else p for p in found)
    return sort_problems([*problems, *strict])
