"""Texts that are said by the number in them: which those are, and their forms in a file of words (build wing)."""

from collections.abc import Iterator

from polynya_live.words.changing import CATEGORIES

from ..text.closeness import suggest
from ..text.positions import Table, Text
from ..text.source import Source, quote
from ..values.kinds import describe
from .fitting import unfit
from .plurals import fits, forms_of

UNITS = ("second", "minute", "hour", "day", "week")
PAIRS = {
    "{count} stars": "{count} star",
    "{count} pages": "1 page",
    "{places} places in all": "1 place in all",
    **{f"{{count}} {unit}s ago": f"1 {unit} ago" for unit in UNITS},
    "did not go out {count} times, is tried again {when}": "did not go out once, is tried again {when}",
    "{count} are left as they are, for somebody has changed them meanwhile: please look again.": (
        "1 is left as it is, for somebody has changed it meanwhile: please look again."
    ),
}
"""Texts of the kit that have another for one alone, which a language with other forms does not need."""
_UNCHANGED = {"Page {number} of {count}", "Part {part} of {count}"}
_COUNTS = ("{count}", "{left}", "{places}", "{best} stars", "{max} characters", "{min} characters")
_SHOWN = 4


def is_counted(text: str) -> bool:
    """Tell whether the words around a number in a text may change with it."""
    return any(sign in text for sign in _COUNTS) and text not in {*_UNCHANGED, *PAIRS.values()}


def examples(language: str) -> dict[str, str]:
    """List the categories of a language, each with the first numbers that take it: "2, 3, 4, 22 …"."""
    told = {name: ", ".join(map(str, numbers[:_SHOWN])) for name, numbers in forms_of(language).items()}
    return {name: f"{said} …" if len(forms_of(language)[name]) > _SHOWN else said for name, said in told.items()}


def read_forms(source: Source, text: str, table: Table, *, language: str, at: int) -> dict[str, str]:
    """Read the forms of a text, which stands at a place; nothing when all are empty. What is wrong is reported, left out."""
    said = dict(_forms(source, text, table, language=language))
    needed = examples(language)
    begun = {name for name, node in table.entries.items() if not (isinstance(node, Text) and node.empty)}
    missing = [name for name in needed if name not in begun] if begun else []
    if missing:
        fact = f"{quote(text)} has no {' and no '.join(map(quote, missing))}, which numbers take in {language}"
        hint = f"write below it {' and '.join(f'{name}, as of {needed[name]}' for name in missing)}."
        source.warn("number-form", at, fact=fact, hint=hint)
    return said


def _forms(source: Source, text: str, table: Table, *, language: str) -> Iterator[tuple[str, str]]:
    needed = forms_of(language)
    for name, node in table.entries.items():
        if not fits(name, language):
            fact = f"{language} has no form {quote(name)} for a number"
            hint = suggest(name, [one for one in CATEGORIES if fits(one, language)], having="it has")
            source.error("number-form", table.keys[name], fact=fact, hint=hint)
        elif not isinstance(node, Text):
            fact = f"the form {quote(name)} is a text, not {describe(node)}"
            source.error("wrong-shape", node.at, fact=fact, hint="write it on one line, in double quotes.")
        elif not node.empty:
            said = node.text.strip()
            found = unfit(text, said)
            if found and found.fails:
                source.error("text-placeholder", node.at, fact=found.fact, hint=found.hint)
                continue
            if found and len(needed.get(name, ())) > 1:  # of one number alone it may be said in words
                source.warn("text-placeholder", node.at, fact=found.fact, hint=found.hint)
            yield name, said
