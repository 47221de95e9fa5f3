"""Tells addresses of this site from those of others (build wing)."""

import re
from functools import lru_cache

_FULL = re.compile(r"https?://([^/?#]*)", re.IGNORECASE)


def is_elsewhere(address: str, site_url: str) -> bool:
    """Whether a full address is off this site for sure; only a strange one needs to be taken apart."""
    full = address.startswith(("https://", "http://")) and address.isascii() and "[" not in address
    if not full or not site_url or _host_of(site_url)[0] not in address.lower():  # most
        return full
    return not (address.startswith(site_url) or own_spelling(address, site_url))


def own_spelling(address: str, site_url: str) -> str:
    """Spell an address of this site as its `url` does; "" when it is spelt so, or leads elsewhere."""
    host, base = _host_of(site_url)
    if not host or address[:4].lower() != "http" or host not in address[: len(host) + len("https://")].lower():
        return ""
    found = _FULL.match(address)
    if found is None or found[1].lower() != host or found[0] == base:
        return ""
    return base + address[found.end() :]


def host_of(site_url: str) -> str:
    """Say on which host a site is."""
    return _host_of(site_url)[0]


@lru_cache(maxsize=8)
def _host_of(site_url: str) -> tuple[str, str]:
    found = _FULL.match(site_url)
    return (found[1].lower(), found[0]) if found else ("", "")
