"""/live/passkeys/…: signing in with a passkey, and those of who is signed in: listed, added, removed (live wing).

Signing in asks for no address, so nothing here tells whose it is: a challenge is the same for everybody, and whatever does not
work is answered alike. All acts are posts from our own pages.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Response, request
from werkzeug.exceptions import NotFound

from ..accounts import Account, Role, current_account, require_role
from ..accounts.account import account_of
from ..accounts.endpoints import demand_our_pages
from ..accounts.guard import give_cookie, sessions
from ..accounts.names import plain_name
from ..answers import answer_problem, page_of_fragment
from ..guards.signing import sign
from ..guards.visitors import visitor_address, visitor_id
from ..routes import JSON, live_url
from ..store import KeyConflict, NoSuchSubmission, StaleRevision
from ..wing import Wing, wing
from ..words import say
from . import kept
from .challenges import ENTER, adding, make_challenge, spend_challenge
from .response import ADDED, ENTERED, NotProven, read_response
from .response import Response as Said
from .telling import ADDED as TOLD_ADDED
from .telling import REMOVED, tell_of_passkey

if TYPE_CHECKING:
    from .ceremony import Site

S = 1000
WINDOW_S = 900
MOST_OF_VISITOR = 30
MOST_MEETINGS = 4

NO_ENTRY = "This passkey was not accepted here. Please try again, or have a link mailed to you."
NOT_ADDED = "This passkey could not be added. Please try again."
ENOUGH = "You have as many passkeys as an account may have. Please remove one first."
WAIT = "Please wait a little."


@require_role(Role.MODERATOR)
def show() -> Response:
    """Show the passkeys of who is signed in, and how to add one."""
    rows = kept.passkeys_of(wing().store, _signed_in().email, now=wing().clock())
    passkeys = [(row.key, row.received, kept.passkey_of(row)) for row in rows]
    return page_of_fragment("passkeys", title=_say("Passkeys"), passkeys=passkeys)


@require_role(Role.MODERATOR)
def ask_for_new() -> Response:
    """Give a challenge to make a passkey with."""
    from .ceremony import ask_for_new  # noqa: PLC0415 -- large: only who uses passkeys waits for it

    here, account = demand_our_pages(), _signed_in()
    now = here.clock()
    known = [kept.passkey_of(row).credential for row in kept.passkeys_of(here.store, account.email, now=now)]
    challenge = make_challenge(here.store, adding(account.email), now=now)
    blank = kept.Passkey(email=account.email, name="", user=_user(here, account), credential="", public_key="", count=0)
    return Response(ask_for_new(_site(here), blank, challenge, known=known), mimetype=JSON)


@require_role(Role.MODERATOR)
def add() -> Response:
    """Keep a new passkey."""
    from .ceremony import check_new  # noqa: PLC0415 -- as above

    here, account = demand_our_pages(), _signed_in()
    now = here.clock()
    try:
        said = _read(here, ADDED, adding(account.email))
        public_key, count = check_new(_site(here), said)
        passkey = kept.Passkey(
            email=account.email,
            name=plain_name(request.form.get("name", "")) or _say("Passkey"),
            user=_user(here, account),
            credential=said.credential,
            public_key=public_key,
            count=count,
        )
        kept.keep(here.store, passkey, now=now)
        tell_of_passkey(here.store, account.email, TOLD_ADDED, name=passkey.name, now=now)
    except kept.TooMany:
        return answer_problem(_say("Passkeys"), _say(ENOUGH), status=422)
    except (NotProven, KeyConflict):
        return answer_problem(_say("Passkeys"), _say(NOT_ADDED), status=422)
    return _to(live_url("passkeys"))


@require_role(Role.MODERATOR)
def remove(key: str) -> Response:
    """Remove a passkey of who is signed in."""
    here, email = demand_our_pages(), _signed_in().email
    name = kept.remove(here.store, email, key, now=here.clock())
    if name:
        tell_of_passkey(here.store, email, REMOVED, name=name, now=here.clock())
    return _to(live_url("passkeys"))


def ask_to_enter() -> Response:
    """Give a challenge to sign in with: to anybody, for it tells nothing."""
    from .ceremony import ask_to_enter  # noqa: PLC0415 -- as above

    here = demand_our_pages()
    now, settings = here.clock(), here.settings
    address = visitor_address(request.headers, request.remote_addr or "", settings.origin_secret)
    visitor = visitor_id(address, settings.secret, now=now)
    if here.store.count(f"passkey/visitor/{visitor}", window_s=WINDOW_S, now=now) > MOST_OF_VISITOR:
        wait = str(WINDOW_S - now // S % WINDOW_S)
        return answer_problem(_say("Sign in"), _say(WAIT), status=429, headers={"Retry-After": wait})
    return Response(ask_to_enter(_site(here), make_challenge(here.store, ENTER, now=now)), mimetype=JSON)


def enter() -> Response:
    """Open a session for the owner of a passkey who is an owner or a moderator still."""
    here = demand_our_pages()
    try:
        account = _proven(here)
    except (NotProven, NoSuchSubmission):
        return answer_problem(_say("Sign in"), _say(NO_ENTRY), status=422)
    response = _to(live_url("inbox"))
    give_cookie(response, sessions().open(account.email, now=here.clock()), account)
    return response


def _proven(here: Wing) -> Account:
    """Find whose passkey signed our challenge. Raises NotProven, NoSuchSubmission, StoreUnavailable."""
    from .ceremony import check_entered  # noqa: PLC0415 -- as above

    now = here.clock()
    said = _read(here, ENTERED, ENTER)
    for _ in range(MOST_MEETINGS):
        row = kept.find(here.store, said.credential, now=now)
        passkey = kept.passkey_of(row)
        count = check_entered(_site(here), said, passkey)
        account = account_of(passkey.email, here.settings)
        if not account.may(Role.MODERATOR):
            raise NotProven("no owner any more")
        try:
            kept.note_use(here.store, row, count, now=now)
        except StaleRevision:
            continue  # used or removed at this very moment: what is kept now decides
        return account
    raise NotProven("used by others at the same time")


def _read(here: Wing, names: tuple[str, ...], purpose: str) -> Said:
    """Read what an authenticator answered to a challenge of ours, which is spent by that. Raises NotProven, StoreUnavailable."""
    said = read_response(request.form.get("credential", ""), names)
    if not spend_challenge(here.store, said.challenge, purpose, now=here.clock()):
        raise NotProven("no challenge of ours, or not any more")
    return said


def _site(here: Wing) -> "Site":
    from .ceremony import site_of  # noqa: PLC0415 -- as above

    return site_of(here.contract.site.title, here.settings.site_url)


def _user(here: Wing, account: Account) -> str:
    """Name an account to authenticators, which tell this name to whoever holds them: it is not the address."""
    return sign(here.settings.secret, "passkeys", account.email)


def _signed_in() -> Account:
    account = current_account()
    if account is None:
        raise NotFound
    return account


def _say(text: str) -> str:
    return say(text, wing().contract.site.language)


def _to(address: str) -> Response:
    return Response(status=303, headers={"Location": address})


ENDPOINTS: dict[str, Callable[..., Response]] = {
    "passkeys": show,
    "passkey_wanted": ask_for_new,
    "passkey_added": add,
    "passkey_removed": remove,
    "passkey_asked": ask_to_enter,
    "passkey_entered": enter,
}
