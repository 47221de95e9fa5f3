"""What many pages have in common: parts of their HTML, and addresses (build wing)."""

from collections.abc import Sequence
from html import unescape

from .elsewhere import is_elsewhere

Target = tuple[str, str]

HEAD = ('<link rel="icon"',), '<link rel="canonical"'
TOP = ('<link rel="manifest"', "<body"), "<main"
FOOT = "</main"
"""Where parts that many pages share are likely to start, or else, and to end. Any other place before a "<" would do."""
MOST_JUDGED = 8192


class SharedPart:
    """A part of many pages, from the first of some letters to others. firsts: those letters, and others if they are missing."""

    def __init__(self, firsts: Sequence[str], end: str) -> None:
        self._firsts, self._end = firsts, end
        self._last = ""

    def find(self, html: str, start: int) -> tuple[int, str]:
        """Find it: its place and its text, most often the same string as in the last page; "" when it is not there."""
        for first in self._firsts:
            at = html.find(first, start)
            if at >= 0:
                break
        else:
            return start, ""
        last = self._last
        next_at = at + len(last)
        if not last or not html.startswith(last, at) or html[next_at : next_at + 1] not in "<":
            self._last = last = html[at : max(at, html.find(self._end, at))]
        return at, last


class SharedEnd:
    """The end of many pages, from the last of some letters on."""

    def __init__(self, first: str) -> None:
        self._first = first
        self._last = ""

    def find(self, html: str, start: int) -> tuple[int, str]:
        """Find it, as above; where it is not there, it is behind all."""
        last = self._last
        at = len(html) - len(last)
        if not last or at < start or not html.endswith(last):
            at = html.rfind(self._first, start)
            if at < 0:
                return len(html), ""
            self._last = last = html[at:]
        return at, last


class Judged(dict[str, Target | None]):
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
