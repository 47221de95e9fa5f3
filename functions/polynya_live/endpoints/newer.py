"""GET /live/newer/<form>/<page>?after=<cursor>: submissions newer than the freeze, for every reader the same (live wing)."""

import re

from flask import Response, request
from werkzeug.exceptions import BadRequest, NotFound

from ..answers import fragment
from ..routes import cache_of
from ..submissions import ThreadId
from ..threads import thread_of
from ..wing import wing

_CURSOR = re.compile(r"\d{13}-[A-Za-z0-9_-]{1,12}", re.ASCII)  # as submissions.cursor_at writes it


def answer(form: str, page: str = "") -> Response:
    """List what was approved after the cursor, and an island with the next one; 204 when there is nothing."""
    here = wing()
    declared = here.form(form)
    if declared.private or (declared.thread and here.page_of(declared, page) is None) or (page and not declared.thread):
        raise NotFound
    cursor = request.args.get("after", "")
    if cursor and not _CURSOR.fullmatch(cursor):
        raise BadRequest("This address asks for what came after something that never was.")
    newer = here.store.newer_than(ThreadId(declared.name, page), cursor, now=here.clock())
    response = fragment("newer", thread=thread_of(declared, page, newer)) if newer else Response(status=204)
    response.headers["Cache-Control"] = cache_of("newer")
    return response
