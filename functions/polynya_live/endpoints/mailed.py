"""/live/confirm/… and /live/unsubscribe/…: the links in mails to visitors (live wing).

GET only asks, for mail scanners open every link; POST acts. Whoever holds the link may act: no origin is asked for, as a mail
program that unsubscribes comes from none (https://www.rfc-editor.org/rfc/rfc8058). Acting twice is acting once.
"""

from collections.abc import Callable
from dataclasses import replace

from flask import Response, request
from werkzeug.exceptions import NotFound

from ..accounts.account import plain_address
from ..accounts.sent import withdraw
from ..answers import page_of_fragment
from ..store import NoSuchSubmission, StaleRevision, StoreUnavailable
from ..store.rows import living
from ..submissions import ACCOUNT, Submission
from ..wing import Wing, wing
from ..work.links import CONFIRM, UNSUBSCRIBE, is_ours
from .post import expires_at

MOST_MEETINGS = 8
CONFIRMED = "confirmed"
"""In `Submission.extra`: when the address was confirmed, milliseconds since 1970."""

TOO_LATE = (
    "This link is too old, or what it was for is not here any more. If you still want it, please ask for it again."
)


def ask_to_confirm(form: str, key: str, proof: str) -> Response:
    """Ask whether an address is to be confirmed."""
    here = _checked(CONFIRM, form, key=key, proof=proof)
    title = here.form(form).title
    try:
        here.store.get(key, now=here.clock())
    except NoSuchSubmission:
        raise NotFound(TOO_LATE) from None
    return _question(title, "Is this your address, and do you want this?", submit="Yes, confirm")


def confirm(form: str, key: str, proof: str) -> Response:
    """Note that an address is confirmed; from now on its submission is kept as long as its form says."""
    here = _checked(CONFIRM, form, key=key, proof=proof)
    declared, now = here.form(form), here.clock()

    def confirmed(row: Submission) -> Submission:
        if CONFIRMED in row.extra:
            return row
        # Whoever opens the mail has shown that the address is theirs, so it is theirs in "my submissions", too.
        owned = {ACCOUNT: plain_address(str(row.values.get(declared.confirm, ""))) or row.account}
        extra = {**row.extra, **owned, CONFIRMED: now}
        return replace(row, extra=extra, expires=expires_at(declared, now, confirmed=True))

    try:
        _amend(here, confirmed, key)
    except NoSuchSubmission:
        raise NotFound(TOO_LATE) from None
    return _done(declared.title, "Thank you, your address is confirmed.")


def ask_to_unsubscribe(form: str, key: str, proof: str) -> Response:
    """Ask whether a visitor wants to leave."""
    _checked(UNSUBSCRIBE, form, key=key, proof=proof)
    return _question("Leave", "Do you want us to forget your address?", submit="Yes, forget it")


def unsubscribe(form: str, key: str, proof: str) -> Response:
    """Forget what a visitor sent: at once from every answer and from the row, and with the next purge the row itself.

    The visitor's function may not delete, so the row is emptied and expires. What it took is free again.
    """
    here = _checked(UNSUBSCRIBE, form, key=key, proof=proof)
    withdraw(here.store, key, now=here.clock(), nameless=True)
    return _done("Leave", "We have forgotten your address.")


def _checked(purpose: str, form: str, *, key: str, proof: str) -> Wing:
    here = wing()
    if not is_ours(purpose, here.settings.secret, form=form, key=key, proof=proof):
        raise NotFound(TOO_LATE)
    return here


def _amend(here: Wing, change: Callable[[Submission], Submission], key: str) -> None:
    """Change a row, whatever others change in it meanwhile. Raises NoSuchSubmission, StoreUnavailable."""
    row = here.store.get(key, now=here.clock())
    for _ in range(MOST_MEETINGS):
        changed = change(row)
        if changed is row:
            return
        try:
            here.store.amend(changed)
        except StaleRevision as stale:
            row = living(stale.current, key, here.clock())  # it may be forgotten by now
        else:
            return
    raise StoreUnavailable(f"{key}: changed by others {MOST_MEETINGS} times")


def _question(title: str, text: str, *, submit: str) -> Response:
    return page_of_fragment("question", title=title, text=text, action=request.path, submit=submit)


def _done(title: str, text: str) -> Response:
    return page_of_fragment("question", title=title, text=text, action="", submit="")
