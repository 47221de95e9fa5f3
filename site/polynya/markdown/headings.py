"""Gives every heading an id that links can point at, and an anchor to copy the link from (build wing)."""

from collections.abc import Collection, Mapping, Sequence
from html import escape, unescape

from polynya_live.values import NamedTuple, dataclass, field
from polynya_live.values.patterns import late

from ..reading.slugs import heading_id

TOC = "[[toc]]"
"""In a paragraph of its own: the table of contents goes here."""

IN_CONTENTS = (2, 3)
"""The levels of headings that a table of contents lists."""

_LEVELS = frozenset("123456")
_OPENING = late(r"<h([1-6])([^<>]*)>")
_ID = late(r'\sid="([^"]*)"')
_TAG = late(r"<[^<>]*>")
_OWN_LINK = late(r'<a href="#([^"]*)"')


class Heading(NamedTuple):
    """A heading of a page. text: plain, without markup."""

    level: int
    id: str
    text: str


@dataclass(slots=True)
class Ids:
    """The ids of one text. reserved: what something else on the page has. count: by id, how many more wanted it.

    moved: the ids that GitHub would have given, where they are others here.
    """

    reserved: Collection[str]
    count: dict[str, int] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)

    def new(self, text: str) -> str:
        """Give a heading its id."""
        found = wanted = heading_id(text) or "section"
        while found in self.count:
            self.count[wanted] += 1
            found = f"{wanted}-{self.count[wanted]}"
        self.count[found] = 0
        if found in self.reserved or self.moved:
            found = self._free(found, text=wanted)
        return found

    def _free(self, wanted: str, *, text: str) -> str:
        found, more = wanted, 0
        while found in self.reserved or found in self.moved.values() or (more and found in self.count):
            more += 1
            found = f"{text}-{more}"
        if more:
            self.moved[wanted] = found
        return found


def number_headings(html: str, reserved: Collection[str] = (), title: str = "") -> tuple[str, list[Heading]]:
    """Write an id and an anchor into each heading of `html`; an id the author gave is kept.

    An id is the heading's text as GitHub writes it; one that is taken gets "-1", "-2" and so on.
    reserved: ids that something else on the page has; links to a heading that is called otherwise for it follow it.
    title: the id of the heading that stands above all of `html`.
    """
    ids = ids_of(reserved, title)
    numbered = _number_usual(html, ids)
    if numbered is None:
        ids = ids_of(reserved, title)
        numbered = _number_any(html, ids)
    written, headings = numbered
    return with_moved(written, ids), headings


def ids_of(reserved: Collection[str] = (), title: str = "") -> Ids:
    """Start the ids of one text; both as of `number_headings`."""
    return Ids(reserved, {title: 0} if title else {})


def with_moved(html: str, ids: Ids) -> str:
    """Let links to headings that are called otherwise follow them."""
    return _OWN_LINK.sub(lambda link: f'<a href="#{ids.moved.get(link[1], link[1])}"', html) if ids.moved else html


def _number_usual(html: str, ids: Ids) -> tuple[str, list[Heading]] | None:
    """Number the headings that the engine made; None when there are others."""
    first, *pieces = html.split("<h")
    parts, headings = [first], list[Heading]()
    for piece in pieces:
        level = piece[:1]
        if level not in _LEVELS:
            parts.append(f"<h{piece}")
            continue
        end = piece.find("</h")
        if piece[1:2] != ">" or end < 0 or piece[end + 3 : end + 5] != f"{level}>":
            return None
        inner = piece[2:end]
        text = plain_text(inner)
        heading = Heading(int(level), ids.new(text), text)
        headings.append(heading)
        parts += (_write(heading, "", inner), piece[end + 5 :])
    return "".join(parts), headings


def _number_any(html: str, ids: Ids) -> tuple[str, list[Heading]]:
    """Number the headings of raw HTML as well: with attributes, in each other, never closed."""
    parts: list[str] = []
    headings: list[Heading] = []
    unclosed: set[str] = set()
    end = 0
    for opening in _OPENING.finditer(html):
        closing = f"</h{opening[1]}>"
        if opening.start() < end or closing in unclosed:
            continue
        close = html.find(closing, opening.end())
        if close < 0:  # raw HTML: ask once a level, so that a thousand open headings stay linear
            unclosed.add(closing)
            continue
        inner = html[opening.end() : close]
        heading = Heading(int(opening[1]), *_id_and_text(opening[2], inner, ids))
        headings.append(heading)
        parts += (html[end : opening.start()], _write(heading, opening[2], inner))
        end = close + len(closing)
    return "".join((*parts, html[end:])), headings


def draw_contents(headings: Sequence[Heading], words: Mapping[str, str]) -> str:
    """Draw the table of contents as nested lists; "" when there is nothing to list. words: as of `words_of`."""
    listed = [heading for heading in headings if heading.level in IN_CONTENTS]
    if not listed:
        return ""
    parts: list[str] = []
    depth = 0
    for heading in listed:
        wanted = 2 if heading.level == IN_CONTENTS[1] and depth else 1
        parts.append("<ul>\n" if wanted > depth else "</li>\n" + "</ul>\n</li>\n" * (depth - wanted))
        depth = wanted
        parts.append(f'<li><a href="#{escape(heading.id)}">{escape(heading.text)}</a>')
    end = "</li>\n</ul>\n" * depth
    return f'<nav class="contents" aria-label="{words["contents"]}">\n{"".join(parts)}{end}</nav>\n'


def _id_and_text(attributes: str, inner: str, ids: Ids) -> tuple[str, str]:
    text = plain_text(inner)
    given = _ID.search(attributes)
    if given:
        ids.count.setdefault(unescape(given[1]), 0)
        return unescape(given[1]), text
    return ids.new(text), text


def plain_text(inner: str) -> str:
    """Write the text of a heading without its markup."""
    is_plain = "<" not in inner and "&" not in inner
    return inner.strip() if is_plain else unescape(_TAG.sub("", inner)).strip()


def anchor_of(heading: Heading) -> str:
    """Write the anchor of a heading; "" for that of a whole page."""
    return (
        f' <a class="anchor" href="#{escape(heading.id)}" aria-hidden="true" tabindex="-1">#</a>'
        if heading.level > 1
        else ""
    )


def _write(heading: Heading, attributes: str, inner: str) -> str:
    own = "" if attributes and _ID.search(attributes) else f' id="{heading.id}"'
    return f"<h{heading.level}{own}{attributes}>{inner}{anchor_of(heading)}</h{heading.level}>"
