"""What the head of a frozen page says about it: to search engines, to readers of feeds, to whoever shows a link (build wing)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

from markupsafe import Markup

from polynya_live.values import dataclass

from ..model import Page
from ..reading.schedule import not_out
from ..reading.walk import PAGE_SUFFIXES
from .feeds import ATOM
from .pictures.cards import HEIGHT, WIDTH, card_of
from .pictures.icons import icons_of
from .programs.listings import json_of
from .robots import twin_of
from .structured import structured

if TYPE_CHECKING:
    from ..pages.sheet import Sheet
    from ..pages.ways import Around

WORDS_A_MINUTE = 230
_BLANKS = b"\t\n\v\f\r\x1c\x1d\x1e\x1f "
_IN_WORDS = bytes(code not in _BLANKS for code in range(256))
LOST = "404"
_AS_IT_IS = "/-_.~abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
"""What `quote` leaves: an address of nothing else is the same after it."""
T = TypeVar("T")
SEARCH_TEMPLATE = "pages/search.html"


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed that a page points at."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """The picture of a page for links to it. url: absolute."""

    url: str
    width: int = WIDTH
    height: int = HEIGHT


class once(Generic[T]):  # noqa: N801 -- used like `property`
    """Find something out when it is first asked for: `functools.cached_property`, without the lock of Python 3.11."""

    def __init__(self, find: Callable[[Any], T]) -> None:  # Any: whose it is
        self._find, self.__doc__ = find, find.__doc__

    def __get__(self, asked: Any, kind: type | None = None) -> T:
        found = asked.__dict__[self._find.__name__] = self._find(asked)
        return found


class About:
    """One page as its head tells of it: `about` in templates. What takes time is found out when a template asks for it.

    lost: whether it is the page for what is not there; early: what a preview says of a page that is not out yet, "is a draft",
    "" for one that is; search: whether the site can be searched; found: whether the page is to be found by that; kind: the type
    that Open Graph knows, https://ogp.me/#types; canonical: the full address, "" when the site has none, or the page answers
    anywhere; twin, json: the addresses of the page as Markdown and of the collection or page as JSON, "" when there is none.
    """

    def __init__(self, page: Page, sheet: "Sheet", around: "Around") -> None:
        self._page, self._sheet, self._around = page, sheet, around
        self._site = site = sheet.contract.site
        settings, url = sheet.site.settings, page.url
        self.lost = lost = url == "/404.html" and page.id == LOST
        self.early = not_out(page) if page.standing else ""
        self.search = settings.search
        told = not lost and page.template != SEARCH_TEMPLATE
        self.found = settings.search and told
        self.kind = "article" if page.date else "website"
        self.canonical = site.url + quoted(url) if site.url and not lost else ""
        self.twin = twin_of(url) if told and settings.twins else ""
        self.json = json_of(url) if around.says_json else ""

    @once
    def card(self) -> Card | None:
        """The picture for links to the page; None without a `url`, or with `cards: false`."""
        if not self.canonical or not self._sheet.site.settings.cards:
            return None
        return Card(self._site.url + card_of(self._page, self._site, self._sheet.site.root).address)

    @once
    def feeds(self) -> Sequence[FeedLink]:
        """The site's feed, the one of the page's collection, and those of the threads on it."""
        return [_feed_link(feed.title, feed.folder) for feed in self._around.feeds]

    @once
    def touch_icon(self) -> str:
        """The address of the icon for a home screen; "" without a favicon.svg."""
        icon = icons_of(self._site, self._sheet.site.root).get("apple-touch-icon.png")
        return icon.address if icon else ""

    @once
    def structured(self) -> Markup:
        """The page as JSON-LD, fit to stand in a script element; "" without a `url`."""
        url = self.canonical
        return structured(self._page, self._sheet, self._around, url=url) if url else Markup("")

    @once
    def edit(self) -> str:
        """Where the source of the page can be changed; "" without `edit` in site.yaml, and for what nobody wrote."""
        address, path = self._sheet.site.settings.edit, self._page.path
        return address.replace("{path}", quoted(path)) if path.lower().endswith(PAGE_SUFFIXES) else ""

    @once
    def minutes(self) -> int:
        """How long reading takes, at least 1."""
        return max(1, round(words_in(self._page.body) / WORDS_A_MINUTE))

    @once
    def published(self) -> datetime | None:
        """When the page was published, by its date or by git."""
        return self._around.published

    @once
    def changed(self) -> datetime | None:
        """When the page was last changed, by git; None when that is not known, or was on the day it was published."""
        published, changed = self._around.published, self._around.changed
        return changed if published and changed and changed.date() > published.date() else None


@lru_cache(maxsize=256)  # all pages of a collection have the same
def _feed_link(title: str, folder: str) -> FeedLink:
    return FeedLink(title, folder + ATOM)


def quoted(path: str) -> str:
    """Quote a path as `quote` does; sooner for one that stays as it is, as most do."""
    return quote(path) if path.strip(_AS_IT_IS) else path


def words_in(text: str) -> int:
    """Count the words of a text, as `str.split` parts it; sooner where it is plain, for every page is counted.

    There, each letter of a word is one bit of a large number, which differs from the bit before where a word starts or ends.
    """
    if not text.isascii():
        return len(text.split())
    bits = int.from_bytes(text.encode("ascii").translate(_IN_WORDS), "little")
    return (bits ^ (bits << 8)).bit_count() // 2
