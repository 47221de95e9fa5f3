"""Writes long lists as JSON, an entry a line: what indents everything takes as long as drawing the pages (build wing)."""

import json
from collections.abc import Iterable, Mapping

_encode = json.JSONEncoder(ensure_ascii=False).encode  # `json.dumps` makes a new one for each entry


def json_lines(whole: Mapping[str, object], name: str, entries: Iterable[object]) -> str:
    """Write an object that is indented, and as its last member `name` the entries, each on a line of its own."""
    head = json.dumps(whole, ensure_ascii=False, indent=1).removesuffix("\n}")
    lines = ",\n  ".join(map(_encode, entries))
    return f"{head},\n {json.dumps(name)}: [\n  {lines}\n ]\n}}\n"
