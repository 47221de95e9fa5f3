"""Acts on a submission for an owner: approve, reject, edit, reply, undo; each notes who did it, in the same write (shared).

An owner decides on what they see. The `mark` of a submission says what that was; when another owner changed it meanwhile,
nothing is changed and StaleRevision says what it is now. The worker's own notes on mail do not count as a change.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace

from ..store import NoSuchSubmission, StaleRevision, Store, StoreUnavailable
from ..store.rows import MOST_MEETINGS, WORKERS
from ..submissions import EDITED, REPLY, State, Submission, Value
from ..values import dataclass, field
from .history import EXTRA as HISTORY
from .history import Act, Entry, last_entry, read_history, with_entry

UNDO_MS = 10_000
SLACK_MS = 2_000
"""What a press of the button may take to arrive."""
MARK = 16
MARK_IN_ID = 6
REPLIED = "replied"
MOST_OF_REPLY = 2000

FULL = "There is no room for this any more: what it asks for was given away meanwhile."

MOVES = {Act.APPROVE: State.APPROVED, Act.REJECT: State.REJECTED}


class TooLate(Exception):
    """An undo came too late, or there is nothing to undo. `current`: the submission as it stays."""

    def __init__(self, current: Submission) -> None:
        super().__init__(f"{current.key} has nothing to undo")
        self.current = current


class NotForThis(Exception):
    """A private submission is not shown, nor refused unless it takes something, and has no page for a reply.

    `current`: as it stays.
    """

    def __init__(self, current: Submission) -> None:
        super().__init__(f"{current.key} is {current.state}")
        self.current = current


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an owner wants. who: their address. mark: of what they saw, "" to take it as it is now.

    values: all of them, for an edit; extra: what changes with them. reply: for a reply; "" takes it away. anytime: whether an
    undo may come at any time, and of what another did.
    """

    key: str
    act: Act
    who: str
    mark: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    extra: Mapping[str, Value] = field(default_factory=dict)
    reply: str = ""
    anytime: bool = False


@dataclass(frozen=True, slots=True)
class _Change:
    """The state a submission is moved to, None to leave it; and the row with what else changes."""

    state: State | None
    row: Submission


