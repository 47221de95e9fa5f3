"""Events of REST APIs, and of HTTP APIs with payload 1.0 (live wing).

Queries arrive decoded in both; the path of a REST API encoded and without its stage, that of an HTTP API decoded and with it.
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from urllib.parse import urlencode

from .answer import Answer
from .request import Event, Request, decoded, headers_of, native, off_stage, pairs, part, text


def read_rest_api(event: Event) -> Request:
    """Read the event of a REST API."""
    path = text(event, "path")
    whole = text(part(event, "requestContext"), "path", "")  # with the stage, as the visitor wrote it
    stage = whole.removesuffix(path) if whole.endswith(path) else ""
    return _read(event, decoded(stage), decoded(path))


def read_http_api(event: Event) -> Request:
    """Read the event of an HTTP API, payload 1.0."""
    return _read(event, *off_stage(native(text(event, "path")), event))


def _read(event: Event, script: str, path: str) -> Request:
    query = urlencode(list(pairs(event, "multiValueQueryStringParameters", "queryStringParameters")))
    address = text(part(part(event, "requestContext"), "identity"), "sourceIp", "")
    return Request(text(event, "httpMethod"), script, path, query, headers_of(event), address)


def head(answer: Answer) -> Event:
    """Write the headers: those with several values apart, for the gateway adds the two up."""
    headers = answer.by_name()
    return {
        "headers": {name: values[0] for name, values in headers.items() if len(values) == 1},
        "multiValueHeaders": {name: values for name, values in headers.items() if len(values) > 1},
    }
