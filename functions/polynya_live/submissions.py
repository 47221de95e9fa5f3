"""What a visitor sent, its states and its cursor (shared by both wings)."""

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum

from .values import dataclass, field

Value = str | int | float | bool | list[str] | dict[str, int]
"""What one field may hold. Money is integer cents; a quantity field maps row ids to counts."""

Cursor = str
"""The last submission a page already shows, as text that sorts in order of approval; see `cursor_at`."""

PLAIN_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U. https://www.crockford.com/base32.html"""

START: Cursor = ""
"""The cursor of a page that shows nothing yet."""

ACCOUNT = "account"
"""In `Submission.extra`: the address of the account that a submission belongs to; absent when nobody was signed in."""

EDITED = "edited"
"""In `Submission.extra`: when its sender changed it last, milliseconds since 1970; absent when they did not."""


REPLY = "reply"
"""In `Submission.extra`: what an owner replied; absent, or "", when nobody did."""


class State(StrEnum):
    """Where a submission stands: waiting, shown, refused, or never meant to be shown."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class ThreadId:
    """The submissions of one form on one page. `page` is "" for a form that stands alone."""

    form: str
    page: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A share of something limited that a submission takes (a place, a slot).

    name: of the counter, for instance "event/reading-night". amount: 1 or more. most: the total that may be taken.
    """

    name: str
    amount: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One submission as the store keeps it.

    key: the client's, 16 to 64 characters of [A-Za-z0-9_-]; also its id. digest: of form, page and values, so that a
    repeated key with another body is noticed. received, approved: milliseconds since 1970 UTC (approved: 0 when not).
    cursor: set when approved. expires: seconds since 1970, None for never; an expired row is never read.
    reasons: why it was held, machine names such as "honeypot". version: of the form it was typed into.
    claims: what it takes, given back when it is rejected or erased. revision: counts its changes, from 1.
    due: when the worker has to look at it, milliseconds since 1970; 0 when it has nothing to do for it.
    """

    key: str
    form: str
    page: str
    values: Mapping[str, Value]
    state: State
    received: int
    digest: str
    version: str = ""
    approved: int = 0
    cursor: Cursor = START
    expires: int | None = None
    reasons: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    revision: int = 1
    due: int = 0
    extra: Mapping[str, Value] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """What a visitor can say on the telephone: eight signs of its key's digest, without those that look alike."""
        digest = int(hashlib.sha256(self.key.encode()).hexdigest(), 16)
        signs = "".join(PLAIN_SIGNS[digest >> 5 * place & 31] for place in range(8))
        return f"{signs[:4]}-{signs[4:]}"

    @property
    def account(self) -> str:
        """The address of the account it belongs to; "" when it belongs to none."""
        address = self.extra.get(ACCOUNT, "")
        return address if isinstance(address, str) else ""

    @property
    def reply(self) -> str:
        """What an owner replied; "" for nothing."""
        said = self.extra.get(REPLY, "")
        return said if isinstance(said, str) else ""

    @property
    def thread(self) -> ThreadId:
        """The thread this submission belongs to."""
        return ThreadId(self.form, self.page)


def cursor_at(position: int, key: str) -> Cursor:
    """Write the cursor of a submission approved at `position` (milliseconds, raised by the store to be unique in its thread)."""
    return f"{position:013d}-{key[:12]}"


def digest_of(form: str, page: str, values: Mapping[str, Value]) -> str:
    """Digest what a post says, so that a repeated key with other words is noticed."""
    return hashlib.sha256(json.dumps([form, page, dict(values)], sort_keys=True).encode()).hexdigest()
