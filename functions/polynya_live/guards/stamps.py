"""The stamp: proof that a form was rendered and when, and the key of the submission that comes of it (live wing).

`nonce.time.signature`; the nonce is the submission's key, so that a repeated post is the same submission, and the store
keeps one row for it: that spends the stamp. A frozen page cannot hold one; it asks for it when the form gets the focus.
"""

import re
import secrets
from collections.abc import Collection

from ..values import dataclass
from .signing import same, sign

WRITE_MS, TYPE_MS, CHOOSE_MS = 3_000, 1_000, 300  # from the focus on the form to its post
MAX_AGE_MS = 24 * 3_600_000
SKEW_MS = 1_000  # by which the clocks of two functions may differ
NONCE_BYTES = 16  # written as hex: an id that begins with a dash would read as an option of `freeze inbox`

_STAMP = re.compile(r"([A-Za-z0-9_-]{16,64})\.(\d{1,15})\.([A-Za-z0-9_-]{24})", re.ASCII)

HASTY = "hasty"
STALE = "stale"
UNPROVEN = "unproven"


@dataclass(frozen=True, slots=True)
class Proof:
    """What a post's stamp says. key: of the submission. reason: why to hold it, "" when nothing is strange."""

    key: str
    reason: str = ""


def make_stamp(secret: str, form: str, *, now: int, key: str = "") -> str:
    """Make a stamp for a form. key: the nonce to carry, "" for a new one. now: milliseconds."""
    nonce = key or secrets.token_hex(NONCE_BYTES)
    return f"{nonce}.{now}.{_signature(secret, form, nonce, str(now))}"


def least_age(kinds: Collection[str]) -> int:
    """Say how many milliseconds a person needs at least for fields of these types: to write, to type a little, to choose."""
    if "textarea" in kinds:
        return WRITE_MS
    return TYPE_MS if {"text", "email", "url", "number"}.intersection(kinds) else CHOOSE_MS


def read_stamp(stamp: str, secret: str, form: str, *, now: int, least: int = WRITE_MS) -> Proof | None:
    """Read the stamp of a post; None when it is missing or not ours. Too young or too old is a reason, not a refusal.

    least: milliseconds, see least_age.
    """
    found = _STAMP.fullmatch(stamp)
    if found is None:
        return None
    nonce, made, signature = found.groups()
    if not same(signature, _signature(secret, form, nonce, made)):
        return None
    age = now - int(made)
    if -SKEW_MS <= age < least:  # older than that is from before a clock was set back, and tells nothing of haste
        return Proof(nonce, HASTY)
    return Proof(nonce, STALE if age > MAX_AGE_MS else "")


def _signature(secret: str, form: str, *rest: str) -> str:
    return sign(secret, "stamp", form, *rest)
