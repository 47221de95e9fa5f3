"""What every field of a form is as drawn, whatever its type; see controls.py for the types (shared)."""

from typing import Any, ClassVar

from wtforms.fields.core import Field as WTField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from ..contract import Field
from ..submissions import Value
from .answers import Wrong, bounds, plain, read_answer
from .days import Today, limits_of

CHOSEN = frozenset({"checkbox", "date", "radio", "rating", "select"})


class Control(WTField):
    """A field as drawn: it keeps what was typed as it was typed, and reads it as a value of its type.

    grouped: whether it is several inputs below one label.
    """

    grouped: ClassVar = False

    def __init__(
        self, declared: Field, *, form_name: str, aside: str = "", **options: Any
    ) -> None:  # Any: what the WTForms class below it takes
        self.declared, self.form_name, self.aside = declared, form_name, aside
        told = {
            "autocomplete": declared.autocomplete,
            "title": declared.pattern and declared.message,
            "data-fill": declared.fill,
            "inputmode": "numeric" if declared.whole else "",
        }
        options["render_kw"] = {k: v for k, v in told.items() if v} | options.get("render_kw", {})
        self.today: Today | None = None
        super().__init__(declared.label, [Check(_limits(declared))], **options)

    @property
    def first_id(self) -> str:
        """The id of the input, or of the first of several that needs another look, for a link to it."""
        return f"{self.id}-0" if self.grouped else self.id

    @property
    def tied(self) -> dict[str, str]:
        """The attributes that tie its help and its error to it, for those who hear the page."""
        told = [f"{self.id}-help"] if self.declared.help else []
        if self.declared.check:
            told.append(f"{self.id}-checked")
        elif self.errors:
            told.append(f"{self.id}-error")
        return ({"aria-describedby": " ".join(told)} if told else {}) | self.faulted

    @property
    def faulted(self) -> dict[str, str]:
        """The attribute that says whether the answer needs another look.

        Browsers themselves call a choice wrong that nobody has made yet, as soon as it is read aloud.
        """
        if self.errors:
            return {"aria-invalid": "true"}
        return {"aria-invalid": "false"} if self.declared.required and self.declared.type in CHOSEN else {}

    def place(self, today: Today | None) -> None:
        """Tell it which day it is, for limits that count from today."""
        self.today = today
        self.render_kw = {**(self.render_kw or {}), **limits_of(self.declared, today)}

    def inputs(self) -> set[str]:
        """Name the inputs it posts."""
        return {self.name}

    def answer(self) -> Value | None:
        """Read what was typed; None when it was left empty. Raises Wrong."""
        return read_answer(self.declared, self.raw_data or (), self.today)

    def part(self) -> Value | None:
        """Read what fits of an answer that does not fit as a whole; None for nothing."""
        return None


class Check:
    """The one validator of every control. field_flags: limits that WTForms prints as HTML5 attributes."""

    def __init__(self, limits: dict[str, Any]) -> None:  # Any: text, number or True
        self.field_flags = limits

    def __call__(self, _form: BaseForm, control: WTField) -> None:
        """Raise StopValidation with the message when the answer does not fit."""
        try:
            if isinstance(control, Control):
                control.answer()
        except Wrong as wrong:
            raise StopValidation(str(wrong)) from None


def _limits(declared: Field) -> dict[str, Any]:  # Any: text, number or True
    """Write the limits of a field as HTML5 attributes; none that a browser would check otherwise than the server."""
    limits: dict[str, Any] = {}
    least, most = (bound if bound is None else plain(bound) for bound in bounds(declared))
    if declared.type in {"text", "textarea", "email", "url"}:
        limits = {"minlength": least, "maxlength": most, "pattern": declared.pattern or None}
    elif declared.type in {"number", "rating"}:
        step = "any" if declared.type == "number" and not declared.whole else None
        limits = {"min": least, "max": most, "step": step}
    if declared.required and declared.type not in {"checkboxes", "quantity", "hidden"}:
        limits["required"] = True
    return {name: limit for name, limit in limits.items() if limit is not None}
