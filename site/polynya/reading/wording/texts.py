"""Every text that can be said in another language: the kit's, and those of the site's own templates (build wing)."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from polynya_live.words.de import GERMAN, WAYS
from polynya_live.words.de_answers import ANSWERS
from polynya_live.words.de_owners import OWNERS

WRITTEN, OF_PAGES, OF_ANSWERS, OF_OWNERS, OF_TEMPLATES = (
    "How days, numbers and amounts are written",
    "What visitors read on pages and in forms",
    "What visitors read in answers and mails",
    "What owners read in the inbox and in mails; only in the first language of the site",
    "What your own templates say",
)
_SAID = re.compile(r"""\b(?:t|say)\(\s*(?:"([^"\\]+)"|'([^'\\]+)')""")
_TEMPLATES = (".html", ".txt", ".svg")


def all_texts(templates: Path) -> dict[str, str]:
    """List every English text, with the group it belongs to, in the order of a file of words. templates: the site's own."""
    pages = GERMAN.keys() - WAYS.keys() - ANSWERS.keys() - OWNERS.keys()
    groups: Mapping[str, list[str]] = {
        WRITTEN: [*WAYS],
        OF_PAGES: [text for text in GERMAN if text in pages],
        OF_ANSWERS: [*ANSWERS],
        OF_OWNERS: [*OWNERS],
        OF_TEMPLATES: [*_own_texts(templates)],
    }
    found: dict[str, str] = {}
    for group, texts in groups.items():
        for text in texts:
            found.setdefault(text, group)
    return found


def _own_texts(templates: Path) -> Iterator[str]:
    for file in sorted(templates.rglob("*")):
        if file.suffix in _TEMPLATES and file.is_file():
            for one, other in _SAID.findall(file.read_text(encoding="utf-8", errors="replace")):
                yield one or other
