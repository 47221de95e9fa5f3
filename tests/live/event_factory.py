"""Plays the gateways: writes events as AWS sends them, and reads answers as AWS passes them on.

Formats and traps: the docs of API Gateway (Lambda proxy integrations), Lambda (Function URLs), load balancers (Lambda targets).
"""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

Event = dict[str, Any]
Headers = list[tuple[str, str]]

SHAPES = ("rest", "http1", "http2", "url", "alb", "alb-multi")
VISITOR = "203.0.113.7"
TEXTUAL = ("text/", "application/json", "application/javascript", "application/xml")
HOSTS = {
    "rest": "r1.execute-api.eu-central-1.amazonaws.com",
    "http1": "h1.execute-api.eu-central-1.amazonaws.com",
    "http2": "h2.execute-api.eu-central-1.amazonaws.com",
    "url": "u1.lambda-url.eu-central-1.on.aws",
    "alb": "lb-1.eu-central-1.elb.amazonaws.com",
    "alb-multi": "lb-1.eu-central-1.elb.amazonaws.com",
}


@dataclass(frozen=True, slots=True)
class Received:
    """What the visitor's browser receives. Header names are in lower case."""

    status: int
    headers: Headers
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key == name]

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request on its way: path and query as in its first line, both encoded; headers with those of the gateway."""

    method: str
    path: str
    query: str
    headers: Headers
    body: bytes
    stage: str


def an_event(
    shape: str,
    *,
    method: str = "GET",
    path: str = "/",
    query: str = "",
    headers: Headers | None = None,
    body: bytes | str = b"",
    stage: str = "",
) -> Event:
    """Write the event of a request. path, query: encoded, as a browser sends them. stage: a named one; not for url and alb."""
    raw = body.encode() if isinstance(body, str) else body
    sent = Sent(method, path, query, _with_those_of_the_gateway(shape, headers or [], raw), raw, stage)
    event = {"rest": _rest, "http1": _http1, "http2": _http2, "url": _url, "alb": _alb, "alb-multi": _alb_multi}[shape](
        sent
    )
    assert json.loads(json.dumps(event)) == event, "an event is JSON"
    return event


def _with_those_of_the_gateway(shape: str, headers: Headers, body: bytes) -> Headers:
    forwarded = ", ".join([value for name, value in headers if name.lower() == "x-forwarded-for"] + [VISITOR])
    own = [(name, value) for name, value in headers if name.lower() != "x-forwarded-for"]
    names = {name.lower() for name, _ in own}
    added = [("X-Forwarded-For", forwarded), ("X-Forwarded-Port", "443"), ("X-Forwarded-Proto", "https")]
    if "host" not in names:
        added.append(("Host", HOSTS[shape]))
    if body and not names & {"transfer-encoding", "content-length"}:
        added.append(("Content-Length", str(len(body))))
    return [*own, *added]


def _rest(sent: Sent) -> Event:
    stage = sent.stage or "prod"
    typed = (
        f"/{stage}{sent.path}" if ("Host", HOSTS["rest"]) in sent.headers else sent.path
    )  # behind a domain of its own
    return {
        "resource": "/{proxy+}",
        "path": sent.path,
        "httpMethod": sent.method,
        "headers": _last(sent.headers) or None,
        "multiValueHeaders": _many(sent.headers) or None,
        "queryStringParameters": _last(_decoded_query(sent)) or None,
        "multiValueQueryStringParameters": _many(_decoded_query(sent)) or None,
        "pathParameters": {"proxy": sent.path[1:]},
        "stageVariables": None,
        "requestContext": {
            "resourcePath": "/{proxy+}",
            "httpMethod": sent.method,
            "path": typed,
            "protocol": "HTTP/1.1",
            "stage": stage,
            "domainPrefix": "r1",
            "domainName": HOSTS["rest"],
            "identity": {"sourceIp": VISITOR, "userAgent": "test", "accountId": None},
            "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
            "apiId": "r1",
        },
        **_body(sent, binary=not _is_utf8(sent.body)),  # a REST API lists its binary types itself
    }


def _http1(sent: Sent) -> Event:
    headers, path = _lower(sent.headers), _staged(sent)
    return {
        "version": "1.0",
        "resource": "$default",
        "path": path,
        "httpMethod": sent.method,
        "headers": _last(headers),
        "multiValueHeaders": _many(headers),
        "queryStringParameters": _last(_decoded_query(sent)) or None,
        "multiValueQueryStringParameters": _many(_decoded_query(sent)) or None,
        "pathParameters": None,
        "stageVariables": None,
        "requestContext": {
            "apiId": "h1",
            "domainName": HOSTS["http1"],
            "domainPrefix": "h1",
            "httpMethod": sent.method,
            "identity": {"sourceIp": VISITOR, "userAgent": "test", "accountId": None},
            "path": path,
            "protocol": "HTTP/1.1",
            "resourcePath": "$default",
            "stage": sent.stage or "$default",
        },
        **_body(sent, binary=not _is_textual(sent)),
    }


def _http2(sent: Sent) -> Event:
    return _payload_2(sent, "http2", _staged(sent))


def _url(sent: Sent) -> Event:
    return _payload_2(sent, "url", sent.path)


def _payload_2(sent: Sent, shape: str, path: str) -> Event:
    headers = _lower(sent.headers)
    cookies = [part.strip() for name, value in headers if name == "cookie" for part in value.split(";") if part.strip()]
    event: Event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": sent.query,
        "headers": _joined([(name, value) for name, value in headers if name != "cookie"]),
        "requestContext": {
            "accountId": "123456789012",
            "apiId": HOSTS[shape].partition(".")[0],
            "domainName": HOSTS[shape],
            "domainPrefix": HOSTS[shape].partition(".")[0],
            "http": {
                "method": sent.method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": VISITOR,
                "userAgent": "test",
            },
            "requestId": "JKJaXmPLvHcESHA=",
            "routeKey": "$default",
            "stage": sent.stage or "$default",
            "time": "21/Nov/2026:03:53:00 +0000",
            "timeEpoch": 1795233180000,
        },
        "isBase64Encoded": False,
    }
    if sent.query:
        event["queryStringParameters"] = _joined(_decoded_query(sent), ",")
    if cookies:
        event["cookies"] = cookies
    if sent.body:
        event |= _body(sent, binary=not _is_textual(sent))
    return event


def _alb(sent: Sent) -> Event:
    event = _balanced(sent)
    return event | {"headers": _last(_lower(sent.headers)), "queryStringParameters": _last(_raw_query(sent))}


def _alb_multi(sent: Sent) -> Event:
    event = _balanced(sent)
    return event | {
        "multiValueHeaders": _many(_lower(sent.headers)),
        "multiValueQueryStringParameters": _many(_raw_query(sent)),
    }


def _balanced(sent: Sent) -> Event:
    target = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/live/49e9d65c45c6791a"
    event = {"requestContext": {"elb": {"targetGroupArn": target}}, "httpMethod": sent.method, "path": sent.path}
    return event | _body(sent, binary=not _is_textual(sent)) | ({} if sent.body else {"body": ""})


def _staged(sent: Sent) -> str:
    return (f"/{sent.stage}" if sent.stage else "") + unquote(sent.path)


def _body(sent: Sent, *, binary: bool) -> Event:
    if not sent.body:
        return {"body": None, "isBase64Encoded": False}
    text = b64encode(sent.body).decode() if binary else sent.body.decode()
    return {"body": text, "isBase64Encoded": binary}


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_textual(sent: Sent) -> bool:
    headers = {name.lower(): value for name, value in sent.headers}
    textual = headers.get("content-type", "").startswith(TEXTUAL) and "content-encoding" not in headers
    return textual and _is_utf8(sent.body)


def _raw_query(sent: Sent) -> Headers:
    parts = [part.partition("=") for part in sent.query.split("&") if part]
    return [(name, value) for name, _, value in parts]


def _decoded_query(sent: Sent) -> Headers:
    return parse_qsl(sent.query, keep_blank_values=True)


def _lower(headers: Headers) -> Headers:
    return [(name.lower(), value) for name, value in headers]


def _last(pairs: Headers) -> dict[str, str]:
    return dict(pairs)


def _many(pairs: Headers) -> dict[str, list[str]]:
    return {name: [value for key, value in pairs if key == name] for name, _ in pairs}


def _joined(pairs: Headers, joint: str = ", ") -> dict[str, str]:
    return {name: joint.join(values) for name, values in _many(pairs).items()}


def as_received(shape: str, answer: Event) -> Received:
    """Pass an answer on to the visitor, as the gateway of its shape would. Fails where that gateway would answer 502."""
    assert json.loads(json.dumps(answer)) == answer, "an answer is JSON"
    assert type(answer["statusCode"]) is int
    assert 100 <= answer["statusCode"] <= 599
    assert type(answer["isBase64Encoded"]) is bool
    assert type(answer["body"]) is str
    body = b64decode(answer["body"], validate=True) if answer["isBase64Encoded"] else answer["body"].encode()
    return Received(answer["statusCode"], _lower(_headers_of(shape, answer)), body)


def _headers_of(shape: str, answer: Event) -> Headers:
    allowed = {
        "rest": {"headers", "multiValueHeaders"},
        "http1": {"headers", "multiValueHeaders"},
        "http2": {"headers", "cookies"},
        "url": {"headers", "cookies"},
        "alb": {"headers", "statusDescription"},
        "alb-multi": {"multiValueHeaders", "statusDescription"},
    }[shape]
    assert set(answer) - allowed == {"statusCode", "isBase64Encoded", "body"}
    if shape.startswith("alb"):
        assert answer["statusDescription"].startswith(f"{answer['statusCode']} ")
    single = [(name, value) for name, value in answer.get("headers", {}).items()]
    many = [(name, value) for name, values in answer.get("multiValueHeaders", {}).items() for value in values]
    cookies = [("set-cookie", value) for value in answer.get("cookies", [])]
    headers = [*single, *many, *cookies]
    assert all(type(name) is str and type(value) is str for name, value in headers)
    return headers
