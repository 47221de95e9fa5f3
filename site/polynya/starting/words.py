"""Starts the words of a language: every English text as a key, to be filled in; later those that are missing (build wing)."""

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from polynya_live.words import CATALOGUES

from ..problems import Problem
from ..reading.text.front import top_table
from ..reading.text.source import read_source
from ..reading.wording.counted import PAIRS, examples, is_counted
from ..reading.wording.plurals import has_pairs
from ..reading.wording.texts import all_texts
from .ways import ways_of
from .writing import write_new

HEAD = """\
# What this site says in "{language}": the English text, and what is said instead. What is left empty stays English.
# Names in braces are filled in: {{left}} has to stand in the translation, too, wherever it belongs there.
"""


class Unfinished(Exception):
    """A file of words is there that nothing can be added to. hint: what to do."""

    def __init__(self, path: str, hint: str) -> None:
        super().__init__(path)
        self.path, self.hint = path, hint


def new_words(root: Path, language: str) -> tuple[str, int]:
    """Write content/words/<language>.yaml, or add to it what is missing; its path, and how many texts were written.

    Raises Unfinished when what is there cannot be read, or is written in braces.
    """
    texts = all_texts(root / "templates")
    usual = CATALOGUES.get(language.partition("-")[0], {})
    known = {text: f"  # {usual[text]}" if text in usual else "" for text in texts}
    known |= {text: f" {_quoted(said)}" for text, said in ways_of(language).items()}
    names = [f"content/words/{language}.{suffix}" for suffix in ("yaml", "yml")]
    path = next((name for name in names if (root / name).exists()), "")
    there = _there(root, path) if path else ()
    forms = _forms(texts, language, there)
    known |= {text: f"{known[text]}{lines}" for text, lines in forms.items()}
    texts = {text: group for text, group in texts.items() if text not in there and not _needless(text, forms)}
    lines = "".join(_lines(texts, known))
    if not path:
        return write_new(root, {names[0]: HEAD.format(language=language) + lines})[0], len(texts)
    if texts:
        with (root / path).open("a", encoding="utf-8", newline="\n") as file:
            file.write(lines)
    return path, len(texts)


def _forms(texts: Collection[str], language: str, there: Collection[str]) -> dict[str, str]:
    """Write the forms that a language has below each text with a number; a pair that is enough, or was begun, stays one."""
    needed = examples(language)
    lines = "".join(f"\n  {name}:  # {numbers}" for name, numbers in needed.items())
    begun = {text for text, one in PAIRS.items() if has_pairs(language) or one in there}
    return {text: lines for text in texts if is_counted(text) and text not in begun} if len(needed) > 1 else {}


def _needless(text: str, forms: Collection[str]) -> bool:
    """Tell whether a text of one alone is among the forms of another."""
    return any(text == one and several in forms for several, one in PAIRS.items())


def _there(root: Path, path: str) -> Collection[str]:
    found: list[Problem] = []
    source = read_source(root / path, path, found)
    table = top_table(source, "a file of words") if source else None
    if source is None or table is None or found:
        raise Unfinished(path, "freeze check says what is wrong in it.")
    if source.text.lstrip().startswith("{"):
        raise Unfinished(path, 'write "English text": "…" on lines of their own, without the braces around them.')
    if source.text and not source.text.endswith("\n"):
        with (root / path).open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n")
    return table.entries.keys()


def _lines(texts: dict[str, str], known: dict[str, str]) -> Iterator[str]:
    """Yield the lines of texts, group by group. known: what stands behind each, or a comment with it."""
    before = ""
    for text, group in texts.items():
        if group != before:
            yield f"\n# {group}\n"
            before = group
        yield f"{_quoted(text)}:{known[text]}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
