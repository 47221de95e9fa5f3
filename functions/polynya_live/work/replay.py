"""Lets the worker try again, from the start and at once, whatever it has given up or put off (shared)."""

from dataclasses import replace

from ..claims import held_until
from ..store import NoSuchSubmission, StaleRevision, Store
from ..submissions import Submission
from .status import Fate, read_statuses, tried_anew


def replay(store: Store, *, now: int, dry_run: bool = False) -> int:
    """Make everything due whose mail is not out; return how many submissions that were. Raises StoreUnavailable.

    Each change is a new record in a table's stream, so in the cloud the worker is called for each.
    """
    undone = [row for row in store.export(now=now) if _undone(row)]
    return len(undone) if dry_run else sum(_made_due(row, store, now=now) for row in undone)


def _undone(row: Submission) -> bool:
    return row.due not in (0, held_until(row)) or any(status.fate is Fate.FAILED for status in read_statuses(row))


def _made_due(row: Submission, store: Store, *, now: int) -> bool:
    while _undone(row):
        try:
            store.amend(tried_anew(row, now=now) if read_statuses(row) else replace(row, due=now))
        except StaleRevision as stale:
            row = stale.current  # by its owner, or by the worker, which may have sent it
        except NoSuchSubmission:
            return False
        else:
            return True
    return False
