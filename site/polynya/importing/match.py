"""Finds the page of this site that a comment's old address means (build wing)."""

from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from ..model import Site


class Addresses:
    """The addresses of a site's pages, older ones among them. moved: beginnings of paths, old -> new."""

    def __init__(self, site: Site, collection: str, moved: Mapping[str, str]) -> None:
        self._moved = dict(sorted(moved.items(), key=lambda pair: -len(pair[0])))
        self._pages: dict[str, str] = {}
        for page in site.pages.values():
            if page.collection == collection:
                for address in (page.id, page.url, *page.aliases):
                    self._pages.setdefault(plain_path(address), page.id)

    def page_of(self, url: str) -> str | None:
        """Find the id of the page that `url`, or a page's id, means; None when there is none."""
        path = plain_path(url)
        new = next((to + path.removeprefix(old) for old, to in self._moved.items() if path.startswith(old)), path)
        return self._pages.get(plain_path(new))


def plain_path(url: str) -> str:
    """Reduce an address to what pages are told apart by: its path, without host, index file, suffix and outer slashes."""
    path = unquote(urlsplit(url.strip()).path).strip("/").casefold()
    path = path.removesuffix("index.html").removesuffix("index.php").removesuffix(".html")
    return path.strip("/")
