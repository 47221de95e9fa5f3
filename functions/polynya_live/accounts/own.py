"""/live/account/…: what who is signed in has sent, their name, and the way out for good (live wing).

Somebody else's submission answers like one that is not there. GET shows and asks; POST acts, and only from our own pages.
"""

from flask import Response, request
from werkzeug.exceptions import NotFound

from ..answers import LOOK_AGAIN, answer_problem, page_of_fragment
from ..answers.whence import language_here
from ..contract import Form
from ..endpoints.prices import mark_repriced
from ..forms import DeclaredForm
from ..guards.body import check_body
from ..guards.signing import sign
from ..journal.erased import erased_after, mark_erased
from ..passkeys.kept import remove_all
from ..routes import cache_of, live_url
from ..store import NoSuchSubmission
from ..submissions import State, Submission
from ..templating import draw_fields
from ..wing import templates, wing
from ..words import say
from . import sent
from .endpoints import ENTERED, NO_COOKIE, ask_for_link, demand_our_pages, lead_to_sign_in
from .guard import current_account, give_cookie, sessions
from .names import MOST_CHARACTERS, choose_name, named

PRIVATE = cache_of("account")
WINDOW_S = 900
MOST_EDITS = 30
CLOSED = "This can not be changed any more. You can still withdraw it, and send it anew."
GONE = (
    "This was withdrawn or erased meanwhile, so there is nothing to change any more. "
    "Your words are below, so that you can take them along."
)
SIGNED_OUT = (
    "You are not signed in any more, and nothing is changed yet. Your words are below: please sign in, in another tab, and "
    "send them again."
)
DONE = {
    "changed": "Your change is kept.",
    "named": "Your name is kept as you wrote it.",
    "taken-back": "It is withdrawn.",
    "withdrawn": "It is withdrawn. It leaves the pages when they are next frozen.",
}
"""What is said of what was just done, by the word for it in the address."""
TOO_OFTEN = "You have changed things many times in a short while. Please wait a little."


def show() -> Response:
    """Show who is signed in, what they have sent, and how to sign out."""
    account = current_account()
    if account is None and request.args.get("done") == ENTERED:
        return _private(ask_for_link(notice=NO_COOKIE))
    if account is None:
        return _to_sign_in() if wing().contract.site.account else _private(ask_for_link())
    here, now = wing(), wing().clock()
    listing = sent.list_sent(here.store, account, now=now, after=request.args.get("after", ""))
    return _private(
        page_of_fragment(
            "account",
            title="Your account",
            account=named(account),
            sent=[sent.as_seen(row, here.contract, now=now) for row in listing.rows],
            after=listing.next,
            first="after" not in request.args,
            done=DONE.get(request.args.get("done", ""), ""),
            most=MOST_CHARACTERS,
        )
    )


def rename() -> Response:
    """Keep the name that somebody wants to be greeted with."""
    here = demand_our_pages()
    began, account = here.clock(), current_account()
    if account is not None:
        choose_name(account, request.form.get("name", ""))
        if erased_after(here.store, account.email, began - 1, now=here.clock()):  # deleted in another tab meanwhile
            choose_name(account, "")
    return _to_what_was("named") if account else _to_sign_in()


def ask_to_edit(key: str) -> Response:
    """Show a submission as it was typed, to be changed."""
    if current_account() is None:
        return _to_sign_in()
    here, row = wing(), _mine(key)
    form = here.contract.forms.get(row.form)
    if form is None or not sent.is_open(row, form, now=here.clock()):
        return _closed()
    return _asked(form, here.form_classes[form.name](sent.typed_of(row.values), here.today(form)))


def edit(key: str) -> Response:
    """Change a submission; it waits to be read again."""
    demand_our_pages()
    if current_account() is None:
        return _with_words(SIGNED_OUT, status=409)
    try:
        row = _mine(key)
    except NotFound:  # withdrawn in another tab, perhaps
        return _with_words(GONE, status=404)
    return _rewritten(row)


