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


_CUTS = ('<link rel="icon"', '<link rel="canonical"', "<body", "<main")
"""Where a page is cut, also before its last "</main". Any other place before a "<" would do: no expression looks across it."""
MOST_PARTS = 256
MOST_JUDGED = 8192


class LinkReader:
    """Reads pages as `links_of` does, and gives what `far_targets` and `lines_of_spots` give.

    Equal targets of different pages are the same object, which is pickled once.
    """

    def __init__(self, site_url: str) -> None:
        self._site_url = site_url
        self._shared: tuple[dict[str, _Part | None], dict[str, _Part | None]] = ({}, {})
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
        """Cut a page in parts, in turn one that is its own and one that many pages are likely to share, and read each."""
        escaped = has_escaped(html)
        cuts = _cuts(html)
        shared = self._shared[escaped]
        found = []
        for at in range(0, len(cuts) - 2, 2):
            start, end, next_start = cuts[at : at + 3]
            found.append(self._read(html[start:end], escaped=escaped))
            text = html[end:next_start]
            if text not in shared:
                if len(shared) >= MOST_PARTS:
                    shared.clear()
                shared[text] = self._read(text, escaped=escaped)
            found.append(shared[text])
        return found

    def _read(self, text: str, *, escaped: bool) -> _Part | None:
        """Read a part of a page; None when it cannot be read apart from the rest, or has what is rare."""
        last = text.rfind('="')
        if may_be_verbatim(text) or (last >= 0 and text.find('"', last + 2) < 0):
            return None
        links, near, pictures, spots = [], [], [], []
        for address, spot, picture, rare, unusual in (IN_TAGS if escaped else USUAL).findall(text):
            if address:
                if address[0] == "#":
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


def _cuts(html: str) -> list[int]:
    """Say where the parts of a page start and end."""
    cuts, at = [0], 0
    for mark in _CUTS:
        at = max(at, html.find(mark, at))
        cuts.append(at)
    return [*cuts, max(at, html.rfind("</main")), len(html)]


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
