"""GET /live/forms/<form>/thanks/<key>: says thank you to a visitor without JavaScript (live wing)."""

from flask import Response, request
from werkzeug.exceptions import NotFound

from ..answers import TWICE, thanks_page
from ..store import NoSuchSubmission
from ..wing import wing


def answer(form: str, key: str) -> Response:
    """Thank for a submission. Its key is known to nobody but its sender."""
    here = wing()
    declared = here.form(form)
    try:
        kept = here.store.get(key, now=here.clock())
    except NoSuchSubmission:
        raise NotFound from None
    if kept.form != declared.name:
        raise NotFound
    return thanks_page(declared, kept, here.page_of(declared, kept.page), twice=TWICE in request.args)
