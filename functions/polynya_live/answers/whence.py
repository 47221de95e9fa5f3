"""Where a visitor comes from: the page that an answer leads back to, and the language it speaks (live wing).

A form that stands alone may stand on any page, so its page says its own address with each post; where that is lost, as in an
answer to what was too large to be read, the browser's Referer tells.
"""

import re
from urllib.parse import urlsplit

from flask import request
from werkzeug.exceptions import HTTPException

from ..contract import Form, Link, PageRef
from ..forms import PLACE
from ..guards.origin import is_ours
from ..routes import LIVE
from ..wing import wing

MOST_CHARACTERS = 500
_PLAIN = re.compile(r"/(?![/\\])[^\s\\?#\x00-\x1f]*")


def back_to(page: PageRef | None, form: Form | None = None) -> Link:
    """Say where an answer leads back to: the page of the thread, else the page it was sent from, else the home page.

    Its title is "" when nobody knows it: that of its form says what to do there ("Write to us"), not what is there.
    """
    site = wing().contract.site
    if page and page.url:
        return Link(page.title, page.url)
    language = (form.language if form else "") or language_here()
    address = came_from() or site.front_in(language)
    if address in ("/", *site.fronts.values()):
        return Link(site.title, address)
    titles = {link.url: link.title for links in (site.navigation, *site.navigations.values()) for link in links}
    known = titles | {one.url: one.title for one in wing().contract.pages.values()}
    return Link(known.get(address, ""), address)


def came_from() -> str:
    """Find the path of the frozen page that this was sent from; "" when nobody says, or it is none of ours."""
    return _own_page(_told()) or _own_page(_referred())


def language_here() -> str:
    """Find the language an answer speaks: that of the form it is about, else of the page before it, else of the site."""
    here = wing()
    form = here.contract.forms.get((request.view_args or {}).get("form", ""))
    if form is not None and form.language:
        return form.language
    first = came_from().strip("/").partition("/")[0]
    return first if first in here.contract.site.navigations else here.contract.site.language


def _told() -> str:
    try:
        return request.form.get(PLACE) or request.args.get(PLACE, "")
    except HTTPException:  # too large, or no form at all
        return ""


def _referred() -> str:
    address = request.referrer or ""
    return urlsplit(address).path if is_ours(address, wing().settings.site_url) else ""


def _own_page(path: str) -> str:
    fits = len(path) <= MOST_CHARACTERS and _PLAIN.fullmatch(path) and not path.startswith(LIVE)
    return path if fits else ""
