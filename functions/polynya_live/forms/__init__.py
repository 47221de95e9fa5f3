"""A declared form as a WTForms class: drawn with its HTML5 limits, checked, and read as typed values (shared)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from werkzeug.datastructures import MultiDict
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm

from ..contract import Field, Form, Rows
from ..submissions import Value
from ..words.messages import message
from .answers import missing
from .conditions import holds
from .control import Control
from .controls import control_for
from .days import Today

TRAP = "second_comment"
"""The honeypot: a field that people never see, so that only a machine fills it in."""

SAID = "said_before"
"""What a form that keeps nothing has said on this page before, carried from post to post."""
MOST_SAID = 20

VERSION = "form_version"
"""Which version of the form the page shows that it was posted from."""

PLACE = "from_page"
"""The address of the page that a form which stands alone was posted from."""

SOLUTION = "altcha"
"""What a browser worked out, for a form that asks for a proof of work."""

RESERVED = frozenset({"page", "stamp", TRAP, SAID, VERSION, PLACE, SOLUTION})
"""Names that every post may carry, so that no declared field may have them."""

NAME_SHOWN_CHARACTERS = 60


class DeclaredForm(BaseForm):
    """One declared form, with what a visitor typed into it, if anything.

    today: for limits that count from it; None in a page that will be read on other days.
    """

    declared: ClassVar[Form]
    unbound: "ClassVar[dict[str, UnboundField[Control]]]"

    def __init__(self, posted: MultiDict[str, str] | None = None, today: Today | None = None) -> None:
        # BaseForm, not Form: Form makes each field an attribute, and a field called "data" or "errors" would break it.
        super().__init__(self.unbound)
        for control in self.controls:
            control.place(today)
        self.process(posted)
        self._unknown: dict[str, Sequence[str]] = {}
        if posted is not None:
            asked = RESERVED.union(*(control.inputs() for control in self.controls))
            written = ((name, words) for name, words in posted.lists() if name not in asked)
            self._unknown = {name: words for name, words in written if any(map(str.strip, words))}

    @property
    def controls(self) -> list[Control]:
        """The fields, in the order declared."""
        return [control for control in self if isinstance(control, Control)]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:  # Any: as WTForms has it
        """Check every field, and that nothing else was posted; the messages are in `errors` afterwards."""
        fits = super().validate(extra_validators)
        answers = self.fitting()
        for control in self.controls:
            if control.short_name not in answers and not control.errors and holds(control.declared, answers):
                control.errors, fits = [message(control.declared, missing(control.declared))], False
        self.form_errors = [self._not_asked(name, ", ".join(words)) for name, words in self._unknown.items()]
        return fits and not self.form_errors

    def _not_asked(self, name: str, words: str) -> str:
        """Say what was posted and is no field: a row that the list had when the page was drawn, or anything else."""
        counted, bracket, row = name[:NAME_SHOWN_CHARACTERS].partition("[")
        if bracket and any(one.name == counted and one.type == "quantity" for one in self.declared.fields):
            shown = row.rstrip("]").rpartition("/")[2].replace("-", " ")
            return message(self.declared, "gone", row=shown, words=words)
        return message(self.declared, "unknown", name=name[:NAME_SHOWN_CHARACTERS], words=words)

    def fitting(self) -> dict[str, Value]:
        """Read the typed answers that fit, once `validate` has looked at them; for what is computed while somebody types."""
        answers = {one.short_name: one.part() if one.errors else one.answer() for one in self.controls}
        return {name: answer for name, answer in answers.items() if answer is not None}

    def values(self) -> dict[str, Value]:
        """Read the typed answer of each field, in the order declared; what was left empty is left out.

        Raises Wrong unless `validate` said yes.
        """
        answers = {control.short_name: control.answer() for control in self.controls}
        return {name: answer for name, answer in answers.items() if answer is not None}


def form_class(form: Form, rows: Rows | None = None) -> type[DeclaredForm]:
    """Make the WTForms class of a declared form. rows: what its quantity fields count, by collection."""
    unbound = {
        field.name: control_for(form, _worded(form, field), (rows or {}).get(field.rows, ())) for field in form.fields
    }
    return type("DeclaredForm", (DeclaredForm,), {"declared": form, "unbound": unbound})


def _worded(form: Form, field: Field) -> Field:
    """Give a field all that it says otherwise: what its form does, then its own."""
    own = {"pattern": field.message} if field.message else {}
    return replace(field, messages={**form.messages, **own, **field.messages}) if form.messages or own else field
