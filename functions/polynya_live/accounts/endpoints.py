"""/live/account/… and /live/hello: signing in by mail, signing out, and who is signed in (live wing).

GET only asks, for mail scanners open every link; POST acts, and only from our own pages.
"""

from flask import Response, request
from werkzeug.exceptions import BadRequest, NotFound

from ..answers import fragment as drawn
from ..answers import page_of_fragment
from ..answers.htmx import htmx
from ..answers.whence import came_from, language_here
from ..endpoints.post import FOREIGN
from ..guards.origin import from_our_pages
from ..guards.signing import sign
from ..guards.visitors import visitor_address, visitor_id
from ..routes import cache_of, live_url
from ..store import NoSuchSubmission
from ..wing import Wing, wing
from ..words import say
from ..work.errands import to_be_mailed
from ..work.links import SIGN_IN, SIGN_IN_FORM, home_for, is_ours
from .account import account_of, plain_address
from .guard import current_account, give_cookie, session_token, sessions
from .names import named

S = 1000
LINK_S = 15 * 60
WINDOW_S = 900
MOST_OF_VISITOR = 10
MOST_OF_ADDRESS = 3
MOST_LETTERS = 254

AS_WHOM = "Do you want to sign in here as {email}?"
SENT = "If mail can reach this address, a link to sign in is on its way. It works once, for fifteen minutes."
NO_ADDRESS = "Please give exactly one e-mail address, like name@example.org."
WAIT = "Please wait a little."
TOO_LATE = "This link was used before, or is too old. Please ask for another one."

ENTERED = "entered"
"""In the address of the account, behind a link to sign in: a browser without a session there keeps no cookies."""
NO_COOKIE = (
    "You are not signed in. If you have just followed a link to sign in, your browser keeps no cookies of this site: "
    "please allow them, and ask for another link."
)


def sign_in() -> Response:
    """Have a link mailed to an address; the same answer whether it is known here or not."""
    from ..mail import is_address, mailbox_of  # noqa: PLC0415 -- a visitor who only posts does not wait for the mail library

    here = demand_our_pages()
    typed, now = request.form.get("email", ""), here.clock()
    email = plain_address(typed)
    if len(email) > MOST_LETTERS or not is_address(email):
        return ask_for_link(typed=typed, wrong=NO_ADDRESS, status=422)
    visitor = visitor_id(
        visitor_address(request.headers, request.remote_addr or "", here.settings.origin_secret),
        here.settings.secret,
        now=now,
    )
    if here.store.count(f"sign-in/visitor/{visitor}", window_s=WINDOW_S, now=now) > MOST_OF_VISITOR:
        wait = str(WINDOW_S - now // S % WINDOW_S)
        return ask_for_link(typed=typed, notice=WAIT, status=429, headers={"Retry-After": wait})
    address = sign(here.settings.secret, "account", mailbox_of(email))
    if here.store.count(f"sign-in/address/{address}", window_s=WINDOW_S, now=now) <= MOST_OF_ADDRESS:
        home = home_for(request.host, here.settings.site_url)
        here.store.submit(to_be_mailed(SIGN_IN_FORM, {"email": email, "home": home}, now=now, kept=LINK_S))
    return ask_for_link(sent=SENT)


def ask_to_enter(key: str, proof: str) -> Response:
    """Ask whether to sign in; spends nothing. It says as whom, for somebody else may have sent the link."""
    try:
        email, _ = _email_of(key, proof)
    except NotFound:
        return _too_late()
    text = say(AS_WHOM, language_here()).format(email=email)
    return page_of_fragment("question", title="Sign in", text=text, action=request.path, submit="Yes, sign in")


def enter(key: str, proof: str) -> Response:
    """Open a session, once for each link."""
    here = demand_our_pages()
    now = here.clock()
    try:
        email, expires = _email_of(key, proof)
    except NotFound:
        return _too_late()
    to_account = Response(status=303, headers={"Location": live_url("account", query={"done": ENTERED})})
    if not here.store.spend(f"sign-in/{key}", expires=expires, now=now):
        account = current_account()  # who goes back and presses the button again is signed in by this link
        return to_account if account and account.email == email else _too_late()
    give_cookie(to_account, sessions().open(email, now=now), account_of(email, here.settings))
    return to_account


def sign_out() -> Response:
    """End this session, or with `everywhere` all of the account."""
    here = demand_our_pages()
    account = current_account()
    response = lead_to_sign_in()
    if account is not None:
        sessions().close(session_token(), now=here.clock())
        if "everywhere" in request.form:
            sessions().close_all(account.email, now=here.clock())
        give_cookie(response, "", account)
    return response


def lead_to_sign_in() -> Response:
    """Lead to the page where visitors sign in; on a site without one, to the live answer that stands for it."""
    return Response(status=303, headers={"Location": wing().contract.site.account or live_url("account")})


def hello() -> Response:
    """Greet who is signed in and let a visitor's session last; nothing for everybody else."""
    account = current_account()
    if account is None:
        return Response(status=204, headers={"Cache-Control": cache_of("hello")})
    response = drawn("hello", account=named(account))
    response.headers["Cache-Control"] = cache_of("hello")
    if account.role == "visitor":
        sessions().roll(session_token(), now=wing().clock())
        give_cookie(response, session_token(), account)
    return response


def demand_our_pages() -> Wing:
    """Return the surroundings of a post that comes from our own pages. Raises BadRequest for any other."""
    here = wing()
    if not from_our_pages(request.headers, here.settings.site_url):
        raise BadRequest(FOREIGN)
    return here


def _too_late() -> Response:
    """Say that a link is of no use any more, above the form that has another one mailed."""
    return ask_for_link(notice=TOO_LATE, status=404)


def _email_of(key: str, proof: str) -> tuple[str, int]:
    """Read the address of a link, and when it ends. Raises NotFound for one that is not ours, or too old."""
    here = wing()
    if not is_ours(SIGN_IN, here.settings.secret, form=SIGN_IN_FORM, key=key, proof=proof):
        raise NotFound(TOO_LATE)
    try:
        row = here.store.get(key, now=here.clock())
    except NoSuchSubmission:
        raise NotFound(TOO_LATE) from None
    if row.form != SIGN_IN_FORM or row.expires is None:
        raise NotFound(TOO_LATE)
    return str(row.values["email"]), row.expires


def ask_for_link(*, status: int = 200, headers: dict[str, str] | None = None, **told: str) -> Response:
    """Answer who asks for a link: with what is sent, or with the form again and what was typed; in place for htmx.

    told: what the fragment says.
    """
    said = {"place": came_from(), "typed": "", "wrong": "", "notice": "", "sent": "", **told}
    if htmx.wants_fragment:
        response = drawn("sign-in", language=language_here(), **said)
        response.status_code, response.headers["HX-Retarget"] = status, "#sign-in"
    else:
        response = page_of_fragment("sign-in", title="Sign in", status=status, **said)
    response.headers.update(headers or {})
    return response
