"""Older addresses of pages: a page that leads on, for any server, and the table for those that can redirect (build wing)."""

import json
from html import escape
from urllib.parse import quote

from ..model import Page, Site
from ..reading.slugs import all_folded, closed, folded

NAME = "redirects.json"


def redirects_of(site: Site) -> dict[str, Page]:
    """List the older addresses of all pages, each with the page it leads to; none that is a page itself."""
    moved = [page for page in site.pages.values() if page.aliases]
    there = {page.url for page in site.pages.values()} if moved else ()
    return {alias: page for page in moved for alias in map(alias_address, page.aliases) if alias not in there}


def alias_address(alias: str) -> str:
    """Write an alias as an address: a file keeps its name, anything else ends in "/"."""
    return alias if "." in alias.rpartition("/")[2] else closed(alias)


def redirect_table(site: Site) -> bytes:
    """Write live/redirects.json: older path, decoded and with a slash at its end, to new address, fit for a Location."""
    table = {closed(alias): quote(page.url) for alias, page in sorted(redirects_of(site).items())}
    return json.dumps(table, ensure_ascii=False, indent=1).encode()


def redirect_pages(site: Site) -> dict[str, str]:
    """Write the pages that lead on, by their addresses; none beside a page that a file system may confuse it with."""
    older = redirects_of(site)
    there = {*all_folded([page.url for page in site.pages.values()])} if older else ()
    return {alias: _page(page, site) for alias, page in older.items() if folded(alias) not in there}


def _page(page: Page, site: Site) -> str:
    url, title = escape(quote(page.url)), escape(page.title)
    return (
        f'<!doctype html>\n<html lang="{escape(site.settings.language)}">\n<head>\n'
        f'<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="robots" content="noindex">\n<meta http-equiv="refresh" content="0; url={url}">\n'
        f'<link rel="canonical" href="{escape(site.settings.url)}{url}">\n</head>\n'
        f'<body>\n<p><a href="{url}">{title}</a></p>\n</body>\n</html>\n'
    )