def _rewritten(row: Submission) -> Response:
    here, now = wing(), wing().clock()
    form = here.contract.forms.get(row.form)
    if form is None:
        return _closed()
    check_body(request, form, here.contract.rows)
    bound = here.form_classes[form.name](request.form, here.today(form))
    whose = sign(here.settings.secret, "account", row.account)  # or the counter would name whom `freeze erase` forgets
    if here.store.count(f"edit/{whose}", window_s=WINDOW_S, now=now) > MOST_EDITS:
        return _asked(form, bound, status=429, notice=TOO_OFTEN)
    fits = bound.validate()
    if mark_repriced(bound) or not fits:
        return _asked(form, bound, status=422)
    try:
        sent.rewrite(here.store, row, bound.values(), form=form, now=now, rows=here.contract.rows)
    except (sent.TooLate, NoSuchSubmission):
        return _with_words(CLOSED, status=409)
    return _to_what_was("changed")


def _with_words(told: str, *, status: int) -> Response:
    """Give back what was typed: no browser keeps a page of an account, so that going back would find nothing there.

    The form is the one that the page was drawn with: nobody learns from the answer whether there is such a submission.
    """
    here = wing()
    form = here.contract.forms.get(request.args.get("form", ""))
    if form is None:
        return _private(answer_problem(LOOK_AGAIN, told, status=status))
    check_body(request, form, here.contract.rows)
    return _asked(form, here.form_classes[form.name](request.form, here.today(form)), status=status, notice=told)


def ask_to_withdraw(key: str) -> Response:
    """Ask whether a submission is to be taken back."""
    if current_account() is None:
        return _to_sign_in()
    here, row = wing(), _mine(key)
    seen = sent.as_seen(row, here.contract, now=here.clock())
    return _private(page_of_fragment("withdraw", title="Withdraw", sent=seen, action=request.path))


def withdraw(key: str) -> Response:
    """Take a submission back."""
    here = demand_our_pages()
    if current_account() is None:
        return _to_sign_in()
    row = _mine(key)
    sent.withdraw(here.store, row.key, now=here.clock())
    return _to_what_was("withdrawn" if row.state is State.APPROVED else "taken-back")


def ask_to_leave() -> Response:
    """Ask whether an account and all it has sent is to be erased."""
    account = current_account()
    if account is None:
        return _to_sign_in()
    return _private(page_of_fragment("leave", title="Delete your account", account=account))


def leave() -> Response:
    """Erase all that an account has sent, its name, passkeys and sessions; a repeat goes on where the last one ended."""
    here = demand_our_pages()
    account, now = current_account(), here.clock()
    if account is None:
        return _to_sign_in()
    mark_erased(here.store, account.email, now=now)  # first: a replay may be under way
    sent.withdraw_all(here.store, account, now=now)
    remove_all(here.store, account.email, now=now)
    choose_name(account, "")
    sessions().close_all(account.email, now=now)
    text = (
        "Your account is deleted, and all that you have sent is erased. It leaves the pages when they are next frozen."
    )
    response = _private(page_of_fragment("question", title="Goodbye", text=text, action="", submit=""))
    give_cookie(response, "", account)
    return response


def _mine(key: str) -> Submission:
    """Find a submission of who is signed in. Raises NotFound."""
    account, here = current_account(), wing()
    if account is None:
        raise NotFound
    try:
        return sent.find_sent(here.store, account, key, now=here.clock())
    except NoSuchSubmission:
        raise NotFound from None


def _asked(form: Form, bound: DeclaredForm, *, status: int = 200, notice: str = "") -> Response:
    language = language_here()
    fields, told = draw_fields(templates(), bound), say(notice, language)
    title = form.title if status < 400 else f"{say(LOOK_AGAIN, language)}: {form.title}"
    response = page_of_fragment(
        "edit",
        title=title,
        form=form,
        bound=bound,
        fields=fields,
        notice=told,
        action=f"{request.path}?form={form.name}",
    )
    response.status_code = status
    return _private(response)


def _closed() -> Response:
    return _private(answer_problem("Too late", CLOSED, status=409))


def _to_what_was(done: str) -> Response:
    """Lead back to the account, which says what was done: a key of DONE."""
    return _to(live_url("account", query={"done": done}))


def _to_sign_in() -> Response:
    return _private(lead_to_sign_in())


def _to(address: str) -> Response:
    return _private(Response(status=303, headers={"Location": address}))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = PRIVATE
    return response
