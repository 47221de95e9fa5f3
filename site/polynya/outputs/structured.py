"""Writes what a page is as JSON-LD: an article, a product with its rating, and the way to it (build wing)."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from polynya_live.contract import SiteFacts
from polynya_live.threads import Thread
from polynya_live.words.writing import plain_money

from ..model import Page
from .programs.lines import json_line, json_text

if TYPE_CHECKING:
    from ..pages.sheet import Sheet
    from ..pages.ways import Around

# "</script>" in a title would end the element, and "<!--" would open a comment in it.
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
MOST_ABOVE = 1000
_Above = tuple[Sequence[Page], str, str, str]
_begun: dict[int, _Above] = {}
"""What was begun for the pages above some, by their identity: those, the title and the address of the site, and the text."""


def structured(page: Page, sheet: "Sheet", around: "Around", *, url: str) -> Markup:
    """Write the JSON-LD of a page, whose full address is given. https://schema.org/docs/gs.html

    Member by member, as texts: an encoder makes all its tools anew for each value, and every page has one.
    """
    address, name = json_text(url), json_text(page.title)
    thing = _thing(page, sheet, around, url=url, quoted=(address, name))
    way = _way(sheet.contract.site, around.path, quoted=(address, name)) if around.path else ""
    text = f'{{"@context": "https://schema.org", "@graph": [{{{thing}}}{way}]}}'
    if "<" in text or ">" in text or "&" in text or "\u2028" in text or "\u2029" in text:
        text = text.translate(_ESCAPED)
    return str.__new__(Markup, text)  # nothing in it can end the script element


def _thing(page: Page, sheet: "Sheet", around: "Around", *, url: str, quoted: tuple[str, str]) -> str:
    site, price, (address, name) = sheet.contract.site, page.fields.get("price"), quoted
    if price is not None and isinstance(price, int) and not isinstance(price, bool):
        kind, more = "Product", _offer(price, url, site.currency) + _rating(page, sheet)
    elif page.date:
        kind, more = "Article", f', "headline": {name}{_dates(around)}{_author(page, site.title, site.url)}'
    elif page.url == "/":
        kind, name, more = "WebSite", json_text(site.title), _dates(around)
    else:
        kind, more = "WebPage", _dates(around)
    about = f', "description": {json_text(page.description)}' if page.description else ""
    language = json_text(around.language)
    return (
        f'"@type": "{kind}", "@id": {address}, "url": {address}, "name": {name}, "inLanguage": {language}{about}{more}'
    )


def _offer(price: int, url: str, currency: str) -> str:
    amount = plain_money(price, currency)
    return _member("offers", {"@type": "Offer", "price": amount, "priceCurrency": currency, "url": url})


def _rating(page: Page, sheet: "Sheet") -> str:
    """Say what the approved submissions on the page rate it, of the first form that has a rating."""
    for name in page.forms:
        thread = sheet.thread(name, page.id)
        if thread.average is not None:
            value = {"@type": "AggregateRating", "ratingValue": round(thread.average, 2), "ratingCount": thread.ratings}
            reviews = _reviews(thread)
            counted = {"reviewCount": reviews} if reviews else {}
            return _member("aggregateRating", {**value, **counted, "bestRating": thread.best, "worstRating": 1})
    return ""


def _reviews(thread: Thread) -> int:
    """Count the submissions that say something in words, with stars or without. https://schema.org/reviewCount"""
    form = thread.form
    words = [field.name for field in form.fields if field.type == "textarea" and field.name in form.show]
    return sum(any(one.values.get(name) for name in words) for one in thread.submissions)


def _dates(around: "Around") -> str:
    published, changed = around.published, around.changed
    if published is changed:  # most: one moment is written once
        moment = published.isoformat() if published else ""
        return f', "datePublished": "{moment}", "dateModified": "{moment}"' if moment else ""
    first = f', "datePublished": "{published.isoformat()}"' if published else ""
    return first + (f', "dateModified": "{changed.isoformat()}"' if changed else "")


def _author(page: Page, title: str, url: str) -> str:
    author = page.fields.get("author")
    if isinstance(author, str) and author:
        return _member("author", {"@type": "Person", "name": author})
    return _organization(title, url)


@lru_cache(maxsize=4)
def _organization(title: str, url: str) -> str:
    return _member("author", {"@type": "Organization", "name": title, "url": url})


def _member(name: str, value: Mapping[str, object]) -> str:
    return f', "{name}": {json_line(value)}'


def _way(site: SiteFacts, path: Sequence[Page], *, quoted: tuple[str, str]) -> str:
    """Write the pages above this one, from the front page down, and itself."""
    known = _begun.get(id(path))
    if known is None or known[0] is not path or known[1] != site.title or known[2] != site.url:
        known = _above(path, site.title, site.url)
    address, name = quoted
    own = f'"position": {len(path) + 1}, "name": {name}, "item": {address}'
    return f'{known[3]}{{"@type": "ListItem", {own}}}]}}'


def _above(path: Sequence[Page], title: str, base: str) -> _Above:
    """Begin a list of the pages above: once for all pages of a folder, for they are given the very same."""
    items = [
        f'{{"@type": "ListItem", "position": {place}, "name": {json_text(one.title if one.url != "/" else title)}, '
        f'"item": {json_text(base + quote(one.url))}}}, '
        for place, one in enumerate(path, start=1)
    ]
    if len(_begun) >= MOST_ABOVE:
        forget_above()
    start = f', {{"@type": "BreadcrumbList", "itemListElement": [{"".join(items)}'
    found = _begun[id(path)] = path, title, base, start  # no other path has its id as long as it is kept here
    return found


def forget_above() -> None:
    """Let go of the pages above others, which are those of one sheet."""
    _begun.clear()
