"""A submission as the inbox shows it: its answers as lines, its moments, reasons and mails in words (live wing)."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from ..contract import Contract, Field, Form, PageRef
from ..submissions import REPLY, State, Submission, Value
from ..templating import zone_of
from ..values import dataclass
from ..work.lines import Line, lines_of
from ..work.status import Fate, MailStatus, read_statuses
from .actions import mark_of
from .history import Act, Entry, read_history
from .standing import Standing, standing_of

MS = 1000
STEPS = ((60, "second"), (60, "minute"), (24, "hour"), (7, "day"))
WEEKS = 5

REASONS: Mapping[str, str] = {
    "honeypot": "a machine filled in the hidden field",
    "hasty": "sent faster than people type",
    "stale": "the page had been open for more than a day",
    "unproven": "sent without JavaScript, so nothing proves that the page was seen",
    "links": "many links",
    "words": "a word that you have listed",
    "shouting": "mostly capital letters",
    "repeating": "the same over and over",
    "earlier": "typed into the form as it was before, which did not ask for all that it asks for now",
}
ACTS: Mapping[Act, str] = {
    Act.APPROVE: "approved",
    Act.REJECT: "rejected",
    Act.EDIT: "edited",
    Act.REPLY: "replied",
    Act.UNDO: "took that back",
}
STATES: Mapping[State, str] = {
    State.PENDING: "waiting",
    State.APPROVED: "approved",
    State.REJECTED: "rejected",
    State.PRIVATE: "private",
}
MAILS: Mapping[str, str] = {
    "notify": "to you",
    "receipt": "receipt",
    "confirm": "to confirm the address",
    "digest": "digest",
}
FATES: Mapping[Fate, str] = {Fate.DUE: "to be sent", Fate.SENT: "sent", Fate.FAILED: "failed"}
STANDINGS: Mapping[Standing, str] = {
    Standing.NOWHERE: "",
    Standing.LIVE: "live: the page loads it; the next freeze writes it into the page",
    Standing.FROZEN: "frozen in: it is part of the page",
    Standing.OUTDATED: "frozen in as it was before; the next freeze writes the change into the page",
    Standing.STILL: "still frozen in: the next freeze takes it out of the page",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment for people and for machines. ago: "3 minutes ago"."""

    iso: str
    text: str
    ago: str


@dataclass(frozen=True, slots=True)
class Past:
    """One line of the history. before: what an edit replaced, "–" for nothing."""

    text: str
    who: str
    when: Moment
    before: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One submission as it is drawn. page: None when it belongs to none, or to one that is gone."""

    row: Submission
    mark: str
    form: Form | None
    title: str
    page: PageRef | None
    lines: tuple[Line, ...]
    received: Moment
    state: str
    reasons: tuple[str, ...]
    mails: tuple[str, ...]
    standing: Standing
    where: str
    reply: str
    past: tuple[Past, ...]
    private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """How submissions are looked at. now, frozen: milliseconds; frozen: 0 when it is not known."""

    contract: Contract
    now: int
    frozen: int

    def at(self, row: Submission) -> Shown:
        """Look at one submission."""
        form = self.contract.forms.get(row.form)
        standing = standing_of(row, self.contract, frozen=self.frozen)
        return Shown(
            row=row,
            mark=mark_of(row),
            form=form,
            title=form.title if form else row.form,
            page=self.contract.pages.get(row.page),
            lines=tuple(_lines(row, self.contract)),
            received=self.moment(row.received),
            state=STATES[row.state],
            reasons=tuple(REASONS.get(reason, reason) for reason in row.reasons),
            mails=tuple(self._mail(status) for status in read_statuses(row)),
            standing=standing,
            where=STANDINGS[standing],
            reply=str(row.extra.get(REPLY, "")),
            past=tuple(self._past(entry, form) for entry in reversed(read_history(row))),
            private=row.state is State.PRIVATE or form is None or form.private,
        )

    def moment(self, at: int) -> Moment:
        """Write a moment in the time zone of the site. at: milliseconds."""
        there = datetime.fromtimestamp(at / MS, self.zone)
        text = f"{there.day} {there:%B %Y, %H:%M}"
        return Moment(there.isoformat(timespec="seconds"), text, ago(at, now=self.now))

    @property
    def zone(self) -> tzinfo:
        """The time zone of the site."""
        return zone_of(self.contract.site.timezone)

    def _mail(self, status: MailStatus) -> str:
        kind = MAILS.get(status.errand.kind, status.errand.kind)
        if status.fate is Fate.DUE and status.tries:
            return f"{kind}: did not go out {_times(status.tries)}, is tried again {self.moment(status.next).text}"
        return f"{kind}: {FATES[status.fate]}"

    def _past(self, entry: Entry, form: Form | None) -> Past:
        before = dict(entry.values)
        if entry.reply is not None:
            before["reply"] = entry.reply or None
        labels = {field.name: field for field in form.fields} if form else {}
        lines = tuple(
            Line(labels.get(name, Field(name=name, label=name)).label, _plain(was)) for name, was in before.items()
        )
        return Past(ACTS[entry.act], entry.who, self.moment(entry.at), lines)


def ago(at: int, *, now: int) -> str:
    """Say how long ago a moment was, in the largest whole unit up to weeks. Both in milliseconds."""
    amount = max(0, now - at) // MS
    if not amount:
        return "just now"
    for size, unit in STEPS:
        if amount < size:
            return f"{_count(amount, unit)} ago"
        amount //= size
    return f"{_count(amount, 'week')} ago" if amount < WEEKS else "more than a month ago"


def _lines(row: Submission, contract: Contract) -> list[Line]:
    if row.form in contract.forms:
        return lines_of(row, contract)
    return [Line(name, _plain(value)) for name, value in row.values.items()]  # of a form that is not declared any more


def _plain(value: Value | None) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} × {name}" for name, count in value.items())
    if isinstance(value, list):
        return ", ".join(value)
    return "–" if value is None else str(value)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _count(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
