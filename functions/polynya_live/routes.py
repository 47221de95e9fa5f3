"""The table of live URLs: every route a function answers, and the only place that writes their addresses (shared)."""

import re
from urllib.parse import quote, urlencode

from .values import dataclass

LIVE = "/live/"
HIDDEN = "/live/inbox"
"""Not there at all for visitors, whatever the method."""
PASSKEYS = "/live/passkeys"
OWNERS = (HIDDEN, PASSKEYS)
"""What only the function of owners answers; see serverless.yml."""
PRIVATE = "private, no-store"
ISLAND_CACHE = "public, max-age=0, s-maxage=5"
IMAGE_CACHE = "public, max-age=60, s-maxage=60"
HTML, JSON, SVG, PNG = "text/html", "application/json", "image/svg+xml", "image/png"


@dataclass(frozen=True, slots=True)
class Route:
    """One live route. path: in Werkzeug's rule syntax. cache: the Cache-Control of its good answers, type: their media type.

    shared: whether pages of other sites may read its answers, or show them.
    """

    name: str
    method: str
    path: str
    does: str
    cache: str = "no-store"
    type: str = HTML
    shared: bool = False

    @property
    def paths(self) -> tuple[str, ...]:
        """Its path, and without the page where it may have none: the home page, and a form that stands alone."""
        if self.path.endswith("/<path:page>"):
            return self.path, self.path.removesuffix("<path:page>")
        bare = self.path.replace(_PAGE_FILE, ".")
        return (self.path, bare) if bare != self.path else (self.path,)


_PAGE_FILE = "/<path:page>."
_PLACEHOLDER = re.compile(r"<(?:(path):)?(\w+)>")

ROUTES = (
    Route("submit", "POST", "/live/forms/<form>", "keeps a submission"),
    Route("thanks", "GET", "/live/forms/<form>/thanks/<key>", "says thank you, for a visitor without JavaScript"),
    Route("derive", "POST", "/live/forms/<form>/derive", "what follows from the answers so far; stores nothing"),
    Route(
        "derived", "GET", "/live/forms/<form>/derive", "the same for a form that keeps nothing, answers in the address"
    ),
    Route("check", "POST", "/live/forms/<form>/check/<field>", "whether one answer fits; stores nothing"),
    Route("tally", "GET", "/live/tally/<form>/<path:page>", "how often each answer was given", ISLAND_CACHE),
    Route("left", "GET", "/live/left/<form>/<path:page>", "how many places are left", ISLAND_CACHE),
    Route("stamp", "GET", "/live/stamp/<form>", "proof that the page was rendered, and the key of the submission"),
    Route("newer", "GET", "/live/newer/<form>/<path:page>", "submissions newer than the freeze", ISLAND_CACHE),
    Route(
        "thread", "GET", "/live/threads/<form>/<path:page>.json", "the thread as JSON", ISLAND_CACHE, JSON, shared=True
    ),
    Route(
        "badge", "GET", "/live/badge/<form>/<path:page>.svg", "the rating as a picture", IMAGE_CACHE, SVG, shared=True
    ),
    Route(
        "badge_png", "GET", "/live/badge/<form>/<path:page>.png", "the same in pixels", IMAGE_CACHE, PNG, shared=True
    ),
    Route("confirm", "GET", "/live/confirm/<form>/<key>/<proof>", "asks whether an address is to be confirmed"),
    Route("confirmed", "POST", "/live/confirm/<form>/<key>/<proof>", "confirms the address of a submission"),
    Route("unsubscribe", "GET", "/live/unsubscribe/<form>/<key>/<proof>", "asks whether a visitor wants to leave"),
    Route("unsubscribed", "POST", "/live/unsubscribe/<form>/<key>/<proof>", "forgets a submission"),
    Route(
        "moderate", "GET", "/live/moderate/<key>/<mark>/<proof>", "a submission, from the mail that told of it", PRIVATE
    ),
    Route("moderated", "POST", "/live/moderate/<key>/<mark>/<proof>", "approves or rejects it, once"),
    Route("sign_in", "POST", "/live/account/sign-in", "mails a link to sign in with"),
    Route("enter", "GET", "/live/account/enter/<key>/<proof>", "asks whether to sign in"),
    Route("entered", "POST", "/live/account/enter/<key>/<proof>", "opens a session"),
    Route("account", "GET", "/live/account/", "who is signed in, and what they have sent", PRIVATE),
    Route("rename", "POST", "/live/account/name", "keeps the name of who is signed in"),
    Route("edit", "GET", "/live/account/sent/<key>/edit", "what was sent, to be changed", PRIVATE),
    Route("edited", "POST", "/live/account/sent/<key>/edit", "changes what was sent; it waits again"),
    Route("withdraw", "GET", "/live/account/sent/<key>/withdraw", "asks whether to take back what was sent", PRIVATE),
    Route("withdrawn", "POST", "/live/account/sent/<key>/withdraw", "takes back what was sent"),
    Route("leave", "GET", "/live/account/delete", "asks whether to delete an account", PRIVATE),
    Route("left_for_good", "POST", "/live/account/delete", "erases an account and all it has sent"),
    Route("sign_out", "POST", "/live/account/sign-out", "ends a session, or all of an account"),
    Route("hello", "GET", "/live/hello", "greets who is signed in; nothing for everybody else", PRIVATE),
    Route("inbox", "GET", "/live/inbox/", "what waits for the owner; for nobody else is it there", PRIVATE),
    Route(
        "inbox_several", "POST", "/live/inbox/", "approves or rejects several submissions, or takes that back", PRIVATE
    ),
    Route("inbox_one", "GET", "/live/inbox/<key>", "one submission, to be edited or replied to", PRIVATE),
    Route("inbox_act", "POST", "/live/inbox/<key>", "approves, rejects, edits or replies to one submission", PRIVATE),
    Route(
        "passkeys", "GET", "/live/passkeys/", "the passkeys of an owner or a moderator; for nobody else there", PRIVATE
    ),
    Route("passkey_added", "POST", "/live/passkeys/", "keeps a new passkey", PRIVATE),
    Route("passkey_wanted", "POST", "/live/passkeys/new", "a challenge to make a passkey with", PRIVATE, JSON),
    Route("passkey_removed", "POST", "/live/passkeys/<key>/remove", "removes a passkey", PRIVATE),
    Route("passkey_asked", "POST", "/live/passkeys/ask", "a challenge to sign in with, given to anybody", type=JSON),
    Route("passkey_entered", "POST", "/live/passkeys/enter", "opens a session by passkey"),
    Route("health", "GET", "/live/health", "whether a post would be kept", type=JSON),
    Route("contract", "GET", "/live/contract", "the versions this function answers", type=JSON),
)

_BY_NAME = {route.name: route for route in ROUTES}


def route_of(name: str) -> Route:
    """Find a route by its name. Raises KeyError."""
    return _BY_NAME[name]


def cache_of(name: str) -> str:
    """Say the Cache-Control of a route's good answers."""
    return _BY_NAME[name].cache


def live_url(name: str, *, query: dict[str, str] | None = None, **values: str) -> str:
    """Write the address of a live route.

    values: for the placeholders of its path. Raises KeyError for an unknown route or a placeholder without a value.
    """
    path = _BY_NAME[name].path
    if values.get("page") == "":
        path = path.replace(_PAGE_FILE, ".")
    path = _PLACEHOLDER.sub(lambda found: quote(values[found[2]], safe="/" if found[1] else ""), path)
    return path + (f"?{urlencode(query)}" if query else "")
