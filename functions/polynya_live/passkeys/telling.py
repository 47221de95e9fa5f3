"""Tells an account by mail that a passkey was added to it or removed, for it may have been somebody else (live wing)."""

from ..store import Store
from ..submissions import Value
from ..work.errands import to_be_mailed
from ..work.links import PASSKEY_TOLD_FORM

KEPT_S = 7 * 86_400
"""As long as mail is tried again, and some days more."""
ADDED, REMOVED = "added", "removed"


def tell_of_passkey(store: Store, email: str, did: str, *, name: str, now: int) -> None:
    """Have the worker mail it. did: ADDED or REMOVED. Raises StoreUnavailable."""
    values: dict[str, Value] = {"email": email, "did": did, "name": name}
    store.submit(to_be_mailed(PASSKEY_TOLD_FORM, values, now=now, kept=KEPT_S))
