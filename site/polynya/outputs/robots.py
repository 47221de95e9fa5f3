"""Writes what machines ask for: robots.txt, the sitemap, llms.txt and the Markdown twin of each page (build wing)."""

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin

from ..model import Page, Site

if TYPE_CHECKING:
    from ..pages.sheet import Sheet

TWIN = "index.md"
_LINK = re.compile(r"(\]\()(?!https?://)(<[^<>\n]*>|[^()\s<>]+)")  # a full address stays as it is
_DEFINITION = re.compile(r"^( {0,3}\[[^\[\]\n]+\]:[ \t]*)(\S+)", re.MULTILINE)
_FULL = ("https://", "http://")


def robots(site: Site) -> str:
    """Write robots.txt: everything may be read but the live half."""
    sitemap = f"Sitemap: {site.settings.url}/sitemap.xml\n" if site.settings.url else ""
    return f"User-agent: *\nDisallow: /live/\n{sitemap}"


def sitemap(sheet: "Sheet") -> str:
    """Write the sitemap. https://www.sitemaps.org/protocol.html"""
    base = sheet.contract.site.url
    lines = (
        f"<url><loc>{escape(base + quote(p.url))}</loc>{_last_change(p, sheet)}</url>\n" for p in sheet.all_pages()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        + "".join(lines)
        + "</urlset>\n"
    )


def llms(sheet: "Sheet") -> str:
    """Write llms.txt: the site in one page, for readers that are programs. https://llmstxt.org/"""
    site = sheet.contract.site
    about = f"\n> {site.description}\n" if site.description else ""
    sections: dict[str, list[str]] = {}
    for page in sheet.all_pages():
        collection = sheet.collection(page.collection) if page.collection else None
        address = site.url + quote(twin_of(page.url) if sheet.site.settings.twins else page.url)
        line = f"- [{page.title}]({address}){': ' if page.description else ''}{page.description}"
        sections.setdefault(collection.title if collection else "Pages", []).append(line)
    lists = "".join(f"\n## {title}\n\n" + "\n".join(lines) + "\n" for title, lines in sections.items())
    return f"# {site.title}\n{about}{lists}"


def twin_of(url: str) -> str:
    """Find the address of a page's Markdown twin."""
    return url + TWIN if url.endswith("/") else f"{url.removesuffix('.html')}.md"


def twin(page: Page, sheet: "Sheet") -> str:
    """Write a page as Markdown that stands alone: its title, its description, its text with addresses that work there."""
    from ..pages.addresses import resolve, unlinked_markdown  # noqa: PLC0415 -- that room draws twins, and so knows this one
    from ..pages.sheet import Notes  # noqa: PLC0415

    here = sheet.contract.site.url + quote(page.url)

    def write(found: re.Match[str]) -> str:
        written = found[2].strip("<>")
        if written.startswith(_FULL):
            return found[1] + written.replace(" ", "%20")
        meant = resolve(written, page, sheet=sheet, notes=Notes())
        return found[1] + (meant if meant.startswith("#") else urljoin(here, meant)).replace(" ", "%20")

    body = page.body
    if "](" in body:
        body = _LINK.sub(write, body)
    if "]:" in body:
        body = _DEFINITION.sub(write, body)
    title = "" if re.match(r"\s*# ", body) else f"# {page.title}\n\n"
    about = f"> {page.description}\n\n" if page.description else ""
    return f"{title}{about}{unlinked_markdown(body).strip()}\n"


def _last_change(page: Page, sheet: "Sheet") -> str:
    moment = sheet.moments(page)[1]
    return f"<lastmod>{moment.date().isoformat()}</lastmod>" if moment else ""
