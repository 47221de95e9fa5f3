"""What every page of a site needs to know, frozen or answered (shared)."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..values import dataclass, field


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation. language: of what it leads to, "" when that is not known, or is that of the page it is on."""

    title: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """A fingerprinted file of the release. integrity: its SRI hash."""

    url: str
    integrity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """What every layout needs to know, the same in frozen pages and live answers.

    url: absolute, no trailing slash; "" when the author gave none. assets: by name, for instance "css/base.css".
    navigations, footers, descriptions, fronts (addresses of front pages): by language, for those beside the usual one.
    logo, styles, scripts: names of assets, of the site's own. search: whether it can be searched. words: see `words.bring`.
    account: address of the page where visitors sign in; "" when it has none.
    """

    title: str
    url: str = ""
    description: str = ""
    language: str = "en"
    timezone: str = "UTC"
    currency: str = "EUR"
    navigation: tuple[Link, ...] = ()
    navigations: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    footer: tuple[Link, ...] = ()
    footers: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    logo: str = ""
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    descriptions: Mapping[str, str] = field(default_factory=dict)
    fronts: Mapping[str, str] = field(default_factory=dict)
    search: bool = False
    account: str = ""
    assets: Mapping[str, Asset] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str | Mapping[str, str]]] = field(default_factory=dict)

    def front_in(self, language: str) -> str:
        """Find the address of the front page in a language; that of the usual one when there is none."""
        return self.fronts.get(language, "/")

    def footer_in(self, language: str) -> tuple[Link, ...]:
        """List the links in the footer of pages in a language."""
        return self.footers.get(language, self.footer)

    def search_in(self, language: str) -> str:
        """Find the address of the search in a language; "" when the site cannot be searched."""
        spoken = f"/{language}" if language in self.navigations else ""
        return f"{spoken}/search/" if self.search else ""


def read_facts(raw: dict[str, Any]) -> SiteFacts:  # Any: JSON
    """Read the facts out of their JSON, which is used up."""
    links = {key: _links(raw.pop(key, ())) for key in ("navigation", "footer")}
    others = {key: {name: _links(one) for name, one in raw.pop(key, {}).items()} for key in ("navigations", "footers")}
    own = {key: tuple(raw.pop(key, ())) for key in ("styles", "scripts")}
    assets = {name: Asset(**asset) for name, asset in raw.pop("assets").items()}
    return SiteFacts(**{**raw, **links, **others, **own, "assets": assets})


def _links(raw: Sequence[dict[str, Any]]) -> tuple[Link, ...]:
    return tuple(Link(**link) for link in raw)
