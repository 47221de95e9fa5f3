"""The guard of what only some may see: to everybody else it is not there at all (live wing)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Response, g, request
from werkzeug.exceptions import NotFound

from ..wing import Wing, wing
from .account import Account, Role
from .sessions import OWNER_S, VISITOR_S, Sessions

P = ParamSpec("P")
PLAIN = "polynya"
HOST = "__Host-polynya"
"""A browser keeps it only when it is Secure, for the path / and for this host alone."""


def sessions() -> Sessions:
    """Return the sessions of the app that answers now."""
    here = wing()
    return Sessions(here.store, here.settings)


def current_account() -> Account | None:
    """Tell who is signed in; asked of the store once a request. Raises StoreUnavailable."""
    if "account" not in g:
        token = session_token()
        g.account = sessions().find(token, now=wing().clock()) if token else None
    found: Account | None = g.account
    return found


def require_role(role: str) -> Callable[[Callable[P, Response]], Callable[P, Response]]:
    """Let an endpoint answer only who has this role or a greater one; for all others it does not exist."""
    least = Role(role)

    def guarded(endpoint: Callable[P, Response]) -> Callable[P, Response]:
        @wraps(endpoint)
        def answer(*values: P.args, **named: P.kwargs) -> Response:
            account = current_account()
            if account is None or not account.may(least):
                raise NotFound
            response = endpoint(*values, **named)
            response.headers["Cache-Control"] = "private, no-store"
            return response

        return answer

    return guarded


def session_token() -> str:
    """Read the token that the browser sent; "" for none."""
    return request.cookies.get(_cookie(wing()), "")


def give_cookie(response: Response, token: str, account: Account) -> None:
    """Let the browser keep the token as long as the session may last; "" makes it forget."""
    here = wing()
    lasting = VISITOR_S if account.role is Role.VISITOR else OWNER_S
    response.set_cookie(
        _cookie(here),
        token,
        max_age=lasting if token else 0,
        path="/",
        secure=here.settings.https,
        httponly=True,
        samesite="Lax",
    )


def _cookie(here: Wing) -> str:
    return HOST if here.settings.https else PLAIN
