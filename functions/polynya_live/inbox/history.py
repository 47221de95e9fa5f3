"""What owners did with a submission, kept in its `extra["history"]`: who, when, what, and how it was before (shared)."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum

from ..submissions import Submission, Value
from ..values import dataclass, field

EXTRA = "history"
MOST_ENTRIES = 20
"""A database keeps rows of a few hundred kilobytes, and an edit repeats what it replaced."""


class Act(StrEnum):
    """What an owner may do with a submission."""

    APPROVE = "approve"
    REJECT = "reject"
    EDIT = "edit"
    REPLY = "reply"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act. at: milliseconds. who: an address. state, cursor: before a move. values: before an edit, of what it changed,
    those that were missing as None. reply: before a reply, "" for none; None when the act was another.
    """

    act: Act
    at: int
    who: str
    state: str = ""
    cursor: str = ""
    values: Mapping[str, Value | None] = field(default_factory=dict)
    reply: str | None = None


def read_history(row: Submission) -> tuple[Entry, ...]:
    """Read what was done with a submission, oldest first."""
    written = row.extra.get(EXTRA, [])
    return tuple(_read(line) for line in written) if isinstance(written, list) else ()


def last_entry(row: Submission) -> Entry | None:
    """Read what was done last."""
    entries = read_history(row)
    return entries[-1] if entries else None


def with_entry(row: Submission, entry: Entry, **changes: Value) -> dict[str, Value]:
    """Write the `extra` of a submission with one more entry. changes: to its other keys."""
    written = row.extra.get(EXTRA, [])
    before = written if isinstance(written, list) else []
    line = json.dumps(
        {name: value for name, value in asdict(entry).items() if value not in ("", {}, None)} | _empty(entry)
    )
    return {**row.extra, **changes, EXTRA: [*before, line][-MOST_ENTRIES:]}


def _empty(entry: Entry) -> dict[str, str]:
    """An empty reply before says that there was none, and must not be taken for nothing said."""
    return {"reply": entry.reply} if entry.reply is not None else {}


def _read(line: str) -> Entry:
    raw = json.loads(line)
    return Entry(**{**raw, "act": Act(raw["act"])})
