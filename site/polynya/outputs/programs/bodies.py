"""Describes what a form takes and what a thread tells, as JSON Schema (build wing).

https://json-schema.org/draft/2020-12
"""

from collections.abc import Callable, Mapping

from polynya_live.contract import Contract, Field, Form, Row
from polynya_live.forms.answers import EMAIL_CHARACTERS, bounds, plain
from polynya_live.forms.controls import TICKED
from polynya_live.thread_json import Json
from polynya_live.threads import rating_of

MOST_PAGES = 100
"""Pages that are listed one by one; where there are more, any id may be asked for."""

ONE_LINE, NOT_BLANK = r"^[^\r\n]*$", r"\S"
TEXT: Json = {"type": "string"}
EMPTY: Json = {"const": ""}
"""What a browser posts for an input that was left alone."""
PROBLEM: Json = {
    "description": "https://www.rfc-editor.org/rfc/rfc9457",
    "type": "object",
    "properties": {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT},
    "required": ["type", "title", "status", "detail"],
}


def form_schema(form: Form, contract: Contract) -> Json:
    """Describe a post of a form, its texts as they are typed."""
    properties: Json = {}
    if form.thread:
        properties["page"] = page_schema(form, contract)
    if form.keeps:
        properties["stamp"] = {
            **TEXT,
            "description": f"From GET /live/stamp/{form.name}: makes posting twice the same as posting once.",
        }
        if form.proof_of_work:
            properties["altcha"] = {
                **TEXT,
                "description": "The solution of the challenge that came with the stamp; without one a post is held.",
            }
        properties["form_version"] = {**TEXT, "description": "The x-version that these answers were typed for."}
    for field in form.fields:
        properties |= _inputs(field, contract.rows)
    return {
        "title": form.title,
        "type": "object",
        "properties": properties,
        "required": [*_reserved(form), *(field.name for field in form.fields if _must(field))],
        "additionalProperties": False,
        "x-version": form.version,
    }


def page_schema(form: Form, contract: Contract) -> Json:
    """Describe the ids of the pages that a form has its threads on."""
    ids = sorted(page.id for page in contract.pages.values() if page.collection == form.thread)
    return {**TEXT, "enum": ids} if 0 < len(ids) <= MOST_PAGES else {**TEXT, "minLength": 1}


def thread_schema(form: Form) -> Json:
    """Describe a thread as GET /live/threads/… tells it."""
    shown = {field.name: _told(field) for field in form.fields if field.name in form.show}
    values = {"type": "object", "properties": shown, "additionalProperties": False}
    submission = _object(
        {"id": TEXT, "day": {**TEXT, "format": "date"}, "values": values, "reply": {"type": ["string", "null"]}}
    )
    figure: Json = {"type": ["number", "null"] if rating_of(form) else "null"}
    return _object(
        {
            "form": {"const": form.name},
            "page": TEXT,
            "url": {"type": ["string", "null"]},
            "count": {"type": "integer", "minimum": 0},
            "average": figure,
            "best": figure,
            "cursor": TEXT,
            "submissions": {"type": "array", "items": submission},
            "next": {"type": ["string", "null"]},
        }
    )


def _object(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _reserved(form: Form) -> list[str]:
    """Name what every post of a form has to say beside its fields; one that acts at once has to be proven first."""
    at_once = form.keeps and (form.limited or form.moderation != "before")
    return [*(["page"] if form.thread else []), *(["stamp"] if at_once else [])]


def _must(field: Field) -> bool:
    return field.required and field.type != "quantity"


def _inputs(field: Field, rows: Mapping[str, tuple[Row, ...]]) -> Json:
    """Describe the inputs of a field: one, or one for each row that it counts."""
    if field.type == "quantity":
        return {
            f"{field.name}[{row.id}]": {"anyOf": [_count(field), EMPTY], "description": row.title}
            for row in rows.get(field.rows, ())
        }
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
    return {"type": "number" if field.type == "number" else "integer", **limits}


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


def _told(field: Field) -> Json:
    """Describe an answer as it is kept."""
    kinds: Mapping[str, Json] = {
        "number": {"type": "number"},
        "rating": {"type": "integer"},
        "checkbox": {"type": "boolean"},
        "checkboxes": {"type": "array", "items": TEXT},
        "quantity": {"type": "object", "additionalProperties": {"type": "integer"}},
    }
    return {**kinds.get(field.type, TEXT), "description": field.label}
