"""Lines `Title: …` at the very top, as Pelican and MultiMarkdown have them, as the values that YAML gives (build wing)."""

import re

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late

from .positions import Items, Table, Text
from .source import Source, quote

_WORDS = r"(?P<words>\S(?:[^\n]*[^ \t\n])?)"
_LINE = late(rf"(?P<key>[A-Za-z][\w-]*(?: [\w-]+){{0,3}})[ \t]?:(?:[ \t]+{_WORDS})?[ \t]*(?:\n|\Z)", re.ASCII)
_MORE = late(rf"(?: {{4}}|\t)[ \t]*{_WORDS}[ \t]*(?:\n|\Z)")
_END = late(r"[ \t]*(?:\n|\Z)")
_DAY = late(r"[0-9]{4}[-/.][0-9]{1,2}", re.ASCII)
_KNOWN = frozenset(
    (
        *("title", "date", "modified", "category", "tags", "keywords", "slug", "author", "authors", "summary", "lang"),
        *("status", "template", "save_as", "url", "translation", "description", "subtitle"),
    )
)
"""Keys that Pelican and MultiMarkdown know themselves."""
_LISTS = frozenset(("tags", "authors", "aliases", "forms"))
_MEANT = {"summary": "description"}
WITHOUT_MEANING = ("modified", "save_as", "translation")
"""Keys on which Pelican acts, and for which there is nothing here."""


class KeyLines(NamedTuple):
    """What was read. body_at: the first character of the Markdown; idle: keys of it that mean nothing here."""

    table: Table
    body_at: int
    idle: tuple[str, ...]


class _Entry(NamedTuple):
    key: str
    at: int
    words: list[Text]


def read_key_lines(source: Source) -> KeyLines | None:
    """Read the lines from the first character on; None when they are text.

    They are no text when each of them is `Key: words` (or indented by four spaces or a tab, and goes on with the words
    above), an empty line or the end of the file comes below, and one of them is `Title: …`; or `Date: …` with a day, where
    Pelican knows all keys.
    """
    entries, at = _entries(source.text)
    end = _END.match(source.text, at)
    if not end or not _are_meant(entries):
        return None
    table = Table(0)
    for entry in entries:
        _add(source, table, entry)
    return KeyLines(table, end.end(), tuple(key for key in WITHOUT_MEANING if key in table.entries))


def missing_of_lines(text: str) -> str:
    """Say what text that begins with keys lacks to be read as such; "" when that is not plain."""
    entries, at = _entries(text)
    if not entries and read_key_lines(Source("", text.lstrip(), [])):
        return "take the empty lines above them out."
    below = text[at:].partition("\n")[0].strip()
    if below == "---" and entries:
        return 'write a line "---" above the first of them, too.'
    return (
        f"leave a line empty above {quote(below)}."
        if entries and _are_meant(entries) and not _END.match(text, at)
        else ""
    )


def _entries(text: str) -> tuple[list[_Entry], int]:
    entries, at = list[_Entry](), 0
    while found := _LINE.match(text, at) or (_MORE.match(text, at) if entries else None):
        if key := found.groupdict().get("key"):
            entries.append(_Entry(key.lower().replace(" ", ""), at, []))
        if found["words"]:
            entries[-1].words.append(Text(found.start("words"), found["words"]))
        at = found.end()
    return entries, at


def _are_meant(entries: list[_Entry]) -> bool:
    said = {entry.key: entry.words[0].text for entry in entries if entry.words}
    return "title" in said or (_DAY.match(said.get("date", "")) is not None and _KNOWN.issuperset(said))


def _add(source: Source, table: Table, entry: _Entry) -> None:
    key, at, words = entry
    node = _node(key, words)
    key = _MEANT.get(key, key)
    if key == "status" and isinstance(node, Text) and node.text.lower() in ("published", "draft"):
        if node.text.lower() == "published":
            return
        key, node = "draft", Text(node.at, "true")
    table.put(key, node, at=at, source=source, written=entry.key)


def _node(key: str, words: list[Text]) -> Text | Items:
    at = words[0].at if words else 0
    if key == "url" and words and not words[0].text.startswith("/") and "://" not in words[0].text:
        return Text(at, f"/{words[0].text}")  # Pelican writes addresses from the front page on, without its slash
    if key in _LISTS:
        return Items(at, [one for line in words for one in _parted(line, ";" if ";" in line.text else ",")])
    return Text(at, " ".join(one.text for one in words), plain=len(words) < 2)


def _parted(line: Text, sign: str) -> list[Text]:
    around = r"\[\]" if line.text[0] == "[" and line.text[-1] == "]" else ""
    return [
        Text(line.at + found.start(), found[0].rstrip(), plain=False)
        for found in re.finditer(rf"[^{sign}{around}\s][^{sign}{around}]*", line.text)
    ]
