"""A submission as the inbox shows it: its answers as lines, its moments, reasons and mails in words (live wing)."""

from collections.abc import Mapping
from datetime import datetime, tzinfo

from ..contract import Contract, Form, PageRef
from ..submissions import REPLY, State, Submission, Value
from ..templating import zone_of
from ..values import dataclass
from ..words import say
from ..words.held import reasons_in_words
from ..words.writing import day_in_words
from ..work.lines import Line, lines_of
from ..work.status import Fate, MailStatus, read_statuses
from .actions import mark_of
from .history import Act, Entry, read_history
from .standing import Standing, standing_of

MS = 1000
STEPS = ((60, "second"), (60, "minute"), (24, "hour"), (7, "day"))
WEEKS = 5
AGO = {unit: (f"1 {unit} ago", f"{{count}} {unit}s ago") for _, unit in (*STEPS, (WEEKS, "week"))}
"""Of one and of several of each unit."""
JUST_NOW, LONG_AGO = "just now", "more than a month ago"

ACTS: Mapping[Act, str] = {
    Act.APPROVE: "approved",
    Act.REJECT: "rejected",
    Act.EDIT: "edited",
    Act.REPLY: "replied",
    Act.UNDO: "taken back",
}
STATES: Mapping[State, str] = {
    State.PENDING: "waiting",
    State.APPROVED: "approved",
    State.REJECTED: "rejected",
    State.PRIVATE: "private",
}
MAILS: Mapping[str, str] = {
    "notify": "Mail to you",
    "receipt": "Mail receipt",
    "confirm": "Mail to confirm the address",
    "digest": "Mail digest",
}
AGAIN = ("did not go out once, is tried again {when}", "did not go out {count} times, is tried again {when}")
REPLY_BEFORE = "The reply"
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
    """How submissions are looked at, in the language of the site. now, frozen: milliseconds; frozen: 0 when it is not known."""

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
            state=self.say(STATES[row.state]),
            reasons=reasons_in_words(row.reasons, self.language),
            mails=tuple(self._mail(status) for status in read_statuses(row)),
            standing=standing,
            where=self.say(STANDINGS[standing]),
            reply=str(row.extra.get(REPLY, "")),
            past=tuple(self._past(entry, form) for entry in reversed(read_history(row))),
            private=row.state is State.PRIVATE or form is None or form.private,
        )

    def moment(self, at: int) -> Moment:
        """Write a moment in the time zone of the site. at: milliseconds."""
        there = datetime.fromtimestamp(at / MS, self.zone)
        text = f"{day_in_words(there.date(), self.language)}, {there:%H:%M}"
        return Moment(there.isoformat(timespec="seconds"), text, ago(at, now=self.now, language=self.language))

    def say(self, text: str, **values: object) -> str:
        """Say a text to owners. values: for its braces."""
        return say(text, self.language).format(**values)

    @property
    def language(self) -> str:
        """The language of owners: the first of the site."""
        return self.contract.site.language

    @property
    def zone(self) -> tzinfo:
        """The time zone of the site."""
        return zone_of(self.contract.site.timezone)

    def _mail(self, status: MailStatus) -> str:
        mail = self.say(MAILS.get(status.errand.kind, status.errand.kind))
        fate = self.say(FATES[status.fate])
        if status.fate is Fate.DUE and status.tries:
            text = AGAIN[0] if status.tries == 1 else AGAIN[1]
            fate = self.say(text, count=status.tries, when=self.moment(status.next).text)
        return f"{mail}: {fate}"

    def _past(self, entry: Entry, form: Form | None) -> Past:
        before = dict(entry.values)
        if entry.reply is not None:
            before["reply"] = entry.reply or None
        labels = {field.name: field.label for field in form.fields} if form else {}
        if entry.reply is not None:
            labels["reply"] = self.say(REPLY_BEFORE)
        lines = tuple(Line(labels.get(name, name), _plain(was)) for name, was in before.items())
        return Past(self.say(ACTS[entry.act]), entry.who, self.moment(entry.at), lines)


def ago(at: int, *, now: int, language: str = "en") -> str:
    """Say how long ago a moment was, in the largest whole unit up to weeks. Both in milliseconds."""
    amount, unit = max(0, now - at) // MS, "week"
    if not amount:
        return say(JUST_NOW, language)
    for size, smaller in STEPS:
        if amount < size:
            unit = smaller
            break
        amount //= size
    else:
        if amount >= WEEKS:
            return say(LONG_AGO, language)
    return say(AGO[unit][amount != 1], language).format(count=amount)


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
