"""The edit of a submission: its own form again, filled in, without what its place or its slot hangs on (shared)."""

from dataclasses import replace

from werkzeug.datastructures import MultiDict

from ..contract import Field, Form, Rows
from ..forms import DeclaredForm, form_class
from ..forms.answers import plain
from ..submissions import Submission, Value


def edit_form(row: Submission, form: Form, rows: Rows, *, typed: MultiDict[str, str] | None = None) -> DeclaredForm:
    """Fill in the form of a submission as it is kept, or as it was typed just now.

    Its ids hold the submission's key, for several may be open on one page. rows: what quantity fields count.
    """
    fields = tuple(replace(field, check=False) for field in form.fields if _free(field, form))
    own = replace(form, name=f"edit-{row.key}", fields=fields)
    if typed is None:
        return form_class(own, rows)(as_typed(row, form))
    bare = form_class(own, rows)()
    asked: set[str] = set().union(*(control.inputs() for control in bare.controls))
    return form_class(own, rows)(MultiDict([(name, word) for name, word in typed.items(multi=True) if name in asked]))


def edited_values(row: Submission, bound: DeclaredForm) -> dict[str, Value]:
    """Write the values of a submission with what an edit says; what the form did not ask for stays.

    Raises Wrong unless `validate` said yes.
    """
    asked = {control.short_name for control in bound.controls}
    answers = bound.values()
    kept = {
        name: answers.get(name, value) for name, value in row.values.items() if name not in asked or name in answers
    }
    return kept | answers


def as_typed(row: Submission, form: Form) -> MultiDict[str, str]:
    """Write what a submission says as a browser would post it, as far as it may be edited."""
    types = {field.name: field.type for field in form.fields if _free(field, form)}
    typed: MultiDict[str, str] = MultiDict()
    for name, value in row.values.items():
        for posted, word in _words(name, value, type=types[name]) if name in types else ():
            typed.add(posted, word)
    return typed


def locked(form: Form) -> list[str]:
    """List the labels of what cannot be edited: it has taken places or a slot that others then could not have."""
    return [field.label for field in form.fields if not _free(field, form)]


def _free(field: Field, form: Form) -> bool:
    """Tell whether no place hangs on an answer: not the number of them, nor what says whether it is asked for."""
    deciding = {one.required_if for one in form.fields if one.name == form.takes}
    return field.name not in {form.takes, *form.unique, *deciding}


def _words(name: str, value: Value, *, type: str) -> list[tuple[str, str]]:  # noqa: A002 -- the word of the form
    if isinstance(value, dict):
        return [(f"{name}[{row}]", str(count)) for row, count in value.items()]
    if isinstance(value, list):
        return [(name, one) for one in value]
    if type == "checkbox":
        return [(name, "yes")] if value else []
    return [(name, str(plain(value)) if isinstance(value, int | float) else value)]
