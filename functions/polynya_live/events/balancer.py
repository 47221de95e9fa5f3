"""Events of an application load balancer (ALB), whose target group has multi-value headers on or off (live wing).

Path and query arrive encoded. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html
"""

from itertools import product
from urllib.parse import quote

from .answer import Answer
from .request import Event, Request, decoded, headers_of, pairs, text, without_port

LEFT_ALONE = "%+!$'()*,/:;=?@[]~"  # in a query: what is encoded already stays as it is
SPELLINGS = [(letter, letter.swapcase()) if letter != "-" else "-" for letter in "Set-Cookie"]


def read(event: Event) -> Request:
    """Read the event of a load balancer, of either kind."""
    given = pairs(event, "multiValueQueryStringParameters", "queryStringParameters")
    query = "&".join(f"{quote(name, safe=LEFT_ALONE)}={quote(value, safe=LEFT_ALONE)}" for name, value in given)
    headers, path = headers_of(event), decoded(text(event, "path"))
    # An ALB appends the address that it sees; whatever stands before it was sent by the visitor.
    address = without_port(headers.get("x-forwarded-for", "").rpartition(",")[2].strip())
    return Request(text(event, "httpMethod"), "", path, query, headers, address)


def head_multi(answer: Answer) -> Event:
    """Write the status line, and every header with a list of values."""
    return {"statusDescription": answer.status_line, "multiValueHeaders": answer.by_name()}


def head_single(answer: Answer) -> Event:
    """Write the status line, and every header with one value; only for cookies is joining them no way.

    Each cookie gets a spelling of its own (Set-Cookie, Set-CookiE, Set-CookIe, ...): all of them reach the visitor.
    """
    values = answer.by_name()
    cookies = values.pop("Set-Cookie", [])
    headers = {name: ", ".join(several) for name, several in values.items()}
    headers.update(zip(map("".join, product(*SPELLINGS)), cookies, strict=False))
    return {"statusDescription": answer.status_line, "headers": headers}
