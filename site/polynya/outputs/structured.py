"""Writes what a page is as JSON-LD: an article, a product with its rating, and the way to it (build wing)."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from markupsafe import Markup

from ..model import Page

if TYPE_CHECKING:
    from ..pages.sheet import Sheet
    from ..pages.ways import Around

CENTS = 100
# "</script>" in a title would end the element, and "<!--" would open a comment in it.
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_encode = json.JSONEncoder(ensure_ascii=False).encode
_text: Callable[[str], str] = json.encoder.encode_basestring  # what that encoder does with a text, in C

Node = dict[str, Any]  # Any: JSON


def structured(page: Page, sheet: "Sheet", around: "Around") -> Markup:
    """Write the JSON-LD of a page; the site has to have a `url`. https://schema.org/docs/gs.html"""
    url = sheet.contract.site.url + quote(page.url)
    thing, way = _object(_thing(page, sheet, around, url=url)), _way(page, sheet, around, url=url)
    text = f'{{"@context": "https://schema.org", "@graph": [{thing}{way}]}}'
    if "<" in text or ">" in text or "&" in text or "\u2028" in text or "\u2029" in text:
        text = text.translate(_ESCAPED)
    return Markup(text)  # noqa: S704 -- nothing in it can end the script element


def _object(node: Node) -> str:
    """Write an object as `_encode` does, whose tools are made anew for each: every page has some, of texts for the most part."""
    return "{" + ", ".join([f'"{name}": {_value(value)}' for name, value in node.items()]) + "}"


def _value(value: object) -> str:
    if type(value) is str:
        return _text(value)
    return _object(value) if type(value) is dict else _encode(value)


def _thing(page: Page, sheet: "Sheet", around: "Around", *, url: str) -> Node:
    site = sheet.contract.site
    node: Node = {"@id": url, "url": url, "name": page.title, "inLanguage": around.language}
    if page.description:
        node["description"] = page.description
    price = page.fields.get("price")
    if isinstance(price, int) and not isinstance(price, bool):
        return {"@type": "Product", **node} | _offer(price, url, site.currency) | _rating(page, sheet)
    if page.date:
        return {"@type": "Article", **node, "headline": page.title} | _dates(around) | _authors(page, sheet)
    if page.url == "/":
        return {"@type": "WebSite", **node, "name": site.title} | _dates(around)
    return {"@type": "WebPage", **node} | _dates(around)


def _offer(price: int, url: str, currency: str) -> Node:
    amount = f"{price // CENTS}.{price % CENTS:02}"
    return {"offers": {"@type": "Offer", "price": amount, "priceCurrency": currency, "url": url}}


def _rating(page: Page, sheet: "Sheet") -> Node:
    """Say what the approved submissions on the page rate it, of the first form that has a rating."""
    for name in page.forms:
        thread = sheet.thread(name, page.id)
        if thread.average is not None:
            rating = {"@type": "AggregateRating", "ratingValue": round(thread.average, 2), "ratingCount": thread.count}
            return {"aggregateRating": {**rating, "bestRating": thread.best, "worstRating": 1}}
    return {}


def _dates(around: "Around") -> Node:
    published, changed = around.published, around.changed
    if published is changed:  # most: one moment is written once
        moment = published.isoformat() if published else ""
        return {"datePublished": moment, "dateModified": moment} if moment else {}
    node = {"datePublished": published, "dateModified": changed}
    return {name: moment.isoformat() for name, moment in node.items() if moment}


def _authors(page: Page, sheet: "Sheet") -> Node:
    author = page.fields.get("author")
    if isinstance(author, str) and author:
        return {"author": {"@type": "Person", "name": author}}
    return {"author": {"@type": "Organization", "name": sheet.contract.site.title, "url": sheet.contract.site.url}}


def _way(page: Page, sheet: "Sheet", around: "Around", *, url: str) -> str:
    """Write the pages above this one, from the front page down, and itself; nothing for the front page."""
    if not around.path:
        return ""
    site = sheet.contract.site
    items = [
        _above(place, one.title if one.url != "/" else site.title, site.url, one.url)
        for place, one in enumerate(around.path, start=1)
    ]
    items.append(_step(len(items) + 1, page.title if page.url != "/" else site.title, url))
    return f', {{"@type": "BreadcrumbList", "itemListElement": [{", ".join(items)}]}}'


def _step(place: int, name: str, address: str) -> str:
    return f'{{"@type": "ListItem", "position": {place}, "name": {_text(name)}, "item": {_text(address)}}}'


@lru_cache(maxsize=256)  # the steps above are the same for many pages
def _above(place: int, name: str, *address: str) -> str:
    base, path = address
    return _step(place, name, base + quote(path))
