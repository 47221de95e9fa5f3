"""What became of each mail of a submission, kept in its `extra["mail"]` and read by the inbox (shared)."""

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from ..claims import held_until
from ..submissions import Submission
from ..values import dataclass

EXTRA = "mail"
NOTIFY = "notify"
DIGEST = "digest"
OF_OWNERS = frozenset({NOTIFY, DIGEST})
"""Kinds of mail that tell an owner of a submission."""


class Fate(StrEnum):
    """Where a mail stands: to be sent, handed over, or given up."""

    DUE = "due"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Errand:
    """One mail that a submission asks for. kind: of its template, "notify" for instance. to: one address."""

    kind: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailStatus:
    """What became of one mail. tries: so far. next: when to try again, milliseconds; 0 unless it is due."""

    errand: Errand
    fate: Fate = Fate.DUE
    tries: int = 0
    next: int = 0


def read_statuses(submission: Submission) -> tuple[MailStatus, ...]:
    """Read what became of the mails of a submission, in the order they were planned; empty before the first look."""
    written = submission.extra.get(EXTRA, [])
    return tuple(_read(line) for line in written) if isinstance(written, list) else ()


def with_statuses(submission: Submission, statuses: Iterable[MailStatus]) -> Submission:
    """Write what became of the mails into a submission, and when the worker has to look at it again: also when its hold ends."""
    noted = tuple(statuses)
    waiting = (*(status.next for status in noted if status.fate is Fate.DUE), held_until(submission))
    due = min(filter(None, waiting), default=0)
    return replace(submission, extra={**submission.extra, EXTRA: [_write(status) for status in noted]}, due=due)


def tried_anew(submission: Submission, *, now: int) -> Submission:
    """Let the mails that have not gone out be tried again from the start, at once."""
    anew = (
        status if status.fate is Fate.SENT else replace(status, fate=Fate.DUE, tries=0, next=now)
        for status in read_statuses(submission)
    )
    return with_statuses(submission, anew)


def told_anew(submission: Submission, *, now: int) -> Submission:
    """Let the owner be told again, of what has changed."""
    statuses = read_statuses(submission)
    return with_statuses(submission, (_anew(status, now) for status in statuses)) if statuses else submission


def _anew(status: MailStatus, now: int) -> MailStatus:
    told = status.errand.kind in OF_OWNERS
    return replace(status, fate=Fate.DUE, tries=0, next=now) if told else status


def _write(status: MailStatus) -> str:
    return f"{status.fate} {status.tries} {status.next} {status.errand.kind} {status.errand.to}"


def _read(line: str) -> MailStatus:
    fate, tries, at, kind, to = line.split(" ", 4)
    return MailStatus(errand=Errand(kind, to), fate=Fate(fate), tries=int(tries), next=int(at))
