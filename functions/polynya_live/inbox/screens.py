"""GET /live/inbox/…: the list of what visitors sent, and one submission alone (live wing)."""

from flask import Response, request
from werkzeug.exceptions import NotFound

from ..accounts import require_role
from ..store import NoSuchSubmission
from ..wing import wing
from .actions import find
from .drawing import done_notice, list_page, row_fragment, row_page, wants_fragment
from .wanted import read_wanted

ROWS = 50


@require_role("moderator")
def show() -> Response:
    """List what is wanted, newest first, 50 at a time."""
    here, wanted = wing(), read_wanted(request.args)
    listing = here.store.inbox(wanted.filter, now=here.clock(), limit=ROWS, after=wanted.after)
    return list_page(wanted, listing, notice=done_notice(_keys("done"), _keys("missed")))


@require_role("moderator")
def show_one(key: str) -> Response:
    """Show one submission: in its row for htmx, folded when `fold` is asked for, else on a page of its own."""
    here = wing()
    try:
        row = find(here.store, key, now=here.clock())
    except NoSuchSubmission:
        raise NotFound from None
    wanted = read_wanted(request.args)
    if wants_fragment():
        return row_fragment(row, wanted, opened="fold" not in request.args)
    return row_page(row, wanted, notice=done_notice(_keys("done"), _keys("missed")))


def _keys(name: str) -> list[str]:
    return [key for key in request.args.get(name, "").split(".") if key][:ROWS]
