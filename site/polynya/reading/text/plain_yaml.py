"""A fast way through YAML that holds nothing unusual: one key and one plain value on each line (build wing)."""

import re

from .positions import Items, Table, Text
from .source import Source

# What never ends or changes a plain value, wherever it stands after the first character. Possessive, so never slow; but no group
# is, for Python before 3.11.5 fits those wrongly (python/cpython#106052).
_CONTROL = r"\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_PLAIN = rf"[A-Za-z0-9/][^{_CONTROL}:#]*+(?::(?=[A-Za-z0-9/])[^{_CONTROL}:#]*+)*(?<! )"
_QUOTED = rf"[^{_CONTROL}\"\\]*+"
_WORD = rf"[A-Za-z0-9][^{_CONTROL}:#,\[\]{{}}]*+(?<! )"
PLAIN_LINE = re.compile(
    rf"^(?P<key>[A-Za-z_][A-Za-z0-9_-]{{0,60}}): (?:(?P<plain>{_PLAIN})|\"(?P<quoted>{_QUOTED})\""
    rf"|\[(?P<list>{_WORD}(?:, {_WORD})*)\])\n",
    re.MULTILINE,
)
"""A line from its start: the key, and the plain value, the quoted one or the words of the list that stands there."""

_BESIDE = re.compile(rf"(?:#[^{_CONTROL}]*+)?\n")


def read_plain(source: Source, start: int, end: int) -> Table | None:
    """Read the lines between two characters, comments too; None when one of them needs the whole of YAML, or there is none."""
    table, at, text = Table(start), start, source.text
    entries, keys = table.entries, table.keys
    while at < end:
        line = PLAIN_LINE.match(text, at, end)
        if line is None and (beside := _BESIDE.match(text, at, end)):
            at = beside.end()
            continue
        if line is None or line["key"] in entries:
            return None
        if not entries:
            table.at = at
        key, plain, quoted, words = line.groups()
        keys[key] = at
        value_at = at + len(key) + 2
        if plain is not None:
            entries[key] = Text(value_at, plain)
        elif quoted is not None:
            entries[key] = Text(value_at, quoted, plain=False)
        else:
            entries[key] = _items(words, value_at)
        at = line.end()
    return table if entries else None


def _items(words: str, at: int) -> Items:
    items, here = Items(at), at + 1
    for word in words.split(", "):
        items.items.append(Text(here, word))
        here += len(word) + 2
    return items