def mark_of(row: Submission) -> str:
    """Write a mark that changes with whatever an owner decides on: state, values and reply.

    And with each change by the sender, whose moment is ours to choose: who may try words at will would find two with one mark.
    """
    edited = [row.extra[EDITED]] if EDITED in row.extra else []
    seen = json.dumps([row.state, dict(row.values), row.extra.get(REPLY, ""), *edited], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()[:MARK]


def id_as_seen(row: Submission, key: str, *, mailed: bool = False) -> str:
    """Write the id of a submission for a terminal: once its sender has changed it, with the start of a mark of its words.

    key: the whole one, or how it begins. mailed: for a mail, which is read much later and always says the mark, for a sender may
    withdraw what it tells of, and send others in its place. What an owner does leaves the id, so that who approves can reply.
    """
    if EDITED in row.extra:
        mark = mark_of(replace(row, state=State.PENDING, extra={EDITED: row.extra[EDITED]}))
    elif mailed:
        mark = hashlib.sha256(f"{row.received} {row.digest}".encode()).hexdigest()
    else:
        return key
    return f"{key}:{mark[:MARK_IN_ID]}"


def find(store: Store, key: str, *, now: int) -> Submission:
    """Read a submission that an owner may see. Raises NoSuchSubmission, for the worker's own rows too."""
    row = store.get(key, now=now)
    if row.form.startswith(WORKERS):
        raise NoSuchSubmission(key)
    return row


def act_on(store: Store, decision: Decision, *, now: int) -> Submission:
    """Do what an owner wants, once, and return the submission as it is then.

    What is so already changes nothing. Raises NoSuchSubmission, StaleRevision (nothing is changed then), TooLate,
    NotForThis, Full (what it claims was given away meanwhile), StoreUnavailable.
    """
    row = find(store, decision.key, now=now)
    for _ in range(MOST_MEETINGS):
        if decision.mark and mark_of(row) != decision.mark:
            raise StaleRevision(row)
        change = _planned(row, decision, now=now)
        if change is None:
            return row
        try:
            return _written(store, row, change, now=now)
        except StaleRevision as stale:
            if not decision.mark:
                decision = replace(decision, mark=mark_of(row))
            row = stale.current
    raise StoreUnavailable(f"{decision.key}: changed by others {MOST_MEETINGS} times")


def moderate_once(store: Store, decision: Decision, *, now: int, nonce: str, expires: int) -> Submission:
    """Approve or reject what still waits, by a link that works once.

    nonce: of the link, spent here; expires: when the link ends, in seconds.
    Raises StaleRevision when it does not wait any more (`current` says what it is; nothing is changed), TooLate when the link
    was used before or has ended; else as act_on.
    """
    row = find(store, decision.key, now=now)
    if row.state is not State.PENDING:
        raise StaleRevision(row)
    if not store.spend(nonce, expires=expires, now=now):
        raise TooLate(row)
    return act_on(store, replace(decision, mark=mark_of(row)), now=now)


def undo_left_ms(row: Submission, who: str, *, now: int) -> int:
    """Say how long what was done last may still be undone by who did it, in milliseconds; 0 when it may not."""
    entry = last_entry(row)
    if entry is None or entry.act is Act.UNDO or entry.who != who:
        return 0
    return max(0, entry.at + UNDO_MS - now)


def _planned(row: Submission, decision: Decision, *, now: int) -> _Change | None:
    """Plan what changes; None when it is so already."""
    if decision.act is Act.UNDO:
        return _undone(row, decision, now=now)
    if row.state is State.PRIVATE and decision.act is not Act.EDIT and not _gives_back(row, decision):
        raise NotForThis(row)
    if state := _target(row, decision.act):
        return None if row.state is state else _moved(row, state, decision, now=now)
    if decision.act is Act.REPLY:
        return _replied(row, decision, now=now)
    return _edited(row, decision, now=now)


def _gives_back(row: Submission, decision: Decision) -> bool:
    """Tell whether something private is refused for what it takes: a place that nobody wants any more."""
    return decision.act is Act.REJECT and bool(row.claims)


def _target(row: Submission, act: Act) -> State | None:
    """Say in which state an act leaves a submission; None for the one it is in. What was private is so again."""
    was_private = any(entry.state == State.PRIVATE for entry in read_history(row))
    return State.PRIVATE if act is Act.APPROVE and was_private else MOVES.get(act)


def _moved(row: Submission, state: State, decision: Decision, *, now: int) -> _Change:
    entry = Entry(act=decision.act, at=now, who=decision.who, state=row.state, cursor=row.cursor)
    return _Change(state, replace(row, extra=with_entry(row, entry)))


def _replied(row: Submission, decision: Decision, *, now: int) -> _Change | None:
    before, after = str(row.extra.get(REPLY, "")), decision.reply.strip()[:MOST_OF_REPLY]
    if before == after:
        return None
    entry = Entry(act=decision.act, at=now, who=decision.who, reply=before)
    return _Change(None, replace(row, extra=_with_reply(row, entry, after, now=now)))


def _edited(row: Submission, decision: Decision, *, now: int) -> _Change | None:
    names = sorted({*row.values, *decision.values})
    before = {name: row.values.get(name) for name in names if row.values.get(name) != decision.values.get(name)}
    if not before:
        return None
    entry = Entry(act=decision.act, at=now, who=decision.who, values=before)
    extra = with_entry(row, entry, **decision.extra)
    return _Change(None, replace(row, values=dict(decision.values), extra=extra))


def _undone(row: Submission, decision: Decision, *, now: int) -> _Change:
    last, who = last_entry(row), decision.who
    in_time = decision.anytime or undo_left_ms(row, who, now=now - SLACK_MS)
    if last is None or last.act is Act.UNDO or not in_time:
        raise TooLate(row)
    entry = Entry(
        act=Act.UNDO, at=now, who=who, state=row.state if last.state else "", cursor=row.cursor if last.state else ""
    )
    if last.state:
        return _Change(State(last.state), replace(row, extra=with_entry(row, entry)))
    if last.reply is not None:
        return _Change(None, replace(row, extra=_with_reply(row, entry, last.reply, now=now)))
    values = {**row.values, **last.values}
    kept = {name: value for name, value in values.items() if value is not None}
    return _Change(None, replace(row, values=kept, extra=with_entry(row, entry)))


def _with_reply(row: Submission, entry: Entry, reply: str, *, now: int) -> dict[str, Value]:
    extra = with_entry(row, entry, reply=reply, replied=now)
    if not reply:
        del extra[REPLY], extra[REPLIED]
    return extra


def _written(store: Store, row: Submission, change: _Change, *, now: int) -> Submission:
    if change.state is None:
        return store.amend(change.row)
    extra = change.row.extra
    moved = store.moderate(row.key, change.state, now=now, revision=row.revision, extra=extra)
    if moved.extra.get(HISTORY) != extra.get(HISTORY):
        raise StaleRevision(moved)  # another owner was faster, and moved it to the same state
    return moved
