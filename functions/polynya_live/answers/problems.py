"""What a visitor reads when something cannot be answered: no code, no stack, the next thing to do (live wing)."""

import json
import logging

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, NotFound

from ..routes import HIDDEN, HTML, route_of
from ..store import StoreUnavailable
from ..words import say, speaks
from . import WORDS_STAY, answer_problem
from .whence import language_here

log = logging.getLogger(__name__)

RETRY_S = 10
PROBLEM = "application/problem+json"

TEXTS = {
    400: ("This could not be read", "Something in this request is not as it should be. " + WORDS_STAY),
    404: ("There is nothing here", "This address leads nowhere, or not any more."),
    405: ("This does not work this way", "This address is for something else."),
    413: ("This is too much at once", "Please shorten your words a little and post them again. " + WORDS_STAY),
    415: ("This is not a form", "Please post it from the page it is on."),
    500: ("Something went wrong here", "It is our mistake, and we have noted it. Please try again. " + WORDS_STAY),
    503: ("Not just now", "Our notebook does not open at the moment. Please try again in a little while."),
}


def register_problems(app: Flask) -> None:
    """Let the app answer everything that goes wrong in words."""
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(Exception, _broken)


def _refused(error: HTTPException) -> Response:
    if error.code == 405 and f"{request.path}/".startswith(f"{HIDDEN}/"):
        error = NotFound()  # only what is there has methods
    status = error.code or 500
    title, text = TEXTS.get(status, TEXTS[400] if status < 500 else TEXTS[500])
    allowed = dict(error.get_headers()).get("Allow") if status == 405 else None
    own = error.description if error.description != type(error).description else None
    if own and speaks(language := language_here()) and say(own, language) == own:
        own = None  # for whoever wrote the form; the usual words are translated
    return _told(title, own or text, status=status, headers={"Allow": allowed} if allowed else None)


def _unavailable(error: StoreUnavailable) -> Response:
    log.warning("%s: no answer: %s", request.endpoint, error)
    return _told(*TEXTS[503], status=503, headers={"Retry-After": str(RETRY_S)})


def _broken(_error: Exception) -> Response:
    log.exception("no answer")
    return _told(*TEXTS[500], status=500)


def _told(title: str, text: str, *, status: int, headers: dict[str, str] | None = None) -> Response:
    """Tell people on a page, and programs in JSON. https://www.rfc-editor.org/rfc/rfc9457"""
    if request.endpoint is None or route_of(request.endpoint).type == HTML:
        return answer_problem(title, text, status=status, headers=headers)
    told = {"type": "about:blank", "title": title, "status": status, "detail": text}
    body = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    return Response(body, status=status, mimetype=PROBLEM, headers=headers)
