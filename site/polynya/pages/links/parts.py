"""Reads the links of many pages, part by part: most links of a page stand in parts that it shares with others (build wing)."""

from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from .elsewhere import is_elsewhere
from .page import IN_TAGS, USUAL, has_escaped, links_of, rare_targets, without_verbatim

Target = tuple[str, str]


class _Part(NamedTuple):
    """What a part of a page points at. near: those of the links that point at a spot of the same page."""

    links: list[Target]
    near: list[Target]
    pictures: list[Target]
    rare: list[Target]
    spots: list[str]


_SHARED = (('<link rel="icon"', '<link rel="canonical"'), ("<body", "<main"), ("</main", ""))
"""Where parts that many pages share are likely to start and end. Any other place before a "<" would do."""
MOST_PARTS = 256
MOST_JUDGED = 8192


class LinkReader:
    """Reads pages as `links_of` does, and gives what `far_targets` and `lines_of_spots` give.

    Equal targets of different pages are the same object, which is pickled once.
    """

    def __init__(self, site_url: str) -> None:
        self._site_url = site_url
        self._shared = [_Shared(first, end) for first, end in _SHARED]
        self._known: tuple[dict[str, _Part | None], dict[str, _Part | None]] = ({}, {})
        self._links, self._pictures = _Judged("href", site_url), _Judged("src", site_url)

    def read(self, html: str) -> tuple[tuple[Target, ...], str]:
        """Read one page: its far targets, and its spots as lines."""
        links: list[Target] = []
        near: list[Target] = []
        pictures: list[Target] = []
        rare: list[Target] = []
        spots: set[str] = set()
        for part in self._parts(without_verbatim(html)):
            if part is None:
                whole = links_of(html)
                return tuple(whole.far_targets(self._site_url)), whole.lines_of_spots()
            links += part[0]
            near += part[1]
            pictures += part[2]
            rare += part[3]
            spots.update(part[4])
        targets = dict.fromkeys(links + pictures + rare)
        for target in near:
            if target[1][1:] in spots:
                targets.pop(target, None)
        return tuple(targets), "\n".join(sorted(spots))

    def _parts(self, html: str) -> Iterator[_Part | None]:
        """Cut a page before some of its tags, and read each part. No expression looks across a "<" but for a closing mark."""
        escaped = has_escaped(html)
        known = self._known[escaped]
        start = 0
        for shared in self._shared:
            at, text = shared.find(html, start)
            yield self._read(html, start, at, escaped=escaped)
            if text not in known:
                if len(known) >= MOST_PARTS:
                    known.clear()
                known[text] = self._read(text, 0, len(text), escaped=escaped)
            yield known[text]
            start = at + len(text)
        if start < len(html):
            yield self._read(html, start, len(html), escaped=escaped)

    def _read(self, html: str, start: int, end: int, *, escaped: bool) -> _Part | None:
        """Read a part of a page; None when it cannot be read apart from the rest, or has what is unusual."""
        if not _is_closed(html, start, end):
            return None
        links, pictures, spots, are_rare = [], [], [], False
        for address, spot, picture, _, is_unusual in (IN_TAGS if escaped else USUAL).findall(html, start, end):
            if address:
                links.append(("href", unescape(address[:-1])) if address[0] == "#" else self._links[address])
            elif spot:
                spots.append(unescape(spot[:-1]))
            elif picture:
                pictures.append(self._pictures[picture])
            elif is_unusual:
                return None
            else:
                are_rare = True
        rare = self._rare(html, start, end) if are_rare else []
        found = [*filter(None, links)]
        near = [one for one in found if one[1][:1] == "#"]
        return _Part(found, near, [*filter(None, pictures)], rare, spots)

    def _rare(self, html: str, start: int, end: int) -> list[Target]:
        return [one for one in rare_targets(html, start, end) if not is_elsewhere(one[1], self._site_url)]


def _is_closed(html: str, start: int, end: int) -> bool:
    """Whether the value of every attribute that starts in a part of a page ends there."""
    last = html.rfind('="', start, end)
    return last < 0 or html.find('"', last + 2, end) >= 0


class _Shared:
    """A part of many pages, from the first of some letters to others, or from the last of some letters to the end."""

    def __init__(self, first: str, end: str) -> None:
        self._first, self._end = first, end
        self._last = ""

    def find(self, html: str, start: int) -> tuple[int, str]:
        """Find it: its place and its text, most often the same string as in the last page; "" when it is not there."""
        at = html.find(self._first, start) if self._end else html.rfind(self._first, start)
        if at < 0:
            return start, ""
        next_at = at + len(self._last)
        if not self._last or not html.startswith(self._last, at) or html[next_at : next_at + 1] not in "<":
            end = html.find(self._end, at) if self._end else len(html)
            self._last = html[at : max(at, end)]
        return at, self._last


class _Judged(dict[str, Target | None]):
    """Targets by the address as it is written; None for what leads off the site."""

    def __init__(self, attribute: str, site_url: str) -> None:
        super().__init__()
        self._attribute, self._site_url = attribute, site_url

    def __missing__(self, written: str) -> Target | None:
        if len(self) >= MOST_JUDGED:
            self.clear()
        address = unescape(written[:-1])
        found = self[written] = None if is_elsewhere(address, self._site_url) else (self._attribute, address)
        return found
