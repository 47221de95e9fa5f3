"""GET /live/health: whether the store answers, and what would become of a post now (live wing)."""

from flask import Response, jsonify

from ..journal import JournalUnavailable
from ..store import StoreUnavailable
from ..wing import wing


def answer() -> Response:
    """Ask the store and say so: 200 when it would keep a post, else 503.

    store: "ok", "read-only" or "unavailable". posts: "kept", "journalled" or "refused".
    """
    store = wing().store
    said = "unavailable"
    try:
        store.health()
        said = "read-only"
        store.ready()
    except StoreUnavailable:
        response = jsonify(store=said, posts="journalled" if _has_journal() else "refused")
        response.status_code = 503
        return response
    return jsonify(store="ok", posts="kept")


def _has_journal() -> bool:
    """Tell whether the journal would take a post, as far as that can be seen without one."""
    journal = wing().journal
    try:
        if journal:
            journal.ready()
    except JournalUnavailable:
        return False
    return journal is not None
