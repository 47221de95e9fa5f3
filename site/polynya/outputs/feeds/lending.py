"""Lends the texts of pages to their entries, and writes their addresses in full (build wing)."""

import re
from collections.abc import Callable, Sequence, Set
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urljoin

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late

from ...markdown import Rendered
from ...model import Page
from ...observing.noting import Key, note_all, notebook

_PLAIN_PATH = late(r"/(?:[\w-][\w.-]*/)*(?:[\w-][\w.-]*)?(?:#[\w-]+)?", re.ASCII)
"""Addresses that `urljoin` puts behind the origin, which takes it longer than to render what they stand in."""
LENDING = "polynya.lending"
"""The extension of the app that is a `Lending`."""
ABSENT = "absent:"
"""What an address becomes that leads to a page which is not out: such a link is text in the end."""
FULL = ("https://", "http://", "mailto:")
"""How addresses start that are full already."""


class _Drawn(NamedTuple):
    """The text of a page as it was drawn for the page. addresses: see `Rendered`; read: when it was drawn."""

    html: str
    addresses: Sequence[str]
    read: dict[Key, None]


class Lending:
    """Keeps the texts of pages for their entries, which are made right after the pages: drawing them again takes longer.

    It is an extension of the pages app. wanted: the ids of the pages.
    """

    def __init__(self) -> None:
        self._wanted: Set[str] = frozenset()
        self._texts: dict[str, _Drawn] = {}

    def begin(self, wanted: Set[str]) -> None:
        """Want the texts of other pages than before."""
        self._wanted = wanted
        self._texts.clear()

    def keep(self, page: Page, draw: Callable[[], Rendered]) -> Rendered:
        """Draw the text of a page, and keep it if it is wanted, and nothing in it but links is otherwise in an entry."""
        if page.id not in self._wanted:
            return draw()
        with notebook() as read:
            rendered = draw()
        if rendered.addresses is not None and not any(one.startswith(ABSENT) for one in rendered.addresses):
            self._texts[page.id] = _Drawn(rendered.html, rendered.addresses, read)
        return rendered

    def take(self, page: Page, here: str) -> str | None:
        """Give a text that was kept, with full addresses; None for one that has to be drawn. here: the page's own."""
        drawn = self._texts.pop(page.id, None)
        if drawn is None:
            return None
        html = drawn.html
        try:
            for address in {one for one in drawn.addresses if not one.startswith(FULL)}:
                html = html.replace(
                    f'<a href="{address}"', f'<a href="{escape(full_address(unescape(address), here))}"'
                )
        except ValueError:  # an address that is none stays as it was written
            return None
        note_all(drawn.read)
        return html


def full_address(address: str, here: str) -> str:
    """Write an address in full, as `urljoin` does for one on the page `here`; a full one stays. Raises ValueError."""
    if address.startswith(FULL):
        return address
    return _origin_of(here) + address if _PLAIN_PATH.fullmatch(address) else urljoin(here, address)


def joined(here: str, address: str) -> str:
    """Write an address as seen from `here`, as `urljoin` does; one that is none, as `//[`, stays as it was written."""
    try:
        return urljoin(here, address)
    except ValueError:
        return address


@lru_cache(maxsize=32)  # each address of a page in turn
def _origin_of(here: str) -> str:
    return urljoin(here, "/").removesuffix("/")
