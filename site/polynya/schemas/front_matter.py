"""The front matter of a collection as a JSON Schema (build wing)."""

from collections.abc import Mapping
from typing import Any

from ..model import Collection, FieldRule, Site
from ..reading.declarations.collection_fields import KNOWN

Schema = dict[str, Any]  # Any: JSON

TEXT: Schema = {"type": "string"}
DATE = r"^\d{4}-\d{1,2}-\d{1,2}"
_PLAIN: dict[str, Schema] = {
    "text": {"type": ["string", "number"]},
    "markdown": TEXT,
    "number": {"type": "number"},
    "money": {"type": ["number", "string"], "pattern": r"^-?\d+(\.\d{1,3})?$"},
    "date": {**TEXT, "pattern": DATE, "examples": ["2024-01-31"]},
    "datetime": {**TEXT, "pattern": DATE, "examples": ["2024-01-31 18:30"]},
    "bool": {"type": "boolean"},
    "url": {**TEXT, "pattern": r"^(https?://|mailto:|tel:|/|[^:]*$)"},
    "email": {**TEXT, "format": "email"},
    "image": TEXT,
    "object": {"type": "object"},
}
SAYS = {
    "title": "The title; without it the first heading is.",
    "description": "One line for lists, search engines and links.",
    "date": "The page comes out at this moment.",
    "expires": "The page goes at this moment.",
    "draft": "Keeps the page out of releases.",
    "slug": "The last part of the address.",
    "url": "The whole address, from / to /.",
    "id": "Keeps the page's thread when its file or address changes.",
    "aliases": "Older addresses that lead here.",
    "template": "A file in templates/pages/.",
    "forms": "Forms that are drawn on the page.",
}


def front_matter(collection: Collection, site: Site) -> Schema:
    """Write the schema of one collection; keys that it does not declare are refused when it declares any."""
    declared = collection.fields or {}
    rules = {**KNOWN, **declared}
    properties = {
        name: _of(rule, site) | ({"description": SAYS[name]} if name in SAYS else {}) for name, rule in rules.items()
    }
    for one in site.settings.taxonomies:
        properties.setdefault(one.name, {"anyOf": [_PLAIN["text"], {"type": "array", "items": _PLAIN["text"]}]})
    properties["forms"] = {"type": "array", "items": {"enum": sorted(site.forms)}, "description": SAYS["forms"]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Front matter of {collection.name or 'content'}",
        "type": "object",
        "properties": properties,
        "required": [rule.name for rule in declared.values() if rule.required],
        "additionalProperties": collection.fields is None,
    }


def _of(rule: FieldRule, site: Site) -> Schema:
    if rule.type == "list":
        inner = FieldRule(name=rule.name, type=rule.of, options=rule.options, within=rule.within, fields=rule.fields)
        return {"type": "array", "items": _of(inner, site)}
    if rule.type == "select":
        return {"enum": list(rule.options)} | _default(rule)
    if rule.type == "page":
        return {**TEXT, "examples": _names(rule, site)}
    if rule.type == "object" and rule.fields is not None:
        return _object(rule.fields, site)
    return _PLAIN[rule.type] | _default(rule)


def _object(fields: Mapping[str, FieldRule], site: Site) -> Schema:
    return {
        "type": "object",
        "properties": {name: _of(one, site) for name, one in fields.items()},
        "required": [one.name for one in fields.values() if one.required],
        "additionalProperties": False,
    }


def _default(rule: FieldRule) -> Schema:
    return {"default": rule.default} if isinstance(rule.default, str | int | float | bool) else {}


def _names(rule: FieldRule, site: Site) -> list[str]:
    if not rule.within:
        return sorted(name for name in site.pages if name)
    return sorted(page.id.removeprefix(f"{rule.within}/") for page in site.pages_of(rule.within))
