"""Who posts, without keeping an address: a keyed hash of it that nobody can link to the next day (live wing)."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from werkzeug.datastructures import Headers

from .signing import same, sign

DAY_MS = 86_400_000
IPV6_PREFIX = 64  # what one household gets; a single visitor has 2**64 addresses to choose from

ORIGIN_SECRET_HEADER = "X-Polynya-Origin"  # noqa: S105 -- its name; serverless.yml makes the CDN send it
VIEWER_HEADER = "CloudFront-Viewer-Address"


def visitor_id(address: str, secret: str, *, now: int) -> str:
    """Hide a visitor's address: the same text all day (UTC) for one IPv4 address or one IPv6 /64, another the next day."""
    return sign(secret, "visitor", str(now // DAY_MS), _household(address))


def visitor_address(headers: Headers, remote: str, origin_secret: str) -> str:
    """Find the address of the visitor: the CDN's word when the CDN has proven itself, else the peer's.

    remote: REMOTE_ADDR. Never X-Forwarded-For, which anyone may write.
    """
    viewer = headers.get(VIEWER_HEADER, "")
    if viewer and origin_secret and same(headers.get(ORIGIN_SECRET_HEADER, ""), origin_secret):
        return viewer.rpartition(":")[0].strip(
            "[]"
        )  # "198.51.100.7:4711", and IPv6 with its port after a colon as well
    return remote


def _household(address: str) -> str:
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((int(parsed), IPV6_PREFIX), strict=False))
    return str(parsed)
