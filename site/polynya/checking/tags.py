"""Reads the tags of one drawn page and hands each to those who look at it (build wing)."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Protocol

VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
Attributes = Mapping[str, str]


class Looker(Protocol):
    """One who looks at tags."""

    def start(self, tag: str, attributes: Attributes) -> None:
        """Look at an opening tag. attributes: one without a value is ""."""

    def end(self, tag: str) -> None:
        """Look at a closing tag."""


class Tags(HTMLParser):
    """Feeds lookers."""

    def __init__(self, *lookers: Looker) -> None:
        super().__init__(convert_charrefs=False)
        self.lookers = lookers

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hand an opening tag on; one that never closes is closed at once."""
        attributes = {name: value or "" for name, value in reversed(attrs)}
        for looker in self.lookers:
            looker.start(tag, attributes)
            if tag in VOID:
                looker.end(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hand on a tag such as <img/>; outside of SVG and MathML the slash means nothing."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Hand a closing tag on."""
        for looker in self.lookers:
            looker.end(tag)
