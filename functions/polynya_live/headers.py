"""One source of the headers on every answer: frozen pages, assets, live answers, errors, and the CDN's own (shared)."""

from collections.abc import Mapping
from typing import Literal

Kind = Literal["page", "asset", "search", "live", "error"]

# htmx needs no eval as long as no template uses hx-on, js: or a [filter]; its own style sheet is adopted, not inline.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "manifest-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

# Pagefind runs as WebAssembly in a worker, and a worker obeys the policy it came with: only its own files have this one.
SEARCH_POLICY = CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")

# "no-referrer" would make a browser without JavaScript send `Origin: null` with a form, which the origin guard refuses.
REFERRER_POLICY = "strict-origin-when-cross-origin"

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
)

HSTS_S = 2 * 365 * 24 * 3600

CACHE_CONTROL: Mapping[Kind, str] = {
    "page": "public, max-age=0, must-revalidate",
    "asset": "public, max-age=31536000, immutable",
    "search": "public, max-age=0, must-revalidate",
    "live": "no-store",
    "error": "no-store",
}
"""What caches may do with each kind of answer; a live route may say otherwise, see `routes.Route.cache`."""


def security_headers(kind: Kind = "page", *, https: bool = False, shared: bool = False) -> dict[str, str]:
    """Write the security headers of one kind of answer.

    https: whether visitors reach the site over TLS; only then does it send Strict-Transport-Security.
    shared: whether pages of other sites may read the answer, or show it; never one that depends on who asks.
    """
    headers = {
        "Content-Security-Policy": SEARCH_POLICY if kind == "search" else CONTENT_SECURITY_POLICY,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Referrer-Policy": REFERRER_POLICY,
        "X-Content-Type-Options": "nosniff",
    }
    if shared:
        headers |= {"Cross-Origin-Resource-Policy": "cross-origin", "Access-Control-Allow-Origin": "*"}
    if https:
        headers["Strict-Transport-Security"] = f"max-age={HSTS_S}; includeSubDomains"
    if kind in ("live", "error"):
        headers["X-Robots-Tag"] = "noindex"
    return headers
