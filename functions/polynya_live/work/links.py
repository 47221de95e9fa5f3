"""The links in mails: signed, each for one submission and one purpose (shared)."""

from urllib.parse import urlsplit

from ..contract import Form
from ..guards.signing import same, sign
from ..inbox.actions import mark_of
from ..routes import live_url
from ..settings import Settings
from ..submissions import EDITED, State, Submission

CONFIRM = "confirm"
UNSUBSCRIBE = "unsubscribe"
SIGN_IN = "sign-in"
SIGN_IN_FORM = "@sign-in"
"""Stands where a form's name does in the row of a mail to sign in with; no declared form can be called so."""
PASSKEY_TOLD_FORM = "@passkey-told"
"""Stands there in the row of a mail that tells of a passkey."""
DIGEST_FORM = "@digest"
"""Stands there in the row of a digest."""
LOCAL_NAMES = frozenset(("localhost", "127.0.0.1", "::1"))
"""What a machine calls itself."""
MODERATE = "moderate"
MODERATE_S = 7 * 86_400
OWNER = "owner"
MS = 1000


def mail_link(purpose: str, submission: Submission, settings: Settings) -> str:
    """Write the absolute address of a link; purpose: the name of its route."""
    proof = _proof(purpose, settings.secret, _meant(purpose, submission))
    return settings.site_url + live_url(purpose, form=submission.form, key=submission.key, proof=proof)


def sign_in_link(submission: Submission, settings: Settings) -> str:
    """Write the absolute address that opens a session, by the name that was asked for it."""
    proof = _proof(SIGN_IN, settings.secret, (submission.form, submission.key))
    home = str(submission.values.get("home", settings.site_url))
    return home + live_url("enter", key=submission.key, proof=proof)


def home_for(host: str, site_url: str) -> str:
    """Write the address of the site by the name that a visitor calls it by, where both are names of a machine for itself.

    Browsers keep a cookie by name: a link to 127.0.0.1 signs nobody in at localhost. Anywhere else it is `site_url`.
    """
    try:
        ours, theirs = urlsplit(site_url), urlsplit(f"//{host}")
        if not {ours.hostname, theirs.hostname} <= LOCAL_NAMES or ours.port != theirs.port:
            return site_url
    except ValueError:
        return site_url
    name = f"[{theirs.hostname}]" if ":" in str(theirs.hostname) else theirs.hostname
    return f"{ours.scheme}://{name}" + (f":{ours.port}" if ours.port else "")


def is_ours(purpose: str, secret: str, *, form: str, key: str, proof: str) -> bool:
    """Tell whether we signed this link for this purpose."""
    return same(proof, _proof(purpose, secret, (form, key)))


def confirms(submission: Submission, secret: str, *, proof: str) -> bool:
    """Tell whether we mailed this link to confirm these very words: another address under the same key needs its own."""
    return same(proof, _proof(CONFIRM, secret, _meant(CONFIRM, submission)))


def moderate_link(submission: Submission, to: str, settings: Settings) -> str:
    """Write the absolute address where whoever is mailed at `to` approves or rejects; "" for what is neither.

    It is good for the submission as it is now: for one that was changed since, there is another.
    """
    if submission.state not in (State.PENDING, State.APPROVED):
        return ""
    mark = mark_of(submission)
    proof = _proof(MODERATE, settings.secret, (submission.key, mark, to))
    return settings.site_url + live_url(MODERATE, key=submission.key, mark=mark, proof=proof)


def moderator_of(form: Form, settings: Settings, *, key: str, mark: str, proof: str) -> str:
    """Tell to whom we mailed this link to moderate; "" for nobody, and for who is not told of this form any more."""
    told = told_of(form, settings)
    return next((to for to in told if same(proof, _proof(MODERATE, settings.secret, (key, mark, to)))), "")


def moderate_until(submission: Submission) -> int:
    """Say when the link to moderate ends, in seconds."""
    edited = submission.extra.get(EDITED, 0)
    return max(submission.received, edited if isinstance(edited, int) else 0) // MS + MODERATE_S


def told_of(form: Form, settings: Settings) -> tuple[str, ...]:
    """List the addresses that are told of what comes by a form."""
    if form.notify == OWNER:
        return settings.owners
    return (form.notify,) if form.notify else ()


def _meant(purpose: str, submission: Submission) -> tuple[str, ...]:
    said = (submission.digest,) if purpose == CONFIRM else ()
    return (submission.form, submission.key, *said)


def _proof(purpose: str, secret: str, parts: tuple[str, ...]) -> str:
    return sign(secret, f"mail {purpose}", *parts)
