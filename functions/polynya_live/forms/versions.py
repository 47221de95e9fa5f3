"""A form as it was before: what a page that a browser or the CDN still keeps posts is taken as it was typed (shared)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..contract import Earlier, Field, Form
from ..submissions import Value

MOST_VERSIONS = 3
ACCEPTED_MS = 7 * 86_400_000
"""For how long after it was replaced a version is still accepted: longer than a tab stays open."""

LACKING = "earlier"
"""The reason to hold a submission whose page did not ask for something that has to be answered now."""

CHANGED = "earlier"
"""In `Submission.extra`: the answers that the form of now would say otherwise, each as "label: words"."""


def drawn_form(form: Form, earlier: Iterable[Earlier], version: str, *, now: int) -> Form:
    """Find the form as the page had it which a post says it comes from: its fields, and all else as it is now.

    version: as the page said; that of now, one that nobody knows and one that is too old are the form of now, and so is one
    without the fields on which a place, a slot or a mail hangs. now: milliseconds.
    """
    if version in ("", form.version):
        return form
    for one in earlier:
        if one.version == version and is_accepted(one, now=now) and _can_stand_in(one, form):
            return replace(form, fields=one.fields, version=version)
    return form


def is_accepted(earlier: Earlier, *, now: int) -> bool:
    """Tell whether pages with this version may still post. now: milliseconds."""
    return not earlier.until or now - earlier.until < ACCEPTED_MS


def told_now(values: Mapping[str, Value], drawn: Form, form: Form) -> tuple[dict[str, Value], list[str], bool]:
    """Say the answers to a form as it was drawn in the terms of the form of now.

    Returns the values to keep, what would otherwise be lost as lines for the owner (the words of a field of another type,
    the label of an option that is gone), and whether an answer is lacking that has to be given now.
    """
    if drawn is form:
        return dict(values), [], False
    before, now = ({field.name: field for field in one.fields} for one in (drawn, form))
    fits = {name: value for name, value in values.items() if name not in now or now[name].type == before[name].type}
    changed = [
        f"{before[name].label}: {_words(before[name], value)}"
        for name, value in values.items()
        if name in now and (name not in fits or not _offers(now[name], value))
    ]
    given = {name for name, value in fits.items() if value is not False}  # a box that is not ticked
    return fits, changed, any(field.required and field.name not in given for field in form.fields)


def _can_stand_in(earlier: Earlier, form: Form) -> bool:
    types = {field.name: field.type for field in earlier.fields}
    needed = {*form.unique, form.takes, form.receipt, form.confirm} - {""}
    return all(types.get(field.name) == field.type for field in form.fields if field.name in needed)


def _offers(field: Field, value: Value) -> bool:
    offered = {option for option, _ in field.options}
    chosen = value if isinstance(value, list) else [value]
    return not offered or all(one in offered for one in chosen)


def _words(field: Field, value: Value) -> str:
    labels = dict(field.options)
    if isinstance(value, dict):
        return ", ".join(f"{count} × {row}" for row, count in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(labels.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]))
