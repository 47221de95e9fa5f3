"""What a mail and a page of thanks say of a submission: its answers as lines, and what they cost (live wing)."""

from collections.abc import Iterator

from ..contract import Contract, Field, Form, Row
from ..forms.prices import agreed_rows
from ..forms.versions import CHANGED
from ..submissions import Submission
from ..threads import best_of
from ..values import dataclass
from ..words import say
from ..words.telling import in_words
from ..words.writing import money

CHOSEN = frozenset({"quantity", "select", "radio", "checkbox", "checkboxes", "date", "number", "rating"})
"""Types whose answers are picked, not written: all that may go to an address that a visitor typed. Anything else would let
strangers send words of theirs to whom they like, in the site's name."""


AS_TYPED = "As it was typed"
"""The label of an answer that the form of now would say otherwise."""


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. text: of any number of lines."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Ordered:
    """One row that was ordered. sum: at the price it was ordered at, in cents."""

    title: str
    count: int
    sum: int


def order_of(submission: Submission, contract: Contract) -> list[Ordered]:
    """List what was ordered, in the order of the rows; nothing for a form that orders nothing."""
    found = _ordered(contract.forms[submission.form], submission, contract)
    return [Ordered(row.title, count, row.price * count) for row, count in found if count]


def lines_of(submission: Submission, contract: Contract, *, written: bool = True) -> list[Line]:
    """List the answers of a submission in the order of its form, then those that the form does not ask for any more.

    written: also what was written freely; False for mail to a visitor.
    """
    form = contract.forms[submission.form]
    fields = {field.name: field for field in form.fields if written or field.type in CHOSEN}
    old = set(submission.values) - {field.name for field in form.fields} if written else set()
    wanted = [*fields.values(), *(Field(name=name, label=name) for name in sorted(old))]
    changed = submission.extra.get(CHANGED) if written else None
    language = form.language or contract.site.language
    answers = [
        Line(one.label, _text(one, submission, contract, language=language))
        for one in wanted
        if one.name in submission.values
    ]
    typed = say(AS_TYPED, language)
    return [*answers, *(Line(typed, line) for line in changed)] if isinstance(changed, list) else answers


def total_of(submission: Submission, contract: Contract) -> int | None:
    """Add up what was ordered, at the prices it was ordered at, in cents; None when the form orders nothing."""
    form = contract.forms[submission.form]
    if not any(field.type == "quantity" for field in form.fields):
        return None
    return sum(row.price * count for row, count in _ordered(form, submission, contract))


def _ordered(form: Form, submission: Submission, contract: Contract) -> Iterator[tuple[Row, int]]:
    for field in form.fields:
        counts = submission.values.get(field.name) if field.type == "quantity" else None
        if isinstance(counts, dict):
            rows = _rows(field, submission, contract)
            yield from ((row, counts[name]) for name, row in rows.items() if name in counts)


def _rows(field: Field, submission: Submission, contract: Contract) -> dict[str, Row]:
    """List the rows of a field in their order: what was ordered as it was then, also what has left the list since."""
    return {row.id: row for row in contract.rows.get(field.rows, ())} | agreed_rows(submission.extra)


def _text(field: Field, submission: Submission, contract: Contract, *, language: str) -> str:
    value = submission.values[field.name]
    if isinstance(value, dict):
        rows = _rows(field, submission, contract)
        return "\n".join(_counted(value, rows, contract.site.currency, language=language))
    if field.type == "rating":
        return say("{value} of {best}", language).format(value=value, best=best_of(field))
    return in_words(field, value, language)


def _counted(counts: dict[str, int], rows: dict[str, Row], currency: str, *, language: str) -> Iterator[str]:
    for name, count in counts.items():
        row = rows.get(name)
        yield (f"{count} × {row.title}, {money(row.price * count, currency, language)}" if row else f"{count} × {name}")
