"""GET /live/health: whether the store can be reached (live wing)."""

from flask import Response, jsonify

from ..store import StoreUnavailable
from ..wing import wing


def answer() -> Response:
    """Reach the store and say so: 200, or 503."""
    try:
        wing().store.health()
    except StoreUnavailable:
        response = jsonify(store="unavailable")
        response.status_code = 503
        return response
    return jsonify(store="ok")
