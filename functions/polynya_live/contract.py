"""What freeze compiled for the live wing: forms, page ids, prices, and the site's own facts (shared).

`freeze` writes it as `contract.json` with `dump`; the functions read it with `load`. Nothing in it is secret.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .values import dataclass, field

CONTRACT_FORMAT = 1
PATTERN_CHARACTERS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form.

    type: text, textarea, email, url, number, rating, date, select, radio, checkbox, checkboxes, quantity or hidden.
    min, max: characters for text-like types, the value for number and rating, the count of each row for quantity; a text
    with a pattern and no max has PATTERN_CHARACTERS at most.
    options: (value, label) pairs of select, radio and checkboxes. rows: the collection whose pages a quantity field counts.
    required_if: another field that has to be answered before this one must be, "" for none; required_for: only by one of
    these answers, () for any. check: whether it is looked at as soon as it changes. messages: what it says otherwise, by
    the names in polynya_live.words.messages; `message` is the one for its pattern. fill: "name" or "email" of who is signed
    in, "" for neither. earliest, latest: the first and last day of a date field, "2027-03-14", "today" or "today+90"; "" for any.
    """

    name: str
    label: str
    type: str = "text"
    required: bool = False
    min: float | None = None
    max: float | None = None
    help: str = ""
    pattern: str = ""
    message: str = ""
    options: tuple[tuple[str, str], ...] = ()
    rows: str = ""
    autocomplete: str = ""
    required_if: str = ""
    required_for: tuple[str, ...] = ()
    check: bool = False
    messages: Mapping[str, str] = field(default_factory=dict)
    fill: str = ""
    earliest: str = ""
    latest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as declared, compiled and versioned.

    thread: the collection whose pages each have a thread of it; "" for a form that stands alone. show: the fields that
    may ever reach a page; empty for a private form. keep_s: retention in seconds, None for ever. per_visitor: (posts,
    window in seconds) or None. derive: "module:function" or "". notify: "owner", an address, or "". receipt: the e-mail
    field that is sent what the visitor chose; confirm: the one that is asked whether its owner wants this. version: a
    digest of all that changes what a post means. keeps: False for a form that only derives and stores nothing.
    capacity: how many places there are in all, None without a limit; places: the front-matter key that says so for each
    page of the thread; takes: the number field that says how many one post takes, "" for one. unique: fields that no two
    submissions may answer alike. ask: the words on the button that derives. tally: the field whose answers are counted for
    everybody to see, "" for none. messages: what the form and its fields say otherwise. edit_s: for how many seconds who was
    signed in may change what they sent; 0 for never. digest: "daily" when whoever is told hears once a day of all that came.
    proof_of_work: whether a post that carries none is held.
    most_links: with more of them a submission is held, None for any number; held_words: with one of these it is held too.
    template: "order" draws it with fragments/facts-order.html and fragments/submission-order.html; "" with the usual ones.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    thanks: str
    version: str
    thread: str = ""
    moderation: str = "before"
    show: tuple[str, ...] = ()
    notify: str = ""
    keep_s: int | None = None
    per_visitor: tuple[int, int] | None = None
    derive: str = ""
    receipt: str = ""
    confirm: str = ""
    keeps: bool = True
    capacity: int | None = None
    places: str = ""
    takes: str = ""
    unique: tuple[str, ...] = ()
    ask: str = ""
    tally: str = ""
    messages: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    edit_s: int = 900
    digest: str = ""
    most_links: int | None = 2
    held_words: tuple[str, ...] = ()
    proof_of_work: bool = False
    template: str = ""

    @property
    def mails(self) -> bool:
        """Whether mail follows a submission of it."""
        return bool(self.notify or self.receipt or self.confirm)

    @property
    def limited(self) -> bool:
        """Whether a submission takes something that others then cannot have."""
        return self.capacity is not None or bool(self.places or self.unique)

    @property
    def private(self) -> bool:
        """Whether nothing of it may ever reach a page."""
        return not self.show


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A form as pages that browsers and the CDN still keep have it.

    until: when it was replaced, milliseconds since 1970 UTC; 0 while it is the one that is published.
    """

    version: str
    fields: tuple[Field, ...]
    until: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """An entry of the navigation. language: of what it leads to, "" when that is not known, or is that of the page it is on."""

    title: str
    url: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """A fingerprinted file of the release. integrity: its SRI hash."""

    url: str
    integrity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFacts:
    """What every layout needs to know, the same in frozen pages and live answers.

    url: absolute, no trailing slash; "" when the author gave none. assets: by name, for instance "css/base.css".
    navigations, descriptions, fronts (addresses of front pages): by language, for those beside the usual one.
    search: whether it can be searched.
    """

    title: str
    url: str = ""
    description: str = ""
    language: str = "en"
    timezone: str = "UTC"
    currency: str = "EUR"
    navigation: tuple[Link, ...] = ()
    navigations: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    fronts: Mapping[str, str] = field(default_factory=dict)
    search: bool = False
    assets: Mapping[str, Asset] = field(default_factory=dict)

    def front_in(self, language: str) -> str:
        """Find the address of the front page in a language; that of the usual one when there is none."""
        return self.fronts.get(language, "/")

    def search_in(self, language: str) -> str:
        """Find the address of the search in a language; "" when the site cannot be searched."""
        spoken = f"/{language}" if language in self.navigations else ""
        return f"{spoken}/search/" if self.search else ""


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page as the live wing knows it. id: for instance "books/dune". places: how many there are, None without a limit."""

    id: str
    url: str
    title: str
    collection: str
    places: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A page that a quantity field counts: a dish, a ticket. price: integer cents."""

    id: str
    title: str
    price: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Everything a function may trust. pages: of the collections that have a thread; rows: by collection, in page order.

    cursors: of each thread as the frozen pages show it, by "form/page"; a thread that they show nothing of is left out.
    due: when a page comes or goes by its date, milliseconds since 1970 UTC; 0 for never. earlier: by form, what its page of
    before asked for, the newest first.
    """

    release: str
    site: SiteFacts
    forms: Mapping[str, Form]
    pages: Mapping[str, PageRef]
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    cursors: Mapping[str, str] = field(default_factory=dict)
    due: int = 0
    earlier: Mapping[str, tuple[Earlier, ...]] = field(default_factory=dict)

    def cursor_of(self, form: str, page: str) -> str:
        """Say up to where the frozen pages show a thread; "" when they show nothing of it."""
        return self.cursors.get(f"{form}/{page}", "")


