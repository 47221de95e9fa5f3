"""Lets a schema take words by language: `title_de`, or `title: {en: …, de: …}` (build wing)."""

import re
from collections.abc import Sequence

from .front_matter import TEXT, Schema

WORDS = ("options",)
"""Keys beside those of a text that are said by language, as a whole."""


def by_language(schema: Schema, languages: Sequence[str]) -> Schema:
    """Take all that a declaration says once as well as by language; of a site in one language, the schema as it is."""
    if len(languages) < 2:
        return schema
    inner = {key: _inner(one, languages) for key, one in schema.items()}
    properties = schema.get("properties")
    if not properties:
        return inner
    told = {key: _told(key, by_language(one, languages), languages) for key, one in properties.items()}
    names, ends = "|".join(map(re.escape, properties)), "|".join(map(re.escape, languages))
    return {**inner, "properties": told, "patternProperties": {f"^({names})_({ends})$": {}}}


def _inner(value: object, languages: Sequence[str]) -> object:
    if isinstance(value, list):
        return [_inner(one, languages) for one in value]
    return by_language(value, languages) if isinstance(value, dict) else value


def _told(key: str, schema: Schema, languages: Sequence[str]) -> Schema:
    """Take a mapping of languages, too, where words are meant."""
    if schema != TEXT and key not in WORDS:
        return schema
    told = {"type": "object", "properties": dict.fromkeys(languages, schema), "minProperties": 1}
    return {"anyOf": [schema, told | {"additionalProperties": False}]}
