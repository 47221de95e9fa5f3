"""/live/moderate/…: approving and rejecting by the link in the mail that told of a submission (live wing).

GET shows, for mail scanners open every link; POST acts, once, and only from our own page. A link is for one submission as it
was, for one address that is still told of it, and for seven days. Whoever holds it need not be signed in.
"""

from flask import Response, request
from werkzeug.exceptions import BadRequest, NotFound

from ..answers import page_of_fragment
from ..contract import Form
from ..guards.origin import from_our_pages
from ..inbox.actions import FULL, Decision, TooLate, act_on, mark_of, moderate_once
from ..inbox.history import Act
from ..routes import cache_of
from ..store import Full, NoSuchSubmission, StaleRevision
from ..submissions import State, Submission
from ..values import dataclass
from ..wing import wing
from ..words.held import reasons_in_words
from ..work.lines import lines_of
from ..work.links import moderate_until, moderator_of
from .post import FOREIGN

S = 1000
GONE = "This link is not ours, or too old, or what it was for is not here any more."
CHANGED = "This was changed after the mail was written. Please look at it in the inbox."
USED = "This link was used before. Please look into the inbox."
STANDS = {State.APPROVED: "This is approved.", State.REJECTED: "This is rejected.", State.PRIVATE: "This is private."}
ACTS = {Act.APPROVE.value: Act.APPROVE, Act.REJECT.value: Act.REJECT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a link is for. who: it was mailed to. told: why nothing can be done with it, "" when something can."""

    row: Submission
    form: Form
    who: str
    told: str

    @property
    def acts(self) -> tuple[Act, ...]:
        """What may be done: both while it waits; what showed at once can only be taken back."""
        if self.told:
            return ()
        return (Act.APPROVE, Act.REJECT) if self.row.state is State.PENDING else (Act.REJECT,)


def show(key: str, mark: str, proof: str) -> Response:
    """Show the submission, and the buttons for what may be done with it."""
    return _shown(_held(key, mark, proof))


def act(key: str, mark: str, proof: str) -> Response:
    """Approve or reject the submission."""
    here = wing()
    if not from_our_pages(request.headers, here.settings.site_url):
        raise BadRequest(FOREIGN)
    held = _held(key, mark, proof)
    wanted = ACTS.get(request.form.get("act", ""))
    if wanted is None:
        raise BadRequest
    if wanted not in held.acts:
        return _shown(held, status=409)
    return _done(held, Decision(key=key, act=wanted, who=held.who, mark=mark))


def _done(held: Held, decision: Decision) -> Response:
    here, now = wing(), wing().clock()
    nonce, expires = f"moderate/{decision.key}/{decision.mark}", moderate_until(held.row)
    try:
        if held.row.state is State.PENDING:
            moderate_once(here.store, decision, now=now, nonce=nonce, expires=expires)
        elif here.store.spend(nonce, expires=expires, now=now):
            act_on(here.store, decision, now=now)
        else:
            raise TooLate(held.row)
    except TooLate:
        return _said(held, USED, status=409)
    except StaleRevision as stale:
        return _said(held, STANDS.get(stale.current.state, CHANGED), status=409)
    except Full:
        return _said(held, FULL, status=409)
    return Response(status=303, headers={"Location": request.path, "Cache-Control": cache_of("moderate")})


def _held(key: str, mark: str, proof: str) -> Held:
    """Find what a link is for. Raises NotFound, with the same words whatever is wrong with it."""
    here = wing()
    try:
        row = here.store.get(key, now=here.clock())
    except NoSuchSubmission:
        raise NotFound(GONE) from None
    form = here.contract.forms.get(row.form)
    who = moderator_of(form, here.settings, key=key, mark=mark, proof=proof) if form else ""
    if form is None or not who or here.clock() // S >= moderate_until(row):
        raise NotFound(GONE)
    return Held(row=row, form=form, who=who, told=_why_not(row, mark))


def _why_not(row: Submission, mark: str) -> str:
    if mark == mark_of(row) and row.state in (State.PENDING, State.APPROVED):
        return ""
    return CHANGED if row.state is State.PENDING else STANDS[row.state]


def _shown(held: Held, *, status: int = 200) -> Response:
    return _said(held, held.told, status=status)


def _said(held: Held, told: str, *, status: int) -> Response:
    here, row = wing(), held.row
    response = page_of_fragment(
        "moderate",
        title=held.form.title,
        page=here.contract.pages.get(row.page),
        row=row,
        lines=lines_of(row, here.contract),
        told=told,
        reasons=reasons_in_words(row.reasons, here.contract.site.language),
        acts=[] if told else [one.value for one in held.acts],
        action=request.path,
    )
    response.status_code = status
    response.headers["Cache-Control"] = cache_of("moderate")
    return response
