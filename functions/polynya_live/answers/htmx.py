"""What htmx 4 says about a request: Flask-HTMX reads the headers of htmx 2, this adds one of htmx 4 (live wing).

https://four.htmx.org/reference/#request_headers
"""

from flask import request
from flask_htmx import HTMX  # type: ignore[import-untyped]


class Htmx(HTMX):  # type: ignore[misc]
    """Flask-HTMX for htmx 4, which says of a request what it is for."""

    @property
    def request_type(self) -> str | None:
        """`partial` for a part of the page, `full` when the whole body, or a selection from a page, is wanted."""
        return request.headers.get("HX-Request-Type")

    @property
    def wants_fragment(self) -> bool:
        """Whether to answer with a fragment; everybody else gets a page."""
        return bool(self) and not self.boosted and self.request_type != "full"


htmx = Htmx()
