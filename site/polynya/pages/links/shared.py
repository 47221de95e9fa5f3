"""What many pages have in common: parts of their HTML, and addresses (build wing)."""

from html import unescape

from .elsewhere import is_elsewhere

Target = tuple[str, str]

SHARED = (('<link rel="icon"', '<link rel="canonical"'), ("<body", "<main"), ("</main", ""))
"""Where parts that many pages share are likely to start and end. Any other place before a "<" would do."""
MOST_JUDGED = 8192


class SharedPart:
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
