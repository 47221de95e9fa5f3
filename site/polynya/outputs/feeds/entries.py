"""The entries of feeds: pages with a date, and approved submissions, with whole texts and absolute addresses (build wing)."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote
from zoneinfo import ZoneInfo

from polynya_live.submissions import Submission
from polynya_live.templating import stars
from polynya_live.threads import best_of
from polynya_live.values import dataclass, field

from ...markdown import Resolver, render
from ...model import Page
from ...observing.noting import Key, note_all, notebook
from .lending import FULL, LENDING, full_address

if TYPE_CHECKING:
    from flask import Flask

    from ...pages.sheet import Sheet

MOST_ENTRIES = 20
MOST_KEPT = 500
"""Entries of pages that are kept for other feeds: with what was made of them, they take some 30 kB each."""
MS = 1000
_ANCHOR = re.compile(r' <a class="anchor"[^<>]*>#</a>')
EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. id: stays when the address changes; content: HTML; tags: words of its front matter.

    shapes: as what it was written, by the name of the file, for a page may be in several feeds.
    """

    id: str
    url: str
    title: str
    content: str
    published: datetime
    updated: datetime
    author: str = ""
    summary: str = ""
    tags: tuple[str, ...] = ()
    shapes: dict[str, str] = field(default_factory=dict, compare=False)

    def shape(self, name: str, write: "Callable[[Entry], str]") -> str:
        """Write it in one of the three shapes, once."""
        return self.shapes.get(name) or self.shapes.setdefault(name, write(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """One feed, whatever it is written as. folder: the address it lies in ("/books/"); home: the page it is about.

    collection: whose pages are in it; None for all of the site. form: whose approved submissions are in it instead.
    language: whose pages are in it, "" on a site that has one. term: the id of a term whose pages are in it.
    """

    is_shared: ClassVar[bool] = True
    folder: str
    title: str
    home: str
    collection: str | None = None
    form: str = ""
    language: str = ""
    term: str = ""


def entries_of(feed: Feed, sheet: "Sheet") -> list[Entry]:
    """Make the entries of a feed, newest first: those of the last feed are kept, for it is written three times in a row."""
    from flask import current_app  # noqa: PLC0415 -- feeds are written by the pages app

    last: dict[Feed, tuple[list[Entry], dict[Key, None]]] = current_app.extensions.setdefault("polynya.feed", {})
    if feed not in last:
        with notebook() as read:
            found = _entries_of(feed, sheet)
        last.clear()
        last[feed] = found, read
        return found
    entries, keys = last[feed]
    note_all(keys)
    return entries


def _entries_of(feed: Feed, sheet: "Sheet") -> list[Entry]:
    if feed.form:
        return [_of_submission(one, sheet) for one in sheet.newest_approved(feed.form, MOST_ENTRIES)]
    return [_kept_of_page(page, sheet) for page in pages_in(feed, sheet)]


def pages_in(feed: Feed, sheet: "Sheet") -> list[Page]:
    """List the pages that a feed tells of, newest first."""
    if feed.form:
        return []
    if feed.term:
        return sheet.newest_with(feed.term, MOST_ENTRIES)
    return sheet.newest(feed.collection, MOST_ENTRIES, feed.language)


def _kept_of_page(page: Page, sheet: "Sheet") -> Entry:
    """Make the entry of a page, which is the same in all feeds: the app keeps those used last, with the keys of what was read."""
    from flask import current_app  # noqa: PLC0415 -- feeds are written by the pages app

    known: dict[str, tuple[Entry, dict[Key, None]]] = current_app.extensions.setdefault("polynya.entries", {})
    kept = known.pop(page.id, None)
    if kept:
        note_all(kept[1])
    else:
        with notebook() as read:
            kept = _of_page(page, sheet), read
        if len(known) >= MOST_KEPT:
            del known[next(iter(known))]
    known[page.id] = kept  # as the last one
    return kept[0]


def let_go(app: "Flask") -> None:
    """Let go of the entries that an app has kept for other feeds."""
    app.extensions.pop("polynya.feed", None)
    app.extensions.pop("polynya.entries", None)


def moment_of(day: date, timezone: str) -> datetime:
    """Give a day the moment it starts at in the site's time zone; a moment stays what it is."""
    if isinstance(day, datetime):
        return day if day.tzinfo else day.replace(tzinfo=_zone(timezone))
    return _start_of(day, timezone)


def _zone(timezone: str) -> tzinfo:
    return UTC if timezone == "UTC" else ZoneInfo(timezone)


@lru_cache(maxsize=4096)
def _start_of(day: date, timezone: str) -> datetime:
    """Say when a day starts: one object for all pages of it, which is digested once."""
    return datetime.combine(day, time(), _zone(timezone))


def _of_page(page: Page, sheet: "Sheet") -> Entry:
    base = sheet.contract.site.url
    published, updated = sheet.moments(page)
    tags = page.fields.get("tags")
    author = page.fields.get("author")
    return Entry(
        id=f"{base}/#{quote(page.id)}",
        url=base + quote(page.url),
        title=page.title,
        content=html_of(page, sheet),
        published=published or EPOCH,
        updated=updated or EPOCH,
        author=author if isinstance(author, str) and "price" not in page.fields else "",
        summary=page.description,
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list | tuple) else (),
    )


def html_of(page: Page, sheet: "Sheet") -> str:
    """Render a page's Markdown for readers elsewhere: every address absolute, a link where a form stands."""
    from flask import current_app  # noqa: PLC0415

    here = sheet.contract.site.url + quote(page.url)
    language = sheet.ways.language(page)
    html = current_app.extensions[LENDING].take(page, here) or _drawn_again(page, here, sheet=sheet, language=language)
    return _ANCHOR.sub("", html).replace(
        '<a href="#', f'<a href="{escape(here)}#'
    )  # of footnotes and the table of contents


def _drawn_again(page: Page, here: str, *, sheet: "Sheet", language: str) -> str:
    from flask import current_app  # noqa: PLC0415 -- as above

    from ...markdown.faults import ignore  # noqa: PLC0415
    from ...pages.addresses import body_of, resolve, unlinked  # noqa: PLC0415 -- that room draws feeds, and so knows this one
    from ...pages.components import component_drawer, extras_of  # noqa: PLC0415
    from ...pages.sheet import Notes  # noqa: PLC0415

    notes = Notes()

    def absolute(address: str) -> str:
        try:
            return full_address(resolve(address, page, sheet=sheet, notes=notes), here)
        except ValueError:
            return address

    def link(form: str) -> str:
        return (
            f'<p><a href="{escape(here)}">{escape(sheet.form(form).title)}</a></p>\n'
            if form in sheet.site.forms
            else ""
        )

    rendered = render(
        body_of(page, sheet=sheet, notes=notes),
        resolve=Resolver(absolute, FULL),
        draw_form=link,
        draw_component=component_drawer(sheet.components, current_app.jinja_env, {"page": page}, fault=ignore),
        language=language,
        extras=extras_of(page, sheet.site.settings),
        taken=sheet.taken_ids,
        title=page.anchor,
    )
    return unlinked(rendered.html)


def _of_submission(submission: Submission, sheet: "Sheet") -> Entry:
    site = sheet.contract.site
    form = sheet.form(submission.form)
    page = sheet.page(submission.page)
    moment = datetime.fromtimestamp(submission.received / MS, UTC)
    url = f"{site.url}{quote(page.url)}#submission-{submission.cursor}"
    author = str(submission.values.get("author", "")) if "author" in form.show else ""
    return Entry(
        id=url,
        url=url,
        title=page.title,
        content="".join(_lines(submission, sheet)),
        published=moment,
        updated=moment,
        author=author,
    )


def _lines(submission: Submission, sheet: "Sheet") -> Iterator[str]:
    form = sheet.form(submission.form)
    for asked in form.fields:
        value = submission.values.get(asked.name)
        if asked.name not in form.show or asked.name == "author" or value is None:
            continue
        if asked.type == "rating" and isinstance(value, int | float):
            best = best_of(asked)
            yield f"<p>{stars(value, best)} {value} / {best}</p>\n"
        else:
            words = ", ".join(map(str, value)) if isinstance(value, list | dict) else str(value)
            yield f"<p>{_broken(words)}</p>\n"
    if submission.reply:
        yield f"<blockquote>{_broken(submission.reply)}</blockquote>\n"


def _broken(words: str) -> str:
    """Write words as HTML, line by line."""
    return escape(words, quote=False).replace("\n", "<br>")
