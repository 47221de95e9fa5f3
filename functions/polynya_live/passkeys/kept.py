"""The passkeys that the store keeps: a row of the form "@passkey" for each, which belongs to an account (shared).

The row holds a public key, and nothing that signs anybody in. No function may delete a row: a removed one is emptied and expires
at once.
"""

import hashlib
from base64 import urlsafe_b64encode
from dataclasses import replace

from ..store import Filter, NoSuchSubmission, Store
from ..store.rows import among_others, expired
from ..submissions import ACCOUNT, State, Submission, Value, digest_of
from ..values import dataclass

S = 1000
PASSKEY_FORM = "@passkey"
"""Stands where a form's name does; no declared form can be called so."""
MOST_PASSKEYS = 20
"""Of one account: more than anybody has keys."""
KEY_CHARACTERS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """What is kept of one. credential, public_key: base64url without padding. user: what the authenticator calls the account.

    count: how often it says it was used, always 0 for one that is synchronised. used: milliseconds since 1970, 0 for never.
    """

    email: str
    name: str
    user: str
    credential: str
    public_key: str
    count: int
    used: int = 0


class TooMany(Exception):
    """An account has as many passkeys as it may have."""


def keep(store: Store, passkey: Passkey, *, now: int) -> Submission:
    """Keep a new passkey. Raises KeyConflict for one that is kept already, TooMany, StoreUnavailable."""
    if len(passkeys_of(store, passkey.email, now=now)) >= MOST_PASSKEYS:
        raise TooMany
    values = _values(passkey)
    row = Submission(
        key=_key(passkey.credential),
        form=PASSKEY_FORM,
        page="",
        values=values,
        state=State.PRIVATE,
        received=now,
        digest=digest_of(PASSKEY_FORM, "", values),
        extra={ACCOUNT: passkey.email},
    )
    return store.submit(row)


def passkeys_of(store: Store, email: str, *, now: int) -> list[Submission]:
    """List the rows of an account's passkeys, newest first. Raises StoreUnavailable."""
    found: list[Submission] = []
    after = ""
    while True:
        listing = store.inbox(Filter(form=PASSKEY_FORM, account=email), now=now, limit=MOST_PASSKEYS, after=after)
        found += listing.rows
        after = listing.next
        if not after:
            return found


def find(store: Store, credential: str, *, now: int) -> Submission:
    """Find the row of a passkey by what the authenticator calls it. Raises NoSuchSubmission, StoreUnavailable."""
    row = store.get(_key(credential), now=now)
    if row.form != PASSKEY_FORM or row.values.get("credential") != credential:
        raise NoSuchSubmission(credential)
    return row


def passkey_of(row: Submission) -> Passkey:
    """Read the passkey in a row."""
    count, used = row.values["count"], row.values["used"]
    assert isinstance(count, int) and isinstance(used, int)
    words = {name: str(row.values[name]) for name in ("email", "name", "user", "credential", "public_key")}
    return Passkey(**words, count=count, used=used)


def note_use(store: Store, row: Submission, count: int, *, now: int) -> None:
    """Note that a passkey was used. Raises StaleRevision when it was used or removed since it was read, StoreUnavailable."""
    store.amend(replace(row, values=_values(replace(passkey_of(row), count=count, used=now))))


def remove(store: Store, email: str, key: str, *, now: int) -> str:
    """Remove a passkey of an account and return its name; "" for none of theirs. Raises StoreUnavailable."""
    try:
        row = store.get(key, now=now)
    except NoSuchSubmission:
        return ""

    def empty(row: Submission) -> str:
        if row.form != PASSKEY_FORM or row.account != email or expired(row, now):
            return ""
        # It keeps the account, so that the note of whose it is goes when it goes.
        store.amend(replace(row, values={}, expires=now // S))
        return str(row.values["name"])

    return among_others(row, empty)


def remove_all(store: Store, email: str, *, now: int) -> None:
    """Remove every passkey of an account. Raises StoreUnavailable; called again, it goes on."""
    for row in passkeys_of(store, email, now=now):
        remove(store, email, row.key, now=now)


def _values(passkey: Passkey) -> dict[str, Value]:
    return {
        "email": passkey.email,
        "name": passkey.name,
        "user": passkey.user,
        "credential": passkey.credential,
        "public_key": passkey.public_key,
        "count": passkey.count,
        "used": passkey.used,
    }


def _key(credential: str) -> str:
    """Write the key of a passkey's row: not by our secret, so that passkeys outlive a change of it."""
    return urlsafe_b64encode(hashlib.sha256(credential.encode()).digest()).decode()[:KEY_CHARACTERS]
