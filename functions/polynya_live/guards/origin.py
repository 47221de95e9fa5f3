"""The origin guard: a form may be posted from our own pages only (live wing).

A cached page cannot hold a token, and needs none: browsers say where a post comes from, with JavaScript and without.
https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site
"""

from urllib.parse import urlsplit

from werkzeug.datastructures import Headers

OUR_OWN = {"same-origin", "none"}  # "none": the visitor did it, by reloading for instance

PORTS = {"http": 80, "https": 443}


def from_our_pages(headers: Headers, site_url: str) -> bool:
    """Tell whether a post comes from our own pages: by Sec-Fetch-Site, else by Origin; neither is no.

    Compares with the configured address, never with Host: behind a CDN that is the API's own.
    """
    site = headers.get("Sec-Fetch-Site", "")
    if site:
        return site in OUR_OWN
    return is_ours(headers.get("Origin", ""), site_url)


def is_ours(address: str, site_url: str) -> bool:
    """Tell whether an address is one of this site."""
    return bool(address) and _origin(address) == _origin(site_url)


def _origin(address: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return "", "", None
