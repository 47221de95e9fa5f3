"""Finds links by name in a Markdown text, `[[Boat]]`, as wikis and note-takers write them (build wing)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late

from .engine import Spans, spans_in
from .faults import covered

MARK = "[["
"""Without it there is no such link in a text."""

_NAMED = late(
    r"\[\[(?P<target>(?!(?i:_?toc_?)\]\])[^\[\]\n|]{1,300}?)"
    r"(?:\\?\|(?P<words>[^\[\]\n]{0,300}))?\]\]"
)
_NO_NAME = late(r"\s|[\"'$^*`=,:;<>\\-]|\d{1,3}\Z|#[\W\d]")
_MEANT = late(r"@?[^\W\d]|\d{4}-\d|#\w|\.{1,2}/|/\w")
_OWN_CODE = late(r"<(code|pre|kbd|samp|script|style|textarea|svg|math)\b[^<>]{0,300}>.{0,5000}?</\1>", re.DOTALL)
_OTHERS = late(r"[`<$]|~~~|\][(:\[]|\[\^|^ *(?: {4}|\t)", re.MULTILINE)
"""Without any of these there is neither code nor HTML nor an ordinary link in a text, and the engine needs not be asked."""
_DEFINED = late(r"^ {0,3}\[([^\[\]\n]+)\]:[ \t]*<?([^\s>]+)", re.MULTILINE)
_DIRECTIVE = late(r"[ \t>]*::")


class Named(NamedTuple):
    """A link by name. start, end: characters of the text; target: what it names; words: its own, None for none.

    embeds: it asks for what it names in its place. meant: it can be nothing else; one that is not is one only where there is
    what it names.
    """

    start: int
    end: int
    target: str
    words: str | None
    embeds: bool
    meant: bool


@lru_cache(maxsize=64)  # a page and its Markdown twin are drawn one soon after the other
def names_in(body: str, *, math: bool = False) -> Sequence[Named]:
    """List the links by name of a text, in order; none of those that are code, raw HTML, or ordinary links in brackets.

    math: whether the page asks for formulas.
    """
    return tuple(_names_in(body, math=math))


def _names_in(body: str, *, math: bool) -> Iterator[Named]:
    found = [one for one in _NAMED.finditer(body) if not _NO_NAME.match(one["target"])] if MARK in body else []
    if not found:
        return
    spans = spans_in(body, math=math) if _OTHERS.search(body) else Spans([], [], [], [])
    own_code = [one.span() for one in _OWN_CODE.finditer(body)] if "</" in body else []
    within = covered(body, spans.code + spans.html)
    beyond, links = covered(body, spans.blocks + own_code), covered(body, spans.links)
    defined = dict(_DEFINED.findall(body)) if spans.links else {}
    for one in found:
        start, end = one.span()
        embeds = body[start - 1 : start] == "!"
        start -= embeds
        may_be = (
            not any(beyond[start:end])
            and (not any(links[start:end]) or _is_of_foam(one, defined))
            and not any(within[start : one.end("target")])
            and not any(within[end - 2 : end])
        )
        if may_be and not _is_bound(body, start) and not _is_directive(body, start):
            target = one["target"].strip()
            yield Named(start, end, target, one["words"], embeds, bool(_MEANT.match(target)))


def _is_of_foam(one: re.Match[str], defined: Mapping[str, str]) -> bool:
    """Whether a definition repeats a link by name, as in `[harbour/boat|Boat]: harbour/boat.md`."""
    path = defined.get(one[0][2:-2], "")
    stem = path.rpartition("/")[2].partition("#")[0].removesuffix(".md")
    name = one["target"].partition("#")[0].rpartition("/")[2]
    return ":" not in path and stem.casefold() == name.replace(" ", "%20").casefold()


def _is_bound(body: str, start: int) -> bool:
    """Whether what stands before it makes it something else: a word, a bracket, a backslash that nothing takes back."""
    before = body[start - 1 : start] if start else ""
    if before == "\\":
        return (start - len(body[:start].rstrip("\\"))) % 2 == 1
    return before in ("[", "_") or (before.isascii() and before.isalnum())


def _is_directive(body: str, start: int) -> bool:
    """Whether it stands in the line of a directive, whose words are no Markdown."""
    return _DIRECTIVE.match(body, body.rfind("\n", 0, start) + 1, start + 1) is not None
