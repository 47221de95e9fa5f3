"""Writes collections, and pages that have a thread, as JSON: the frozen twins of GET /live/threads/… (build wing)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from polynya_live.contract import Form
from polynya_live.routes import live_url
from polynya_live.thread_json import Json, figures_of, full_address, thread_json

from ...model import Page, Reference, Site
from .lines import json_line, json_lines, json_text

if TYPE_CHECKING:
    from ...pages.sheet import Sheet

NAME = "index.json"
LISTING, PAGE = "listing", "page_json"


def json_files(site: Site) -> Iterator[tuple[str, str, str]]:
    """List the JSON files of a site: their address, which of the two they are, and what they are about.

    Every collection that has a list has one, and every page with a thread that everybody may read.
    """
    for name in site.collections:
        if name and name in site.pages:
            yield json_of(site.pages[name].url), LISTING, name
    for name in sorted({form.thread for form in site.forms.values() if form.thread and not form.private}):
        for page in site.pages_of(name):
            yield json_of(page.url), PAGE, page.id


def json_of(url: str) -> str:
    """Find the address of a page's JSON."""
    return url + NAME if url.endswith("/") else f"{url.removesuffix('.html')}.json"


def listing(sheet: "Sheet", collection: str) -> str:
    """Write a collection: its pages in order, what their front matter may show, and how their threads rate."""
    head, site = sheet.page(collection), sheet.contract.site
    teller = Teller(collection, sheet)
    whole = {
        "title": head.title,
        "description": head.description,
        "url": full_address(site, head.url),
        "currency": site.currency,
    }
    return json_lines(whole, "pages", map(teller.line, sheet.site.pages_of(collection)))


def page_json(sheet: "Sheet", page: str) -> str:
    """Write a page with the whole of its threads, as they stand at this freeze."""
    found = sheet.page(page)
    return _text(Teller(found.collection, sheet).page(found, whole=True))


class Teller:
    """Tells of the pages of one collection. Reads once what holds for all of them."""

    def __init__(self, name: str, sheet: "Sheet") -> None:
        collection, forms = sheet.collection(name), sheet.site.forms.values()
        self._shown = collection.show if collection else ()
        self._forms = [form for form in forms if form.thread and form.thread == name and not form.private]
        self._facts = sheet.contract.site
        self._url = self._facts.url
        self._thread_of = sheet.thread

    def page(self, page: Page, *, whole: bool) -> Json:
        """Tell of a page. whole: with the submissions of its threads, otherwise it is what `line` tells."""
        return {
            "id": page.id,
            "url": self._url + quote(page.url),
            "title": page.title,
            "description": page.description,
            "date": page.date.isoformat() if page.date else None,
            "fields": self._fields(page),
            "threads": self._threads(page, whole=whole),
        }

    def line(self, page: Page) -> str:
        """Tell of a page in a line of a list, member by member: an encoder makes its tools anew for each value."""
        date = f'"{page.date.isoformat()}"' if page.date else "null"
        fields = json_line(self._fields(page)) if self._shown else "{}"
        threads = json_line(self._threads(page, whole=False)) if self._forms else "{}"
        return (
            f'{{"id": {json_text(page.id)}, "url": {json_text(self._url + quote(page.url))}, '
            f'"title": {json_text(page.title)}, "description": {json_text(page.description)}, '
            f'"date": {date}, "fields": {fields}, "threads": {threads}}}'
        )

    def _fields(self, page: Page) -> Json:
        return {name: _plain(page.fields[name]) for name in self._shown if name in page.fields}

    def _threads(self, page: Page, *, whole: bool) -> Json:
        return {form.name: self._thread(form, page, whole=whole) for form in self._forms}

    def _thread(self, form: Form, page: Page, *, whole: bool) -> Json:
        thread = self._thread_of(form.name, page.id)
        told = thread_json(thread, self._facts, submissions=thread.submissions) if whole else figures_of(thread)
        return {**told, "live": self._url + live_url("thread", form=form.name, page=page.id)}


def _plain(value: Any) -> Any:  # Any: whatever front matter holds
    """Write a value of front matter as JSON has it: days as 2027-03-14, money in cents, pages by id, address and title."""
    if isinstance(value, Reference):
        return {"id": value.id, "url": value.url, "title": value.title}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _text(told: Json) -> str:
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
