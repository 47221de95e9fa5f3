"""Reads the parts of an event, and makes of them what a WSGI app is asked with (live wing).

Each reader raises MalformedEvent, or another ValueError, when a part is not what AWS documents.
"""

from base64 import b64decode
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes

import awsgi  # type: ignore[import-untyped]

from ..values import NamedTuple

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

Event = dict[str, Any]  # Any: JSON from AWS, checked part by part

NEVER_PASSED_ON = {"transfer-encoding", "content-length"}  # the event has the whole body: "chunked" would hide it
PORTS = {"http": "80", "https": "443"}


class MalformedEvent(ValueError):
    """An event is not what its gateway sends; the text says which part."""


class Request(NamedTuple):
    """What all shapes have in common, as WSGI strings (bytes as latin-1). script: the stage; script and path are decoded."""

    method: str
    script: str
    path: str
    query: str
    headers: dict[str, str]
    address: str


def environ_of(request: Request, event: Event, context: object) -> "WSGIEnvironment":
    """Give awsgi the few keys it reads, and complete what it makes of them."""
    if not request.path.startswith("/"):
        raise MalformedEvent("the path does not start with /")
    if not (request.method.isascii() and request.method.replace("-", "").isalnum()):
        raise MalformedEvent("the method is none of HTTP's")
    headers = request.headers
    bridge = {"httpMethod": request.method, "path": request.path, "headers": headers, "body": _body(event)}
    environ: WSGIEnvironment = awsgi.environ({**bridge, "queryStringParameters": None}, context)
    environ.pop("HTTP_CONTENT_TYPE", None)  # CGI knows it as CONTENT_TYPE only
    scheme, port = headers.get("x-forwarded-proto", ""), headers.get("x-forwarded-port", "")
    environ["wsgi.url_scheme"] = scheme = scheme if scheme in PORTS else "https"
    environ["SERVER_NAME"] = without_port(headers.get("host", "")) or "localhost"
    environ["SERVER_PORT"] = port if port.isdecimal() else PORTS[scheme]
    environ["SCRIPT_NAME"] = request.script
    environ["QUERY_STRING"] = request.query
    environ["REMOTE_ADDR"] = request.address
    environ["awsgi.event"] = event
    return environ


def _body(event: Event) -> bytes:
    body, encoded = text(event, "body", ""), event.get("isBase64Encoded")
    if encoded not in (None, False, True):
        raise MalformedEvent("isBase64Encoded is neither true nor false")
    return b64decode(body, validate=True) if encoded else body.encode()


def headers_of(event: Event) -> dict[str, str]:
    """List the headers by lower-case name, the values of a repeated one joined.

    Leaves out names with "_": in CGI's spelling X_Forwarded_For would pass for X-Forwarded-For, which only AWS may write.
    """
    headers: dict[str, str] = {}
    for name, value in pairs(event, "multiValueHeaders", "headers"):
        key = name.lower()
        if "_" in key or not key.isascii() or key in NEVER_PASSED_ON:
            continue
        if key in headers:
            headers[key] += ("; " if key == "cookie" else ", ") + native(value)
        else:
            headers[key] = native(value)
    return headers


def pairs(event: Event, many: str, single: str) -> Iterator[tuple[str, str]]:
    """Go through names and values of `many` (lists of values), or else of `single`."""
    for name, values in (part(event, many) or part(event, single)).items():
        for value in texts(values):
            yield str(name), value


def texts(values: object) -> list[str]:
    """Take a list of texts, or one text as a list."""
    listed: list[Any] = values if isinstance(values, list) else [values]  # Any: looked at in the next line
    for value in listed:
        if not isinstance(value, str):
            raise MalformedEvent(f"{value!r:.80} is not text")
    return listed


def text(whole: Event, key: str, default: str | None = None) -> str:
    """Take a text; without a default it may not be missing."""
    value = whole.get(key)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise MalformedEvent(f"{key} is {'missing' if value is None else 'not text'}")
    return value


def part(whole: Event, key: str) -> Event:
    """Take an object; an empty one when it is missing."""
    value = whole.get(key)
    if value is not None and not isinstance(value, dict):
        raise MalformedEvent(f"{key} is not an object")
    return value or {}


def native(value: str) -> str:
    """Write text as WSGI wants it: its UTF-8 bytes as latin-1 characters."""
    return value if value.isascii() else value.encode().decode("latin-1")


def decoded(path: str) -> str:
    """Write a percent-encoded path as WSGI wants it."""
    return unquote_to_bytes(path).decode("latin-1")


def without_port(address: str) -> str:
    """Take the port off a host name or an address; [2001:db8::1]:80 loses its brackets too."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    host, _, port = address.partition(":")
    return address if ":" in port else host


def off_stage(path: str, event: Event) -> tuple[str, str]:
    """Split the stage off the path of an HTTP API: part of it unless the stage is $default, behind a domain of one's own too."""
    stage = native(text(part(event, "requestContext"), "stage", ""))
    if stage in {"", "$default"} or not f"{path}/".startswith(f"/{stage}/"):
        return "", path
    return f"/{stage}", path.removeprefix(f"/{stage}") or "/"
