"""Watches what the author writes, freezes again, and lets the preview show what came of it (build wing)."""

import asyncio
import sys
import time
import traceback
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Thread
from typing import TypeVar

import click
from watchfiles import DefaultFilter, awatch

from ..cli.freeze import schedule_of, show_progress
from ..cli.showing import count_of, show_problems
from ..freeze import PICTURES, FreezeReport, FreezeRunning, Progress, freeze_site
from ..places import Places
from ..problems import ProblemsFound, format_problem
from .preview import Preview, Told
from .shelf import CurrentShelf

T = TypeVar("T")

QUIET_MS = 5  # without a change, before a burst of changes is over
BURST_MS = 500  # of changes, at most
TICK_MS = 1000  # between looks for new folders, and for a freeze from another terminal
RETRY_S = 0.2
FROZEN, REFUSED, AGAIN = 0, 1, 75
"""How a freeze in a process of its own ends: the last is EX_TEMPFAIL, and whatever else ends it was no author either."""
OF_THE_MACHINE = ("disk-full", "cannot-write", "store-unavailable")
"""Rules of problems that no author made."""


def freeze_or_refuse(places: Places, *, early: bool = False) -> bool:
    """Freeze, after any other freeze of the same site, and say so on the terminal; return whether it did. Raises ProblemsFound.

    When the machine is to blame (a full disk, a broken store) and there is a release, that one goes on being served: pages
    are to be read whatever happens. early: with drafts and pages to come.
    """
    try:
        _tell(_freeze(places, early=early))
    except ProblemsFound as found:
        if not places.site.is_dir() or any(problem.rule not in OF_THE_MACHINE for problem in found.problems):
            raise
        show_problems(found.problems, err=True)
        click.echo("serving the last release; once this is mended: freeze", err=True)
        return False
    return True


def freeze_and_tell(places: Places, *, early: bool = False) -> Told:
    """Freeze and say on the terminal what came of it; return it for the preview."""
    try:
        report = _freeze(places, early=early, light=True)
    except ProblemsFound as found:
        show_problems(found.problems, err=True)
        return Told("\n\n".join([*map(format_problem, found.problems), count_of(found.problems)]))
    except Exception as error:  # our own mistake, or that of the site's Python: the preview stays to be mended
        traceback.print_exc(file=sys.stderr)
        said = f"freeze stopped at something unexpected: {error!r}\nhint: the terminal shows where.\nrule: unexpected"
        return Told(said)
    _tell(report)
    return Told(waiting="\n".join(schedule_of(report)) if report.coming else "")


async def freeze_elsewhere(places: Places, *, early: bool = False) -> bool:
    """Freeze in a process of its own, after any other freeze, so that no visitor waits; it says on stderr what came of it.

    Returns False when the machine is to blame, so that it may go well another time.
    """
    drafts = ["--drafts"] if early else []
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "polynya.serve.refreezing", str(places.root), *drafts
    )
    try:
        return await process.wait() in (FROZEN, REFUSED)
    except asyncio.CancelledError:
        process.terminate()
        raise


def _freeze(places: Places, *, early: bool, light: bool = False) -> FreezeReport:
    while True:
        try:
            with show_progress() as tell:
                return freeze_site(places.root, progress=_of_pictures(tell), early=early, light=light)
        except FreezeRunning:
            time.sleep(RETRY_S)


def _of_pictures(tell: Progress) -> Progress:
    """Tell what takes minutes the first time, and nothing of pages, which come at each edit."""
    return lambda done, total, what: tell(done, total, what) if what == PICTURES else None


def _tell(report: FreezeReport) -> None:
    if report.warnings:
        show_problems(report.warnings, err=True)
    pages = "1 page" if report.pages == 1 else f"{report.pages} pages"
    click.echo(f"froze {pages} ({report.changed} changed) in {report.seconds:.1f} s", err=True)
    for line in schedule_of(report):
        click.echo(line, err=True)


async def watch(
    places: Places, preview: Preview, *, shelf: CurrentShelf, stop: asyncio.Event, early: bool = False
) -> None:
    """Freeze again at every change until `stop` is set. early: with drafts and pages to come."""
    release = shelf.now().release
    async for changed in changes(places, stop):
        if changed:
            _forget_functions(places, changed)
            preview.turn(await in_thread(lambda: freeze_and_tell(places, early=early)))
        elif shelf.now().release != release:  # frozen from another terminal
            preview.turn(preview.told)
        release = shelf.now().release


async def changes(places: Places, stop: asyncio.Event) -> AsyncIterator[set[str]]:
    """List the files that were changed, burst by burst; an empty set at each tick without a change."""
    while not stop.is_set():
        folders = _folders(places)
        async for found in awatch(
            *folders,
            watch_filter=DefaultFilter(),
            stop_event=stop,
            step=QUIET_MS,
            debounce=BURST_MS,
            rust_timeout=TICK_MS,
            yield_on_timeout=True,
        ):
            changed = {path for _, path in found}
            appeared = _folders(places) ^ folders
            yield changed | {str(folder) for folder in appeared}
            if appeared:
                break


def _folders(places: Places) -> frozenset[Path]:
    ours = (places.content, *places.templates, *places.static, places.functions)
    return frozenset(folder.resolve() for folder in ours if folder.is_dir())


def _forget_functions(places: Places, changed: set[str]) -> None:
    """Let the site's own Python be imported anew when some of it changed."""
    functions = places.functions.resolve()
    if not any(path.endswith(".py") and Path(path).is_relative_to(functions) for path in changed):
        return
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if name.partition(".")[0] != "polynya_live" and Path(file).is_relative_to(functions):
            del sys.modules[name]


async def in_thread(act: Callable[[], T]) -> T:
    """Run something slow beside the server. Its thread never keeps the process: a freeze may be killed at any moment."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def run() -> None:
        try:
            tell = partial(done.set_result, act())
        except BaseException as error:
            tell = partial(done.set_exception, error)
        with suppress(RuntimeError):  # the server has ended meanwhile, and its loop
            loop.call_soon_threadsafe(tell)

    Thread(target=run, name="freeze", daemon=True).start()
    return await done
