"""Tells a visitor whose page is older than the prices what has changed, before anything is taken (live wing)."""

from collections.abc import Iterator

from ..contract import Row
from ..forms import DeclaredForm
from ..forms.controls import Quantities
from ..wing import wing
from ..words.messages import message
from ..words.writing import money


def mark_repriced(bound: DeclaredForm) -> bool:
    """Say by each field what costs something else than on the page it was posted from, and whether anything does."""
    marked = False
    for control in bound.controls:
        if isinstance(control, Quantities) and (changed := control.repriced()):
            control.errors = [*control.errors, *_told(control, changed)]
            marked = True
    return marked


def _told(control: Quantities, changed: list[tuple[Row, int]]) -> Iterator[str]:
    site, form = wing().contract.site, wing().contract.forms[control.form_name]
    for row, before in changed:
        said = {
            name: money(cents, site.currency, form.language or site.language)
            for name, cents in (("now", row.price), ("before", before))
        }
        yield message(control.declared, "repriced", row=row.title, **said)
