"""When a field has to be answered because of what another one says (shared)."""

from collections.abc import Mapping

from ..contract import Field
from ..submissions import Value
from .answers import plain


def holds(field: Field, answers: Mapping[str, Value]) -> bool:
    """Tell whether a field must be answered. answers: of the other fields, without those that are empty or do not fit."""
    given = answers.get(field.required_if) if field.required_if else None
    if given is None or given is False:
        return False
    return not field.required_for or not _as_typed(given).isdisjoint(field.required_for)


def _as_typed(value: Value) -> set[str]:
    """Write an answer as an author writes it: what was chosen, yes, a number, the rows that were counted."""
    if isinstance(value, bool):
        return {"yes"}
    if isinstance(value, int | float):
        return {str(plain(value))}
    return {value} if isinstance(value, str) else set(value)
