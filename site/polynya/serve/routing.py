"""Which file a URL means: the rules of the CDN's own routing function, functions/cdn/routing.cfjs (build wing)."""

import re
from collections.abc import Mapping
from urllib.parse import quote

from polynya_live.values import dataclass

INDEX = "index.html"

_BACKSLASHES = re.compile(r"[/\\]*\\[/\\]*")
_SLASHES = re.compile(r"/{2,}")
_PATH_SAFE = "/!$&'()*+,;=:@~"
_QUERY_SAFE = _PATH_SAFE + "?%[]"


@dataclass(frozen=True, slots=True)
class Moved:
    """The page is elsewhere. location: a path of this host, percent-encoded, or what the author's redirect says."""

    location: str


def route(path: str, query: str, redirects: Mapping[str, str]) -> str | Moved:
    """Find the file that a URL means, "/books/dune/index.html" for instance; it need not exist.

    path: decoded. query: as sent. redirects: old path, with a slash at its end, to new address.
    """
    # "//" and "/\" at the start of a Location mean another host to a browser.
    tidied = "/" + _SLASHES.sub("/", _BACKSLASHES.sub("/", path)).lstrip("/")
    elsewhere = redirects.get(_slashed(tidied)) or redirects.get(quote(_slashed(tidied), safe=_PATH_SAFE))
    target = elsewhere or _one_address(tidied)
    if target != path:
        location = elsewhere or quote(target, safe=_PATH_SAFE)
        return Moved(location + (f"?{quote(query, safe=_QUERY_SAFE)}" if query else ""))
    return target + INDEX if target.endswith("/") else target


def _one_address(path: str) -> str:
    if path.endswith(f"/{INDEX}"):
        return path.removesuffix(INDEX)
    return path if "." in path.rpartition("/")[2] else _slashed(path)


def _slashed(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"
