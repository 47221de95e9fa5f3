"""Which addresses a site has: its pages, and what browsers and search engines ask for (build wing)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from polynya_live.routes import JSON
from polynya_live.values import dataclass
from polynya_live.words import say

from ..model import Page, Site
from ..outputs.feeds import TYPES, Writer, feed_files, writers
from ..outputs.feeds.entries import Feed
from ..outputs.head import SEARCH_TEMPLATE
from ..outputs.pictures.icons import web_manifest
from ..outputs.programs.listings import LISTING, PAGE, json_files, listing, page_json
from ..outputs.programs.openapi import openapi
from ..outputs.redirects import redirect_pages
from ..outputs.robots import llms, robots, sitemap, twin, twin_of
from ..reading.walk import PAGE_SUFFIXES

if TYPE_CHECKING:
    from .sheet import Sheet

LOST = "/404.html"
SEARCH = "/search/"
TWIN = "twin"


def _feed(write: Writer, sheet: "Sheet", folder: str) -> str:
    return write(sheet.feed(folder), sheet)


@dataclass(frozen=True, slots=True)
class Text:
    """A file that no template draws. mimetype: without charset; it is always UTF-8."""

    body: str
    mimetype: str


@dataclass(frozen=True, slots=True)
class Written:
    """A text that is written from the sheet when its turn comes, as pages are. mimetype: see Text.

    kind: what it is, a key of WRITERS; about: the page or the feed in question.
    """

    kind: str
    mimetype: str
    about: str = ""


WRITERS: "Mapping[str, Callable[[Sheet, str], str]]" = {
    "sitemap": lambda sheet, _: sitemap(sheet),
    "llms": lambda sheet, _: llms(sheet),
    "manifest": lambda sheet, _: web_manifest(sheet),
    TWIN: lambda sheet, page: twin(sheet.page(page), sheet),
    LISTING: listing,
    PAGE: page_json,
    "openapi": lambda sheet, _: openapi(sheet.contract),
    **{name: partial(_feed, write) for name, write in writers().items()},
}
"""How each kind of text is written: of a sheet, and what it is about."""


Output = Page | Text | Written


def outputs_of(site: Site, feeds: Iterable[Feed] = ()) -> dict[str, Output]:
    """List everything that is frozen by its address, in order: pages, each with its twin, 404, and what machines ask for."""
    pages = _pages_and_twins(site)
    written = {url: one for url, one in _for_machines(site, feeds).items() if url not in site.files}
    search = {one.url: one for one in _searches(site) if site.settings.search and one.url not in pages}
    there = {**pages, **search, LOST: _lost(site)}
    moved = {url: Text(html, "text/html") for url, html in redirect_pages(site).items() if url not in there}
    return {
        **there,
        **moved,
        **{url: one for url, one in written.items() if url not in pages},
    }


def _pages_and_twins(site: Site) -> dict[str, Output]:
    """List the pages, each followed by its twin, so that its Markdown is read once for both."""
    pages = site.pages.values()
    if not site.settings.twins:
        return {page.url: page for page in pages}
    taken = {page.url for page in pages} | site.files.keys()
    found: dict[str, Output] = {}
    for page in pages:
        url = page.url
        found[url] = page
        if (twin_url := twin_of(url)) not in taken:
            found[twin_url] = Written(TWIN, "text/markdown", page.id)
    return found


def tells_of_many(output: Output, site: Site) -> bool:
    """Whether an output may tell of all pages: a list, or what is written of no page alone."""
    return output.id in site.lists if isinstance(output, Page) else getattr(output, "kind", TWIN) != TWIN


def is_feed(output: Output) -> bool:
    """Whether an output is a feed."""
    return isinstance(output, Written) and output.kind in TYPES


def is_generated(page: Page) -> bool:
    """Whether nobody wrote this page: the list of a folder without an index, or the page for what is not there."""
    return not page.path.lower().endswith(PAGE_SUFFIXES)


def _lost(site: Site) -> Page:
    return Page(
        id="404",
        url=LOST,
        path="content",
        collection="",
        title=say("Not found", site.settings.language),
        body="",
        template="pages/error404.html",
    )


def _searches(site: Site) -> Iterator[Page]:
    """Give the page that looks through all pages, in each language of the site."""
    settings = site.settings
    for language in settings.spoken:
        usual = language == settings.language
        yield Page(
            id="search" if usual else f"{language}/search",
            url=SEARCH if usual else f"/{language}{SEARCH}",
            path="content",
            collection="",
            title=say("Search", language),
            body="",
            template=SEARCH_TEMPLATE,
        )


def _for_machines(site: Site, feeds: Iterable[Feed]) -> dict[str, Output]:
    found: dict[str, Output] = {
        "/robots.txt": Text(robots(site), "text/plain"),
        "/llms.txt": Written("llms", "text/plain"),
    }
    found["/site.webmanifest"] = Written("manifest", "application/manifest+json")
    if site.settings.url:  # a sitemap without full addresses is invalid
        found["/sitemap.xml"] = Written("sitemap", "application/xml")
    if site.settings.json:
        found["/openapi.json"] = Written("openapi", JSON)
        found |= {url: Written(kind, JSON, about) for url, kind, about in json_files(site)}
    for url, feed, name in feed_files(feeds):  # after the long lists: one of those as the last leaves the others idle
        found.setdefault(url, Written(name, TYPES[name], feed.folder))
    return found