def dump(contract: Contract) -> str:
    """Write a contract as JSON text, the same bytes for the same contract."""
    return (
        json.dumps({"format": CONTRACT_FORMAT, **asdict(contract)}, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    )


def load(path: Path) -> Contract:
    """Read a contract. Raises OSError when it cannot be read, ValueError when it is of another format."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))  # Any: JSON, given its shape below
    if raw.get("format") != CONTRACT_FORMAT:
        raise ValueError(
            f"{path}: contract format {raw.get('format')!r}, expected {CONTRACT_FORMAT}; freeze the site again"
        )
    return Contract(
        release=raw["release"],
        site=_site(raw["site"]),
        forms={name: _form(form) for name, form in raw["forms"].items()},
        pages={name: PageRef(**page) for name, page in raw["pages"].items()},
        rows={name: tuple(Row(**row) for row in rows) for name, rows in raw["rows"].items()},
        cursors=raw.get("cursors", {}),
        due=raw.get("due", 0),
        earlier=earlier_of(raw),
    )


def earlier_of(raw: Mapping[str, Any]) -> dict[str, tuple[Earlier, ...]]:  # Any: JSON
    """Read the earlier versions out of a contract's JSON; none in one that was written before there were any."""
    told: Mapping[str, list[dict[str, Any]]] = raw.get("earlier", {})
    return {name: tuple(_earlier(one) for one in versions) for name, versions in told.items()}


def fields_of(raw: Mapping[str, Any]) -> tuple[Field, ...]:  # Any: JSON
    """Read the fields out of the JSON of a form."""
    return tuple(_field(one) for one in raw["fields"])


def _site(raw: dict[str, Any]) -> SiteFacts:
    navigation = tuple(Link(**link) for link in raw.pop("navigation"))
    assets = {name: Asset(**asset) for name, asset in raw.pop("assets").items()}
    others = {name: tuple(Link(**link) for link in links) for name, links in raw.pop("navigations", {}).items()}
    return SiteFacts(**raw, navigation=navigation, navigations=others, assets=assets)


def _form(raw: dict[str, Any]) -> Form:
    fields = fields_of(raw)
    del raw["fields"]
    limit = raw.pop("per_visitor")
    lists: dict[str, Any] = {name: tuple(raw[name]) for name in ("show", "unique", "held_words") if name in raw}
    return Form(**{**raw, **lists}, fields=fields, per_visitor=tuple(limit) if limit else None)


def _earlier(raw: dict[str, Any]) -> Earlier:
    return Earlier(version=raw["version"], fields=fields_of(raw), until=raw["until"])


def _field(raw: dict[str, Any]) -> Field:
    options = tuple((value, label) for value, label in raw["options"])
    return Field(**{**raw, "options": options, "required_for": tuple(raw["required_for"])})
