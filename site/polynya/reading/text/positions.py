"""YAML as values that know their place: strings stay strings, and what surprises authors is refused (build wing).

Nothing is guessed: `No`, `1:30` and `007` are text here, and become something else only where a schema asks for it.
"""

from polynya_live.values import dataclass, field

from .source import Source

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
