"""Gives every heading an id that links can point at, and an anchor to copy the link from (build wing)."""

import re
from dataclasses import dataclass
from html import unescape

_OPENING = re.compile(r"<h([1-6])([^<>]*)>")
_ID = re.compile(r'\sid="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")
_NOT_IN_IDS = re.compile(r"[^\w\- ]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a page. text: plain, without markup."""

    level: int
    id: str
    text: str


def number_headings(html: str) -> tuple[str, list[Heading]]:
    """Write an id and an anchor into each heading of `html`; an id the author gave is kept.

    An id is the heading's text as GitHub writes it; one that is taken gets "-1", "-2" and so on.
    """
    parts: list[str] = []
    headings: list[Heading] = []
    taken: dict[str, int] = {}
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
    return _NOT_IN_IDS.sub("", text.lower()).strip().replace(" ", "-")


def _id_and_text(attributes: str, inner: str, taken: dict[str, int]) -> tuple[str, str]:
    text = unescape(_TAG.sub("", inner)).strip()
    given = _ID.search(attributes)
    if given:
        taken.setdefault(unescape(given[1]), 0)
        return unescape(given[1]), text
    wanted = slug_of(text) or "section"
    found = wanted
    while found in taken:
        taken[wanted] += 1
        found = f"{wanted}-{taken[wanted]}"
    taken[found] = 0
    return found, text


def _write(heading: Heading, attributes: str, inner: str) -> str:
    own = "" if _ID.search(attributes) else f' id="{heading.id}"'
    anchor = (
        f' <a class="anchor" href="#{heading.id}" aria-hidden="true" tabindex="-1">#</a>' if heading.level > 1 else ""
    )
    return f"<h{heading.level}{own}{attributes}>{inner}{anchor}</h{heading.level}>"
