"""Reads YAML by its events: nodes that know their place, and what is refused (build wing).

PyYAML's C composer recurses on the C stack and dies on deep nesting; its events are as fast.
"""

import re
from collections.abc import Iterator

import yaml

from .positions import MAX_DEPTH, Items, Node, Refused, Table, Text
from .source import Source, quote
from .yaml_errors import explain_yaml_error

_LINE = re.compile(r"[\x85\u2028\u2029]")
_TABS = re.compile(r"^\t+", re.MULTILINE)
PARSER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Composer:
    """Builds nodes out of the parser's events, for one block of one source."""

    def __init__(self, source: Source, start: int, block: str) -> None:
        self.source = source
        self.start = start
        self.block = block
        self.events: Iterator[yaml.Event] = _events(block)
        self.named: dict[str, Text] = {}
        self.unused: dict[str, yaml.NodeEvent] = {}

    def document(self) -> Node | None:
        """Read the only document; None when nothing is written. Raises Refused, after reporting why."""
        try:
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    node = self._node(next(self.events), 0)
                    self._end()
                    for unused in self.unused.values():
                        self._refuse_name(unused)
                    return node
        except yaml.YAMLError as error:
            at, fact, hint = explain_yaml_error(error, self.block)
            self.source.error("yaml-syntax", self.start + at, fact=fact, hint=hint)
            raise Refused from error
        return None

    def _end(self) -> None:
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                fact, hint = "a second YAML document starts here", "take the line out; one file holds one document."
                self._refuse("yaml-syntax", event, fact=fact, hint=hint)
                raise Refused

    def _node(self, event: yaml.Event, depth: int) -> Node:
        at = self.start + _index(event)
        if isinstance(event, yaml.AliasEvent):
            return self._repeated(event)
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            hint = "write the plain value; a word that starts with ! goes in quotes."
            self._refuse(
                "yaml-tag", event, fact=f"{quote(_shown(tag))} is a YAML tag, which is not used here", hint=hint
            )
        if isinstance(event, yaml.ScalarEvent):
            text = Text(self._written(event), event.value, event.style is None or event.style == "")
            if event.anchor is not None:
                self.named[event.anchor], self.unused[event.anchor] = text, event
            return text
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            self._refuse_name(event)
        if depth >= MAX_DEPTH:
            hint = "flatten it, or move it to a file of its own in content/data/."
            self._refuse("yaml-depth", event, fact=f"is nested more than {MAX_DEPTH} levels deep", hint=hint)
            raise Refused
        return self._items(at, depth) if isinstance(event, yaml.SequenceStartEvent) else self._table(at, depth)

    def _repeated(self, event: yaml.AliasEvent) -> Text:
        """Take the one text that is repeated; lists and mappings would expand each other without end."""
        name = event.anchor or ""
        self.unused.pop(name, None)
        if name in self.named:
            return self.named[name]
        self._refuse("yaml-alias", event, fact=f"{quote(f'*{name}')} repeats a value from elsewhere", hint=_NO_ALIAS)
        return Text(self.start + _index(event), "")

    def _refuse_name(self, event: yaml.NodeEvent) -> None:
        fact = f"{quote(f'&{event.anchor}')} names a value for reuse"
        self._refuse("yaml-alias", event, fact=fact, hint=_NO_ALIAS)

    def _items(self, at: int, depth: int) -> Items:
        items = Items(at)
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.items.append(self._node(event, depth + 1))
        return items

    def _table(self, at: int, depth: int) -> Table:
        table = Table(at)
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Text):
                self._refuse_key(key.at)
            else:
                table.put(key.text, value, at=key.at, source=self.source)
        return table

    def _refuse_key(self, at: int) -> None:
        fact = "a list or mapping stands where a key belongs"
        hint = "write a word, a colon and a value; text that starts with { or [ goes in quotes."
        if self.source.text[max(0, at - 1) : at + 1] == "{{":
            fact = "{{ … }} is filled in by nothing here"
            hint = 'put it in quotes; what new notes are made from stays out in a folder whose name starts with "_".'
        self.source.error("yaml-syntax", at, fact=fact, hint=hint)

    def _refuse(self, rule: str, event: yaml.Event, *, fact: str, hint: str) -> None:
        self.source.error(rule, self.start + _index(event), fact=fact, hint=hint)

    def _written(self, event: yaml.ScalarEvent) -> int:
        """Find where the value itself stands: the parser's mark includes a tag or an anchor before it."""
        index = _index(event)
        if event.anchor is None and not event.tag:
            return self.start + index
        rest = re.match(r"(?:[&!]\S*\s+)*", self.block[index:])
        return self.start + index + (rest.end() if rest else 0)


_NO_ALIAS = "write the value itself here; text that starts with & or * goes in quotes."


def _events(block: str) -> Iterator[yaml.Event]:
    # A bare \x85, U+2028 or U+2029 ends a line for YAML but for no editor: a space keeps every offset.
    # Hexo takes tabs; where spaces indent too, nobody can say how deep one is.
    if "\n\t" in block and "\n " not in block:
        block = _TABS.sub(lambda found: " " * len(found[0]), block)
    parser = PARSER(_LINE.sub(" ", block) if not block.isascii() else block)
    while (event := parser.get_event()) is not None:
        yield event


def _index(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _shown(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")
