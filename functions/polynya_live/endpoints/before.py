"""What a visitor has sent before and sends again: a table that they booked is not taken by somebody else (live wing)."""

from contextlib import suppress

from ..guards.signing import sign
from ..store import NoSuchSubmission, StoreUnavailable
from ..submissions import State, Submission
from ..wing import wing
from .post import Post

S = 1000
REMEMBERED_S = 86_400
"""As long as a visitor is known again; see guards/visitors.py."""


def remember(post: Post, kept: Submission) -> None:
    """Note what a visitor has sent, when nobody else can have it now; a store that cannot takes nothing from the visitor."""
    if post.form.unique:
        with suppress(StoreUnavailable):
            wing().store.remember(_name(post, kept.digest), kept.key, expires=post.now // S + REMEMBERED_S)


def sent_before(post: Post, submission: Submission) -> Submission | None:
    """Find what the same visitor has sent today with all the same answers, when it still stands."""
    store = wing().store
    with suppress(StoreUnavailable, NoSuchSubmission):
        key = store.recall(_name(post, submission.digest), now=post.now)
        row = store.get(key, now=post.now) if key else None
        return row if row and row.state is not State.REJECTED else None
    return None


def _name(post: Post, digest: str) -> str:
    return f"sent/{sign(wing().settings.secret, 'sent', digest, post.visitor)}"
