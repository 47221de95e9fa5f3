"""A mapping of the kit's own (site, collection, form): its keys read one by one, each mistake reported (build wing)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType

from polynya_live.values import dataclass

from ..text.closeness import suggest
from ..text.positions import Items, Node, Table, Text
from ..text.source import Source, quote
from .kinds import describe

_TRUE_FALSE = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class Declared:
    """One mapping in one file."""

    source: Source
    table: Table

    def only(self, known: Collection[str], what: str, hints: Mapping[str, str] = MappingProxyType({})) -> None:
        """Report each key that is none of `known`. what: the thing declared, with its article ("a form").

        hints: what to do instead, by keys of other programs in small letters and as one word each.
        """
        for key, at in self.table.keys.items():
            if key not in known:
                from .expected import INSTEAD  # noqa: PLC0415 -- most sites have no such mistake

                elsewhere = (hints or INSTEAD.get(what, hints)).get(key.lower().replace("_", "").replace("-", ""))
                hint = (
                    self._parted(key)
                    or elsewhere
                    or _translating(key, known)
                    or suggest(key, known, having="it may have")
                )
                self.source.error("unknown-key", at, fact=f"{what} has no key {quote(key)}", hint=hint)

    def _parted(self, key: str) -> str:
        """Say what to do about a key that is the end of a text with a comma in it: `{label: Name, first, type: text}`."""
        before = self.source.text[: self.table.keys[key]].rstrip()
        if self.has(key) or not before.endswith(","):
            return ""
        if key.isdecimal() and before[-2:-1].isdecimal():
            return "write a decimal number with a point, such as 1.5."
        return "a comma ends a text here: put the whole text in quotes, or several of them in [brackets]."

    def has(self, key: str) -> bool:
        """Say whether anything is written for `key`."""
        node = self.table.entries.get(key)
        return node is not None and not (isinstance(node, Text) and node.empty)

    def at(self, key: str) -> int:
        """Find where the value of `key` stands; the mapping itself when it has none."""
        node = self.table.entries.get(key)
        return node.at if node else self.table.at

    def text(self, key: str, default: str = "") -> str:
        """Read a text on one line or many."""
        node = self.table.entries.get(key)
        if not self.has(key) or node is None:
            return default
        if isinstance(node, Text):
            return node.text
        self._wrong(key, node, "a text")
        return default

    def choice(self, key: str, options: Iterable[str], default: str) -> str:
        """Read one word out of `options`."""
        word = self.text(key, default)
        names = list(options)
        if word in names or not self.has(key):
            return word
        if isinstance(self.table.entries[key], Text):
            hint = suggest(word, names, having="it may be")
            self.source.error("wrong-choice", self.at(key), fact=f'"{key}" cannot be {quote(word)}', hint=hint)
        return default

    def field(self, key: str, names: Sequence[str], *, called: str, add: str) -> str:
        """Read the name of a field of a form, one of `names`. called: what these are; add: the type of one more."""
        name = self.text(key).strip()
        if not name or name in names:
            return name
        hint = suggest(name, names, having="The form has") if names else f"add a field of type {add}."
        self.source.error("unknown-field", self.at(key), fact=f'"{key}" names {called}, not {quote(name)}', hint=hint)
        return ""

    def fields(self, key: str, names: Sequence[str], *, to: str) -> tuple[str, ...]:
        """Read names of fields, each one of `names`. to: what is done with them."""
        written = self.texts(key)
        for one in written:
            if one.text not in names:
                hint = suggest(one.text, names, having="The form has")
                fact = f"the form has no field {quote(one.text)} to {to}"
                self.source.error("unknown-field", one.at, fact=fact, hint=hint)
        return tuple(dict.fromkeys(one.text for one in written if one.text in names))

    def flag(self, key: str, *, default: bool) -> bool:
        """Read true or false."""
        node = self.table.entries.get(key)
        if not self.has(key) or node is None:
            return default
        if isinstance(node, Text) and node.text.lower() in _TRUE_FALSE:
            return _TRUE_FALSE[node.text.lower()]
        self._wrong(key, node, "true or false")
        return default

    def number(self, key: str) -> float | None:
        """Read a number; None when there is none."""
        node = self.table.entries.get(key)
        if not self.has(key) or node is None:
            return None
        if isinstance(node, Text):
            digits = node.text.removeprefix("-").replace(".", "", 1)
            if digits.isascii() and digits.isdigit() and len(digits) <= 15 and node.text[-1:] != ".":
                return float(node.text)
        self._wrong(key, node, "a number")
        return None

    def texts(self, key: str) -> list[Text]:
        """Read a list of texts; a single text counts as a list of one."""
        node = self.table.entries.get(key)
        if not self.has(key) or node is None:
            return []
        if isinstance(node, Text):
            return [node]
        if isinstance(node, Items):
            for one in node.items:
                if not isinstance(one, Text):
                    self._wrong(key, one, "a list of texts")
            return [one for one in node.items if isinstance(one, Text)]
        self._wrong(key, node, "a list of texts")
        return []

    def _wrong(self, key: str, node: Node, expected: str) -> None:
        fact = f'"{key}" must be {expected}, not {describe(node)}'
        self.source.error("wrong-type", node.at, fact=fact, hint=f'write {expected} after "{key}:".')


def _translating(key: str, known: Collection[str]) -> str:
    """Say what to do about a key such as `label_de`, where the site does not speak that language."""
    start, _, language = key.rpartition("_")
    if start not in known or len(language) != 2 or not language.isalpha():
        return ""
    return f"add {language} to languages in content/site.yaml: then it says {quote(start)} in that language."
