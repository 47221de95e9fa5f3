"""Where front matter ends and the Markdown begins: YAML between `---`, TOML between `+++`, JSON, lines of keys (build wing)."""

import re

from polynya_live.values import dataclass
from polynya_live.values.patterns import late

from .plain_yaml import read_plain
from .positions import Refused, Table, Text, read_yaml
from .source import Source, quote
from .toml import read_toml

_YAML_OPEN = re.compile(r"---(?:ya?ml|json)?[ \t]*(?:\n|$)")
_YAML_CLOSE = late(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_PLAIN_CLOSE = "\n---\n"
_TOML_OPEN = late(r"\+\+\+[ \t]*(?:\n|$)")
_TOML_CLOSE = late(r"^\+\+\+[ \t]*(?:\n|\Z)", re.MULTILINE)
_LATE = re.compile(r"(?:[ \t]*\n)+")
_JSON_OPEN = late(r'\{\s*"[^"\n]{1,100}"[ \t]*:')
_LINE_ENDS = late(r"[ \t]*(?:\n|\Z)")
_KEY = late(r"^[\"']?[A-Za-z_][\w.-]*[\"']?[ \t]*:(?:[ \t]|$)", re.MULTILINE)


@dataclass(slots=True)
class Front:
    """A page taken apart. body_at: the first character of the Markdown; idle: keys of Pelican that mean nothing here."""

    table: Table
    body_at: int = 0
    idle: tuple[str, ...] = ()


def split_front(source: Source) -> Front | None:
    """Read the front matter of a page; None when it is too broken to go on (the problem is reported)."""
    text = source.text
    late = _LATE.match(text)
    start = late.end() if late else 0
    if opened := _YAML_OPEN.match(text, start):
        return _yaml_front(source, opened.end())
    if opened := _TOML_OPEN.match(text, start):
        return _toml_front(source, opened.end())
    first = text[start : start + 1]
    if first == "{" and _JSON_OPEN.match(text, start):
        return _json_front(source, start)
    return (_front_of_lines(source) if not start and first.isalpha() else None) or Front(Table(0), 0)


def _yaml_front(source: Source, start: int) -> Front | None:
    return _plain_front(source, start) or _any_front(source, start)


def _plain_front(source: Source, start: int) -> Front | None:
    """Read what most pages have, sooner: plain lines of YAML up to a plain end; None for anything else."""
    closed = source.text.find(_PLAIN_CLOSE, start - 1)
    table = read_plain(source, start, closed + 1) if closed >= start else None
    return Front(table, closed + len(_PLAIN_CLOSE)) if table else None


def _any_front(source: Source, start: int) -> Front | None:
    closed = _YAML_CLOSE.search(source.text, start)
    if not _KEY.search(source.text, start, closed.start() if closed else len(source.text)):
        return _without_keys(source, start, closed)
    if closed is None:
        return _not_closed(source, start)
    return _yaml_table(source, start, closed)


def _yaml_table(source: Source, start: int, closed: re.Match[str]) -> Front | None:
    try:
        node = read_plain(source, start, closed.start()) or read_yaml(source, start, closed.start())
    except Refused:
        return None
    if isinstance(node, Table):
        return Front(node, closed.end())
    return _no_mapping(source, node.at if node else start)


def _not_closed(source: Source, start: int) -> Front | None:
    """Tell a thematic break, which is followed by a blank line, from front matter without its end."""
    if source.text[start : start + 1] == "\n":
        return Front(Table(0), 0)
    _endless(source, 0, 'write a line "---" after the last key.')
    return None


def _without_keys(source: Source, start: int, closed: re.Match[str] | None) -> Front | None:
    """Read `---` lines with no key between them: an empty front matter, or a thematic break of Markdown."""
    inside = source.text[start : closed.start()] if closed else ""
    if closed is None or (source.text[start : start + 1] == "\n" and inside.strip()):
        return Front(Table(0), 0)
    if all(not line.strip() or line.lstrip().startswith("#") for line in inside.split("\n")):
        return Front(Table(0), closed.end())
    try:
        node = read_yaml(Source(source.path, source.text, []), start, closed.start())
    except Refused:
        return _no_mapping(source, start)
    if isinstance(node, Table):
        return _yaml_table(source, start, closed)
    return _no_mapping(source, node.at if node else start)


def _no_mapping(source: Source, at: int) -> Front:
    fact = "the front matter is no list of keys and values, so it is shown as part of the page"
    hint = 'write "key: value" lines between the two "---", or put a blank line after the first for a line across.'
    source.warn("front-matter-shape", at, fact=fact, hint=hint)
    return Front(Table(0), 0)


def _toml_front(source: Source, start: int) -> Front | None:
    closed = _TOML_CLOSE.search(source.text, start)
    if closed is None:
        _endless(source, 0, 'write a line "+++" after the last key.')
        return None
    try:
        return Front(read_toml(source, start, closed.start()), closed.end())
    except Refused:
        return None


def _json_front(source: Source, start: int) -> Front | None:
    from .json_nodes import Unended, read_json  # noqa: PLC0415 -- most sites have no such page

    try:
        table, end = read_json(source, start)
    except Refused:
        return None
    except Unended:
        _endless(source, start, 'write a "}" after the last value, and the text below it.')
        return None
    if closed := _LINE_ENDS.match(source.text, end):
        return Front(table, closed.end())
    fact = "words follow the last brace on its line, so this is no front matter and is shown as part of the page"
    source.warn("front-matter-shape", end, fact=fact, hint="begin the text on a line of its own, below the brace.")
    return Front(Table(0), 0)


def _endless(source: Source, at: int, hint: str) -> None:
    source.error("front-matter-open", at, fact="front matter starts here and never ends", hint=hint)


def _front_of_lines(source: Source) -> Front | None:
    from .key_lines import read_key_lines  # noqa: PLC0415 -- as above

    found = read_key_lines(source)
    return Front(*found) if found else None


def top_table(source: Source, what: str) -> Table | None:
    """Read a whole YAML file as a mapping; None when it cannot be (reported). An empty file is an empty mapping."""
    try:
        node = read_plain(source, 0, len(source.text)) or read_yaml(source)
    except Refused:
        return None
    if node is None or (isinstance(node, Text) and node.empty):
        return Table(0)
    if isinstance(node, Table):
        return node
    shown = f", not the text {quote(node.text)}" if isinstance(node, Text) else ", not a list"
    source.error("wrong-shape", node.at, fact=f"{what} is a mapping{shown}", hint='write "key: value" lines.')
    return None
