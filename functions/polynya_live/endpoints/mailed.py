"""/live/confirm/… and /live/unsubscribe/…: the links in mails to visitors (live wing).

GET only asks, for mail scanners open every link; POST acts. Whoever holds the link may act: no origin is asked for, as a mail
program that unsubscribes comes from none (https://www.rfc-editor.org/rfc/rfc8058). Acting twice is acting once.
"""

from collections.abc import Callable
from dataclasses import replace

from flask import Response, request
from werkzeug.exceptions import NotFound

from ..accounts.account import plain_address
from ..accounts.sent import typed_of, withdraw
from ..answers import FormAnswer, answer_form, page_of_fragment
from ..claims import HELD, RELEASED, UNCONFIRMED, is_slot, no_room
from ..contract import Form
from ..guards.stamps import make_stamp
from ..inbox.history import last_entry
from ..store import Full, NoSuchSubmission, StaleRevision, StoreUnavailable
from ..store.rows import MOST_MEETINGS, among_others, living
from ..submissions import ACCOUNT, State, Submission
from ..wing import Wing, wing
from ..words import say
from ..words.messages import message
from ..work.links import UNSUBSCRIBE, confirms, is_ours
from .post import expires_at, state_of

CONFIRMED = "confirmed"
"""In `Submission.extra`: when the address was confirmed, milliseconds since 1970."""

TOO_LATE = (
    "This link is too old, or what it was for is not here any more. If you still want it, please ask for it again."
)


def ask_to_confirm(form: str, key: str, proof: str) -> Response:
    """Ask whether an address is to be confirmed."""
    here = wing()
    declared = here.form(form)
    try:
        _to_confirm(form, key=key, proof=proof)
    except NoSuchSubmission:
        return _too_late(here, declared)
    return _question(declared.title, "Is this your address, and do you want this?", submit="Yes, confirm")


def confirm(form: str, key: str, proof: str) -> Response:
    """Note that an address is confirmed; from now on its submission is kept as long as its form says.

    What only waited for that is shown. What it took and has lost, as nobody confirmed it in time, it takes anew; when that
    is gone, its words come back.
    """
    here = wing()
    declared, now = here.form(form), here.clock()

    def confirmed(row: Submission) -> Submission:
        _demand_same(row, asked)
        if CONFIRMED in row.extra:
            return row
        if _has_lost(row):
            raise StaleRevision(row)  # at this very moment
        # Whoever opens the mail has shown that the address is theirs, so it is theirs in "my submissions", too.
        owned = {ACCOUNT: plain_address(str(row.values.get(declared.confirm, ""))) or row.account}
        extra = {name: value for name, value in row.extra.items() if name not in (HELD, RELEASED)}
        return replace(
            row,
            extra={**extra, **owned, CONFIRMED: now},
            reasons=_others(row.reasons),
            expires=expires_at(declared, now, confirmed=True),
        )

    try:
        asked = _to_confirm(form, key=key, proof=proof)
        _keep_and(here, confirmed, declared, asked=asked)
    except NoSuchSubmission:
        return _too_late(here, declared)
    except Full as full:
        return _gone(here, declared, here.store.get(key, now=now), counter=full.name)
    return _done(declared.title, "Thank you, your address is confirmed.")


def ask_to_unsubscribe(form: str, key: str, proof: str) -> Response:
    """Ask whether a visitor wants to leave."""
    _checked(form, key=key, proof=proof)
    return _question("Leave", "Do you want us to forget your address?", submit="Yes, forget it")


def unsubscribe(form: str, key: str, proof: str) -> Response:
    """Forget what a visitor sent: at once from every answer and from the row, and with the next purge the row itself.

    The visitor's function may not delete, so the row is emptied and expires. What it took is free again.
    """
    here = _checked(form, key=key, proof=proof)
    withdraw(here.store, key, now=here.clock(), nameless=True)
    return _done("Leave", "We have forgotten your address.")


def _checked(form: str, *, key: str, proof: str) -> Wing:
    """Return the surroundings of a link to leave. Raises NotFound."""
    here = wing()
    if not is_ours(UNSUBSCRIBE, here.settings.secret, form=form, key=key, proof=proof):
        raise NotFound(TOO_LATE)
    return here


def _to_confirm(form: str, *, key: str, proof: str) -> Submission:
    """Find what a link confirms. Raises NoSuchSubmission, also when the link is not ours."""
    here = wing()
    row = here.store.get(key, now=here.clock())
    if row.form != form or not confirms(row, here.settings.secret, proof=proof):
        raise NoSuchSubmission(key)
    return row


def _demand_same(row: Submission, asked: Submission) -> None:
    """Raise NoSuchSubmission when it was withdrawn meanwhile and something else sent under its key."""
    if row.digest != asked.digest:
        raise NoSuchSubmission(row.key)


def _keep_and(here: Wing, change: Callable[[Submission], Submission], form: Form, *, asked: Submission) -> None:
    """Change a row that has what it takes, or has it again. Raises Full, NoSuchSubmission, StoreUnavailable."""
    for _ in range(MOST_MEETINGS):
        _let_act(here, form, asked)
        try:
            _amend(here, change, asked.key)
        except StaleRevision:
            continue
        return
    raise StoreUnavailable(f"{asked.key}: changed by others {MOST_MEETINGS} times")


def _has_lost(row: Submission) -> bool:
    """Tell whether a submission has lost what it took as its hold ended, and no owner has refused it since."""
    decided, since = last_entry(row), row.extra.get(RELEASED)
    return row.state is State.REJECTED and isinstance(since, int) and not (decided and decided.at > since)


def _let_act(here: Wing, form: Form, asked: Submission) -> None:
    """Let a submission act that waited for this, and have again what it lost when its hold ended.

    Raises Full, NoSuchSubmission, StoreUnavailable.
    """

    def take(row: Submission) -> None:
        _demand_same(row, asked)
        waited = row.state is State.PENDING and UNCONFIRMED in row.reasons
        if waited or _has_lost(row):
            extra = {name: told for name, told in row.extra.items() if name != RELEASED}
            state = state_of(form, _others(row.reasons))
            here.store.moderate(row.key, state, now=here.clock(), revision=row.revision, extra=extra)

    among_others(here.store.get(asked.key, now=here.clock()), take)


def _others(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(reason for reason in reasons if reason != UNCONFIRMED)


def _gone(here: Wing, form: Form, row: Submission, *, counter: str) -> Response:
    """Say that others have it now, and give the form back with the words that were sent."""
    told, said = ("taken", {}) if is_slot(counter) else no_room(here.store, row, counter)
    return answer_form(
        FormAnswer(
            form=form,
            page=here.page_of(form, row.page),
            bound=here.form_classes[form.name](typed_of(row.values), here.today(form)),
            stamp=make_stamp(here.settings.secret, form.name, now=here.clock()),
            status=409,
            notice=message(form, told, **said),
        )
    )


def _too_late(here: Wing, form: Form) -> Response:
    """Say that nothing is left to be confirmed, with the form to ask again; one of a thread needs a page, which is forgotten."""
    if form.thread:
        raise NotFound(TOO_LATE)
    return answer_form(
        FormAnswer(
            form=form,
            page=None,
            bound=here.form_classes[form.name](None, here.today(form)),
            stamp=make_stamp(here.settings.secret, form.name, now=here.clock()),
            status=404,
            notice=say(TOO_LATE, form.language or here.contract.site.language),
        )
    )


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
