"""Describes the inputs of a field as JSON Schema: what a browser may post for it (build wing)."""

from collections.abc import Callable, Mapping

from polynya_live.contract import Field, Rows
from polynya_live.forms.answers import EMAIL_CHARACTERS, bounds, plain
from polynya_live.forms.controls import TICKED
from polynya_live.forms.prices import prices_name
from polynya_live.thread_json import Json

from .bodies import TEXT

ONE_LINE, NOT_BLANK = r"^[^\r\n]*$", r"\S"
PRICES = "What you take the prices to be, as the page of the form says it; when they are others, nothing is kept."
EMPTY: Json = {"const": ""}
"""What a browser posts for an input that was left alone."""


def inputs_of(field: Field, rows: Rows) -> Json:
    """Describe the inputs of a field: one, or one for each row that it counts."""
    if field.type == "quantity":
        counts = {
            f"{field.name}[{row.id}]": {"anyOf": [_count(field), EMPTY], "description": row.title}
            for row in rows.get(field.rows, ())
        }
        return {**counts, prices_name(field.name): {**TEXT, "description": PRICES}}
    schema = _KINDS.get(field.type, _line)(field)
    if not field.required and schema.get("type") != "array":
        schema = {"anyOf": [schema, EMPTY]}
    return {field.name: {**schema, "description": field.label}}


def _line(field: Field) -> Json:
    """Describe a text: its length in characters, and its pattern, which has to match all of it."""
    least, most = bounds(field)
    schema: Json = {**TEXT}
    if least is not None or field.required:
        schema["minLength"] = max(int(least or 0), int(field.required))
    if most is not None:
        schema["maxLength"] = int(most)
    patterns = [f"^(?:{field.pattern})$"] if field.pattern else []
    patterns += [ONE_LINE] if field.type != "textarea" else []
    patterns += [NOT_BLANK] if field.required else []
    return {**schema, "allOf": [{"pattern": one} for one in patterns]} if patterns else schema


def _email(field: Field) -> Json:
    return {"maxLength": EMAIL_CHARACTERS, **_line(field), "format": "email"}


def _url(field: Field) -> Json:
    return {"pattern": "^https?://", **_line(field), "format": "uri"}


def _number(field: Field) -> Json:
    least, most = bounds(field)
    found = {"minimum": least, "maximum": most}
    limits = {name: plain(value) for name, value in found.items() if value is not None}
    return {"type": "number" if field.type == "number" and not field.whole else "integer", **limits}


def _count(field: Field) -> Json:
    return {**_number(field), "minimum": 0}


def _choice(field: Field) -> Json:
    return {**TEXT, "enum": [value for value, _ in field.options]}


def _choices(field: Field) -> Json:
    return {"type": "array", "items": _choice(field), "minItems": int(field.required)}


_KINDS: Mapping[str, Callable[[Field], Json]] = {
    "email": _email,
    "url": _url,
    "number": _number,
    "rating": _number,
    "date": lambda _: {**TEXT, "format": "date"},
    "select": _choice,
    "radio": _choice,
    "checkbox": lambda _: {**TEXT, "enum": [TICKED]},
    "checkboxes": _choices,
}
