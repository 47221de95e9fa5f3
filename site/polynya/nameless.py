"""Warns of a site that does not say where it will be (build wing)."""

from typing import TYPE_CHECKING

from .problems import Problem, Severity

if TYPE_CHECKING:
    from .model import Site

_PATH = "content/site.yaml"


def nameless(site: "Site") -> list[Problem]:
    """Say that site.yaml has no `url`; nothing of a site without settings, and of one that wants none of what needs it."""
    settings = site.settings
    wanting = settings.feeds or settings.cards
    if settings.url or not wanting or not (site.root / _PATH).is_file():
        return []
    fact = "the site has no url, so it gets no feeds, no sitemap, no canonical addresses and no cards"
    hint = "write where it will be, for example `url: https://example.org`; the preview does without."
    return [Problem(rule="missing-url", path=_PATH, fact=fact, hint=hint, severity=Severity.WARNING)]
