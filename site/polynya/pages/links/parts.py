"""Reads the links of many pages, part by part: most links of a page stand in parts that it shares with others (build wing).

What its content points at was known when that was drawn, so mostly little is left to be read of a page.
"""

from collections.abc import Iterable
from html import unescape

from polynya_live.values import NamedTuple

from ...markdown import Rendered
from .elsewhere import host_of, is_elsewhere
from .page import IN_TAGS, USUAL, has_escaped, has_verbatim, links_of, rare_targets, without_verbatim
from .shared import FOOT, HEAD, TOP, Judged, SharedEnd, SharedPart, Target

TELLING = 64
"""Letters that the content is looked for by; where they are, all of it is compared."""
MOST_KNOWN = 256
_BORDER = "\0"
"""Stands between parts that are read as one text. A value with one in it is not closed where it should be."""

_Read = tuple[tuple[Target, ...], str]
_Cut = tuple[tuple[str, ...], tuple[str, str, str], bool]
"""A page in parts: its own, those that it shares with others, and whether its content is left out."""

_Found = tuple[list[Target | None], list[Target], list[str]]
"""What some HTML points at, with None for what is off the site; those that may point at a spot of the same page; spots."""


class _Known(NamedTuple):
    """What is known of shared parts. found: as they are read in a page where nothing was escaped, and in others."""

    has_verbatim: bool
    has_escaped: bool
    found: tuple[_Found | None, _Found | None]


class LinkReader:
    """Reads pages as `links_of` does, and gives what `far_targets` and `lines_of_spots` give, in whatever order.

    Equal targets of different pages are the same object, which is pickled once.
    """

    def __init__(self, site_url: str) -> None:
        self._site_url, self._host = site_url, host_of(site_url)
        self._head, self._top, self._foot = SharedPart(*HEAD), SharedPart(*TOP), SharedEnd(FOOT)
        self._known: dict[tuple[str, str, str], _Known] = {}
        self._links, self._pictures = Judged("href", site_url), Judged("src", site_url)

    def read(self, html: str, content: Rendered | None = None) -> _Read:
        """Read one page: its far targets, and its spots as lines. content: that may be in it."""
        found = self._read_parts(html, content if content and content.addresses is not None else None)
        if found is None:
            whole = links_of(html)
            return tuple(whole.far_targets(self._site_url)), whole.lines_of_spots()
        return found

    def _read_parts(self, html: str, content: Rendered | None, *, cleared: bool = False) -> _Read | None:
        """Read a page part by part; None when that cannot be. cleared: of what is verbatim."""
        own, texts, is_around = self._cut(html, content)
        text = _BORDER.join(own)
        known = self._known.get(texts) or self._know(texts)
        if not cleared and (known.has_verbatim or has_verbatim(text)):
            return self._read_parts(without_verbatim(html), content, cleared=True)
        escaped = known.has_escaped or has_escaped(text)
        found, shared = self._read(text, escaped=escaped), known.found[escaped]
        if found is None or shared is None:
            return None
        return _sum(found, shared, self._found_in(content) if content and is_around else _NOTHING)

    def _cut(self, html: str, content: Rendered | None) -> _Cut:
        """Cut a page before some of its tags, for no expression looks across a "<" but for a closing mark.

        Behind the content it may be cut before anything else: that part gets a "<" as well, and the letter before it, which
        an expression may look back to.
        """
        first, head = self._head.find(html, 0)
        second, top = self._top.find(html, above := first + len(head))
        beside = second + len(top)
        text = content.html if content else ""
        third = html.find(text[:TELLING], beside) if text[:1] == "<" else -1
        is_around = third >= 0 and html.startswith(text, third)
        fourth, foot = self._foot.find(html, below := third + len(text) if is_around else beside)
        before = (html[:first], html[above:second])
        inner = (html[beside:third], f"<{html[below - 1 : fourth]}") if is_around else (html[beside:fourth],)
        return (*before, *inner), (head, top, foot), is_around

    def _know(self, texts: tuple[str, str, str]) -> _Known:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        text = _BORDER.join(texts)
        each = self._read(text, escaped=False), self._read(text, escaped=True)
        known = self._known[texts] = _Known(has_verbatim(text), has_escaped(text), each)
        return known

    def _read(self, text: str, *, escaped: bool) -> _Found | None:
        """Read parts of a page; None when they cannot be read apart from the rest, or have what is unusual."""
        each = (IN_TAGS if escaped else USUAL).findall(f'{text}{_BORDER}"')
        if not each:
            return _NOTHING
        addresses, spots, sources, are_rare, are_unusual = [[*filter(None, one)] for one in zip(*each, strict=True)]
        rare = rare_targets(text) if are_rare else []
        written = "".join(addresses + spots + sources + [address for _, address in rare])
        if are_unusual or _is_odd(written):
            return None
        targets = [self._links[one] for one in addresses if one[0] != "#"] + [self._pictures[one] for one in sources]
        targets += [one for one in rare if not is_elsewhere(one[1], self._site_url)]
        near = [("href", unescape(one[:-1])) for one in addresses if one[0] == "#"] if "#" in written else []
        return targets, near, [unescape(one[:-1]) if "&" in one else one[:-1] for one in spots]

    def _found_in(self, content: Rendered) -> _Found:
        """Say what the content points at."""
        addresses: Iterable[str] = content.addresses or ()
        written = "\n".join(addresses)
        if self._are_far(written):
            addresses = [one for one in addresses if not one.startswith(("https://", "http://"))]
        targets = [self._links[f'{one}"'] for one in addresses if one[:1] != "#"]
        near = [("href", unescape(one)) for one in addresses if one[:1] == "#"] if "#" in written else []
        return targets, near, [one[1] for one in content.headings]

    def _are_far(self, addresses: str) -> bool:
        """Whether `is_elsewhere` is true of each address that starts with a scheme; of others each is asked."""
        is_plain = addresses.isascii() and "[" not in addresses and "&" not in addresses
        return is_plain and (not self._site_url or (self._host != "" and self._host not in addresses.lower()))


_NOTHING: _Found = ([], [], [])


def _is_odd(written: str) -> bool:
    """Whether a value among others is not closed, or may start with a "#" that is written as an entity."""
    return _BORDER in written or ("&" in written and '"&' in f'"{written}')


def _sum(own: _Found, shared: _Found, content: _Found) -> _Read:
    targets, spots = dict.fromkeys(own[0] + shared[0] + content[0]), {*own[2], *shared[2], *content[2]}
    targets.pop(None, None)
    for target in own[1] + shared[1] + content[1]:
        if target[1][1:] not in spots:
            targets[target] = None
    return tuple(targets), "\n".join(sorted(spots))  # type: ignore[arg-type]  # None was taken out
