"""TOML as the same values that YAML gives, with the place of each top-level key (build wing)."""

import datetime
import re
from collections.abc import Callable
from typing import Any, NoReturn

from polynya_live.values.patterns import late

from .positions import Items, Node, Refused, Table, Text
from .source import Source

_PLACE = late(r"\s*\((?:at line (\d+), column (\d+)|at end of document)\)$")
_MOST_PARTS = 40
_DEEP = late(rf"""(?:(?:(?<![\w-])[\w-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){{{_MOST_PARTS}}}""")
"""A key of so many parts, over which `tomllib` takes longer than anybody waits when there are thousands."""


def read_toml(source: Source, start: int = 0, end: int | None = None) -> Table:
    """Read the TOML between two characters of a source. Raises Refused when it cannot be read, after reporting why."""
    block = source.text[start:end]
    return _table(parse_toml(source, start, block, real=str), start, block)


def parse_toml(
    source: Source, start: int, block: str, *, real: Callable[[str], Any] = float
) -> dict[str, Any]:  # Any: whatever TOML holds
    """Parse TOML with the types of TOML. real: makes a number with a point. Raises Refused after reporting why."""
    import tomllib  # noqa: PLC0415 -- most sites have no TOML

    if deep := _DEEP.search(block):
        _refuse(source, start + deep.start(), "it is nested too deeply")
    try:
        return tomllib.loads(block, parse_float=real)
    except tomllib.TOMLDecodeError as error:
        at, fact = _explain(str(error), block)
        twice = "overwrite" in fact or "twice" in fact
        hint = "a key may be written once." if twice else "texts need quotes in TOML, keys stand alone before the =."
        source.error("toml-syntax", start + at, fact=f"this TOML cannot be read: {fact}", hint=hint)
    except (RecursionError, ValueError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else "a number is too large"
        _refuse(source, start, reason)
    raise Refused


def _refuse(source: Source, at: int, reason: str) -> NoReturn:
    source.error("toml-syntax", at, fact=f"this TOML cannot be read: {reason}", hint="write it more simply.")
    raise Refused


def _explain(message: str, block: str) -> tuple[int, str]:
    found = _PLACE.search(message)
    fact = _PLACE.sub("", message)
    fact = fact[:1].lower() + fact[1:]
    if not found or not found[1]:
        return len(block.rstrip("\n")), fact
    starts = [0, *(match.end() for match in re.finditer("\n", block))]
    return min(starts[min(int(found[1]), len(starts)) - 1] + int(found[2]) - 1, len(block)), fact


def _table(raw: dict[str, Any], start: int, block: str) -> Table:
    table = Table(start)
    for key, value in raw.items():
        key_at, value_at = _places(key, block)
        table.keys[key] = start + key_at
        table.entries[key] = _node(value, start + value_at)
    return table


def _places(key: str, block: str) -> tuple[int, int]:
    word = re.escape(key)
    entry = re.search(rf"^[ \t]*(?P<key>[\"']?{word}[\"']?)(?:[ \t]*\.[^=\n]*)?[ \t]*=[ \t]*", block, re.MULTILINE)
    entry = entry or re.search(rf"^[ \t]*\[\[?[ \t]*(?P<key>[\"']?{word}[\"']?)", block, re.MULTILINE)
    return (entry.start("key"), entry.end() if "=" in entry[0] else entry.start("key")) if entry else (0, 0)


def _node(value: Any, at: int) -> Node:
    if isinstance(value, dict):
        keys = dict.fromkeys(value, at)
        return Table(at, {key: _node(one, at) for key, one in value.items()}, keys)
    if isinstance(value, list):
        return Items(at, [_node(one, at) for one in value])
    return Text(at, _text(value), plain=False)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)
