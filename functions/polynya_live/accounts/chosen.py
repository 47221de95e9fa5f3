"""Where the name that an account has chosen is kept, and how it is forgotten (shared)."""

import hashlib

from ..store import Store

S = 1000
KEPT_S = 10 * 365 * 86_400


def read_name(store: Store, email: str, *, now: int) -> str:
    """Read the name that an account has chosen; "" for none. Raises StoreUnavailable."""
    return store.recall(_place(email), now=now) or ""


def keep_name(store: Store, email: str, name: str, *, now: int) -> None:
    """Keep the name of an account as it is; "" forgets it. Raises StoreUnavailable."""
    store.remember(_place(email), name, expires=now // S + KEPT_S if name else 0)


def _place(email: str) -> str:
    # Without the secret, as in journal/erased.py: `freeze erase` on another machine has to find it.
    return "name/" + hashlib.sha256(email.casefold().encode()).hexdigest()
