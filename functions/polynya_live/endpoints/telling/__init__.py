"""What a thread tells to others than its page: JSON to programs, a picture to other sites (live wing)."""

from flask import Response, request

from ...contract import PageRef
from ...routes import route_of
from ...submissions import ThreadId
from ...threads import Thread, thread_of
from ...wing import wing
from ..newer import public_form


def public_thread(form: str, page: str) -> tuple[Thread, PageRef | None]:
    """Find a thread that everybody may read, and the page it is on. Raises NotFound."""
    here = wing()
    declared, found = public_form(form, page)
    approved = here.store.thread(ThreadId(declared.name, page), now=here.clock())
    return thread_of(declared, page, approved), found


def answer_with(route: str, body: str | bytes) -> Response:
    """Answer with what a route gives, or with 304 to who has it already."""
    told = route_of(route)
    response = Response(body, mimetype=told.type, headers={"Cache-Control": told.cache})
    response.add_etag()
    response.make_conditional(request)
    return response
