"""Which addresses a site has: its pages, and what browsers and search engines ask for (build wing)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..model import Page, Site
from ..outputs.entries import Feed
from ..outputs.feeds import TYPES, feed_files, writers
from ..outputs.pictures.icons import web_manifest
from ..outputs.robots import llms, robots, sitemap, twin, twin_of
from ..reading.walk import PAGE_SUFFIXES

if TYPE_CHECKING:
    from .sheet import Sheet

LOST = "/404.html"


@dataclass(frozen=True, slots=True)
class Text:
    """A file that no template draws. mimetype: without charset; it is always UTF-8."""

    body: str
    mimetype: str


@dataclass(frozen=True, slots=True)
class Written:
    """A text that is written from the sheet when its turn comes, as pages are. mimetype: see Text."""

    write: "Callable[[Sheet], str]"
    mimetype: str


Output = Page | Text | Written


def outputs_of(site: Site, feeds: Iterable[Feed] = ()) -> dict[str, Output]:
    """List everything that is frozen by its address, in order: pages, 404, and what machines ask for."""
    pages: dict[str, Output] = {page.url: page for page in site.pages.values()}
    written = {url: one for url, one in _for_machines(site, feeds).items() if url not in site.files}
    return {**pages, LOST: _lost(), **{url: one for url, one in written.items() if url not in pages}}


def is_generated(page: Page) -> bool:
    """Whether nobody wrote this page: the list of a folder without an index, or the page for what is not there."""
    return not page.path.lower().endswith(PAGE_SUFFIXES)


def _lost() -> Page:
    return Page(
        id="404", url=LOST, path="content", collection="", title="Not found", body="", template="pages/error404.html"
    )


def _for_machines(site: Site, feeds: Iterable[Feed]) -> dict[str, Output]:
    found: dict[str, Output] = {
        "/robots.txt": Text(robots(site), "text/plain"),
        "/llms.txt": Written(llms, "text/plain"),
    }
    found["/site.webmanifest"] = Written(web_manifest, "application/manifest+json")
    if site.settings.url:  # a sitemap without full addresses is invalid
        found["/sitemap.xml"] = Written(sitemap, "application/xml")
    for url, feed, name in feed_files(feeds):
        found[url] = Written(partial(writers()[name], feed), TYPES[name])
    if site.settings.twins:
        found |= {twin_of(page.url): Written(partial(twin, page), "text/markdown") for page in site.pages.values()}
    return found
