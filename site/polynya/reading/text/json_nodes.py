"""JSON at the top of a page as the same values that YAML gives, each with its place (build wing)."""

import json
import re

from polynya_live.values.patterns import late

from .positions import MAX_DEPTH, Items, Node, Refused, Table, Text
from .source import Source, quote

_BETWEEN = late(r"[ \t\n]*")
_ALONE = late(r"(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])", re.ASCII)
_WORD = late(r"[\w.+-]+")
_HALF = late(r"[\ud800-\udfff]")
_DECODE = json.JSONDecoder()
_TEXTS = "texts and keys take double quotes; true, false, null and numbers stand without."


class Unended(Exception):
    """The text ends before the object does."""


def read_json(source: Source, start: int) -> tuple[Table, int]:
    """Read the object that begins at a character of a source; give it with the place after its last brace.

    Raises Refused when it cannot be read, after reporting why, and Unended. A key that is written twice is reported, too.
    """
    return _Reader(source).table(start, 1)


class _Reader:
    def __init__(self, source: Source) -> None:
        self._source, self._text = source, source.text

    def table(self, at: int, depth: int) -> tuple[Table, int]:
        table = Table(at)
        at, letter = self._next(at + 1)
        while letter != "}":
            if letter != '"':
                self._no_key(at, letter)
            key, after = self._words(at)
            colon, letter = self._next(after)
            if letter != ":":
                self._refuse(after, "this key has no colon after it", 'write "key": "value".')
            value, after = self._value(colon + 1, depth)
            table.put(key, value, at=at, source=self._source)
            at, letter = self._on(after, "}")
        return table, at + 1

    def _items(self, at: int, depth: int) -> tuple[Items, int]:
        items = Items(at)
        at, letter = self._next(at + 1)
        while letter != "]":
            value, after = self._value(at, depth)
            items.items.append(value)
            at, letter = self._on(after, "]")
        return items, at + 1

    def _value(self, at: int, depth: int) -> tuple[Node, int]:
        at, letter = self._next(at)
        if letter == '"':
            words, after = self._words(at)
            return Text(at, words, plain=False), after
        if letter in "{[":
            if depth >= MAX_DEPTH:
                self._refuse(at, f"it is nested more than {MAX_DEPTH} levels deep", "write it more simply.")
            return self.table(at, depth + 1) if letter == "{" else self._items(at, depth + 1)
        if alone := _ALONE.match(self._text, at):
            return Text(at, alone[0]), alone.end()
        word = _WORD.match(self._text, at)
        return self._refuse(at, f"{quote(word[0] if word else letter)} is no value of JSON", _TEXTS)

    def _words(self, at: int) -> tuple[str, int]:
        try:
            words, after = _DECODE.raw_decode(self._text, at)
        except json.JSONDecodeError as error:
            line_ends = error.msg.startswith("Invalid control") and self._text[error.pos] == "\n"
            if line_ends or error.msg.startswith("Unterminated"):
                self._refuse(
                    at, "a quotation mark is opened here and not closed on its line", "close it; \\n breaks a line."
                )
            if error.msg.startswith("Invalid control"):
                self._refuse(error.pos, "a tab or control character stands in a text", "write \\t for a tab.")
            self._refuse(error.pos, "this \\ escape is none that JSON knows", "write \\\\ for one \\.")
        if _HALF.search(words):
            self._refuse(at, "half a character stands here", "write the character itself.")
        return words, after

    def _on(self, at: int, close: str) -> tuple[int, str]:
        """Go on behind a value: to what comes after a comma, or to the closing bracket."""
        found, letter = self._next(at)
        if letter == close:
            return found, letter
        if letter != ",":
            self._refuse(
                found,
                f"a comma or {close} is missing before this",
                f"write a comma after each value, {close} at the end.",
            )
        after, letter = self._next(found + 1)
        if letter == close:
            self._refuse(found, "a comma stands after the last value", "take the comma out.")
        return after, letter

    def _next(self, at: int) -> tuple[int, str]:
        """Find the next sign. Raises Unended."""
        found = _BETWEEN.match(self._text, at)
        at = found.end() if found else at
        if at >= len(self._text):
            raise Unended
        letter = self._text[at]
        if letter == "/":
            self._refuse(at, "JSON has no comments", "take it out; TOML and YAML have them, after a #.")
        return at, letter

    def _no_key(self, at: int, letter: str) -> None:
        word = _WORD.match(self._text, at)
        instead = f'write "{word[0]}" with its quotes.' if word else 'write "key": "value".'
        self._refuse(at, f"{quote(word[0] if word else letter)} stands where a key in double quotes belongs", instead)

    def _refuse(self, at: int, fact: str, hint: str) -> "tuple[Node, int]":
        self._source.error("json-syntax", at, fact=f"this JSON cannot be read: {fact}", hint=hint)
        raise Refused
