"""Directives on lines of their own: `::form[name]`, `::toc`, `::name{…}`, and `:::name{…}` … `:::` (build wing)."""

import re
from collections.abc import Callable, Iterator
from html import escape

from pyromark import Markdown

from polynya_live.values import dataclass, field
from polynya_live.values.patterns import late

from .attributes import read_attributes
from .faults import Fault, Tell

FORM_MARK = "::form["
DEEPEST = 20
ADMONITIONS = {
    "note": "note", "info": "note", "tip": "tip", "important": "important", "warning": "warning", "caution": "caution",
    "danger": "caution", "hint": "tip", "attention": "warning", "error": "caution", "seealso": "note", "admonition": "note",
}  # fmt: skip
"""Notes as VuePress, Docusaurus and MyST write them, `::: tip Some words`: the kind of our own."""
HARD, SOFT = "code", "tags"
"""What is verbatim: code; or tags, up to the next empty line, among which a `:::` ends what is around them."""
_HARD = (b"<!", b"<?", b"<pre", b"<script", b"<style", b"<textarea")
_LONGEST_HARD = 16
_TWO_COLONS = re.compile(r":(?=:)")
_PRIVATE = "\ue000"
_LINE = late(
    r"^(?P<margin>[ \t>]*)(?P<colons>::{1,99})(?:(?P<name>[A-Za-z][\w-]*)(?:\[(?P<label>[^\]\n]*)\])?"
    r"(?:\{(?P<attributes>[^\n]*)\})?"
    r"|(?<=:::)[ \t]*(?P<kind>[A-Za-z][\w-]*)(?P<words>[ \t]+[^\s{][^\n]*|[ \t]+\{[^{}\n]*\})?"  # as VuePress writes them
    r"|(?<=:::)[ \t]*\{(?P<braced>[.#]?[A-Za-z][^{}\n]*)\}(?P<title>[ \t]+[^\n]*)?"  # as Quarto
    r"(?:\n[ \t>]*:[a-z][\w-]*:(?![^\s])[^\n]*)*)?[ \t]*$",  # and MyST write them, with options below
    re.MULTILINE,
)
_BEHIND = late(r"[ \t]*\{[^{}\n]*\}[ \t]*\Z")
"""What VitePress has behind a title: `::: details Title {open}`."""
_IN_BRACES = late(r"\A([A-Za-z][\w-]*)(?![\w=-])|(?:\A|\s)\.([A-Za-z][\w-]*)")


@dataclass(frozen=True, slots=True)
class FormMark:
    """One `::form[name]` of a Markdown text. line, column: of the name, from 1."""

    name: str
    line: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Directive:
    """One directive as written. name: "" for the `:::` that ends a component. line, column: of its name, from 1.

    opens: whether a `:::` belongs to it. braced: its name stands in braces, as another generator has it. attributes: with
    the text in brackets as "label". inner: what stands between, as HTML.
    """

    name: str
    label: str
    attributes: dict[str, str] = field(default_factory=dict)
    opens: bool = False
    margin: str = ""
    braced: bool = False
    line: int = 0
    column: int = 0
    source: str = ""
    inner: str = ""

    def fault(self, rule: str, fact: str, hint: str, *, warns: bool = False) -> Fault:
        """Make a fault that points at its name."""
        line, column = self.line, self.column
        return Fault(rule=rule, fact=fact, hint=hint, line=line, column=column, source=self.source, warns=warns)


Draw = Callable[[Directive], str | None]
"""Gives the HTML of a directive; None leaves it as text."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A Markdown text whose directives are marks, each a paragraph of its own, which the engine leaves as they are."""

    text: str
    mark: str
    directives: list[Directive]


def may_have_directives(body: str) -> bool:
    """Say whether a text holds two colons in a row, sooner than `in`, which is slow at two letters."""
    return ":" in body and _TWO_COLONS.search(body) is not None


