"""GET /live/left/<form>/<page>: how many places are left, the same answer for every reader (live wing)."""

from flask import Response
from werkzeug.exceptions import NotFound

from ...answers import answer_inside
from ...claims import places_names, places_of
from ...routes import cache_of
from ...wing import wing


def answer(form: str, page: str = "") -> Response:
    """Say how many places there are, and how many of them are left."""
    here = wing()
    declared = here.form(form)
    found = here.page_of(declared, page)
    places = places_of(declared, found)
    if places is None or not here.has_thread(declared, page):
        raise NotFound(f"The form “{declared.title}” has no places here.")
    taken = here.store.taken(places_names(declared, found))
    left = max(0, places - max(taken.values()))
    response = answer_inside("left", form=declared, page_id=page, places=places, left=left)
    response.headers["Cache-Control"] = cache_of("left")
    return response
