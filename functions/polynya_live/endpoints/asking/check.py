"""POST /live/forms/<form>/check/<field>: whether one answer fits, as soon as it is given (live wing)."""

from flask import Response
from werkzeug.exceptions import NotFound

from ...answers import answer_inside
from ...wing import wing
from ..post import read_post


def answer(form: str, field: str) -> Response:
    """Say what is wrong with one field, or nothing. The words themselves are never sent back: somebody is typing them."""
    declared = wing().form(form)
    post = read_post(declared)
    if not any(one.name == field and one.check for one in post.form.fields):
        raise NotFound(f"The form “{declared.title}” does not look at that field by itself.")
    post.bound.validate()
    control = next(control for control in post.bound.controls if control.short_name == field)
    return answer_inside("checked", control=control)
