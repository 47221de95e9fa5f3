"""Forms as they were declared, with the versions that pages of before still have (shared)."""

from collections.abc import Mapping
from typing import Any

from ..values import dataclass, field

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
    whole: whether a number has no fraction.
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
    whole: bool = False


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
    original: the form that this one says in another language, with which it shares what it limits; "" for none.
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
    original: str = ""

    @property
    def mails(self) -> bool:
        """Whether mail follows a submission of it."""
        return bool(self.notify or self.receipt or self.confirm)

    @property
    def limited(self) -> bool:
        """Whether a submission takes something that others then cannot have."""
        return self.capacity is not None or bool(self.places or self.unique)

    @property
    def scarce(self) -> bool:
        """Whether others may want what a submission takes; nobody wants the address whose owner is asked."""
        return self.capacity is not None or bool(self.places or set(self.unique) - {self.confirm})

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


def earlier_of(raw: Mapping[str, Any]) -> dict[str, tuple[Earlier, ...]]:  # Any: JSON
    """Read the earlier versions out of a contract's JSON; none in one that was written before there were any."""
    told: Mapping[str, list[dict[str, Any]]] = raw.get("earlier", {})
    return {name: tuple(Earlier(**{**one, "fields": fields_of(one)}) for one in those) for name, those in told.items()}


def fields_of(raw: Mapping[str, Any]) -> tuple[Field, ...]:  # Any: JSON
    """Read the fields out of the JSON of a form."""
    return tuple(_field(one) for one in raw["fields"])


def read_form(raw: dict[str, Any]) -> Form:  # Any: JSON
    """Read a form out of its JSON, which is used up."""
    fields = fields_of(raw)
    del raw["fields"]
    limit = raw.pop("per_visitor")
    lists: dict[str, Any] = {name: tuple(raw[name]) for name in ("show", "unique", "held_words") if name in raw}
    return Form(**{**raw, **lists}, fields=fields, per_visitor=tuple(limit) if limit else None)


def _field(raw: dict[str, Any]) -> Field:
    options = tuple((value, label) for value, label in raw["options"])
    return Field(**{**raw, "options": options, "required_for": tuple(raw["required_for"])})
