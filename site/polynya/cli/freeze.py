"""`freeze` without a command: freeze the site (build wing)."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click

from ..freeze import FreezeReport, Progress, freeze_site
from ..places import Places
from ..problems import ProblemsFound
from ..waking import keep
from .showing import problems_as_json, show_json, show_problems

TENTHS = 10


def freeze(places: Places, *, as_json: bool, early: bool = False, full: bool = False) -> None:
    """Freeze the site and say what changed and what comes next. Raises ProblemsFound, FreezeRunning.

    early: with drafts and pages to come. full: draw every page.
    """
    try:
        with _uncollected(), _progress() as progress:
            report = freeze_site(places.root, progress=progress, early=early, full=full)
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
    """Say what is in the release before its time, and when the site has to be frozen again."""
    if report.early:
        pages = "1 page that is" if report.early == 1 else f"{report.early} pages that are"
        yield f"this release has {pages} not out yet, so `freeze publish` refuses it"
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
def _progress() -> Iterator[Progress]:
    """Show progress on stderr: a bar on a terminal, at most ten plain lines in a pipe."""
    if not sys.stderr.isatty():
        yield _tell_tenths
        return
    with click.progressbar(length=0, label="freezing", file=sys.stderr, item_show_func=str) as bar:

        def advance(done: int, total: int, url: str) -> None:
            bar.length = total
            bar.update(1, url)

        yield advance


def _tell_tenths(done: int, total: int, url: str) -> None:
    if done * TENTHS // total > (done - 1) * TENTHS // total:
        click.echo(f"freezing: {done} of {total} ({url})", err=True)
