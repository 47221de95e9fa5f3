"""Rows that are nobody's submission: the worker mails what they say, and they go (live wing)."""

import secrets

from ..submissions import State, Submission, Value, digest_of

S = 1000


def to_be_mailed(form: str, values: dict[str, Value], *, now: int, kept: int) -> Submission:
    """Make a row that is due at once. form: one of the names in `work.links`; now: milliseconds; kept: seconds."""
    return Submission(
        key=secrets.token_urlsafe(18),
        form=form,
        page="",
        values=values,
        state=State.PRIVATE,
        received=now,
        digest=digest_of(form, "", values),
        expires=now // S + kept,
        due=now,
    )
