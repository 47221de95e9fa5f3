"""The table of live URLs: every route a function answers, and the only place that writes their addresses (shared)."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

LIVE = "/live/"


@dataclass(frozen=True, slots=True)
class Route:
    """One live route. path: in Werkzeug's rule syntax. cache: the Cache-Control of its good answers."""

    name: str
    method: str
    path: str
    does: str
    cache: str = "no-store"


ROUTES = (
    Route("submit", "POST", "/live/forms/<form>", "keeps a submission"),
    Route("thanks", "GET", "/live/forms/<form>/thanks/<key>", "says thank you, for a visitor without JavaScript"),
    Route("derive", "POST", "/live/forms/<form>/derive", "what follows from the answers so far; stores nothing"),
    Route(
        "derived", "GET", "/live/forms/<form>/derive", "the same for a form that keeps nothing, answers in the address"
    ),
    Route("check", "POST", "/live/forms/<form>/check/<field>", "whether one answer fits; stores nothing"),
    Route(
        "tally",
        "GET",
        "/live/tally/<form>/<path:page>",
        "how often each answer was given",
        "public, max-age=0, s-maxage=5",
    ),
    Route("left", "GET", "/live/left/<form>/<path:page>", "how many places are left", "public, max-age=0, s-maxage=5"),
    Route("stamp", "GET", "/live/stamp/<form>", "proof that the page was rendered, and the key of the submission"),
    Route(
        "newer",
        "GET",
        "/live/newer/<form>/<path:page>",
        "submissions newer than the freeze",
        "public, max-age=0, s-maxage=5",
    ),
    Route("confirm", "GET", "/live/confirm/<form>/<key>/<proof>", "asks whether an address is to be confirmed"),
    Route("confirmed", "POST", "/live/confirm/<form>/<key>/<proof>", "confirms the address of a submission"),
    Route("unsubscribe", "GET", "/live/unsubscribe/<form>/<key>/<proof>", "asks whether a visitor wants to leave"),
    Route("unsubscribed", "POST", "/live/unsubscribe/<form>/<key>/<proof>", "forgets a submission"),
    Route("sign_in", "POST", "/live/account/sign-in", "mails a link to sign in with"),
    Route("enter", "GET", "/live/account/enter/<key>/<proof>", "asks whether to sign in"),
    Route("entered", "POST", "/live/account/enter/<key>/<proof>", "opens a session"),
    Route("account", "GET", "/live/account/", "who is signed in", "private, no-store"),
    Route("sign_out", "POST", "/live/account/sign-out", "ends a session, or all of an account"),
    Route("hello", "GET", "/live/hello", "greets who is signed in; nothing for everybody else", "private, no-store"),
    Route("health", "GET", "/live/health", "whether the store can be reached"),
    Route("contract", "GET", "/live/contract", "the versions this function answers"),
)

_BY_NAME = {route.name: route for route in ROUTES}


def cache_of(name: str) -> str:
    """Say the Cache-Control of a route's good answers."""
    return _BY_NAME[name].cache


def live_url(name: str, *, query: dict[str, str] | None = None, **values: str) -> str:
    """Write the address of a live route.

    values: for the placeholders of its path. Raises KeyError for an unknown route or a placeholder without a value.
    """
    path = _BY_NAME[name].path
    parts = [_part(part, values) for part in path.split("/")]
    return "/".join(parts) + (f"?{urlencode(query)}" if query else "")


def _part(part: str, values: dict[str, str]) -> str:
    if not part.startswith("<"):
        return part
    converter, _, name = part[1:-1].rpartition(":")
    return quote(values[name], safe="/" if converter == "path" else "")
