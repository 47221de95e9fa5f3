"""Reads the links of many pages, part by part: most links of a page stand in parts that it shares with others (build wing)."""

from html import unescape
from typing import NamedTuple

from .elsewhere import is_elsewhere
from .page import IN_TAGS, USUAL, has_escaped, links_of, may_be_verbatim

Target = tuple[str, str]


class _Part(NamedTuple):
    """What a part of a page points at. near: those of the links that point at a spot of the same page."""

    links: list[Target]
    near: list[Target]
    pictures: list[Target]
    spots: list[str]


_NOTHING = _Part([], [], [], [])
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
        spots: set[str] = set()
        for part in self._parts(html):
            if part is None:
                whole = links_of(html)
                return tuple(whole.far_targets(self._site_url)), whole.lines_of_spots()
            links += part[0]
            near += part[1]
            pictures += part[2]
            spots.update(part[3])
        targets = dict.fromkeys(links + pictures)
        for target in near:
            if target[1][1:] in spots:
                targets.pop(target, None)
        return tuple(targets), "\n".join(sorted(spots))

    def _parts(self, html: str) -> list[_Part | None]:
        """Cut a page before some of its tags, and read each part. No expression looks across a "<" but for a closing mark."""
        escaped = has_escaped(html)
        known = self._known[escaped]
        found, start = [], 0
        for shared in self._shared:
            at, text = shared.find(html, start)
            found.append(self._read(html, start, at, escaped=escaped))
            if text not in known:
                if len(known) >= MOST_PARTS:
                    known.clear()
                known[text] = self._read(text, 0, len(text), escaped=escaped)
            found.append(known[text])
            start = at + len(text)
        found.append(self._read(html, start, len(html), escaped=escaped))
        return found

    def _read(self, html: str, start: int, end: int, *, escaped: bool) -> _Part | None:
        """Read a part of a page; None when it cannot be read apart from the rest, or has what is rare."""
        if start == end:
            return _NOTHING
        last = html.rfind('="', start, end)
        if may_be_verbatim(html, start, end) or (last >= 0 and html.find('"', last + 2, end) < 0):
            return None
        links, near, pictures, spots = [], [], [], []
        for address, spot, picture, rare, unusual in (IN_TAGS if escaped else USUAL).findall(html, start, end):
            if address:
                if address[0] == "#" or (address[0] == "&" and unescape(address)[0] == "#"):
                    near.append(("href", unescape(address[:-1])))
                    links.append(near[-1])
                elif target := self._links[address]:
                    links.append(target)
            elif spot:
                spots.append(unescape(spot[:-1]))
            elif rare or unusual:
                return None
            elif target := self._pictures[picture]:
                pictures.append(target)
        return _Part(links, near, pictures, spots)


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
