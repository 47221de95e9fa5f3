"""The one module that knows the library `webauthn`: what is asked of a passkey, and whether its answer is good (live wing)."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ..guards.origin import PORTS
from ..values import dataclass
from .kept import Passkey
from .response import NotProven, Response, decoded, encoded

TIMEOUT_MS = 120_000
UNREADABLE = (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)
"""What the library raises for bytes that are not what they should be; the last five from deep inside."""


@dataclass(frozen=True, slots=True)
class Site:
    """Whose passkeys they are. rp_id: the host. origin: as browsers write it, with its port unless that is the usual one."""

    name: str
    rp_id: str
    origin: str


def site_of(name: str, site_url: str) -> Site:
    """Say how passkeys know the site at an address."""
    parts = urlsplit(site_url)
    host = parts.hostname or ""
    port = "" if parts.port in (None, PORTS.get(parts.scheme)) else f":{parts.port}"
    return Site(name or host, host, f"{parts.scheme}://{host}{port}")


def ask_for_new(site: Site, passkey: Passkey, challenge: bytes, *, known: Iterable[str]) -> str:
    """Write the options to make a passkey with, as JSON. passkey: whose. known: credentials that the account has already."""
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=site.name,
        user_name=passkey.email,
        user_id=passkey.user.encode(),
        challenge=challenge,
        timeout=TIMEOUT_MS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=decoded(one)) for one in known],
    )
    return options_to_json(options)


def ask_to_enter(site: Site, challenge: bytes) -> str:
    """Write the options to sign in with, as JSON: the same for everybody, for the browser knows whose passkeys it has."""
    return options_to_json(
        generate_authentication_options(
            rp_id=site.rp_id,
            challenge=challenge,
            timeout=TIMEOUT_MS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def check_new(site: Site, response: Response) -> tuple[str, int]:
    """Return the public key of a new passkey and its count. Raises NotProven."""
    try:
        found = verify_registration_response(
            credential=response.as_json(),
            expected_challenge=response.challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except UNREADABLE as reason:
        raise NotProven(str(reason)) from reason
    if encoded(found.credential_id) != response.credential:
        raise NotProven("another credential than it says")
    return encoded(found.credential_public_key), found.sign_count


def check_entered(site: Site, response: Response, passkey: Passkey) -> int:
    """Check that the passkey of an account signed, with the finger or the PIN of its owner; return its new count.

    Raises NotProven, also when the count has not grown: then there is a copy of the key.
    """
    if decoded(response.parts["userHandle"]) != passkey.user.encode():
        raise NotProven("another account than the passkey's")
    try:
        found = verify_authentication_response(
            credential=response.as_json(),
            expected_challenge=response.challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=decoded(passkey.public_key),
            credential_current_sign_count=passkey.count,
            require_user_verification=True,
        )
    except UNREADABLE as reason:
        raise NotProven(str(reason)) from reason
    return found.new_sign_count
