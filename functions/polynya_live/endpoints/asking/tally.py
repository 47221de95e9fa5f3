"""GET /live/tally/<form>/<page>: how often each answer was given, for every reader the same (live wing)."""

from flask import Response
from werkzeug.exceptions import NotFound

from ...answers import answer_inside
from ...routes import cache_of
from ...submissions import ThreadId
from ...threads import thread_of
from ...wing import wing


def answer(form: str, page: str = "") -> Response:
    """Count the approved answers of a thread, all of them; the CDN asks once in some seconds, whoever many read."""
    here = wing()
    declared = here.form(form)
    if not declared.tally or not here.has_thread(declared, page):
        raise NotFound(f"The form “{declared.title}” counts nothing here.")
    thread = thread_of(declared, page, here.store.thread(ThreadId(declared.name, page), now=here.clock()))
    response = answer_inside("tally", thread=thread)
    response.headers["Cache-Control"] = cache_of("tally")
    return response
