"""What authors write as values that know their place: strings stay strings, and what surprises is refused (build wing).

YAML, TOML, JSON and lines of keys all become these.

Nothing is guessed: `No`, `1:30` and `007` are text here, and become something else only where a schema asks for it.
"""

from polynya_live.values import dataclass, field

from .source import Source, quote

MAX_DEPTH = 40
"""Levels of lists and mappings within each other."""
NOTHING = frozenset(("", "~", "null", "Null", "NULL"))


@dataclass(slots=True)
class Text:
    """A scalar. at: its first character in the source, a quotation mark included. plain: not quoted, no block."""

    at: int
    text: str
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether the author wrote nothing here: no value, `~` or `null`."""
        return self.plain and self.text in NOTHING


@dataclass(slots=True)
class Items:
    """A list."""

    at: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A mapping. keys: where each key stands."""

    at: int
    entries: dict[str, "Node"] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)

    def put(self, key: str, node: "Node", *, at: int, source: Source, written: str = "") -> None:
        """Put a value by a key that stands at a place, or report that it has one. written: the key as the author spelled it."""
        if key in self.entries:
            first = source.place(self.keys[key])[0]
            fact = f"{quote(written or key)} is written twice; it first stands on line {first}"
            source.error("duplicate-key", at, fact=fact, hint="keep one of the two.")
        else:
            self.entries[key], self.keys[key] = node, at


Node = Text | Items | Table


class Refused(Exception):
    """The YAML cannot be used; the problem has been reported."""


def read_yaml(source: Source, start: int = 0, end: int | None = None) -> Node | None:
    """Read the YAML between two characters of a source; None when nothing is written there.

    Raises Refused when it cannot be read at all, after reporting why. Duplicate keys, anchors, aliases and tags are
    reported too; the rest of the document is still read.
    """
    from .composing import Composer  # noqa: PLC0415 -- front matter is mostly plain enough for `plain_yaml`

    return Composer(source, start, source.text[start:end]).document()
