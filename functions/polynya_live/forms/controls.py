"""One WTForms field for each type of declared field: what it draws, and what it hands to answers.py (shared)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from markupsafe import Markup
from wtforms import fields, widgets
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.fields.core import UnboundField

from ..contract import Field, Form, Row
from ..submissions import Value
from ..values import dataclass
from ..words.messages import message
from .answers import Wrong, bounds, plain, read_counts, unify_newlines
from .control import Control
from .prices import prices_name, read_prices, write_prices

TICKED = "yes"
STARS_IN_A_ROW = 10  # a rating with more steps is typed, not chosen
TEXTAREA_ROWS = 5

NOTHING_CHOSEN = "–"  # an option without text is not valid HTML, and says nothing to who hears it


class TextArea(widgets.TextArea):
    """A textarea whose first line break, which browsers drop, is written like every other in our pages."""

    def __call__(self, field: fields.StringField, **attributes: object) -> Markup:
        """Draw it."""
        return super().__call__(field, **attributes).replace("\r\n", "\n", 1)


class Line(Control, fields.StringField):
    """One line of text, whatever its widget; the words come back as they were typed."""

    def __init__(self, declared: Field, **options: Any) -> None:  # Any: see Control
        super().__init__(declared, filters=[_unified], widget=_WIDGETS[declared.type](), **options)


class Choice(Control, fields.SelectField):
    """A select. Left alone it stands on an empty choice, so that nothing is answered by accident."""

    def __init__(self, declared: Field, **options: Any) -> None:  # Any: see Control
        choices = [SelectChoice("", NOTHING_CHOSEN), *_choices(declared)]
        super().__init__(declared, choices=choices, validate_choice=False, **options)


class Radios(Control, fields.RadioField):
    """Radio buttons, for a choice or a rating."""

    grouped = True

    def __init__(self, declared: Field, **options: Any) -> None:  # Any: see Control
        super().__init__(declared, choices=_choices(declared), validate_choice=False, **options)


class Checkboxes(Control, fields.SelectMultipleField):
    """Any number of ticks."""

    grouped = True

    option_widget = widgets.CheckboxInput()

    def __init__(self, declared: Field, **options: Any) -> None:  # Any: see Control
        super().__init__(declared, choices=_choices(declared), validate_choice=False, **options)


class Tick(Control, fields.BooleanField):
    """One box to tick."""

    def _value(self) -> str:
        return TICKED


@dataclass(frozen=True, slots=True)
class Count:
    """One row of a quantity field as drawn. text: what was typed. least, most: the limits of its count. faulty: look again."""

    row: Row
    id: str
    name: str
    text: str
    least: int | float
    most: int | float
    faulty: bool


class Quantities(Control):
    """A count for each row of a collection, posted as `name[row id]`."""

    grouped = True

    def __init__(self, declared: Field, *, rows: Sequence[Row], **options: Any) -> None:  # Any: see Control
        super().__init__(declared, **options)
        self.rows = rows
        self.given: dict[str, list[str]] = {}
        self.told: dict[str, int] = {}

    def process(self, formdata: Any, *_data: Any, **_more: Any) -> None:  # Any: WTForms' multi-dict, unused defaults
        """Take the counts out of a post."""
        self.process_errors: list[str] = []
        self.data = None
        if formdata is not None:
            self.given = {row.id: formdata.getlist(self._name_of(row)) for row in self.rows}
            self.told = read_prices(formdata.getlist(self.prices_name), self.rows)

    def __iter__(self) -> Iterator[Count]:
        """Yield the rows as drawn."""
        least, most = (plain(bound or 0) for bound in bounds(self.declared))
        faulty = self._faulty()
        for nth, row in enumerate(self.rows):
            text = next(iter(self.given.get(row.id, ())), "")
            yield Count(row, f"{self.id}-{nth}", self._name_of(row), text, least, most, nth in faulty)

    @property
    def first_id(self) -> str:
        """The id of the first count that needs another look, of the first of all when none does."""
        return f"{self.id}-{min(self._faulty(), default=0)}"

    def inputs(self) -> set[str]:
        """Name the inputs it posts, one for each row, and the one that says what they cost on the page."""
        return {self.prices_name, *map(self._name_of, self.rows)}

    @property
    def prices_name(self) -> str:
        """The name of the input that says what the rows cost on the page."""
        return prices_name(self.name)

    @property
    def prices(self) -> str:
        """What the rows cost now, as that input says it."""
        return write_prices(self.rows)

    def repriced(self) -> list[tuple[Row, int]]:
        """List the rows asked for that cost something else than on the page, with what they cost there."""
        asked = self.part() or {}
        return [
            (row, self.told[row.id])
            for row in self.rows
            if row.id in asked and self.told.get(row.id, row.price) != row.price
        ]

    def answer(self) -> Value | None:
        """Read the counts; see read_counts."""
        return read_counts(self.declared, self.given)

    def part(self) -> dict[str, int] | None:
        """Read the counts of the rows that fit: one slip does not take the others out of a running total."""
        fitting: dict[str, int] = {}
        for row in self.rows:
            fitting |= self._count_of(row) or {}
        return fitting or None

    def _faulty(self) -> set[int]:
        """Find the rows that need another look, once the field has errors."""
        if not self.errors:
            return set()
        repriced = {row.id for row, _ in self.repriced()}
        return {nth for nth, row in enumerate(self.rows) if row.id in repriced or self._count_of(row) is None}

    def _count_of(self, row: Row) -> dict[str, int] | None:
        """Read the count of one row, {} when there is none; None when it does not fit."""
        given = {row.id: self.given.get(row.id, [])}
        try:
            return read_counts(replace(self.declared, required=False), given) or {}
        except Wrong:
            return None

    def _name_of(self, row: Row) -> str:
        return f"{self.name}[{row.id}]"


def control_for(form: Form, field: Field, rows: Sequence[Row]) -> "UnboundField[Control]":
    """Choose the control of a declared field. rows: what it counts, when it is a quantity."""
    options: dict[str, Any] = {
        "id": f"{form.name}-{field.name}",
        "form_name": form.name,
        "aside": _aside(form, field),
    }  # Any: keyword arguments of a WTForms field
    if field.type == "quantity":
        options["rows"] = rows
    if field.type == "textarea":
        options["render_kw"] = {"rows": TEXTAREA_ROWS}
    kind = Line if field.type == "rating" and len(_choices(field)) > STARS_IN_A_ROW else _KINDS.get(field.type, Line)
    return UnboundField(kind, field, **options)


def _aside(form: Form, field: Field) -> str:
    """Say beside a label that the field may be left empty, or when it may not; what has to be answered says nothing."""
    other = next((one for one in form.fields if one.name == field.required_if), None)
    if field.required or field.type == "hidden":
        return ""
    if other is None:
        return message(field, "optional")
    labels = dict(other.options)
    answers = ", ".join(
        labels.get(answer, answer) for answer in field.required_for if labels or other.type != "checkbox"
    )
    return message(field, "needed_for", answers=answers or other.label)


def _choices(declared: Field) -> list[SelectChoice]:
    if declared.type != "rating":
        return [SelectChoice(value, label) for value, label in declared.options]
    least, most = (int(bound or 0) for bound in bounds(declared))
    counts = range(least, most + 1)
    return [SelectChoice(str(n), message(declared, "star" if n == 1 else "stars", count=n)) for n in counts]


def _unified(text: str | None) -> str | None:
    return text if text is None else unify_newlines(text)


_WIDGETS: dict[str, Callable[[], Any]] = {  # Any: WTForms widgets share no base
    "text": widgets.TextInput,
    "textarea": TextArea,
    "email": widgets.EmailInput,
    "url": widgets.URLInput,
    "number": widgets.NumberInput,
    "rating": widgets.NumberInput,
    "date": widgets.DateInput,
    "hidden": widgets.HiddenInput,
}

_KINDS: dict[str, type[Control]] = {
    "select": Choice,
    "radio": Radios,
    "rating": Radios,
    "checkbox": Tick,
    "checkboxes": Checkboxes,
    "quantity": Quantities,
}