def set_apart(body: str, engine: Markdown, fault: Tell) -> Marked:
    """Put a mark in place of each directive; those in code and raw HTML stay as they are.

    Marked first, for `::form` after a line of text is the start of a definition, and `[name]` may be a link.
    """
    mark = _unused_mark(body)
    found = [match for match in _LINE.finditer(body) if _name_of(match) or len(match["colons"]) > 2]
    escaped = _escape(body, found, mark)
    parts: list[str] = []
    directives: list[Directive] = []
    end = 0
    line = 1
    counted = 0
    for match, (start, stop), verbatim in zip(
        found, _spots(escaped, mark), _are_verbatim(escaped, mark, engine), strict=True
    ):
        parts.append(escaped[end:start])
        margin = match["margin"].rstrip()
        line += body.count("\n", counted, match.start())
        counted = match.start()
        directive = None if verbatim and (_name_of(match) or verbatim != SOFT) else _read(match, line, fault)
        if directive is None:
            parts.append(match[0])
        else:
            parts.append(f"{margin}\n{match['margin']}{mark}{len(directives)}{mark}\n{margin}\n")
            directives.append(directive)
        end = stop
    return Marked("".join((*parts, escaped[end:])), mark, directives)


def draw_directives(html: str, marked: Marked, draw: Draw, *, fault: Tell) -> str:
    """Put what `draw` gives in place of each mark, the innermost component first."""
    mark = re.escape(marked.mark)
    stack: list[tuple[Directive | None, list[str]]] = [(None, [])]
    end = 0
    for found in re.finditer(f"<p>{mark}([0-9]+){mark}</p>\n?", html):
        directive = marked.directives[int(found[1])]
        stack[-1][1].append(html[end : found.start()])
        end = found.end()
        if directive.opens:
            _open(directive, stack, fault)
        elif directive.name:
            stack[-1][1].append(_drawn(directive, draw))
        else:
            _close(directive, stack, draw, fault=fault)
    stack[-1][1].append(html[end:])
    while len(stack) > 1:
        unclosed, parts = stack.pop()
        if unclosed:
            hint = "end it with ::: on a line of its own, as far to the right as its first line."
            is_note = unclosed.opens and unclosed.name in ADMONITIONS  # all its words are there, without a box
            outcome = ", so its words stand without a box" if is_note else ""
            fact = f'the component "{unclosed.name}" never ends{outcome}'
            fault(unclosed.fault("component-end", fact, hint, warns=is_note))
        stack[-1][1].extend(parts)
    return re.sub(
        f"{mark}([0-9]+){mark}", lambda one: escape(marked.directives[int(one[1])].source.strip()), "".join(stack[0][1])
    )


def find_forms(body: str, engine: Markdown) -> list[FormMark]:
    """List the directives of a Markdown text that draw forms, in order."""
    found = set_apart(body, engine, lambda _: None).directives
    return [
        FormMark(one.label, one.line, one.column + len("form[")) for one in found if one.name == "form" and one.label
    ]


def _open(directive: Directive, stack: list[tuple[Directive | None, list[str]]], fault: Tell) -> None:
    if len(stack) > DEEPEST:
        fact, hint = f"components are nested more than {DEEPEST} deep here", "take some of them apart."
        fault(directive.fault("component-end", fact, hint))
        return
    stack.append((directive, []))


def _close(closing: Directive, stack: list[tuple[Directive | None, list[str]]], draw: Draw, *, fault: Tell) -> None:
    opened, parts = stack[-1]
    if opened is None or opened.margin != closing.margin:
        fact = "this ::: ends nothing" if opened is None else f'this ::: does not stand below ":::{opened.name}"'
        hint = "a component starts with :::name and ends with :::, equally far to the right."
        loses_nothing = opened is None or opened.name in ADMONITIONS
        fault(
            closing.fault(
                "component-end", f"{fact}, so it is left out" if loses_nothing else fact, hint, warns=loses_nothing
            )
        )
        return
    stack.pop()
    whole = Directive(
        name=opened.name, label=opened.label, attributes=opened.attributes, opens=True, braced=opened.braced,
        line=opened.line, column=opened.column, source=opened.source, inner="".join(parts),
    )  # fmt: skip
    drawn = draw(whole)
    if drawn is None:
        drawn = f"<p>{escape(opened.source.strip())}</p>\n{whole.inner}<p>{escape(closing.source.strip())}</p>\n"
    stack[-1][1].append(drawn)


