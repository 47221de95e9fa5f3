"""POST /live/inbox/…: acts on one submission, or on several at once (live wing)."""

from collections.abc import Callable
from urllib.parse import quote

from flask import Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, NotFound

from ..accounts import require_role
from ..endpoints.post import FOREIGN
from ..forms.prices import agreed_prices
from ..guards.origin import from_our_pages
from ..routes import live_url
from ..store import Full, NoSuchSubmission, StaleRevision
from ..submissions import Submission, Value
from ..wing import wing
from .actions import FULL, Decision, NotForThis, TooLate, act_on, find
from .drawing import Notice, acted_fragment, done_notice, row_fragment, row_page, say_here, wants_fragment, who
from .edit import edit_form, edited_values
from .history import Act
from .looking import STATES
from .screens import ROWS
from .wanted import Wanted, read_back

FASTER = "Somebody else was faster: this is {state} now, and your press has changed nothing. Here it is as it stands."
TOO_LATE = "It is too late to take this back."
NOT_FOR_THIS = "This is private: it is not shown anywhere, so there is nothing to approve or to reply to."
NOTHING = "Nothing was ticked."


@require_role("moderator")
def act(key: str) -> Response:
    """Do one thing with one submission."""
    _demand_our_pages()
    wanted = read_back(request.form.get("back", ""))
    try:
        row = _row(key)
        chosen = _chosen()
        values: dict[str, Value] = {}
        extra: dict[str, Value] = {}
        if chosen is Act.EDIT:
            form = wing().contract.forms.get(row.form)
            if form is None:
                raise BadRequest("The form of this submission is not declared any more.")
            bound = edit_form(row, form, wing().contract.rows, typed=_typed())
            if not bound.validate():
                again = row_fragment if wants_fragment() else row_page
                return _with_status(again(row, wanted, bound=bound), 422)
            values = edited_values(row, bound)
            extra = agreed_prices(form, values, wing().contract.rows, before=row.extra)
        return _done(_decided(key, chosen, values=values, extra=extra), wanted)
    except NoSuchSubmission:
        raise NotFound from None


@require_role("moderator")
def act_on_several() -> Response:
    """Approve, reject or take back several; those that somebody else has changed meanwhile stay as they are."""
    _demand_our_pages()
    wanted, chosen = read_back(request.form.get("back", "")), _chosen()
    if chosen in (Act.EDIT, Act.REPLY):
        raise BadRequest("Only one can be edited or replied to at a time.")
    done: list[Submission] = []
    missed: list[Submission] = []
    for ticked in dict.fromkeys(request.form.getlist("key")[:ROWS]):
        key, _, mark = ticked.partition(":")
        try:
            done.append(act_on(wing().store, Decision(key=key, act=chosen, who=who(), mark=mark), now=wing().clock()))
        except (StaleRevision, TooLate, NotForThis) as error:
            missed.append(error.current)
        except Full:
            missed.append(_row(key))
        except NoSuchSubmission:
            continue
    keys, lost = [row.key for row in done], [row.key for row in missed]
    if wants_fragment():
        notice = done_notice(keys, lost) if keys or lost else Notice(text=say_here(NOTHING), bad=True)
        return acted_fragment([*done, *missed], notice, wanted, alone=False)
    return _back(wanted, done=keys, missed=lost)


def _decided(key: str, chosen: Act, *, values: dict[str, Value], extra: dict[str, Value]) -> Callable[[], Submission]:
    decision = Decision(
        key=key,
        act=chosen,
        who=who(),
        mark=request.form.get("mark", ""),
        values=values,
        extra=extra,
        reply=request.form.get("reply", "").replace("\r\n", "\n"),
    )
    return lambda: act_on(wing().store, decision, now=wing().clock())


def _done(deed: Callable[[], Submission], wanted: Wanted) -> Response:
    """Do it, and say so; or say plainly why not, with the submission as it stands."""
    try:
        row = deed()
    except StaleRevision as stale:
        return _refused(stale.current, say_here(FASTER, state=say_here(STATES[stale.current.state])), wanted)
    except TooLate as late:
        return _refused(late.current, say_here(TOO_LATE), wanted)
    except NotForThis as wrong:
        return _refused(wrong.current, say_here(NOT_FOR_THIS), wanted)
    except Full:
        return _refused(_row(request.view_args["key"] if request.view_args else ""), say_here(FULL), wanted)
    if wants_fragment():
        return acted_fragment([row], done_notice([row.key]), wanted, alone=True)
    return _back(wanted, done=[row.key], missed=[])


def _refused(row: Submission, text: str, wanted: Wanted) -> Response:
    notice = Notice(text=text, bad=True)
    if wants_fragment():
        return _with_status(acted_fragment([row], notice, wanted, alone=True), 409)
    return _with_status(row_page(row, wanted, notice=notice), 409)


def _back(wanted: Wanted, *, done: list[str], missed: list[str]) -> Response:
    query = wanted.here
    said = {"done": ".".join(done), "missed": ".".join(missed)}
    told = "&".join(f"{name}={quote(keys)}" for name, keys in said.items() if keys)
    joined = f"{query}{'&' if query else '?'}{told}" if told else query
    return Response(status=303, headers={"Location": live_url("inbox") + joined})


def _row(key: str) -> Submission:
    return find(wing().store, key, now=wing().clock())


def _chosen() -> Act:
    try:
        return Act("".join(request.form.getlist("act")[-1:]))
    except ValueError:
        raise BadRequest("This asks for something that the inbox does not do.") from None


def _typed() -> MultiDict[str, str]:
    """Take out what the inbox itself posts, for a field may be called so too: ours stand before the fields, the button behind."""
    ours = {"mark": slice(1, None), "back": slice(1, None), "act": slice(None, -1)}
    return MultiDict(
        (name, word) for name, words in request.form.lists() for word in words[ours.get(name, slice(None))]
    )


def _demand_our_pages() -> None:
    if not from_our_pages(request.headers, wing().settings.site_url):
        raise BadRequest(FOREIGN)


def _with_status(response: Response, status: int) -> Response:
    response.status_code = status
    return response
