"""Writes long lists as JSON, an entry a line: what indents everything takes as long as drawing the pages (build wing)."""

import json
from collections.abc import Callable, Iterable, Mapping

json_line: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False).encode
"""Writes an entry; `json.dumps` makes a new encoder for each."""
json_text: Callable[[str], str] = json.encoder.encode_basestring
"""Writes a text as that encoder does, in C."""


def json_lines(whole: Mapping[str, object], name: str, lines: Iterable[str]) -> str:
    """Write an object that is indented, and as its last member `name` the entries, each on a line as `json_line` wrote it."""
    head = json.dumps(whole, ensure_ascii=False, indent=1).removesuffix("\n}")
    entries = ",\n  ".join(lines)
    return f"{head},\n {json.dumps(name)}: [\n  {entries}\n ]\n}}\n"
