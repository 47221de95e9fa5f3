"""Sessions: a random token in the visitor's cookie, a keyed hash of it in the store (live wing).

Whose a session is stands there sealed: only the token opens it, so that nothing in the store names who was erased.
An account has a generation. Signing out everywhere begins the next one, and no session of an earlier one is believed.
"""

import hashlib
import json
import secrets
from base64 import b64decode, b64encode

from ..guards.signing import sign
from ..journal.erased import erased_after, unmark_to_come
from ..settings import Settings
from ..store import Store
from ..values import dataclass
from .account import Account, Role, account_of

S = 1000
VISITOR_S = 30 * 86_400
OWNER_S = 12 * 3_600
GENERATION_S = 10 * 365 * 86_400
TOKEN_BYTES = 32
LONGEST_ANSWER_S = 900
"""Longer than any function works at one answer."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions in a store. Every method raises StoreUnavailable."""

    store: Store
    settings: Settings

    def open(self, email: str, *, now: int) -> str:
        """Open a session of an address and return its token."""
        unmark_to_come(self.store, email, now=now)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        sealed = b64encode(self._masked(email.encode(), token)).decode()
        row = {"sealed": sealed, "opened": now, "generation": self._generation(email, now)}
        self.store.remember(self._name(token), json.dumps(row), expires=now // S + VISITOR_S)
        return token

    def find(self, token: str, *, now: int) -> Account | None:
        """Find whose session a token opens; None for one that is over, or never was."""
        text = self.store.recall(self._name(token), now=now) if token else None
        if text is None:
            return None
        row = json.loads(text)
        account = account_of(self._email_in(row, token), self.settings)
        if account.role is not Role.VISITOR and abs(now - row["opened"]) >= OWNER_S * S:
            return None
        if erased_after(self.store, account.email, row["opened"], now=now):
            return None
        return account if row["generation"] == self._generation(account.email, now) else None

    def roll(self, token: str, *, now: int) -> None:
        """Let a visitor's session last 30 days from now; that of an owner ends 12 hours after it was opened all the same."""
        name = self._name(token)
        text = self.store.recall(name, now=now)
        if text is None:
            return
        self.store.remember(name, text, expires=now // S + VISITOR_S)
        if self.store.recall(self._closed_name(token), now=now):  # since we read it
            self.store.remember(name, "", expires=0)

    def close(self, token: str, *, now: int) -> None:
        """End a session, also for an answer under way that lets it last."""
        self.store.remember(self._closed_name(token), "closed", expires=now // S + LONGEST_ANSWER_S)
        self.store.remember(self._name(token), "", expires=0)

    def close_all(self, email: str, *, now: int) -> None:
        """End every session of an address."""
        generation = secrets.token_urlsafe(12)
        self.store.remember(self._generation_name(email), generation, expires=now // S + GENERATION_S)

    def _email_in(self, row: dict[str, str], token: str) -> str:
        if "sealed" not in row:
            return row["email"]  # of a session that was opened before they were sealed
        return self._masked(b64decode(row["sealed"]), token).decode()

    def _masked(self, text: bytes, token: str) -> bytes:
        """Seal an address, or open it again. Each token seals one address only, so its mask is never used for another."""
        seed = sign(self.settings.secret, "session address", token)
        mask = hashlib.shake_256(seed.encode()).digest(len(text))
        return bytes(one ^ other for one, other in zip(text, mask, strict=True))

    def _generation(self, email: str, now: int) -> str:
        return self.store.recall(self._generation_name(email), now=now) or ""

    def _generation_name(self, email: str) -> str:
        return "generation/" + sign(self.settings.secret, "account", email)

    def _closed_name(self, token: str) -> str:
        return "closed/" + sign(self.settings.secret, "session", token)

    def _name(self, token: str) -> str:
        return "session/" + sign(self.settings.secret, "session", token)
