"""Which addresses a site has: its pages, and what browsers and search engines ask for (build wing)."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from ..model import Page, Site
from ..reading.walk import PAGE_SUFFIXES

LOST = "/404.html"


@dataclass(frozen=True, slots=True)
class Text:
    """A file that no template draws. mimetype: without charset; it is always UTF-8."""

    body: str
    mimetype: str


Output = Page | Text


def outputs_of(site: Site) -> dict[str, Output]:
    """List everything that is frozen by its address, in order: pages, 404, robots.txt, sitemap.xml."""
    pages: dict[str, Output] = {page.url: page for page in site.pages.values()}
    text: dict[str, Output] = {"/robots.txt": Text(_robots(site), "text/plain")}
    if site.settings.url:  # a sitemap without full addresses is invalid
        text["/sitemap.xml"] = Text(_sitemap(site.settings.url, pages), "application/xml")
    return {**pages, LOST: _lost(), **{url: one for url, one in text.items() if url not in site.files}}


def is_generated(page: Page) -> bool:
    """Whether nobody wrote this page: the list of a folder without an index, or the page for what is not there."""
    return not page.path.lower().endswith(PAGE_SUFFIXES)


def _lost() -> Page:
    return Page(
        id="404", url=LOST, path="content", collection="", title="Not found", body="", template="pages/error404.html"
    )


def _robots(site: Site) -> str:
    sitemap = f"Sitemap: {site.settings.url}/sitemap.xml\n" if site.settings.url else ""
    return f"User-agent: *\nDisallow: /live/\n{sitemap}"


def _sitemap(base: str, outputs: Mapping[str, Output]) -> str:
    lines = (
        f"<url><loc>{escape(base + url)}</loc>{_last_change(output)}</url>\n" for url, output in sorted(outputs.items())
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "".join(lines)
        + "</urlset>\n"
    )


def _last_change(output: Output) -> str:
    day = output.date if isinstance(output, Page) else None
    return f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
