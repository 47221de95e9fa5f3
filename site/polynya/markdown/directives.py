"""`::form[name]` on a line of its own puts a form into a page (build wing)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pyromark import Markdown

FORM_MARK = "::form["
_LINE = re.compile(r"^(?P<margin>[ \t>]*)::form\[(?P<name>[\w-]+)\][ \t]*$", re.MULTILINE)
_ESCAPED = re.compile(r"^(?P<margin>[ \t>]*)\\::form\\\[(?P<name>[\w-]+)\\\][ \t]*$", re.MULTILINE)
_PARAGRAPH = re.compile(r"<p>::form\[([\w-]+)\]</p>")


@dataclass(frozen=True, slots=True)
class FormMark:
    """One `::form[name]` of a Markdown text. line, column: of the name, from 1."""

    name: str
    line: int
    column: int


def set_apart(body: str, engine: Markdown) -> str:
    """Make each directive a paragraph of its own, and text to the engine; those in code stay as they are.

    Escaped first, for `::form` after a line of text is the start of a definition, and `[name]` may be a link.
    """
    escaped = _escape(body)
    parts: list[str] = []
    end = 0
    for found, is_code in _directives(escaped, engine):
        margin = found["margin"].rstrip()
        line = f"{found['margin']}::form[{found['name']}]" if is_code else f"{margin}\n{found[0]}\n{margin}\n"
        parts += (escaped[end : found.start()], line)
        end = found.end()
    return "".join((*parts, escaped[end:]))


def draw_forms(html: str, draw_form: Callable[[str], str]) -> str:
    """Put the drawn form in place of each directive's paragraph."""
    return _PARAGRAPH.sub(lambda found: draw_form(found[1]), html)


def find_forms(body: str, engine: Markdown) -> list[FormMark]:
    """List the directives of a Markdown text, in order."""
    escaped = _escape(body)
    return [
        FormMark(found["name"], escaped.count("\n", 0, found.start()) + 1, len(found["margin"]) + len(FORM_MARK) + 1)
        for found, is_code in _directives(escaped, engine)
        if not is_code
    ]


def _escape(body: str) -> str:
    return _LINE.sub(r"\g<margin>\\::form\\[\g<name>\\]", body)


def _directives(escaped: str, engine: Markdown) -> Iterator[tuple[re.Match[str], bool]]:
    """Yield each directive and whether it stands in code or raw HTML."""
    verbatim = _verbatim_ranges(escaped, engine)
    current = next(verbatim, None)
    offset = position = 0
    for found in _ESCAPED.finditer(escaped):
        offset += len(escaped[position : found.end("margin")].encode())
        position = found.end("margin")
        while current and current[1] <= offset:
            current = next(verbatim, None)
        yield found, bool(current and current[0] <= offset)


def _verbatim_ranges(body: str, engine: Markdown) -> Iterator[tuple[int, int]]:
    """Yield where code and raw HTML stand, as UTF-8 offsets, in order."""
    for event, where in engine.events_with_range(body):
        if isinstance(event, dict) and "Start" in event and _is_verbatim(event["Start"]):
            yield where["start"], where["end"]


def _is_verbatim(tag: object) -> bool:
    return tag == "HtmlBlock" or (isinstance(tag, dict) and "CodeBlock" in tag)
