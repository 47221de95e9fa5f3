"""Finishes the HTML of a usual text in one pass: headings, addresses, pictures, cells, boxes of tables, code (build wing).

It is cut once, at the tags that change, for looking through it is most of what finishing costs. Whatever is seldom makes the
pass give up; then `number_headings`, `finish_tags` and `box_tables` do the same, one after the other.
"""

import re
from collections.abc import Callable, Mapping
from html import escape, unescape

from .finish import box_of
from .headings import Heading, Ids, anchor_of, plain_text, start_of

# All that those three look for.
_CHANGED = re.compile(
    r'<(?=h[1-6]|a|img|source|video|pre><code|t(?:able><thead>|h></th>|[hd] (?:style="text-align|class="align-))|/table>'
    r'|blockquote class=|input disabled=|(?:sup|div) class="footnote-)'
)
_LINK = '<a href="'
_PICTURE = '<img src="'
_ADDRESSED = (_LINK, _PICTURE)
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
    passing = _Pass(ids, box_of(label) if label else "")
    first, *pieces = _CHANGED.split(html)
    written = [first]
    for piece in pieces:
        write = _WRITERS.get(piece[0])
        if write is None:
            raise Unusual
        written.append(write(passing, piece))
    if passing.boxed:
        raise Unusual
    _resolve_all(written, resolve)
    return "".join(written), passing.headings, passing.pictured


def _resolve_all(written: list[str], resolve: Callable[[str], str]) -> None:
    """Resolve the addresses, once it is sure that this pass does it: what is wrong with one is told each time it is asked for."""
    for at, piece in enumerate(written):
        if piece.startswith(_ADDRESSED):
            start = len(_LINK) if piece[1] == "a" else len(_PICTURE)
            end = piece.find('"', start)
            address = piece[start:end]
            if end >= 0 and ">" not in address and "<" not in address:
                meant = unescape(address) if "&" in address else address
                found = resolve(meant)
                if found != meant:
                    written[at] = f"{piece[:start]}{escape(found)}{piece[end:]}"


class _Pass:
    """One pass. box: how the box of a table starts, "" when there are none. boxed: whether a table has started; pictured: whether
    a picture was there.

    Each method takes what follows a `<`, up to the next tag that changes, and gives it with all of its tag.
    """

    __slots__ = ("box", "boxed", "headings", "ids", "pictured")

    def __init__(self, ids: Ids, box: str) -> None:
        self.ids, self.box = ids, box
        self.boxed = self.pictured = False
        self.headings: list[Heading] = []

    def link(self, piece: str) -> str:
        written = f"<{piece}"
        if written.startswith(_LINK):
            return written
        raise Unusual

    def picture(self, piece: str) -> str:
        written = f"<{piece}"
        if written.startswith(_PICTURE):
            self.pictured = True
            return written
        raise Unusual

    def heading(self, piece: str) -> str:
        level = piece[1]
        start, _, rest = piece.partition("</h")
        if start[2:3] != ">" or rest[:2] != f"{level}>":
            raise Unusual
        inner = start[3:]
        text = plain_text(inner)
        heading = Heading(int(level), self.ids.new(text), text)
        self.headings.append(heading)
        return f"{start_of(heading)}>{inner}{anchor_of(heading)}</h{rest}"

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
            return f"<td{tag[2:]}></td>{rest[5:]}"
        return f"<{tag}{sign}{rest}"

    def _start(self, piece: str) -> str:
        if self.boxed:
            raise Unusual
        self.boxed = True
        return f"{self.box}<{piece}"

    def end(self, piece: str) -> str:
        if not self.boxed:
            return f"<{piece}"
        self.boxed = False
        return f"<{_TABLE_END}</div>{piece[len(_TABLE_END) :]}"

    def code(self, piece: str) -> str:
        return f'<pre tabindex="0"{piece[3:]}'  # it may scroll, so the keyboard has to reach it


_WRITERS: Mapping[str, Callable[[_Pass, str], str]] = {
    "a": _Pass.link, "h": _Pass.heading, "t": _Pass.cell, "/": _Pass.end, "i": _Pass.picture, "p": _Pass.code,
}  # fmt: skip
"""By the first letter of a tag."""
