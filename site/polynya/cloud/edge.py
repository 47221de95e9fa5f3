"""What CloudFront has to know of a release: its headers policy and its routing function, as serverless.yml reads them."""

import json
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from polynya_live.headers import security_headers

from ..places import Places
from .sources import routing_source

REDIRECTS = "redirects.json"
PLACE_OF_REDIRECTS = "var REDIRECTS = {};"
LARGEST_FUNCTION = 10_240  # bytes, CloudFront's limit

_SAFE = "/!$&'()*+,;=:@~?#[]%"

# These have a place of their own in a headers policy; CloudFront refuses them among the custom ones.
_OWN_PLACE = {
    "content-security-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
}


class RoutingTooLarge(Exception):
    """The redirects do not fit into a CloudFront Function. `size`: bytes of the whole function."""

    def __init__(self, size: int) -> None:
        super().__init__(f"the routing function has {size} bytes, CloudFront takes {LARGEST_FUNCTION}")
        self.size = size


def edge_of(places: Places) -> str:
    """Write cdn.json: `routing`, `securityHeaders`, `searchHeaders` and `customHeaders`, the same bytes for the same release.

    Raises RoutingTooLarge.
    """
    headers = security_headers("page", https=True)
    parts = {
        "routing": routing_that_fits(routing_source().read_text("utf-8"), read_redirects(places.live)),
        "securityHeaders": security_policy(headers),
        "searchHeaders": security_policy(security_headers("search", https=True)),
        "customHeaders": custom_policy(headers),
    }
    return json.dumps(parts, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read_redirects(live: Path) -> dict[str, str]:
    """Read the redirects that freeze wrote, old path to new path; empty when there is no such file."""
    path = live / REDIRECTS
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def routing_that_fits(source: str, redirects: Mapping[str, str]) -> str:
    """Fill as many redirects into the routing function as CloudFront takes; the others have their page that leads on."""
    kept = sorted(redirects.items())
    while kept:
        try:
            return routing_function(source, dict(kept))
        except RoutingTooLarge:
            kept = kept[: len(kept) * 9 // 10]
    return routing_function(source, {})


def routing_function(source: str, redirects: Mapping[str, str]) -> str:
    """Fill the redirects into the routing function. Raises RoutingTooLarge.

    CloudFront gives addresses percent-encoded, and wants them so.
    """
    encoded = {quote(_slashed(old), safe=_SAFE): quote(new, safe=_SAFE) for old, new in sorted(redirects.items())}
    table = json.dumps(encoded, separators=(",", ":"))
    filled = source.replace(PLACE_OF_REDIRECTS, f"var REDIRECTS = {table};")
    if (size := len(filled.encode())) > LARGEST_FUNCTION:
        raise RoutingTooLarge(size)
    return filled


def security_policy(headers: Mapping[str, str]) -> dict[str, object]:
    """Write the headers that CloudFront knows by name, in its own shape."""
    age, *flags = (part.strip() for part in headers["Strict-Transport-Security"].split(";"))
    return {
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": headers["Content-Security-Policy"],
            "Override": True,
        },
        "ContentTypeOptions": {"Override": True},
        "ReferrerPolicy": {"ReferrerPolicy": headers["Referrer-Policy"], "Override": True},
        "StrictTransportSecurity": {
            "AccessControlMaxAgeSec": int(age.removeprefix("max-age=")),
            "IncludeSubdomains": "includeSubDomains" in flags,
            "Override": True,
        },
    }


def custom_policy(headers: Mapping[str, str]) -> dict[str, object]:
    """Write all other headers as custom ones."""
    rest = sorted((name, value) for name, value in headers.items() if name.lower() not in _OWN_PLACE)
    return {"Items": [{"Header": name, "Value": value, "Override": True} for name, value in rest]}


def _slashed(path: str) -> str:
    return path if path.endswith("/") else path + "/"
