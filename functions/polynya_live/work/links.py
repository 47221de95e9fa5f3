"""The links in mails to visitors: signed, each for one submission and one purpose (shared)."""

from ..guards.signing import same, sign
from ..routes import live_url
from ..settings import Settings
from ..submissions import Submission

CONFIRM = "confirm"
UNSUBSCRIBE = "unsubscribe"
SIGN_IN = "sign-in"
SIGN_IN_FORM = "@sign-in"
"""Stands where a form's name does in the row of a mail to sign in with; no declared form can be called so."""


def mail_link(purpose: str, submission: Submission, settings: Settings) -> str:
    """Write the absolute address of a link; purpose: the name of its route."""
    proof = _proof(purpose, settings.secret, (submission.form, submission.key))
    return settings.site_url + live_url(purpose, form=submission.form, key=submission.key, proof=proof)


def sign_in_link(submission: Submission, settings: Settings) -> str:
    """Write the absolute address that opens a session."""
    proof = _proof(SIGN_IN, settings.secret, (submission.form, submission.key))
    return settings.site_url + live_url("enter", key=submission.key, proof=proof)


def is_ours(purpose: str, secret: str, *, form: str, key: str, proof: str) -> bool:
    """Tell whether we signed this link for this purpose."""
    return same(proof, _proof(purpose, secret, (form, key)))


def _proof(purpose: str, secret: str, parts: tuple[str, str]) -> str:
    return sign(secret, f"mail {purpose}", *parts)
