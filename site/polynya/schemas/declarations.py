"""site.yaml, `_collection.yaml` and forms as JSON Schemas (build wing)."""

from polynya_live.words.messages import ENGLISH, OF_FIELDS

from ..model import Site
from ..reading.declarations import collection, form, form_fields, settings
from ..reading.declarations.collection_fields import FIELD_KEYS
from ..reading.values.kinds import KINDS
from .front_matter import TEXT, Schema

DRAFT = "https://json-schema.org/draft/2020-12/schema"
TEXTS: Schema = {"anyOf": [TEXT, {"type": "array", "items": TEXT}]}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 1}


def site_settings() -> Schema:
    """Write the schema of content/site.yaml."""
    link = {"type": "object", "properties": {"title": TEXT, "url": TEXT}, "required": ["title", "url"]}
    links: Schema = {"anyOf": [{"type": "array", "items": link}, {"type": "object", "additionalProperties": TEXT}]}
    known: dict[str, Schema] = {
        "url": {**TEXT, "pattern": "^https?://"},
        "currency": {**TEXT, "pattern": "^[A-Z]{3}$"},
        "navigation": links,
        "footer": links,
        **dict.fromkeys(("styles", "scripts"), TEXTS),
        "taxonomies": {"anyOf": [{"type": "array", "items": TEXT}, {"type": "object"}]},
        "languages": {"type": "array", "items": TEXT},
        "messages": _object(dict.fromkeys(ENGLISH, TEXT)),
        "digest": {"enum": ["daily"]},
        **dict.fromkeys(settings.SWITCHES, FLAG),
    }
    return _mapping("content/site.yaml", {key: known.get(key, TEXT) for key in settings.KEYS})


def collections(site: Site) -> Schema:
    """Write the schema of a `_collection.yaml`."""
    rule = {"anyOf": [{"enum": sorted(KINDS)}, _field_rule()]}
    known: dict[str, Schema] = {
        "sort": TEXTS,
        "fields": {"type": "object", "additionalProperties": rule},
        "forms": {"type": "array", "items": {"enum": sorted(site.forms)}},
        "index": FLAG,
        "paginate": COUNT,
        "filter": {"type": "object"},
        "defaults": {"type": "object"},
        "show": TEXTS,
    }
    return _mapping("_collection.yaml", {key: known.get(key, TEXT) for key in collection.KEYS})


def forms(site: Site) -> Schema:
    """Write the schema of a file in content/forms/."""
    names = sorted(name for name in site.collections if name)
    limit: Schema = {"type": ["number", "string"]}
    field_known: dict[str, Schema] = {
        "name": {**TEXT, "pattern": f"^{form_fields.FIELD_NAME.pattern}$"},
        "type": {"enum": list(form_fields.TYPES)},
        "required": FLAG,
        "min": limit,
        "max": limit,
        "options": {"anyOf": [{"type": "array"}, {"type": "object"}]},
        "rows": {"enum": names},
        "required_if": {"anyOf": [TEXT, {"type": "object", "maxProperties": 1}]},
        "check": FLAG,
        "whole": FLAG,
        "messages": _object(dict.fromkeys(OF_FIELDS, TEXT)),
    }
    field = _object({key: field_known.get(key, TEXT) for key in form_fields.KEYS}) | {"required": ["name"]}
    known: dict[str, Schema] = {
        "thread": {"enum": names},
        "fields": {"type": "array", "items": field},
        "moderation": {"enum": ["before", "after", "none"]},
        "notify": {"anyOf": [TEXT, _object({"to": TEXT, "digest": {"enum": ["daily", "never"]}})]},
        "show": TEXTS,
        "limits": {"type": "object"},
        "takes": {},
        "check": FLAG,
        "messages": _object(dict.fromkeys(ENGLISH, TEXT)),
        "unique": {},
    }
    return _mapping("a form", {key: known.get(key, TEXT) for key in form.KEYS})


def _field_rule() -> Schema:
    known: dict[str, Schema] = {
        "type": {"enum": sorted(KINDS)},
        "of": {"enum": sorted(KINDS)},
        "required": FLAG,
        "default": {},
        "options": {"type": "array"},
        "fields": {"type": "object"},
    }
    return _object({key: known.get(key, TEXT) for key in FIELD_KEYS if key != "name"})


def _mapping(title: str, properties: dict[str, Schema]) -> Schema:
    return {"$schema": DRAFT, "title": title, **_object(properties)}


def _object(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}
