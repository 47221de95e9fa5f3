"""`content/data/`: YAML, TOML, JSON and CSV, as `data.<name>` for templates (build wing)."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

from polynya_live.values.patterns import late

from .text.positions import Items, Node, Refused, Text, read_yaml
from .text.source import Source, quote
from .text.toml import parse_toml

_INTEGER = late(r"[-+]?[0-9]{1,18}", re.ASCII)
_FLOAT = late(r"[-+]?[0-9]{1,18}\.[0-9]{1,18}", re.ASCII)
_LITERALS = {"true": True, "True": True, "false": False, "False": False}
_SURROGATE = late("[\ud800-\udfff]")


def read_data(source: Source) -> Any:  # Any: whatever the file holds
    """Read one data file by its suffix; None when it cannot be read (reported).

    YAML gives numbers for `1` and `1.5`, booleans for `true` and `false`, None for nothing, and text for all else.
    CSV gives a list of mappings of texts, by its first line.
    """
    return _READERS[source.path.rsplit(".", 1)[1].lower()](source)


def nest(data: dict[str, Any], path: str, value: Any) -> bool:  # Any: as above
    """Put a value at "folder/name" into nested mappings; False when the place is taken."""
    *folders, name = path.split("/")
    for folder in folders:
        below = data.setdefault(folder, {})
        if not isinstance(below, dict):
            return False
        data = below
    if name in data:
        return False
    data[name] = value
    return True


def _yaml(source: Source) -> Any:
    try:
        node = read_yaml(source)
    except Refused:
        return None
    return _typed(node) if node else None


def _typed(node: Node) -> Any:
    if isinstance(node, Items):
        return [_typed(one) for one in node.items]
    if not isinstance(node, Text):
        return {key: _typed(one) for key, one in node.entries.items()}
    if node.empty or not node.plain:
        return None if node.empty else node.text
    if _INTEGER.fullmatch(node.text) and not re.match(r"[-+]?0[0-9]", node.text):
        return int(node.text)
    return float(node.text) if _FLOAT.fullmatch(node.text) else _LITERALS.get(node.text, node.text)


def _toml(source: Source) -> Any:
    try:
        return parse_toml(source, 0, source.text)
    except Refused:
        return None


class _Fault(ValueError):
    """JSON that Python reads and this kit does not. key: the one that is written twice, if that is it."""

    def __init__(self, fact: str, key: str = "") -> None:
        self.key = key
        super().__init__(fact)


def _json(source: Source) -> Any:
    try:
        value = json.loads(source.text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        fact = f"this JSON cannot be read: {error.msg[:1].lower()}{error.msg[1:]}"
        source.error(
            "json-syntax", error.pos, fact=fact, hint="texts and keys take double quotes; no comma at the end."
        )
        return None
    except _Fault as fault:
        fact, hint = str(fault), "keep one of the two." if fault.key else 'write null, or "NaN" in quotes.'
        source.error("json-syntax", _second(source.text, fault.key), fact=fact, hint=hint)
        return None
    except (RecursionError, ValueError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else "a number is too large"
        source.error("json-syntax", None, fact=f"this JSON cannot be read: {reason}", hint="write it more simply.")
        return None
    if "\\u" in source.text and _SURROGATE.search(json.dumps(value, ensure_ascii=False)):
        half = re.search(r"\\u[dD][89a-fA-F]", source.text)
        hint = "write the character itself."
        source.error("json-syntax", half.start() if half else None, fact="half a character stands here", hint=hint)
        return None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Fault(f"{quote(twice)} is written twice", twice)
    return value


def _no_constant(name: str) -> Any:
    raise _Fault(f"{name} is no JSON")


def _second(text: str, key: str) -> int | None:
    places = [match.start() for match in re.finditer(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:", text)]
    return places[1] if len(places) > 1 else None


def _csv(source: Source) -> Any:
    first = source.text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(source.text), delimiter=separator, strict=True)
    try:
        header = next(rows, [])
        if twice := next((one for at, one in enumerate(header) if one in header[:at]), None):
            fact = f"two columns are called {quote(twice)}, so one of them would be lost"
            source.error("csv-syntax", 0, fact=fact, hint="give one of them another name on the first line.")
        return [_row(source, header, row, line=rows.line_num) for row in rows if row]
    except csv.Error as error:
        at = source.start_of(rows.line_num)
        source.error("csv-syntax", at, fact=f"this CSV cannot be read: {error}", hint='write " twice inside quotes.')
        return None


def _row(source: Source, header: list[str], row: list[str], *, line: int) -> dict[str, str]:
    if len(row) != len(header):
        fact = f"this line has {len(row)} {'cell' if len(row) == 1 else 'cells'}, the first line has {len(header)}"
        hint = "cells that hold the separator go in double quotes."
        source.error("csv-syntax", source.start_of(line), fact=fact, hint=hint)
    return dict(zip(header, row, strict=False))


_READERS: dict[str, Callable[[Source], Any]] = {"yaml": _yaml, "yml": _yaml, "toml": _toml, "json": _json, "csv": _csv}
