"""Reads what a passkey answered, strictly: one way to write each thing, and nothing that we do not ask for (live wing)."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from ..values import dataclass

MOST_CHARACTERS = 32 * 1024
ADDED = ("clientDataJSON", "attestationObject")
ENTERED = ("clientDataJSON", "authenticatorData", "signature", "userHandle")


class NotProven(Exception):
    """What came proves nothing: unreadable, forged, stale, for another site, or by a copied key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What an authenticator said. credential: its name for the key. parts: base64url. challenge: the one it says it signed."""

    credential: str
    parts: Mapping[str, str]
    challenge: bytes

    def as_json(self) -> dict[str, Any]:  # Any: JSON
        """Write it as the library reads it."""
        return {
            "id": self.credential,
            "rawId": self.credential,
            "type": "public-key",
            "response": dict(self.parts),
        }


def read_response(text: str, names: tuple[str, ...]) -> Response:
    """Read the JSON of a PublicKeyCredential. names: the parts it has to have. Raises NotProven.

    https://www.w3.org/TR/webauthn-3/#dictdef-authenticationresponsejson
    """
    told = _object(text[: MOST_CHARACTERS + 1])
    given = told.get("response")
    if told.get("type") != "public-key" or told.get("id") != told.get("rawId") or not isinstance(given, dict):
        raise NotProven("no public key credential")
    parts = {name: _canonical(given.get(name)) for name in names}
    signed = _object(decoded(parts["clientDataJSON"]).decode("utf-8", "replace"))
    return Response(
        credential=_canonical(told.get("id")),
        parts=parts,
        challenge=decoded(_canonical(signed.get("challenge"))),
    )


def encoded(content: bytes) -> str:
    """Write bytes as base64url without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Read base64url without padding. Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise NotProven("no JSON object")
    return told


def _canonical(text: object) -> str:
    """Return a text that is written in base64url as we write it. Raises NotProven."""
    try:
        if isinstance(text, str) and text and encoded(decoded(text)) == text:
            return text
    except ValueError:
        pass
    raise NotProven("not written in base64url")
