"""What API Gateway does: a request becomes an HTTP API event (payload 2.0), a function's answer becomes a reply (build wing).

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

import re
import time
from base64 import b64decode, b64encode
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from polynya_live.values import dataclass

from .replies import Reply

Event = dict[str, Any]  # Any: JSON

TEXT_TYPES = ("text/", "application/json", "application/xml", "application/javascript")
"""Bodies of these types reach a function as text; a form does not."""

# A CDN writes these itself, whatever the visitor sent under their names.
WRITTEN_BY_THE_CDN = {"cloudfront-viewer-address", "x-polynya-origin"}
HOP_BY_HOP = {
    "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te",
    "trailer", "transfer-encoding", "upgrade",
}  # fmt: skip
LOCAL = "local"
STATUSES = range(200, 600)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


class UnfitAnswer(ValueError):
    """A function answered what API Gateway would not pass on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request at the door. path: decoded. query: as sent. headers: in order, repeated ones too, names in lower case."""

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    address: str = "127.0.0.1"
    protocol: str = "HTTP/1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How visitors reach the site. scheme: "http" or "https"; port: as they write it, or as their scheme implies."""

    scheme: str = "http"
    port: int = 80


def event_of(request: Request, door: Door, *, request_id: str, now: int) -> Event:
    """Make the event that API Gateway would make of a request. now: milliseconds since 1970 UTC."""
    headers = _headers_of(request, door, request_id=request_id, now=now)
    event: Event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": request.path,
        "rawQueryString": request.query,
        "headers": headers,
        "requestContext": _context_of(request, headers, request_id=request_id, now=now),
        "isBase64Encoded": False,
    }
    if cookies := [cookie for name, line in request.headers if name == "cookie" for cookie in _cookies(line)]:
        event["cookies"] = cookies
    if request.query:
        event["queryStringParameters"] = _joined(parse_qsl(request.query, keep_blank_values=True))
    return {**event, **_body_of(request, headers.get("content-type", ""))}


def _headers_of(request: Request, door: Door, *, request_id: str, now: int) -> dict[str, str]:
    dropped = {*WRITTEN_BY_THE_CDN, *HOP_BY_HOP, "cookie", "content-length"}
    headers = _joined((name, value) for name, value in request.headers if name not in dropped)
    if request.body or request.method in ("POST", "PUT", "PATCH"):
        headers["content-length"] = str(len(request.body))
    before = headers.get("x-forwarded-for")
    headers["x-forwarded-for"] = f"{before}, {request.address}" if before else request.address
    headers["x-forwarded-port"] = str(door.port)
    headers["x-forwarded-proto"] = door.scheme
    headers["x-amzn-trace-id"] = f"Root=1-{now // 1000:08x}-{request_id[:24]:0>24}"
    return dict(sorted(headers.items()))


def _context_of(request: Request, headers: dict[str, str], *, request_id: str, now: int) -> Event:
    host = headers.get("host", "localhost")
    return {
        "accountId": "000000000000",
        "apiId": LOCAL,
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.address,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": request_id,
        "routeKey": "$default",
        "stage": "$default",
        "time": _log_time(now // 1000),
        "timeEpoch": now,
    }


def _body_of(request: Request, content_type: str) -> Event:
    if not request.body:
        return {}
    if content_type.lower().startswith(TEXT_TYPES):
        try:
            return {"body": request.body.decode()}
        except UnicodeDecodeError:
            pass  # another charset travels as its bytes
    return {"body": b64encode(request.body).decode(), "isBase64Encoded": True}


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Join the values of a repeated name with commas, as payload 2.0 does."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        joined[name] = f"{joined[name]},{value}" if name in joined else value
    return joined


def _cookies(line: str) -> list[str]:
    return [cookie for part in line.split(";") if (cookie := part.strip())]


def _log_time(seconds: int) -> str:
    at = time.gmtime(seconds)
    return f"{at.tm_mday:02d}/{MONTHS[at.tm_mon - 1]}/{at.tm_year}:{time.strftime('%H:%M:%S', at)} +0000"


def reply_of(answer: object) -> Reply:
    """Read a function's answer. Raises UnfitAnswer for what API Gateway would answer with 502 or 500."""
    if not isinstance(answer, dict) or answer.get("statusCode") not in STATUSES:
        raise UnfitAnswer(f"an answer without a statusCode: {answer!r:.80}")
    headers = [(_name(name), _line(value)) for name, value in (answer.get("headers") or {}).items()]
    cookies = [("set-cookie", _line(cookie)) for cookie in answer.get("cookies") or []]
    kept = [header for header in headers if header[0] not in {*HOP_BY_HOP, "content-length", "date"}]
    return Reply(status=answer["statusCode"], headers=(*kept, *cookies), body=_bytes_of(answer))


def _name(name: str) -> str:
    if not _TOKEN.fullmatch(name):
        raise UnfitAnswer(f"a header that cannot be called so: {name!r:.80}")
    return name.lower()


def _line(value: object) -> str:
    line = str(value).strip()
    if any(character < " " and character != "\t" for character in line):
        raise UnfitAnswer(f"a header of more than one line: {line!r:.80}")
    return line


def _bytes_of(answer: Event) -> bytes:
    body = answer.get("body") or ""
    if not isinstance(body, str):
        raise UnfitAnswer(f"a body that is not text: {body!r:.80}")
    try:
        return b64decode(body, validate=True) if answer.get("isBase64Encoded") else body.encode()
    except ValueError as error:
        raise UnfitAnswer(f"a body that is not what it says: {error}") from error
