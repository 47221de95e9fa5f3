"""The body guard: a post is a form, of a sane size, with a sane number of parts (live wing)."""

from io import BytesIO
from typing import IO

from flask import Request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

from ..contract import Field, Form, Rows
from ..forms import MOST_SAID, RESERVED

BODY_BYTES = 64 * 1024
PARTS = 50

FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}


class FormRequest(Request):
    """A request whose files, which no form asks for, stay in memory: as small as a body may be, and never on a disk."""

    def _get_file_stream(self, *_told: object, **_more: object) -> IO[bytes]:
        return BytesIO()


def check_body(request: Request, form: Form, rows: Rows) -> None:
    """Read the form in the body, unless something is wrong with it.

    Raises UnsupportedMediaType, RequestEntityTooLarge, and BadRequest for a body in which no form can be found.
    """
    if request.mimetype not in FORM_TYPES:
        raise UnsupportedMediaType("A form comes as application/x-www-form-urlencoded or multipart/form-data.")
    if (request.content_length or 0) > BODY_BYTES:
        raise RequestEntityTooLarge
    parts = sum(len(words) for _, words in request.form.lists()) + sum(len(f) for _, f in request.files.lists())
    if parts > max(PARTS, _asked(form, rows)):
        raise RequestEntityTooLarge(f"A form has at most {PARTS} answers; this has {parts}.")
    if None in request.form or (not parts and request.content_length):  # Werkzeug's name for a part without one
        raise BadRequest("This form could not be read.")


def _asked(form: Form, rows: Rows) -> int:
    """Count what an honest post may hold: a menu can have more dishes than PARTS, beside what was said before."""
    carried = 0 if form.keeps else MOST_SAID
    return len(RESERVED) + carried + sum(_inputs(field, rows) for field in form.fields)


def _inputs(field: Field, rows: Rows) -> int:
    counts = len(rows.get(field.rows, ()))
    return counts + 1 if counts else max(1, len(field.options))  # one more for the prices of the page