def _drawn(directive: Directive, draw: Draw) -> str:
    drawn = draw(directive)
    return f"<p>{escape(directive.source.strip())}</p>\n" if drawn is None else drawn


def _read(match: re.Match[str], line: int, fault: Tell) -> Directive | None:
    """Read one line; None leaves it as text."""
    name, written = _name_of(match), match["attributes"]
    label = match["label"] or _BEHIND.sub("", match["words"] or match["title"] or "").strip()
    label = "" if not label.strip(":") else label  # Pandoc draws its first line to the end with them
    opens = bool(name) and len(match["colons"]) > 2
    attributes = read_attributes(written) if written and written.strip() else {}
    if match["braced"]:
        attributes = {key: value for key, value in (read_attributes(match["braced"]) or {}).items() if key != name}
    directive = Directive(
        name=name, label=label, attributes={**({"label": label} if label else {}), **(attributes or {})},
        opens=opens, margin=match["margin"].rstrip(), braced=bool(match["braced"]), line=line, column=_column_of(match),
        source=match[0].partition("\n")[0],
    )  # fmt: skip
    if attributes is None:
        hint = 'write them as {key="value" other="value" .class}.'
        fault(directive.fault("component-attributes", f'what stands in braces after "{name}" are no attributes', hint))
        return None
    return directive


def _name_of(match: re.Match[str]) -> str:
    return match["name"] or match["kind"] or (_in_braces(match["braced"]) if match["braced"] else "")


def _in_braces(written: str) -> str:
    """Find the name in `{note}`, `{.callout-note}` or `{.columns #a}`; what has an id alone is a plain box."""
    named = _IN_BRACES.search(written)
    return (named[1] or named[2]).removeprefix("callout-") if named else "div"


def _column_of(match: re.Match[str]) -> int:
    part = next((part for part in ("kind", "braced") if match[part]), "")
    return (match.start(part) if part else match.end("colons")) - match.start() + 1


def _unused_mark(body: str) -> str:
    mark = _PRIVATE
    while mark in body:
        mark += _PRIVATE
    return mark


def _escape(body: str, found: list[re.Match[str]], mark: str) -> str:
    parts: list[str] = []
    end = 0
    for number, match in enumerate(found):
        parts += (body[end : match.start()], f"{match['margin']}{mark}{number}{mark}")
        end = match.end()
    return "".join((*parts, body[end:]))


def _spots(escaped: str, mark: str) -> Iterator[tuple[int, int]]:
    """Yield where each marked line starts and ends, its margin included."""
    for found in re.finditer(f"^[ \t>]*{re.escape(mark)}[0-9]+{re.escape(mark)}", escaped, re.MULTILINE):
        yield found.start(), found.end()


def _are_verbatim(escaped: str, mark: str, engine: Markdown) -> Iterator[str]:
    """Say of each mark whether it stands in code or raw HTML, "" for none."""
    verbatim = _verbatim_ranges(escaped, engine)
    current = next(verbatim, None)
    offset = position = 0
    for found in re.finditer(f"{re.escape(mark)}[0-9]+{re.escape(mark)}", escaped):
        offset += len(escaped[position : found.start()].encode())
        position = found.start()
        while current and current[1] <= offset:
            current = next(verbatim, None)
        yield current[2] if current and current[0] <= offset else ""


def _verbatim_ranges(body: str, engine: Markdown) -> Iterator[tuple[int, int, str]]:
    """Yield where code and raw HTML stand, as UTF-8 offsets, in order, and what they are."""
    raw = body.encode()
    for event, where in engine.events_with_range(body):
        tag = event["Start"] if isinstance(event, dict) and "Start" in event else None
        if tag == "HtmlBlock":
            is_hard = raw[where["start"] : where["start"] + _LONGEST_HARD].lstrip().lower().startswith(_HARD)
            yield where["start"], where["end"], HARD if is_hard else SOFT
        elif isinstance(tag, dict) and "CodeBlock" in tag:
            yield where["start"], where["end"], HARD
