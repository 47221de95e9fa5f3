"""Events of HTTP APIs with payload 2.0, and of Lambda Function URLs (live wing).

The query arrives as it was sent in both; the path of an HTTP API decoded and with its stage, that of a Function URL encoded.
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
"""

from .answer import Answer
from .request import Event, Request, decoded, headers_of, native, off_stage, part, text, texts


def read_http_api(event: Event) -> Request:
    """Read the event of an HTTP API, payload 2.0."""
    return _read(event, *off_stage(native(text(event, "rawPath")), event))


def read_function_url(event: Event) -> Request:
    """Read the event of a Lambda Function URL."""
    return _read(event, "", decoded(text(event, "rawPath")))


def _read(event: Event, script: str, path: str) -> Request:
    http, headers = part(part(event, "requestContext"), "http"), headers_of(event)
    if event.get("cookies"):
        headers["cookie"] = native("; ".join(texts(event["cookies"])))
    query = native(text(event, "rawQueryString", ""))
    return Request(text(http, "method"), script, path, query, headers, text(http, "sourceIp", ""))


def head(answer: Answer) -> Event:
    """Write the headers, several values of one joined, and the cookies, which never may be."""
    headers = answer.by_name()
    cookies = headers.pop("Set-Cookie", [])
    return {"headers": {name: ", ".join(values) for name, values in headers.items()}, "cookies": cookies}
