"""Tells of what other generators would have acted on and here stays in the text, each by its place (build wing)."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late

from ..key_lines import missing_of_lines
from ..source import Source, quote
from .gates import FENCED, METADATA, OF_NOTION, PROPERTIES, is_open, may_have_formulas, may_have_marks
from .hints import strange_in
from .marks import KINDS, Kind
from .words import EMOJI, OF_HTML

_OWN_CODE = late(
    r"<!--.{0,5000}?-->|<(code|pre|script|style|textarea|svg|math)\b.{0,5000}?</\1>|\$\$.{0,5000}?\$\$",
    re.DOTALL | re.I,
)
_SHOWN_CODE = late(r"<!--.{0,5000}?-->|<(code|pre|script|style|textarea)\b.{0,5000}?</\1>", re.DOTALL | re.I)
_FORMULA = late(
    r"(?<![\\$])\$\$(?![\s$]*\n?\Z)[^$]{1,5000}\$\$|(?<![\\$\w])\$(?=\S)[^$\n`]{0,200}\\[a-zA-Z]{2,}[^$\n`]{0,200}\$(?!\d)"
)

_BROKEN = late("Ã[©¨¤¶¼¡³±ª«§®²´¹º»¿¢¥¦¬¯¸]|â€[™œ˜“”¦¢]")
_LISTED = late(r"[ \t]*(?:[-*+][ \t]+)?\[[^\]\n]*\]\([^)\n]*\)[ \t]*\Z")


class Mark(NamedTuple):
    """A mark in a text. at: its first character; alike: see `Told`."""

    at: int
    fact: str
    shown: str
    hint: str
    alike: str = ""


def report_foreign_marks(source: Source, start: int, *, math: bool = True) -> None:
    """Warn of each shortcode, tag or import of another generator in the Markdown from `start` on, the first of each name.

    What stands in code, in comments and in raw HTML that shows code is meant to be read, and never told. math: whether the
    page asks for formulas.
    """
    body = source.text[start:]
    if not start:
        _tell_of_keys(source, body)
    if source.path.endswith("/SUMMARY.md"):
        _tell_of_summary(source, body, start)
    if not body.isascii() and _BROKEN.search(body):
        _tell_of_broken(source, body, start)
    if not math and may_have_formulas(body):
        _tell_of_formulas(source, body, start)
    if not may_have_marks(body):
        return
    told: set[str] = set()
    for mark in marks_in(body, is_mdx=source.path.endswith(".mdx")):
        if mark.shown not in told:
            told.add(mark.shown)
            fact = f"{mark.shown} {mark.fact}"
            source.warn("foreign-shortcode", start + mark.at, fact=fact, hint=mark.hint, alike=mark.alike)


def _tell_of_keys(source: Source, body: str) -> None:
    """Tell of what is meant as front matter, and is not written so."""
    if METADATA.match(body):
        fact = "keys at the top with no line --- above them are no front matter and stay in the text"
        hint = (
            _of_logseq(body)
            or missing_of_lines(body)
            or 'write a line "---" above the first of them, and another below the last.'
        )
        source.warn("foreign-shortcode", len(body) - len(body.lstrip()), fact=fact, hint=hint)
    elif (fenced := FENCED.match(body)) and fenced["fence"] != "---":
        fact = f"{quote(fenced['fence'].strip())} opens no front matter, so the keys below it are shown as part of the page"
        hint = 'write "---", three hyphens and nothing before them, above the first key and below the last.'
        source.warn("front-matter-shape", fenced.start("fence"), fact=fact, hint=hint)
    elif OF_NOTION.search(source.path) and (found := PROPERTIES.match(body)):
        fact = "properties of Notion, below the title, are no front matter and stay in the text"
        hint = 'move them to the top of the file, between two lines "---", or take them out.'
        source.warn("foreign-shortcode", found.start("first"), fact=fact, hint=hint)


def _tell_of_broken(source: Source, body: str, start: int) -> None:
    """Tell of letters of UTF-8 that were once read as Windows-1252, and saved so."""
    is_code = _covered(body, _verbatim(body)[0])
    found = next((one for one in _BROKEN.finditer(body) if not is_code[one.start()]), None)
    if found:
        fact = (
            f"letters were broken on their way here: {quote(found[0])} was {quote(found[0].encode('cp1252').decode())}"
        )
        hint = "export the text again as UTF-8, or mend the letters; more may be like them."
        source.warn("not-utf8", start + found.start(), fact=fact, hint=hint)


def _tell_of_summary(source: Source, body: str, start: int) -> None:
    """Tell of the file by which GitBook and mdBook order pages, when it is little but links."""
    lines = [line for line in body.split("\n") if line.strip() and not line.startswith("#")]
    listed = [line for line in lines if _LISTED.match(line)]
    if listed and len(listed) * 3 >= len(lines) * 2:
        fact = "the list of pages of GitBook and mdBook orders nothing here, and is a page of its own"
        hint = 'write navigation: into content/site.yaml, and "sort:" into _collection.yaml; then call this file _SUMMARY.md.'
        source.warn("foreign-shortcode", start + body.index(listed[0]), fact=fact, hint=hint)


def _of_logseq(body: str) -> str:
    found = re.match(r"\s*([\w-]+)::[ \t]*([^\n]*)", body)
    return f'write them between two lines "---", with one colon each: "{found[1]}: {found[2]}".' if found else ""


def _tell_of_formulas(source: Source, body: str, start: int) -> None:
    found = [one.start() for one in _FORMULA.finditer(body)]
    is_code = (
        _covered(body, [*_verbatim(body)[0], *(one.span() for one in _SHOWN_CODE.finditer(body))]) if found else b""
    )
    at = next((one for one in found if not is_code[one]), None)
    if at is not None:
        fact = "a formula stands here as it is written, for the page does not ask for formulas"
        hint = "write math: true into its front matter, or into content/site.yaml for all pages."
        source.warn("formula-as-text", start + at, fact=fact, hint=hint)


def marks_in(body: str, *, is_mdx: bool = False, weak: bool = True) -> Iterator[Mark]:
    """Yield the marks that are no code, in order. is_mdx: any tag with a capital is a component; weak: see `Kind`."""
    may_be = _Meant(body, is_mdx=is_mdx)
    found = [
        (kind, one)
        for kind in KINDS
        if kind.sign in body and (weak or not kind.weak) and may_be.there(kind)
        for one in kind.pattern.finditer(body)
        if may_be.meant(kind, one)
    ]
    if not found:
        return
    code, html = _verbatim(body)
    fences = {begin for begin, _ in code}
    is_code = _covered(body, code)
    for one in _OWN_CODE.finditer(body):
        begin, end = one.span()
        is_code[begin:end] = b"\1" * (end - begin)
    is_html = _covered(body, html)
    for kind, one in sorted(found, key=lambda pair: pair[1].start("mark")):
        at = one.start("mark")
        if kind.where == "fence":
            is_there = at in fences
        elif kind.where == "block":
            is_there = bool(is_html[at]) and not is_code[at]
        elif kind.where == "comment":
            is_there = bool(is_html[at])
        else:
            is_there = not is_code[at] and (kind.where == "text" or bool(is_html[at]) or "." in one["name"])
        if is_there:
            yield Mark(at, kind.fact, *kind.told(one))


def _verbatim(body: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    from ....markdown.engine import spans_in  # noqa: PLC0415 -- most pages have no such mark

    spans = spans_in(body)
    return spans.code + spans.blocks, spans.html


def _covered(body: str, ranges: list[tuple[int, int]]) -> bytearray:
    covered = bytearray(len(body) + 1)
    for begin, end in ranges:
        covered[begin:end] = b"\1" * (end - begin)
    return covered


class _Meant:
    """Says what may be a mark in one text. is_mdx: see `marks_in`; what a text has of a name is looked for once."""

    def __init__(self, body: str, *, is_mdx: bool) -> None:
        self._body, self._is_mdx = body, is_mdx
        self._has = cache(lambda words: words in body)
        self._is_open = cache(lambda gate: is_open(gate, body))

    def there(self, kind: Kind) -> bool:
        """Whether there may be a mark of a kind: a gate is asked far sooner than the whole expression."""
        return not kind.gates or any(map(self._is_open, kind.gates))

    def meant(self, kind: Kind, found: re.Match[str]) -> bool:
        """Whether what looks like a mark may be one."""
        groups = found.groupdict()
        if "expression" in groups:
            return self._is_mdx
        if given := groups.get("given"):
            return bool(strange_in(given))
        if kind.sign == ":" and groups["name"] not in EMOJI:
            return not self._may_be_option(found)
        return kind.sign != "<" or kind.where != "html" or self._is_strange(groups)

    def _may_be_option(self, found: re.Match[str]) -> bool:
        """Whether `:name: value` has a line of its own, as below a directive of MyST."""
        before, after = self._body[max(0, found.start() - 1) : found.start()], self._body[found.end() : found.end() + 1]
        return before in ("", "\n") and after == " "

    def _is_strange(self, groups: Mapping[str, str | None]) -> bool:
        """Whether a tag is none of HTML, and loses what it says unless it is a component."""
        name = groups["name"] or ""
        is_component = self._is_mdx and name[:1].isupper() and name != name.upper()
        is_lost = "lost" not in groups or not self._has(f"</{name}")
        return (is_component or name.lower() not in OF_HTML) and is_lost
