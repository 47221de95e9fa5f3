"""GET /live/newer/<form>/<page>?after=<cursor>: submissions newer than the freeze, for every reader the same (live wing)."""

import re

from flask import Response, request
from werkzeug.exceptions import BadRequest, NotFound

from ..answers import fragment
from ..contract import Form, PageRef
from ..routes import cache_of
from ..submissions import START, Cursor, ThreadId
from ..threads import thread_of
from ..wing import wing

_CURSOR = re.compile(r"\d{13}-[A-Za-z0-9_-]{1,12}", re.ASCII)  # as submissions.cursor_at writes it


def answer(form: str, page: str = "") -> Response:
    """List what was approved after the cursor, and an island with the next one; 204 when there is nothing."""
    here = wing()
    declared, _ = public_form(form, page)
    newer = here.store.newer_than(ThreadId(declared.name, page), asked_cursor(), now=here.clock())
    response = fragment("newer", thread=thread_of(declared, page, newer)) if newer else Response(status=204)
    response.headers["Cache-Control"] = cache_of("newer")
    return response


def public_form(form: str, page: str) -> tuple[Form, PageRef | None]:
    """Find a form whose thread on a page everybody may read, and that page. Raises NotFound."""
    here = wing()
    declared = here.form(form)
    if declared.private or not here.has_thread(declared, page):
        raise NotFound(f"The form “{declared.title}” has nothing to show here.")
    return declared, here.page_of(declared, page)


def asked_cursor() -> Cursor:
    """Read after which submission to go on; START for none. Raises BadRequest for one that never was."""
    cursor = request.args.get("after", START)
    if cursor and not _CURSOR.fullmatch(cursor):
        raise BadRequest("This address asks for what came after something that never was.")
    return cursor
