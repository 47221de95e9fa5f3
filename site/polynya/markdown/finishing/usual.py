"""Finishes the HTML of a usual text in one pass: headings, addresses, pictures, cells, boxes of tables, code (build wing).

It is cut once, at the tags that change, for looking through it is most of what finishing costs. Whatever is seldom makes the
pass give up; then `number_headings`, `finish_tags` and `box_tables` do the same, one after the other.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from html import escape, unescape

from ..headings import Heading, Ids, anchor_of, plain_text
from .tags import box_of

# All that those three look for. The addresses of links are taken along.
_CHANGED = re.compile(
    r'<(?=a href="([^"<>]*)"|h[1-6]|a|img|source|video|pre><code'
    r'|t(?:able><thead>|h></th>|[hd] (?:style="text-align|class="align-))|/table>'
    r'|blockquote class=|input disabled=|sup class="footnote-|div class="footnote-)'
)
_LEVELS = {f"{level}>": level for level in range(1, 7)}
_TO, _ANCHORED = anchor_of(Heading(2, "…", "")).split("…")
_heading = partial(tuple.__new__, Heading)  # calling the class takes longer
_PICTURE = 'img src="'
_TABLE_END = "/table>"
_CELLS = {
    f'{cell} style="text-align: {side}"': f'{cell} class="align-{side}"'
    for cell in ("th", "td")
    for side in ("left", "center", "right")
}


class Unusual(Exception):
    """The HTML holds something that this pass does not know."""


class Resolver:
    """Gives the address to write for one that an author wrote. kept: how those start that it gives as they are.

    It is not asked for the links that are kept so, which most are.
    """

    __slots__ = ("_resolve", "kept")

    def __init__(self, resolve: Callable[[str], str], kept: tuple[str, ...]) -> None:
        self._resolve, self.kept = resolve, kept

    def __call__(self, address: str) -> str:
        return self._resolve(address)


def finish_usual(
    html: str, resolve: Callable[[str], str], ids: Ids, *, label: str
) -> tuple[str, list[Heading], list[str] | None]:
    """Do what `number_headings`, `finish_tags` and, with a label, `box_tables` do. ids: the same as for the first.

    Returns the HTML, the headings in it, and the addresses of its links as they are written in it; None when there are
    pictures. Raises Unusual for the HTML of a text that is not usual.
    """
    kept = resolve.kept if isinstance(resolve, Resolver) else ()
    cut = _CHANGED.split(html)
    pieces, addresses = cut[::2], cut[1::2]
    passing, asked = _Pass(ids, box_of(label)[1:] if label else ""), list[int]()
    for at, address in enumerate(addresses, start=1):
        if address is None:
            piece = pieces[at]
            if write := _WRITERS.get(piece[0]):
                pieces[at] = write(passing, piece)
            elif piece.startswith(_PICTURE):
                asked.append(at)
                passing.pictured = True
            else:
                raise Unusual
        elif not address.startswith(kept):  # few are
            asked.append(at)
    if passing.boxed:
        raise Unusual
    for at in asked:
        addresses[at - 1] = _resolved(pieces, at, resolve)
    return (
        "<".join(pieces),
        passing.headings,
        None if passing.pictured else [one for one in addresses if one is not None],
    )


def _resolved(pieces: list[str], at: int, resolve: Callable[[str], str]) -> str:
    """Resolve an address, once it is sure that this pass does it: what is wrong with one is told each time it is asked for."""
    start, sign, rest = pieces[at].partition('="')
    address, end, rest = rest.partition('"')
    if not end or ">" in address or "<" in address:
        return address
    written = unescape(address) if "&" in address else address
    meant = resolve(written)
    if meant != written:
        address = escape(meant)
        pieces[at] = f"{start}{sign}{address}{end}{rest}"
    return address


class _Pass:
    """One pass. box: how the box of a table starts, "" when there are none. boxed: whether a table has started.

    pictured: whether there are pictures. Each method takes what follows a `<`, up to the next tag that changes, and gives
    what is to follow it.
    """

    __slots__ = ("box", "boxed", "headings", "ids", "pictured")

    def __init__(self, ids: Ids, box: str) -> None:
        self.ids, self.box = ids, box
        self.boxed = self.pictured = False
        self.headings: list[Heading] = []

    def heading(self, piece: str) -> str:
        start, _, rest = piece.partition("</h")
        level = piece[1:3]
        if level not in _LEVELS or rest[:2] != level:
            raise Unusual
        inner = start[3:]
        text = inner.strip() if "<" not in inner and "&" not in inner else plain_text(inner)
        own = self.ids.new(text)
        self.headings.append(_heading((_LEVELS[level], own, text)))
        return f'{piece[:2]} id="{own}">{inner}{"" if level == "1>" else f"{_TO}{own}{_ANCHORED}"}</h{rest}'

    def cell(self, piece: str) -> str:
        tag, sign, rest = piece.partition(">")
        if tag in _CELLS:
            tag = _CELLS[tag]
        elif tag == "table" and self.box:
            return self._start(piece)
        elif tag not in ("table", "th"):
            raise Unusual
        if self.boxed and tag[:2] == "th" and rest.startswith("</th>"):
            # a corner heads nothing, and a reader would be told that it does
            return f"td{tag[2:]}></td>{rest[5:]}"
        return f"{tag}{sign}{rest}"

    def _start(self, piece: str) -> str:
        if self.boxed:
            raise Unusual
        self.boxed = True
        return f"{self.box}<{piece}"

    def end(self, piece: str) -> str:
        if not self.boxed:
            return piece
        self.boxed = False
        return f"{_TABLE_END}</div>{piece[len(_TABLE_END) :]}"

    def code(self, piece: str) -> str:
        return f'pre tabindex="0"{piece[3:]}'  # it may scroll, so the keyboard has to reach it


_WRITERS: Mapping[str, Callable[[_Pass, str], str]] = {
    "h": _Pass.heading, "t": _Pass.cell, "/": _Pass.end, "p": _Pass.code,
}  # fmt: skip
"""By the first letter of a tag."""
