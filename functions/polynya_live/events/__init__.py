"""Turns any AWS event into a WSGI request and its answer back, through awsgi (live wing; Lambda and `freeze serve` run it).

It knows six shapes: REST API, HTTP API payload 1.0 and 2.0, Lambda Function URL, and a load balancer (ALB) with single and
with multi-value headers. `request` and `answer` hold what they share, the other modules what each does its own way.
"""

import logging
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..headers import CACHE_CONTROL, security_headers
from ..values import NamedTuple
from . import balancer, version_1, version_2
from .answer import Answer, ask
from .request import Event, Request, environ_of

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

Handler = Callable[[Event, object], Event]


class Shape(NamedTuple):
    """How one kind of event is read, and how the head of its answer is written."""

    read: Callable[[Event], Request]
    head: Callable[[Answer], Event]


REST_API = Shape(version_1.read_rest_api, version_1.head)
HTTP_API_1 = Shape(version_1.read_http_api, version_1.head)
HTTP_API_2 = Shape(version_2.read_http_api, version_2.head)
FUNCTION_URL = Shape(version_2.read_function_url, version_2.head)
ALB_SINGLE = Shape(balancer.read, balancer.head_single)
ALB_MULTI = Shape(balancer.read, balancer.head_multi)


def make_handler(wsgi_app: "WSGIApplication") -> Handler:
    """Make what Lambda calls out of a WSGI app.

    The handler never raises. It answers a malformed event with 400 and an exception of the app, logged, with 500, each in
    the shape of the event; and what is no HTTP request (a warm-up, a schedule) with 204, without asking the app.
    """

    def handler(event: Event, context: object) -> Event:
        shape = _shape_of(event)
        if shape is None:
            return {"statusCode": 204, "headers": {}, "body": "", "isBase64Encoded": False}
        try:
            environ = environ_of(shape.read(event), event, context)
        except ValueError as fact:  # MalformedEvent, bad base64, characters that are none
            log.warning("malformed event: %s", fact)
            return _answer(shape, _saying("400 Bad Request", "This request could not be read.\n"), {})
        try:
            return _answer(shape, wsgi_app, environ)
        except Exception:
            path = quote(environ["PATH_INFO"], encoding="latin-1")  # which may hold a line break
            log.exception("no answer to %s %s", environ["REQUEST_METHOD"], path)
            return _answer(shape, _saying("500 Internal Server Error", "Something went wrong here.\n"), environ)

    return handler


def _shape_of(event: object) -> Shape | None:
    """Recognise an event, a malformed one too; None when nobody waits for an HTTP answer."""
    if not isinstance(event, dict):
        return None
    context, version = event.get("requestContext"), event.get("version")
    if not isinstance(context, dict):
        context = {}
    if "elb" in context:
        return ALB_SINGLE if event.get("multiValueHeaders") is None else ALB_MULTI
    if version == "2.0" or "http" in context or "rawPath" in event:
        return FUNCTION_URL if ".lambda-url." in str(context.get("domainName")) else HTTP_API_2
    if version == "1.0":
        return HTTP_API_1
    return REST_API if "httpMethod" in event or "path" in event or context else None


def _answer(shape: Shape, app: "WSGIApplication", environ: "WSGIEnvironment") -> Event:
    answer = ask(app, environ)
    return {"statusCode": answer.status, **shape.head(answer), **answer.body()}


def _saying(status: str, text: str) -> "WSGIApplication":
    """Make an app that gives one plain answer, which no cache may keep."""

    headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": CACHE_CONTROL["error"]}
    headers |= security_headers("error")

    def app(_environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        start_response(status, [*headers.items()])
        return [text.encode()]

    return app
