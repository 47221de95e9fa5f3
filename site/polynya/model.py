"""The site as read from `content/`: values that every room of the build wing passes on (build wing)."""

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from polynya_live.contract import Form, Link
from polynya_live.values import dataclass, field


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A key of front matter whose values are terms, each with a page of its own. paginate: pages on one list, 0 for all."""

    name: str
    title: str
    paginate: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`content/site.yaml`, with its defaults. url: absolute, no trailing slash; "" when not given.

    languages: all of them when there are several, `language` first. descriptions: in the others. messages: what forms say
    otherwise, in `language`. digest: "daily" when owners are told once a day, unless a form says otherwise.
    words: what content/words/ says otherwise, by language and English text.
    logo, styles, scripts: files below static/ that every page has. edit: where a page can be changed, with {path} for its source.

    feeds, twins (each page as Markdown), json (lists and threads for programs, and what the live wing answers), cards (pictures
    for links), pictures (in sizes), search, compress, minify: whether a freeze makes them. math: `$…$` in Markdown is a
    formula; typography: quotes and dashes as the language sets them; a page may say otherwise in its front matter.
    """

    title: str
    url: str = ""
    description: str = ""
    descriptions: Mapping[str, str] = field(default_factory=dict)
    language: str = "en"
    timezone: str = "UTC"
    currency: str = "EUR"
    navigation: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    link_titles: Mapping[str, Mapping[Link, str]] = field(default_factory=dict)
    logo: str = ""
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    edit: str = ""
    taxonomies: tuple[Taxonomy, ...] = ()
    languages: tuple[str, ...] = ()
    messages: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str | Mapping[str, str]]] = field(default_factory=dict)
    digest: str = ""
    feeds: bool = True
    twins: bool = True
    json: bool = True
    cards: bool = True
    pictures: bool = True
    search: bool = False
    compress: bool = False
    minify: bool = True
    math: bool = False
    typography: bool = False

    @property
    def spoken(self) -> tuple[str, ...]:
        """All languages of the site, the first one first."""
        return self.languages or (self.language,)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """What one front-matter key of a collection must be. options: of a select; of: the type of a list's entries.

    within: the collection that a page comes from, "" for any. fields: of an object, None for any.
    """

    name: str
    type: str = "text"
    required: bool = False
    default: Any = None  # Any: whatever the type says
    options: tuple[str, ...] = ()
    of: str = "text"
    within: str = ""
    fields: "Mapping[str, FieldRule] | None" = None


@dataclass(frozen=True, slots=True)
class Reference:
    """Another page that front matter names, as templates link it. at: where it is written, a character of the source."""

    id: str
    url: str = ""
    title: str = ""
    at: int = field(default=0, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A folder of pages with one front-matter schema. `name` is the folder below content/; "" is content/ itself.

    url: a pattern with {slug} and front-matter keys. fields: None lets any key pass, kept as text, list or mapping.
    sort: keys between commas, "-" before one for descending. forms: drawn on each of its pages. index: whether it has a list
    page; paginate: pages on one list, 0 for all; filter: what a page must say to be listed, any of the values of each key.
    show: the keys of front matter that its JSON may show. language: that its name and url begin with, when another collection is
    declared for it and it is the counterpart in that language.
    """

    name: str
    title: str
    url: str
    template: str = "pages/page.html"
    list_template: str = "pages/list.html"
    sort: str = "title"
    fields: Mapping[str, FieldRule] | None = None
    forms: tuple[str, ...] = ()
    index: bool = True
    paginate: int = 0
    filter: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    show: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. id: its path below content/ without suffix ("books/dune"; "" for the home page).

    path: of its source, relative to the root ("content/books/dune.md"). fields: its front matter, typed by its collection
    (money: integer cents). body: Markdown; body_line: the line of the source where it starts, from 1.
    aliases: older addresses that lead here. since, until: when it is out, None for always. standing: "" when it is out, else
    "draft", "future" or "expired". number: of a list's page, from 1. anchor: the id of the heading in its Markdown that is its
    title, "" when the title is written elsewhere. A list that nobody wrote has an empty body and its folder
    as `path`.
    """

    is_shared: ClassVar[bool] = True
    id: str
    url: str
    path: str
    collection: str
    title: str
    body: str
    body_line: int = 1
    description: str = ""
    date: datetime.date | None = None
    template: str = "pages/page.html"
    forms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)  # Any: typed by the collection's schema
    since: datetime.datetime | None = None
    until: datetime.datetime | None = None
    standing: str = ""
    number: int = 1
    anchor: str = ""


def may_name(body: str) -> bool:
    """Whether there may be links by name in a Markdown text, `[[name]]`: two signs in a row, found sooner than by `in`."""
    return "[" in body and "" in body.split("[")


@dataclass(frozen=True, slots=True)
class Term:
    """A value of a taxonomy. pages: ids of the pages that have it, in the order of its list."""

    taxonomy: str
    slug: str
    title: str
    pages: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of its page."""
        return f"{self.taxonomy}/{self.slug}"


@dataclass(frozen=True, slots=True)
class Listing:
    """What one page of a list shows. pages: ids, in order; number: of `count` pages; previous, next: their addresses or ""."""

    pages: tuple[str, ...]
    number: int = 1
    count: int = 1
    total: int = 0
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """When the site says something else by itself. moment: in the site's time zone; path: of the page; ends: it goes then."""

    moment: datetime.datetime
    path: str
    ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """All that `content/` says. pages: by id, sorted within each collection; data: by file name without suffix.

    files: pictures and other files that lie beside the pages: address -> path relative to the root. absent: pages that are
    written and not out, by path and by address. due: when the next of them comes or goes. lists: what a page lists, by its
    id. below: the pages right below a page, by its id. terms: by taxonomy and slug.
    """

    root: Path
    settings: Settings
    collections: Mapping[str, Collection]
    pages: Mapping[str, Page]
    forms: Mapping[str, Form]
    data: Mapping[str, Any] = field(default_factory=dict)  # Any: whatever the data file holds
    files: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, Page] = field(default_factory=dict)
    due: Due | None = None
    lists: Mapping[str, Listing] = field(default_factory=dict)
    below: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    terms: Mapping[str, Mapping[str, Term]] = field(default_factory=dict)

    def pages_of(self, collection: str) -> Sequence[Page]:
        """List the pages of a collection in its order, without its index page."""
        return [p for p in self.pages.values() if p.collection == collection and p.id != collection and p.number == 1]
