"""Brings what waits in the journal into the store: in order, once, and nothing is lost on the way (shared)."""

import logging
from collections.abc import Callable

from ..store import Full, KeyConflict, Store, StoreUnavailable
from ..store.rows import expired
from ..values import dataclass
from . import Journal, Unreadable
from .erased import is_erased

log = logging.getLogger("polynya.journal")


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of what waited. kept: is in the store now. aside: was set aside. left: waits still.

    erased: dropped, for its sender has erased their account since.
    """

    kept: int = 0
    aside: int = 0
    left: int = 0
    erased: int = 0


def replay_journal(journal: Journal, store: Store, *, now: int, enough: Callable[[], bool] = lambda: False) -> Replayed:
    """Submit what waits, the oldest first, and drop each that is in the store. now: ms. enough: whether to stop early.

    Doing it again, or two at once, changes nothing: the key makes a repeat the same submission.
    Raises StoreUnavailable when the store is still down, JournalUnavailable.
    """
    if not journal.waiting():
        return Replayed()
    fates: list[str] = []
    with journal.alone():
        waiting = journal.waiting()
        for name in waiting:
            if enough():
                break
            fates.append(_replayed(name, journal, store, now=now))
    not_tried = len(waiting) - len(fates)
    return Replayed(
        kept=fates.count("kept"),
        aside=fates.count("aside"),
        left=fates.count("left") + not_tried,
        erased=fates.count("erased"),
    )


def _replayed(name: str, journal: Journal, store: Store, *, now: int) -> str:
    try:
        row = journal.read(name)
        erased = row is not None and is_erased(store, row, now=now)
        if row and not erased and not expired(row, now):
            store.submit(row)
    except (KeyConflict, Full, Unreadable) as error:
        log.error("%s is set aside: %r", _short(name), error)
        journal.set_aside(name)
        return "aside"
    except StoreUnavailable as error:
        store.ready()  # raises when it is the store; else it is this one, and those behind it need not wait
        log.error("%s cannot be replayed: %s", _short(name), error)
        return "left"
    journal.drop(name)
    return "erased" if erased else "kept"


def _short(name: str) -> str:
    """Name an entry in the log: never by its whole key, for whoever knows that may read what it says."""
    return name.rpartition("/")[2][:22]
