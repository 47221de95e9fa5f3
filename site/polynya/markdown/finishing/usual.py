"""Finishes the HTML of a usual text in one pass: headings, addresses, pictures, cells, boxes of tables, code (build wing).

It is cut once, at the tags that change, for looking through it is most of what finishing costs. Whatever is seldom makes the
pass give up; then `number_headings`, `finish_tags` and `box_tables` do the same, one after the other.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from ..headings import Heading, Ids, anchor_of, plain_text
from .tags import box_of

# All that those three look for.
_CHANGED = re.compile(
    r'<(?=h[1-6]|a|img|source|video|pre><code|t(?:able><thead>|h></th>|[hd] (?:style="text-align|class="align-))|/table>'
    r'|blockquote class=|input disabled=|(?:sup|div) class="footnote-)'
)
_LEVELS = {str(level): level for level in range(1, 7)}
_LINK = 'a href="'
_PICTURE = 'img src="'
_TABLE_END = "/table>"
_CELLS = {
    f'{cell} style="text-align: {side}"': f'{cell} class="align-{side}"'
    for cell in ("th", "td")
    for side in ("left", "center", "right")
}


class Unusual(Exception):
    """The HTML holds something that this pass does not know."""


def finish_usual(html: str, resolve: Callable[[str], str], ids: Ids, *, label: str) -> tuple[str, list[Heading], bool]:
    """Do what `number_headings`, `finish_tags` and, with a label, `box_tables` do. ids: the same as for the first.

    Returns the HTML, the headings in it, and whether there are pictures.
    Raises Unusual for the HTML of a text that is not usual.
    """
    pieces = _CHANGED.split(html)
    passing, addressed = _Pass(ids, box_of(label)[1:] if label else ""), list[int]()
    pictured = False
    for at in range(1, len(pieces)):
        piece = pieces[at]
        if piece.startswith(_LINK):
            addressed.append(at)
        elif piece.startswith(_PICTURE):
            addressed.append(at)
            pictured = True
        elif write := _WRITERS.get(piece[0]):
            pieces[at] = write(passing, piece)
        else:
            raise Unusual
    if passing.boxed:
        raise Unusual
    _resolve_all(pieces, addressed, resolve)
    return "<".join(pieces), passing.headings, pictured


def _resolve_all(pieces: list[str], addressed: list[int], resolve: Callable[[str], str]) -> None:
    """Resolve the addresses, once it is sure that this pass does it: what is wrong with one is told each time it is asked for."""
    for at in addressed:
        piece = pieces[at]
        start = len(_LINK) if piece[0] == "a" else len(_PICTURE)
        end = piece.find('"', start)
        address = piece[start:end]
        if end >= 0 and ">" not in address and "<" not in address:
            written = unescape(address) if "&" in address else address
            meant = resolve(written)
            if meant != written:
                pieces[at] = f"{piece[:start]}{escape(meant)}{piece[end:]}"


class _Pass:
    """One pass. box: how the box of a table starts, "" when there are none. boxed: whether a table has started.

    Each method takes what follows a `<`, up to the next tag that changes, and gives what is to follow it.
    """

    __slots__ = ("box", "boxed", "headings", "ids")

    def __init__(self, ids: Ids, box: str) -> None:
        self.ids, self.box = ids, box
        self.boxed = False
        self.headings: list[Heading] = []

    def heading(self, piece: str) -> str:
        start, _, rest = piece.partition("</h")
        level = start[1]
        if start[2:3] != ">" or rest[:2] != start[1:3]:
            raise Unusual
        inner = start[3:]
        text = plain_text(inner)
        heading = Heading(_LEVELS[level], self.ids.new(text), text)
        self.headings.append(heading)
        return f'h{level} id="{heading.id}">{inner}{anchor_of(heading)}</h{rest}'

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
