"""The sheet: everything that pages are drawn from, gathered once before the first is drawn (build wing)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polynya_live.contract import Contract, Form
from polynya_live.submissions import Submission
from polynya_live.threads import Thread, thread_of
from polynya_live.values import dataclass, field

from ..markdown import Rendered
from ..model import Collection, Page, Site
from ..observing.digests import Shared
from ..observing.noting import Key
from ..outputs.feeds import feeds_of
from ..outputs.feeds.entries import EPOCH, Feed, moment_of
from ..outputs.git import Change, changes_of
from ..outputs.pictures.beside import pictures_in
from ..outputs.pictures.sizes import Picture, picture_of
from ..outputs.programs.listings import LISTING, PAGE, json_of
from ..problems import Problem
from ..reading.lists.languages import of_language
from ..reading.text.closeness import suggest
from .components import component_names, taken_ids
from .outputs import Output, Written, is_generated, outputs_of
from .ways import Around, Ways, around_of

if TYPE_CHECKING:
    from .named.names import Meant, Names


class NoSuchName(LookupError):
    """A template or a page asks for something that this site does not have. Carries what the author is told.

    name: as it was asked for.
    """

    def __init__(self, rule: str, fact: str, hint: str, *, name: str) -> None:
        super().__init__(fact)
        self.rule, self.fact, self.hint, self.name = rule, fact, hint, name


@dataclass(slots=True)
class Notes:
    """What drawing one page brought to light. written: how the author wrote an address that was turned into another.

    read: what it was drawn from, as keys of `observing.noting`. absent: whether an address leads to a page that is not out.
    content: what the page's Markdown became, most often as it is to be found in the page.
    """

    problems: list[Problem] = field(default_factory=list)
    written: dict[str, str] = field(default_factory=dict)
    read: tuple[Key, ...] = ()
    absent: bool = False
    content: Rendered | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One site, ready to be drawn. approved: submissions by form and page, oldest approval first. Never changes.

    templates: the folders they are looked up in, the site's own first. by_source: pages by the path of their source;
    beside: addresses of the files beside them, by path. changes: what git knows of their sources, by path.
    feeds: all of the site, by the folder they lie in. components: their names; taken_ids: of layouts and forms, so that no
    heading gets one of them. ways: from a page to others.
    """

    site: Site
    contract: Contract
    templates: tuple[Path, ...]
    approved: Mapping[str, Mapping[str, Sequence[Submission]]]
    outputs: Mapping[str, Output]
    by_source: Mapping[str, Page]
    beside: Mapping[str, str]
    changes: Mapping[str, Change] = field(default_factory=dict)
    feeds: Mapping[str, Feed] = field(default_factory=dict)
    components: frozenset[str] = frozenset()
    taken_ids: frozenset[str] = frozenset()
    ways: Ways
    _paths: dict[str, Shared[Page]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _feeds: dict[tuple[object, ...], Shared[Feed]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _districts: dict[tuple[object, ...], Shared[Any]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _ranks: dict[str, int] = field(default_factory=dict, init=False, repr=False, compare=False)
    _names: "list[Names]" = field(default_factory=list, init=False, repr=False, compare=False)

    def form(self, name: str) -> Form:
        """Find a declared form. Raises NoSuchName."""
        try:
            return self.site.forms[name]
        except KeyError:
            hint = suggest(name, self.site.forms, having="this site declares")
            raise NoSuchName("unknown-form", f'no form is called "{name}"', hint, name=name) from None

    def form_on(self, name: str, page: Page) -> Form:
        """Find a form that may stand on a page. Raises NoSuchName, also when it has its thread on other pages."""
        form = self.form(name)
        if form.thread and page.id not in self.contract.pages:
            fact = f'the form "{name}" belongs to the pages of "{form.thread}", and this is none of them'
            hint = f"take it out, or take `thread: {form.thread}` out of its declaration."
            raise NoSuchName("form-elsewhere", fact, hint, name=name)
        return form

    def thread(self, name: str, page: str) -> Thread:
        """Make the thread of a form on a page, as it stands in the store. Raises NoSuchName."""
        return thread_of(self.form(name), page, self.approved.get(name, {}).get(page, ()))

    def collection(self, name: str) -> Collection | None:
        """Find a collection; None for the pages that lie in content/ itself when nothing is declared there."""
        return self.site.collections.get(name)

    def pages_of(self, name: str) -> Sequence[Page]:
        """List the pages of a collection; where its list is generated, the lists below it too. Raises NoSuchName."""
        if name not in self.site.collections:
            known = ", ".join(sorted(one for one in self.site.collections if one)) or "none"
            hint = f"this site has: {known}."
            raise NoSuchName("unknown-collection", f'no collection is called "{name}"', hint, name=name)
        pages = list(self.site.pages_of(name))
        head = self.site.pages.get(name)
        return pages + self._lists_below(name) if head and is_generated(head) else pages

    def page_url(self, page: str) -> str:
        """Find the address of a page by its id. Raises NoSuchName."""
        found = self.site.pages.get(page)
        if found is None:
            hint = 'an id looks like "books/dune".'
            raise NoSuchName("unknown-page", f'no page has the id "{page}"', hint, name=page)
        return found.url

    def page_of(self, page: str) -> Page:
        """Find a page by its id, for a template. Raises NoSuchName."""
        self.page_url(page)
        return self.site.pages[page]

    def page(self, page: str) -> Page:
        """Find a page by its id. Raises KeyError."""
        return self.site.pages[page]

    def page_at(self, url: str) -> Page | None:
        """Find the page at an address; None when none is there."""
        found = self.outputs.get(url)
        return found if isinstance(found, Page) else None

    def says_json(self, url: str) -> bool:
        """Whether a collection or a page is written as JSON at an address."""
        found = self.outputs.get(url)
        return isinstance(found, Written) and found.kind in (LISTING, PAGE)

    def named(self, name: str, path: str) -> "Meant":
        """Find what a link by name, `[[name]]`, means on the page at a path."""
        if not self._names:
            from .named.names import Names  # noqa: PLC0415 -- most sites have no such link

            self._names.append(Names(self.site))
        return self._names[0].find(name, path)

    def all_pages(self) -> Sequence[Page]:
        """List every page, collection by collection."""
        return list(self.site.pages.values())

    def moments(self, page: Page) -> tuple[datetime | None, datetime | None]:
        """Say when a page was published and last changed: by its date, else by git; None when neither says it."""
        change = self.changes.get(page.path)
        dated = moment_of(page.date, self.site.settings.timezone) if page.date else None
        if not change:
            return dated, dated
        published = dated or change.written
        return published, max(change.changed, published)

    def last_changes(self) -> list[tuple[str, str]]:
        """List the address of every page, and the day it was last changed, as in 2027-03-14; "" when nothing says it."""
        moments = ((page.url, self.moments(page)[1]) for page in self.site.pages.values())
        return [(url, moment.date().isoformat() if moment else "") for url, moment in moments]

    def around(self, page: Page) -> Around:
        """Gather what every page asks for, in one: it is noted and compared as one."""
        district = self._district_of(page)
        terms, says_json = self.ways.terms_of(page), self.says_json(json_of(page.url))
        return around_of((*district, terms, says_json, *self.moments(page), district))

    def _district_of(self, page: Page) -> Shared[Any]:  # Any: the first fields of Around
        """Gather what most pages of a folder are given alike; for those it is done once, and digested once."""
        url, ways = page.url, self.ways
        if url == "/" or url in self.feeds or not ways.is_usual(page):
            return ways.district(page, self.path_to(page), self.feeds_on(page))
        key = (ways.above_id(page), url[:-1].rpartition("/")[0], page.collection, page.forms)
        found = self._districts.get(key)
        if found is None:
            found = self._districts[key] = ways.district(page, self.path_to(page), self.feeds_on(page))
        return found

    def path_to(self, page: Page) -> Shared[Page]:
        """List the pages above one by its address, from the front page down; nothing for the front page."""
        if page.url == "/":
            return Shared()
        folder = page.url.strip("/").rpartition("/")[0]
        found = self._paths.get(folder)
        if found is None:
            steps = folder.split("/") if folder else []
            above = ["/", *("/" + "/".join(steps[:depth]) + "/" for depth in range(1, len(steps) + 1))]
            found = self._paths[folder] = Shared(one for url in above if (one := self.page_at(url)))
        return found

    def feeds_on(self, page: Page) -> Shared[Feed]:
        """List the feeds that a page points at: the site's in its language, that of its collection or term, and those of the
        threads on it.
        """
        languages = self.site.settings.languages
        language = of_language(page.id, languages) if languages else ""
        key = (page.collection, language, page.forms, page.url if page.url in self.feeds else "")
        return self._feeds.get(key) or self._feeds.setdefault(key, self._feeds_of(page, language))

    def _feeds_of(self, page: Page, language: str) -> Shared[Feed]:
        head = self.site.pages.get(page.collection)
        own = f"/{language}/" if language in self.site.settings.languages[1:] else "/"
        folders = (own, page.url, head.url if head else own, *(f"/feeds/{form}/" for form in page.forms))
        return Shared(self.feeds[folder] for folder in dict.fromkeys(folders) if folder in self.feeds)

    def feed(self, folder: str) -> Feed:
        """Find a feed by the folder that it lies in. Raises KeyError."""
        return self.feeds[folder]

    def pictures_in(self, path: str, folder: str = "") -> list[tuple[str, str]]:
        """List the pictures beside the source at a path, or in a folder from there: the address and the words of each."""
        return pictures_in(self.beside, path, folder)

    def picture_at(self, address: str) -> Picture | None:
        """Find the picture beside the pages at an address; None when none is there."""
        path = self.site.files.get(address)
        return picture_of(self.site.root, path) if path else None

    def newest(self, collection: str | None, most: int, language: str = "") -> list[Page]:
        """List the pages of a collection (None: of all, in a language when one is given) that have a date, newest first."""
        if collection is not None:
            return self._newest_of((page.id for page in self.site.pages_of(collection)), most)
        languages = self.site.settings.languages
        pages = self.site.pages
        return self._newest_of((one for one in pages if not language or of_language(one, languages) == language), most)

    def newest_with(self, term: str, most: int) -> list[Page]:
        """List the pages that have a term and a date, newest first. term: its id, as in "tags/ice"."""
        taxonomy, _, slug = term.partition("/")
        return self._newest_of(self.site.terms[taxonomy][slug].pages, most)

    def _newest_of(self, pages: Iterable[str], most: int) -> list[Page]:
        ranks = self._ranks or self._rank()
        dated = [one for one in pages if one in ranks]
        return [self.site.pages[one] for one in sorted(dated, key=ranks.__getitem__)[:most]]

    def _rank(self) -> dict[str, int]:
        """Put all pages that have a date in order, once: every page is in the list of each of its terms."""
        pages = self.site.pages.values()
        dated = ((self.moments(page)[0] or EPOCH, page.id) for page in pages if page.date or page.path in self.changes)
        self._ranks.update({one: place for place, (_, one) in enumerate(sorted(dated, reverse=True))})
        return self._ranks

    def newest_approved(self, form: str, most: int) -> list[Submission]:
        """List the approved submissions of a form on all its pages that are there, newest first."""
        of_form = self.approved.get(form, {})
        found = [one for page, those in of_form.items() if page in self.site.pages for one in those]
        return sorted(found, key=lambda one: (one.received, one.cursor), reverse=True)[:most]

    def _lists_below(self, name: str) -> list[Page]:
        names = [one for one in self.site.collections if one and one.rpartition("/")[0] == name]
        return [self.site.pages[one] for one in names if one in self.site.pages]


def make_sheet(
    site: Site,
    contract: Contract,
    templates: tuple[Path, ...],
    *,
    approved: Mapping[str, Mapping[str, Sequence[Submission]]],
) -> Sheet:
    """Gather a site for drawing."""
    changes = changes_of(site.root)
    feeds = feeds_of(site, changes)
    return Sheet(
        site=site,
        contract=contract,
        templates=templates,
        approved=approved,
        outputs=outputs_of(site, feeds),
        by_source={page.path: page for page in site.pages.values() if page.number == 1},
        beside={path: address for address, path in site.files.items()},
        changes=changes,
        feeds={feed.folder: feed for feed in feeds},
        components=component_names(templates),
        taken_ids=taken_ids(site.forms.values()),
        ways=Ways(site),
    )
