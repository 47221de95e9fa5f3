"""GET /live/stamp/<form>: proof that the form was rendered and touched, and the key of its submission (live wing)."""

from flask import Response

from ..answers import fragment
from ..guards.stamps import make_stamp
from ..wing import wing


def answer(form: str) -> Response:
    """Give a fresh stamp as a hidden input."""
    here = wing()
    declared = here.form(form)
    stamp = make_stamp(here.settings.secret, declared.name, now=here.clock())
    return fragment("stamp", form=declared, stamp=stamp)
