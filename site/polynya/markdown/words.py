"""The few words that rendering itself puts into a page, by language (build wing)."""

from collections.abc import Mapping

_WORDS = {
    "en": {
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
    },
    "de": {
        "note": "Hinweis",
        "tip": "Tipp",
        "important": "Wichtig",
        "warning": "Warnung",
        "caution": "Vorsicht",
        "done": "erledigt",
        "open": "offen",
        "back": "Zurück zum Text",
        "contents": "Auf dieser Seite",
        "footnotes": "Fußnoten",
        "table": "Tabelle",
        "formula": "Formel",
    },
}


def words_of(language: str) -> Mapping[str, str]:
    """Find the words of a language ("de-AT" is German); English when it is not known."""
    return _WORDS.get(language.split("-", maxsplit=1)[0].lower(), _WORDS["en"])
