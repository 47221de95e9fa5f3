"""Challenges: what a passkey signs, made here, for one purpose, for five minutes and once (live wing)."""

import hashlib
import secrets

from ..store import Store

S = 1000
BYTES = 32
CHALLENGE_S = 300
ENTER = "enter"


def adding(email: str) -> str:
    """Name the purpose of a challenge for a new passkey of an account."""
    return f"add {email}"


def make_challenge(store: Store, purpose: str, *, now: int) -> bytes:
    """Make a challenge and remember what it is for. Raises StoreUnavailable."""
    challenge = secrets.token_bytes(BYTES)
    store.remember(_name(challenge), purpose, expires=now // S + CHALLENGE_S)
    return challenge


def spend_challenge(store: Store, challenge: bytes, purpose: str, *, now: int) -> bool:
    """Take a challenge that came back: True once, for the purpose it was made for. Raises StoreUnavailable."""
    name = _name(challenge)
    # The nonce outlives what is remembered, so there is no moment in which a challenge is good again.
    return store.recall(name, now=now) == purpose and store.spend(name, expires=now // S + 2 * CHALLENGE_S, now=now)


def _name(challenge: bytes) -> str:
    return "passkey-challenge/" + hashlib.sha256(challenge).hexdigest()
