"""Writes what machines ask for: robots.txt, the sitemap, llms.txt and the Markdown twin of each page (build wing)."""

import re
from collections.abc import Callable
from functools import cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from polynya_live.values.patterns import late

from ..model import Collection, Page, Site, may_name
from .feeds.lending import joined

if TYPE_CHECKING:
    from ..pages.sheet import Notes, Sheet

TWIN = "index.md"
PAGES = "Pages"
_LINK = re.compile(r"(\]\()(?!https?://)(<[^<>\n]*>|[^()\s<>]+)")  # a full address stays as it is
_DEFINITION = late(r"^( {0,3}\[[^\[\]\n]+\]:[ \t]*)(\S+)", re.MULTILINE)
_HEADED = re.compile(r"\s*# ")
_MAY_LINK = re.compile(r"\](?:\((?!https?://)|:)")  # sooner than `in`, for texts have many words and few brackets
_MAY_DEFINE = re.compile(r"\]:")
_FULL = ("https://", "http://")


def robots(site: Site) -> str:
    """Write robots.txt: everything may be read but the live half."""
    sitemap = f"Sitemap: {site.settings.url}/sitemap.xml\n" if site.settings.url else ""
    return f"User-agent: *\nDisallow: /live/\n{sitemap}"


def sitemap(sheet: "Sheet") -> str:
    """Write the sitemap. https://www.sitemaps.org/protocol.html"""
    base = escape(sheet.contract.site.url)
    lines = (
        f"<url><loc>{base}{quote(url)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>\n"
        for url, day in sheet.last_changes()
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
    title_of = cache(lambda name: _title(sheet.collection(name)) if name else PAGES)
    for page in sheet.all_pages():
        address = site.url + quote(twin_of(page.url) if sheet.site.settings.twins else page.url)
        line = f"- [{page.title}]({address}){': ' if page.description else ''}{page.description}"
        sections.setdefault(title_of(page.collection), []).append(line)
    lists = "".join(f"\n## {title}\n\n" + "\n".join(lines) + "\n" for title, lines in sections.items())
    return f"# {site.title}\n{about}{lists}"


def _title(collection: Collection | None) -> str:
    return collection.title if collection else PAGES


def twin_of(url: str) -> str:
    """Find the address of a page's Markdown twin."""
    return url + TWIN if url.endswith("/") else f"{url.removesuffix('.html')}.md"


def twin(page: Page, sheet: "Sheet") -> str:
    """Write a page as Markdown that stands alone: its title, its description, its text with addresses that work there."""
    body = page.body
    if may_name(body):
        _, body_of, _, notes = _of_pages()
        body = body_of(page, sheet=sheet, notes=notes())
    title = "" if _HEADED.match(body) else f"# {page.title}\n\n"
    about = f"> {page.description}\n\n" if page.description else ""
    if _MAY_LINK.search(body):
        body = _with_addresses(body, page, sheet)
    return f"{title}{about}{body.strip()}\n"


def _with_addresses(body: str, page: Page, sheet: "Sheet") -> str:
    """Write addresses in full, and links to pages that are not out as text."""
    resolve, _, unlinked, notes = _of_pages()
    here = sheet.contract.site.url + quote(page.url)
    meant: list[str] = []

    def write(found: re.Match[str]) -> str:
        written = found[2].strip("<>")
        if not written.startswith(_FULL):
            written = resolve(written, page, sheet=sheet, notes=notes())
            meant.append(written)
            written = written if written.startswith("#") else joined(here, written)
        return found[1] + written.replace(" ", "%20")

    text = _LINK.sub(write, body)
    if _MAY_DEFINE.search(text):
        text = _DEFINITION.sub(write, text)
    return unlinked(text) if meant else text


@cache
def _of_pages() -> "tuple[Callable[..., str], Callable[..., str], Callable[[str], str], type[Notes]]":
    """Import what the room has that draws twins, and so knows this one: once, for there is a twin of every page."""
    from ..pages.addresses import body_of, resolve, unlinked_markdown  # noqa: PLC0415
    from ..pages.sheet import Notes  # noqa: PLC0415

    return resolve, body_of, unlinked_markdown, Notes
