"""GET /live/badge/<form>/<page>.svg and .png: what readers rate a page, as a picture for any other page (live wing)."""

from flask import Response
from werkzeug.exceptions import NotFound

from ...badge import Badge, as_png, badge_of
from ...threads import rating_of
from ...wing import templates
from . import answer_with, public_thread


def answer_svg(form: str, page: str = "") -> Response:
    """Draw the badge in lines, sharp at every size."""
    drawn = templates().get_template("fragments/badge.svg").render(badge=_badge(form, page))
    return answer_with("badge", drawn)


def answer_png(form: str, page: str = "") -> Response:
    """Draw the badge in pixels, two for each of its units: for mail, and for whoever takes no SVG."""
    return answer_with("badge_png", as_png(_badge(form, page)))


def _badge(form: str, page: str) -> Badge:
    thread, _ = public_thread(form, page)
    if rating_of(thread.form) is None:
        raise NotFound(f"The form “{thread.form.title}” rates nothing.")
    return badge_of(thread)
