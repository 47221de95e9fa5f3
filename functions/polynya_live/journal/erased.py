"""Marks an account as erased: what waits in the journal of it does not come back, and its sessions are over (shared)."""

import hashlib

from ..store import Store
from ..submissions import Submission

S = 1000
REMEMBERED_S = 365 * 86_400
"""Longer than anything waits in a journal: the worker looks every few minutes, and its alarm rings when it cannot."""


def mark_erased(store: Store, email: str, *, now: int) -> None:
    """Remember that all that an account has sent until `now` (milliseconds) is erased. Raises StoreUnavailable."""
    store.remember(_name(email), str(now), expires=now // S + REMEMBERED_S)


def is_erased(store: Store, row: Submission, *, now: int) -> bool:
    """Tell whether the account of a submission was erased after it came. Raises StoreUnavailable."""
    since = store.recall(_name(row.account), now=now) if row.account else None
    return since is not None and row.received <= int(since)


def erased_after(store: Store, email: str, moment: int, *, now: int) -> bool:
    """Tell whether an account was erased after a moment, in milliseconds. Raises StoreUnavailable."""
    since = store.recall(_name(email), now=now)
    return since is not None and moment < int(since)


def unmark_to_come(store: Store, email: str, *, now: int) -> None:
    """Let an erasure that a clock which was ahead put into the time to come end now; or nobody could sign in until then.

    Raises StoreUnavailable.
    """
    if erased_after(store, email, now, now=now):
        mark_erased(store, email, now=now)


def _name(email: str) -> str:
    # A digest without the secret: `freeze replay` on another machine has to find it, and the address itself is erased.
    return "erased/" + hashlib.sha256(email.casefold().encode()).hexdigest()
