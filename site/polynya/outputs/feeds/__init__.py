"""Writes feeds as Atom, RSS and JSON: of the whole site, of collections, of terms, of approved submissions (build wing)."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from ...model import Page, Site
from ...reading.lists.languages import of_language
from ..git import Change
from ..programs.lines import has_controls, json_line, json_lines, long_json_text
from .entries import EPOCH, MOST_ENTRIES, Entry, Feed, entries_of

if TYPE_CHECKING:
    from ...pages.sheet import Sheet

ATOM, RSS, JSON = "feed.xml", "rss.xml", "feed.json"
TYPES = {ATOM: "application/atom+xml", RSS: "application/rss+xml", JSON: "application/feed+json"}
Writer = Callable[[Feed, "Sheet"], str]
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STYLE = "css/feed.css"
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NOT_IN_XML = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def feeds_of(site: Site, changes: Mapping[str, Change]) -> list[Feed]:
    """List the feeds of a site, its own first; none without a `url`, for a feed needs full addresses.

    A page is in them when it has a date, of its front matter or of git.
    """
    if not site.settings.url or not site.settings.feeds:
        return []
    dated = {name: page.collection for name, page in site.pages.items() if page.date or page.path in changes}
    forms = (_of_form(form.name, form.title, site) for form in site.forms.values() if form.thread and form.show)
    return [*_of_languages(site, dated), *_of_collections(site, dated.values()), *_of_terms(site, dated), *forms]


def writers() -> dict[str, Writer]:
    """List what a feed is written as, by the name of its file."""
    return {ATOM: atom, RSS: rss, JSON: json_feed}


def atom(feed: Feed, sheet: "Sheet") -> str:
    """Write a feed as Atom. https://www.rfc-editor.org/rfc/rfc4287"""
    site, entries = sheet.contract.site, entries_of(feed, sheet)
    own, spoken = site.url + feed.folder + ATOM, feed.language or site.language
    return "".join(
        (
            _XML + _styled(sheet),
            f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{spoken}">\n',
            f"<id>{_xml(own)}</id>\n<title>{_xml(feed.title)}</title>\n",
            f"<updated>{_latest(entries).isoformat()}</updated>\n",
            f'<link rel="self" type="{TYPES[ATOM]}" href="{_xml(own)}"/>\n<link href="{_xml(site.url + feed.home)}"/>\n',
            f"<author><name>{_xml(site.title)}</name></author>\n",
            *(entry.shape(ATOM, _atom_entry) for entry in entries),
            "</feed>\n",
        )
    )


def rss(feed: Feed, sheet: "Sheet") -> str:
    """Write a feed as RSS 2.0. https://www.rssboard.org/rss-specification"""
    site, entries = sheet.contract.site, entries_of(feed, sheet)
    own, spoken = site.url + feed.folder + RSS, feed.language or site.language
    names = 'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    names += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return "".join(
        (
            _XML + _styled(sheet),
            f'<rss version="2.0" xml:lang="{spoken}" {names}>\n<channel>\n',
            f"<title>{_xml(feed.title)}</title>\n<link>{_xml(site.url + feed.home)}</link>\n",
            f"<description>{_xml(site.description or feed.title)}</description>\n<language>{spoken}</language>\n",
            f"<lastBuildDate>{in_rss(_latest(entries))}</lastBuildDate>\n",
            f'<atom:link rel="self" type="{TYPES[RSS]}" href="{_xml(own)}"/>\n',
            *(entry.shape(RSS, _rss_item) for entry in entries),
            "</channel>\n</rss>\n",
        )
    )


def _styled(sheet: "Sheet") -> str:
    """Make it readable for who opens it in a browser."""
    style = sheet.contract.site.assets.get(_STYLE)
    return f'<?xml-stylesheet type="text/css" href="{_xml(style.url)}"?>\n' if style else ""


def json_feed(feed: Feed, sheet: "Sheet") -> str:
    """Write a feed as JSON Feed 1.1. https://www.jsonfeed.org/version/1.1/"""
    site = sheet.contract.site
    whole = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": site.url + feed.home,
        "feed_url": site.url + feed.folder + JSON,
        "description": site.description,
        "language": feed.language or site.language,
    }
    return json_lines(whole, "items", (entry.shape(JSON, _json_item) for entry in entries_of(feed, sheet)))


