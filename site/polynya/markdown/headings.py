"""Gives every heading an id that links can point at, and an anchor to copy the link from (build wing)."""

import re
from collections.abc import Collection, Mapping, Sequence
from html import escape, unescape
from typing import NamedTuple

TOC = "[[toc]]"
"""In a paragraph of its own: the table of contents goes here."""

IN_CONTENTS = (2, 3)
"""The levels of headings that a table of contents lists."""

_LEVELS = frozenset("123456")
_OPENING = re.compile(r"<h([1-6])([^<>]*)>")
_ID = re.compile(r'\sid="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")
_NOT_IN_IDS = re.compile(r"[^\w\- ]+")


class Heading(NamedTuple):
    """A heading of a page. text: plain, without markup."""

    level: int
    id: str
    text: str


def number_headings(html: str, reserved: Collection[str] = ()) -> tuple[str, list[Heading]]:
    """Write an id and an anchor into each heading of `html`; an id the author gave is kept.

    An id is the heading's text as GitHub writes it; one that is taken gets "-1", "-2" and so on.
    reserved: ids that something else on the page has.
    """
    taken: dict[str, int] = dict.fromkeys(reserved, 0)
    first, *pieces = html.split("<h")
    parts, headings = [first], list[Heading]()
    for piece in pieces:
        level = piece[:1]
        if level not in _LEVELS:
            parts.append(f"<h{piece}")
            continue
        end = piece.find("</h")
        if piece[1:2] != ">" or end < 0 or piece[end + 3 : end + 5] != f"{level}>":
            return _number_any(html, dict.fromkeys(reserved, 0))
        inner = piece[2:end]
        is_plain = "<" not in inner and "&" not in inner
        text = inner.strip() if is_plain else unescape(_TAG.sub("", inner)).strip()
        heading = Heading(int(level), _new_id(text, taken), text)
        headings.append(heading)
        parts += (_write(heading, "", inner), piece[end + 5 :])
    return "".join(parts), headings


def _number_any(html: str, taken: dict[str, int]) -> tuple[str, list[Heading]]:
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
        heading = Heading(int(opening[1]), *_id_and_text(opening[2], inner, taken))
        headings.append(heading)
        parts += (html[end : opening.start()], _write(heading, opening[2], inner))
        end = close + len(closing)
    return "".join((*parts, html[end:])), headings


def slug_of(text: str) -> str:
    """Turn a heading's text into an id: lower case, spaces to hyphens, other punctuation left out."""
    words = text.lower()
    if not words.replace(" ", "").isalnum():
        words = _NOT_IN_IDS.sub("", words)
    return words.strip().replace(" ", "-")


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


def _id_and_text(attributes: str, inner: str, taken: dict[str, int]) -> tuple[str, str]:
    text = unescape(_TAG.sub("", inner)).strip()
    given = _ID.search(attributes)
    if given:
        taken.setdefault(unescape(given[1]), 0)
        return unescape(given[1]), text
    return _new_id(text, taken), text


def _new_id(text: str, taken: dict[str, int]) -> str:
    found = wanted = slug_of(text) or "section"
    while found in taken:
        taken[wanted] += 1
        found = f"{wanted}-{taken[wanted]}"
    taken[found] = 0
    return found


def _write(heading: Heading, attributes: str, inner: str) -> str:
    own = "" if attributes and _ID.search(attributes) else f' id="{heading.id}"'
    anchor = (
        f' <a class="anchor" href="#{heading.id}" aria-hidden="true" tabindex="-1">#</a>' if heading.level > 1 else ""
    )
    return f"<h{heading.level}{own}{attributes}>{inner}{anchor}</h{heading.level}>"
