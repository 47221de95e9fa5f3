"""`freeze` without a command: freeze the site (build wing)."""

import gc
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from typing import Any

import click

from ..freeze import PICTURES, FreezeReport, Progress, freeze_site
from ..places import Places
from ..problems import ProblemsFound
from ..waking import keep
from .showing import problems_as_json, show_json, show_problems

TENTHS = 10
_left: list[object] = []  # what pages were drawn from, until the process ends


def freeze(places: Places, *, as_json: bool, early: bool = False, full: bool = False) -> None:
    """Freeze the site and say what changed and what comes next. Raises ProblemsFound, FreezeRunning.

    early: with drafts and pages to come. full: draw every page.
    """
    _left.clear()
    try:
        with _uncollected(), show_progress() as progress:
            report = freeze_site(places.root, progress=progress, early=early, full=full, left=_left)
    except ProblemsFound as found:
        if not as_json:
            raise
        show_json({"problems": problems_as_json(found.problems)})
        click.get_current_context().exit(1)
    if as_json:
        show_json({**asdict(report), "warnings": problems_as_json(report.warnings)})
        return
    if report.warnings:
        show_problems(report.warnings, err=True)
    click.echo(_summary(report))
    for line in schedule_of(report):
        click.echo(line)
    keep()


def _summary(report: FreezeReport) -> str:
    pages = "1 page" if report.pages == 1 else f"{report.pages} pages"
    following = "freeze check" if report.warnings else "freeze serve"
    return f"froze {pages} ({report.changed} changed) in {report.seconds:.1f} s; next: {following}"


def schedule_of(report: FreezeReport) -> Iterator[str]:
    """Say what is in the release before its time, what waits for its own, and when the site has to be frozen again."""
    if report.early:
        pages = "1 page that is" if report.early == 1 else f"{report.early} pages that are"
        yield f"this release has {pages} not out yet, so `freeze publish` refuses it"
    if report.coming:
        pages = "1 page is" if report.coming == 1 else f"{report.coming} pages are"
        dates = "its date is" if report.coming == 1 else "their dates are"
        yield f"{pages} not shown yet, for {dates} still to come; `freeze serve --drafts` shows what will be"
    if report.next_due:
        yield f"next due: {report.next_due} ({report.next_page}); freeze again then"


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector away: hardly anything of a freeze is in circles, and then it ends."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.freeze()
            gc.enable()
            gc.unfreeze()  # all that is there counts as old now, so that nothing is looked at on the way out


@contextmanager
def show_progress() -> Iterator[Progress]:
    """Show progress on stderr: a bar on a terminal, at most ten plain lines in a pipe; then the same for pictures."""
    if not sys.stderr.isatty():
        yield _tell_tenths()
        return
    with ExitStack() as shown:
        bars = dict[str, Any]()  # Any: click names no type of its bars

        def advance(done: int, total: int, what: str) -> None:
            label = _label(what)
            if label not in bars:
                shown.close()
                bar = click.progressbar(
                    length=total, label=label, file=sys.stderr, show_percent=True, item_show_func=_item
                )
                bars[label] = shown.enter_context(bar)
            bars[label].update(done - bars[label].pos, what)

        yield advance


def _tell_tenths() -> Progress:
    told = dict[str, int]()

    def tell(done: int, total: int, what: str) -> None:
        label, tenth = _label(what), done * TENTHS // total
        if tenth > told.get(label, 0):
            told[label] = tenth
            item = _item(what)
            click.echo(f"{label}: {done} of {total}{f' ({item})' if item else ''}", err=True)

    return tell


def _label(what: str) -> str:
    return "drawing pictures" if what == PICTURES else "freezing"


def _item(what: str | None) -> str:
    return "" if what in (None, PICTURES) else str(what)
