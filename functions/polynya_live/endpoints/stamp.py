"""GET /live/stamp/<form>: proof that the form was rendered and touched, and the key of its submission (live wing).

It is asked for when a form gets the focus, so it also brings what the form may be filled in with, when somebody is signed in,
and which days its pickers may offer now: the page with the form stays the same frozen file for everybody, on any day.
"""

from flask import Response

from ..accounts.guard import current_account
from ..accounts.names import known_of
from ..answers import fragment
from ..contract import Form
from ..forms.days import limits_of
from ..guards.proof import challenge_for
from ..guards.stamps import make_stamp
from ..routes import PRIVATE
from ..store import StoreUnavailable
from ..wing import wing


def answer(form: str) -> Response:
    """Give a fresh stamp as a hidden input, with the challenge of a form that asks for a proof of work."""
    here = wing()
    declared = here.form(form)
    stamp = make_stamp(here.settings.secret, declared.name, now=here.clock())
    challenge = challenge_for(declared, stamp, here.settings.secret)
    known = _known(declared)
    response = fragment("stamp", form=declared, stamp=stamp, challenge=challenge, known=known, days=_days(declared))
    if known:
        response.headers["Cache-Control"] = PRIVATE
    return response


def _days(form: Form) -> dict[str, dict[str, str]]:
    """Say what the pickers of days may offer, by the id of their input: a page may have been frozen long ago."""
    today = wing().today(form)
    limits = {f"{form.name}-{field.name}": limits_of(field, today) for field in form.fields}
    return {name: days for name, days in limits.items() if days}


def _known(form: Form) -> dict[str, str]:
    """Say what is known of who is signed in; nothing when the store is down, for a stamp needs none."""
    try:
        account = current_account() if any(field.fill for field in form.fields) else None
        return known_of(account, form) if account else {}
    except StoreUnavailable:
        return {}
