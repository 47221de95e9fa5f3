"""Looks for work again and again: the same look on one machine and in the cloud, and the thread of one machine (shared)."""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Protocol

from flask import Flask

from ..journal import JournalUnavailable
from ..journal.replaying import replay_journal
from ..store import NoSuchSubmission, StoreUnavailable
from ..wing import wing_of
from .act import work_on
from .office import Office, office_of

MOST_ROWS = 50
"""Of one look."""
EVERY_S = 1.0
PURGE_MS = 3_600_000
REPLAY_MS = 2_000

log = logging.getLogger("polynya.work")


class Current(Protocol):
    """Knows the app of the current release: `app.current.CurrentApp`."""

    def app(self) -> Flask:
        """Return the app of the contract as it is now."""


def work_once(office: Office, *, now: int, patience_ms: int = 0, enough: Callable[[], bool] = lambda: False) -> int:
    """Do the work that is due; return how many submissions that were, 50 at most.

    patience_ms: leave what became due only so short a time ago; another may be at it. enough: whether to stop early.
    Raises StoreUnavailable, after all others when it is one submission that the store does not take.
    """
    done, refused = 0, list[StoreUnavailable]()
    for row in office.store.due(now=now - patience_ms, limit=MOST_ROWS):
        if enough():
            break
        try:
            work_on(row, office, now=now)
            done += 1
        except StoreUnavailable as error:
            office.store.ready()  # raises when it is the store; else it is this one, and those behind it need not wait
            refused.append(error)
    if refused:
        raise refused[0]
    return done


def work_for(key: str, office: Office, *, now: int) -> None:
    """Do the work of one submission, when it is still due. Raises StoreUnavailable."""
    try:
        row = office.store.get(key, now=now)
    except NoSuchSubmission:
        return
    if 0 < row.due <= now:
        work_on(row, office, now=now)


class Rounds:
    """One machine's rounds: what the journal holds, what is due, and once an hour the purge of what had expired an hour ago."""

    def __init__(self, current: Current) -> None:
        self._current = current
        self._purged = 0
        self._replayed = 0

    def __call__(self) -> int:
        """Make one round; return how many submissions were worked on. Raises StoreUnavailable, JournalUnavailable."""
        try:
            app = self._current.app()
        except FileNotFoundError:
            return 0  # nothing was ever frozen here, so nothing was posted
        office, now = office_of(app), wing_of(app).clock()
        if _is_time(self._purged, PURGE_MS, now=now):
            office.store.purge(now=min(now, self._purged))  # not what a clock that jumped ahead says has expired
            if office.journal:
                office.journal.sweep()
            self._purged = now
        if office.journal and _is_time(self._replayed, REPLAY_MS, now=now):
            replay_journal(office.journal, office.store, now=now)
            self._replayed = now
        return work_once(office, now=now)


def _is_time(last: int, every: int, *, now: int) -> bool:
    """Tell whether something is to be done again; a clock that was set back must not make it wait for what it said before."""
    return not 0 <= now - last < every


class WorkerThread:
    """A thread that makes rounds every second and whenever it is woken."""

    def __init__(self, rounds: Callable[[], int], *, every_s: float) -> None:
        self._rounds = rounds
        self._every_s = every_s
        self._woken = Event()
        self._stopped = False
        self._last_fault = ""
        self._thread = Thread(target=self._run, name="worker", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Let a round begin at once: something was posted."""
        self._woken.set()

    def stop(self, *, patience_s: float = 5.0) -> None:
        """End after the mail that is being sent; what is left is due when the worker starts again."""
        self._stopped = True
        self._woken.set()
        self._thread.join(patience_s)

    def _run(self) -> None:
        while not self._stopped:
            if not self._round():
                self._woken.wait(self._every_s)
            self._woken.clear()

    def _round(self) -> bool:
        """Make one round; tell whether more may be due. Whatever goes wrong, the next round comes."""
        try:
            more = self._rounds() >= MOST_ROWS
            self._last_fault = ""
        except Exception as error:
            self._tell(error)
            return False
        return more

    def _tell(self, error: Exception) -> None:
        """Log a fault once, not every second; one that is known without the way to it."""
        fault = f"{type(error).__name__}: {error}"
        if fault == self._last_fault:
            return
        self._last_fault = fault
        if isinstance(error, StoreUnavailable | JournalUnavailable):
            log.error("%s; pages are not affected, mail waits; see docs/incidents/store-down", error)
        else:
            log.error("the worker could not work: %s", fault, exc_info=error)
