"""How each file of a release is delivered: its type, what caches may do with it, and its turn in publishing (build wing)."""

from enum import IntEnum

from polynya_live.headers import CACHE_CONTROL
from polynya_live.values import dataclass

from ...delivery import is_fingerprinted, type_of

# The CDN may keep a page this long: publishing tells it what changed, and a lost message mends itself in a day.
SHARED_S = 24 * 3600

_SECOND_INDEX = {"sitemap.xml", "feed.xml", "robots.txt", "pagefind-entry.json"}


class Turn(IntEnum):
    """When a file is sent: each turn is done before the next begins."""

    ASSET = 0
    NEW_PAGE = 1
    CHANGED_PAGE = 2
    INDEX = 3
    MAP = 4


@dataclass(frozen=True, slots=True)
class Delivery:
    """What the CDN says of a file."""

    content_type: str
    cache: str


def delivery_of(path: str) -> Delivery:
    """Say how the file at `path` of a release is delivered."""
    kind = type_of(path)
    if is_fingerprinted(path):
        return Delivery(kind, CACHE_CONTROL["asset"])
    return Delivery(kind, f"{CACHE_CONTROL['page']}, s-maxage={SHARED_S}")


def is_page(path: str) -> bool:
    """Whether the file is a page."""
    return path.endswith(".html")


def turn_of(path: str, *, new: bool, folders: frozenset[str]) -> Turn:
    """Say when a file is sent: what a page needs before the page, and a page before those that list it.

    new: nothing lies there yet, so no page links to it. folders: those that hold further folders; their index is a list.
    """
    if path.rpartition("/")[2] in _SECOND_INDEX:
        return Turn.MAP
    if not is_page(path):
        return Turn.ASSET
    if new:
        return Turn.NEW_PAGE
    return Turn.INDEX if path.rpartition("/")[0] in folders else Turn.CHANGED_PAGE
