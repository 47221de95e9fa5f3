"""Tells an account by mail that a passkey was added to it or removed, for it may have been somebody else (live wing)."""

import secrets

from ..store import Store
from ..submissions import State, Submission, digest_of
from ..work.links import PASSKEY_TOLD_FORM

S = 1000
KEPT_S = 7 * 86_400
"""As long as mail is tried again, and some days more."""
ADDED, REMOVED = "added", "removed"


def tell_of_passkey(store: Store, email: str, did: str, *, name: str, now: int) -> None:
    """Have the worker mail it. did: ADDED or REMOVED. Raises StoreUnavailable."""
    values = {"email": email, "did": did, "name": name}
    row = Submission(
        key=secrets.token_urlsafe(18),
        form=PASSKEY_TOLD_FORM,
        page="",
        values=values,
        state=State.PRIVATE,
        received=now,
        digest=digest_of(PASSKEY_TOLD_FORM, "", values),
        expires=now // S + KEPT_S,
        due=now,
    )
    store.submit(row)