def _of_languages(site: Site, dated: Iterable[str]) -> Iterator[Feed]:
    """Give the feed of all pages; on a site in several languages one for each that has a page with a date."""
    settings = site.settings
    usual, *others = settings.languages or ("",)
    found = {of_language(page, settings.languages) for page in dated}
    if usual in found:
        yield Feed(folder="/", title=settings.title, home="/", language=usual)
    for language in others:
        head = site.pages.get(language)
        if language in found:
            home, title = (head.url, head.title) if head else ("/", f"{settings.title} ({language})")
            yield Feed(folder=f"/{language}/", title=title, home=home, language=language)


def _of_collections(site: Site, dated: Iterable[str]) -> Iterator[Feed]:
    languages = site.settings.languages
    for name in sorted(set(dated) - {"", *languages}):
        head = site.pages.get(name)
        if head:
            title = f"{site.settings.title}: {head.title}"
            language = of_language(name, languages)
            yield Feed(folder=head.url, title=title, home=head.url, collection=name, language=language)


def _of_terms(site: Site, dated: Mapping[str, str]) -> Iterator[Feed]:
    for term in (term for terms in site.terms.values() for term in terms.values()):
        if not dated.keys().isdisjoint(term.pages):
            url, title = site.pages[term.id].url, f"{site.settings.title}: {term.title}"
            yield Feed(folder=url, title=title, home=url, term=term.id)


def _of_form(name: str, title: str, site: Site) -> Feed:
    home: Page | None = site.pages.get(site.forms[name].thread)
    title = f"{site.settings.title}: {site.collections[site.forms[name].thread].title}, {title}"
    language = of_language(site.forms[name].thread, site.settings.languages)
    return Feed(folder=f"/feeds/{name}/", title=title, home=home.url if home else "/", form=name, language=language)


def _atom_entry(entry: Entry) -> str:
    tags = "".join(f'<category term="{_xml(tag)}"/>\n' for tag in entry.tags)
    author = f"<author><name>{_xml(entry.author)}</name></author>\n" if entry.author else ""
    summary = f"<summary>{_xml(entry.summary)}</summary>\n" if entry.summary else ""
    return (
        f'<entry>\n<id>{_xml(entry.id)}</id>\n<title>{_xml(entry.title)}</title>\n<link href="{_xml(entry.url)}"/>\n'
        f"<published>{entry.published.isoformat()}</published>\n<updated>{entry.updated.isoformat()}</updated>\n"
        f'{author}{tags}{summary}<content type="html">{_content(entry.content)}</content>\n</entry>\n'
    )


def _rss_item(entry: Entry) -> str:
    tags = "".join(f"<category>{_xml(tag)}</category>\n" for tag in entry.tags)
    author = f"<dc:creator>{_xml(entry.author)}</dc:creator>\n" if entry.author else ""
    summary = f"<description>{_xml(entry.summary)}</description>\n" if entry.summary else ""
    return (
        f"<item>\n<title>{_xml(entry.title)}</title>\n<link>{_xml(entry.url)}</link>\n"
        f'<guid isPermaLink="false">{_xml(entry.id)}</guid>\n<pubDate>{in_rss(entry.published)}</pubDate>\n'
        f"{author}{tags}{summary}<content:encoded>{_content(entry.content)}</content:encoded>\n</item>\n"
    )


def _json_item(entry: Entry) -> str:
    item: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "date_published": entry.published.isoformat(),
        "date_modified": entry.updated.isoformat(),
    }
    more = {"summary": entry.summary, "tags": list(entry.tags)}
    authors = {"authors": [{"name": entry.author}]} if entry.author else {}
    line = json_line(item | {name: value for name, value in more.items() if value} | authors)
    return f'{line[:-1]}, "content_html": {long_json_text(entry.content)}}}'


def _latest(entries: list[Entry]) -> datetime:
    return max((entry.updated for entry in entries), default=EPOCH)


def in_rss(moment: datetime) -> str:
    """Write a moment as `email.utils.format_datetime` does, which brings a third of Python's mail and sockets along."""
    return (
        f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04} {moment:%H:%M:%S %z}"
    )


def _xml(text: str) -> str:
    return escape(text.translate(_NOT_IN_XML))


@lru_cache(maxsize=MOST_ENTRIES)
def _content(html: str) -> str:
    """Write what an entry holds: a feed is written as RSS right after Atom, and this is most of it."""
    is_plain = html.isascii() and not has_controls(html)
    return escape(html if is_plain else html.translate(_NOT_IN_XML), quote=False)


def feed_files(feeds: Iterable[Feed]) -> Iterator[tuple[str, Feed, str]]:
    """List the files of feeds: address, feed, and which of the three it is."""
    return ((feed.folder + name, feed, name) for feed in feeds for name in writers())
