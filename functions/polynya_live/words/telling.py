"""Says one answer in words, as people read it: a day, the label of what was chosen, yes or no (shared)."""

from collections.abc import Mapping
from datetime import date

from ..contract import Field, Form
from ..submissions import Value
from . import say
from .writing import day_in_words, plain_number


def in_words(field: Field, value: Value, language: str) -> str:
    """Say the answer to a field in a language; what was written freely stays as it is."""
    labels = dict(field.options)
    if isinstance(value, dict):
        return ", ".join(f"{count} × {row}" for row, count in value.items())
    if isinstance(value, list):
        return ", ".join(labels.get(one, one) for one in value)
    if isinstance(value, bool):
        return say("yes" if value else "no", language)
    if field.type == "date":
        return _day(str(value), language)
    if isinstance(value, float):
        return plain_number(value, language)
    return labels.get(str(value), str(value))


def all_in_words(form: Form, values: Mapping[str, Value], language: str) -> dict[str, Value]:
    """Say all answers to a form; one that it does not ask for any more stays as it is."""
    fields = {field.name: field for field in form.fields}
    return {
        name: in_words(fields[name], value, language) if name in fields else value for name, value in values.items()
    }


def _day(text: str, language: str) -> str:
    try:
        return day_in_words(date.fromisoformat(text), language)
    except ValueError:
        return text  # kept before the field was one of days
