"""Warns of a site that does not say where it will be (build wing)."""

from ...model import Site
from ...problems import Problem, Severity

_PATH = "content/site.yaml"


def nameless(site: Site) -> list[Problem]:
    """Say that site.yaml has no `url`; nothing of a site without settings, and of one that wants none of what needs it."""
    settings = site.settings
    wanting = settings.feeds or settings.cards
    if settings.url or not wanting or not (site.root / _PATH).is_file():
        return []
    fact = "the site has no url, so it gets no feeds, no sitemap, no canonical addresses and no cards"
    hint = "write where it will be, for example `url: https://example.org`; the preview does without."
    return [Problem(rule="missing-url", path=_PATH, fact=fact, hint=hint, severity=Severity.WARNING)]
