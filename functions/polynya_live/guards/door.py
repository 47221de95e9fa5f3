"""The door guard: with a CDN in front, nobody is answered who came around it (live wing).

The API has an address of its own. Who found it could post past the CDN's limits and claim to be any visitor.
"""

from werkzeug.datastructures import Headers

from .signing import same
from .visitors import ORIGIN_SECRET_HEADER


def came_through_the_door(headers: Headers, origin_secret: str) -> bool:
    """Tell whether the CDN sent this request; always true when there is no CDN, and so no secret."""
    return not origin_secret or same(headers.get(ORIGIN_SECRET_HEADER, ""), origin_secret)
