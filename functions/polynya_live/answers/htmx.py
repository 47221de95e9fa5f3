"""What htmx 4 says about a request: Flask-HTMX reads the headers of htmx 2, this adds those of htmx 4 (live wing).

https://four.htmx.org/reference/#request_headers
"""

from flask import request
from flask_htmx import HTMX  # type: ignore[import-untyped]


class Htmx(HTMX):  # type: ignore[misc]
    """Flask-HTMX for htmx 4, which names elements as `tag#id` and has no HX-Trigger in its requests."""

    @property
    def source(self) -> str | None:
        """The element that asks, as `tag#id` or `tag`."""
        return request.headers.get("HX-Source")

    @property
    def source_id(self) -> str | None:
        """The id of the element that asks."""
        return _id_of(self.source)

    @property
    def target_id(self) -> str | None:
        """The id of the element that the answer goes to."""
        return _id_of(self.target)

    @property
    def request_type(self) -> str | None:
        """`partial` for a part of the page, `full` when the whole body, or a selection from a page, is wanted."""
        return request.headers.get("HX-Request-Type")

    @property
    def ptag(self) -> str | None:
        """The tag of what the element shows already, as an earlier answer gave it."""
        return request.headers.get("HX-PTag")

    @property
    def wants_fragment(self) -> bool:
        """Whether to answer with a fragment; everybody else gets a page."""
        return bool(self) and not self.boosted and self.request_type != "full"


def _id_of(element: str | None) -> str | None:
    """Take the id out of `tag#id`."""
    return (element or "").partition("#")[2] or None


htmx = Htmx()
