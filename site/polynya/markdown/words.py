"""The few words that rendering itself puts into a page, by language (build wing)."""

from collections.abc import Mapping
from functools import cache

from polynya_live.words import say, when_brought

_ENGLISH = {
    "note": "Note",
    "tip": "Tip",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
    "done": "done",
    "open": "to do",
    "back": "Back to the text",
    "contents": "On this page",
    "footnotes": "Footnotes",
    "table": "Table",
    "formula": "Formula",
}


@cache
def words_of(language: str) -> Mapping[str, str]:
    """Find the words of a language ("de-AT" is German); English when it is not known."""
    return {name: say(text, language) for name, text in _ENGLISH.items()}


when_brought(words_of.cache_clear)
