"""Describes what a form takes and what a thread tells, as JSON Schema (build wing).

https://json-schema.org/draft/2020-12
"""

from collections.abc import Mapping

from polynya_live.contract import Contract, Field, Form
from polynya_live.thread_json import Json
from polynya_live.threads import rating_of

MOST_PAGES = 100
"""Pages that are listed one by one; where there are more, any id may be asked for."""

TEXT: Json = {"type": "string"}
PROBLEM: Json = {
    "description": "https://www.rfc-editor.org/rfc/rfc9457",
    "type": "object",
    "properties": {"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT},
    "required": ["type", "title", "status", "detail"],
}


def form_schema(form: Form, contract: Contract) -> Json:
    """Describe a post of a form, its texts as they are typed."""
    from .inputs import inputs_of  # noqa: PLC0415 -- a site without forms needs no WTForms

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
        properties |= inputs_of(field, contract.rows)
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
            "ratings": {"type": "integer", "minimum": 0, "description": "The submissions that the average is of."},
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
