"""What every store does alike with a row: its text form, its search text, its place in a listing, its next state; and how
its users change one that others may be changing too (shared).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any, TypeVar

from ..submissions import START, Claim, State, Submission, Value, cursor_at
from . import Filter, KeyConflict, NoSuchSubmission, StaleRevision, StoreUnavailable

DAY_MS = 86_400_000
WORKERS = "@"
"""What the form of a row begins with that the worker needs and nobody sent as such."""
MOST_MEETINGS = 8
T = TypeVar("T")


def place_of(row: Submission) -> str:
    """Write where a row stands among all: text that sorts by received, then key."""
    return f"{row.received:013d}-{row.key}"


def expired(row: Submission, now: int) -> bool:
    """Tell whether a row may no longer be read. now: milliseconds."""
    return row.expires is not None and row.expires * 1000 <= now


def living(row: Submission | None, key: str, now: int) -> Submission:
    """Return a row that may be read; raises NoSuchSubmission."""
    if row is None or expired(row, now):
        raise NoSuchSubmission(key)
    return row


def among_others(row: Submission, act: Callable[[Submission], T]) -> T:
    """Act on a row, and again on what it is then, each time that somebody else has changed it first.

    Raises StoreUnavailable when there is no end of others, and what `act` raises.
    """
    for _ in range(MOST_MEETINGS):
        try:
            return act(row)
        except StaleRevision as stale:
            row = stale.current
    raise StoreUnavailable(f"{row.key}: changed by others {MOST_MEETINGS} times")


def same_body(first: Submission, repeated: Submission) -> Submission:
    """Return the first row of a key that is sent again; raises KeyConflict when it says something else."""
    if first.digest != repeated.digest:
        raise KeyConflict(first.key)
    return first


def search_text(values: Mapping[str, Value]) -> str:
    """Write all values as one folded text, for the inbox to search in."""
    return folded("\n".join(word for value in values.values() for word in _words(value)))


def folded(text: str) -> str:
    """Take the letter case out of a text, and what no database keeps (lone surrogates)."""
    return text.casefold().encode("utf-8", "replace").decode("utf-8")


def matches(row: Submission, wanted: Filter) -> bool:
    """Tell whether a filter wants this row."""
    return (
        (not wanted.states or row.state in wanted.states)
        and (row.form == wanted.form if wanted.form else not row.form.startswith(WORKERS))
        and (not wanted.page or row.page == wanted.page)
        and (not wanted.reason or wanted.reason in row.reasons)
        and (not wanted.account or wanted.account == row.account)
        and (not wanted.text or folded(wanted.text) in search_text(row.values))
    )


def _words(value: Value) -> Iterable[str]:
    if isinstance(value, dict):
        return (f"{name} {amount}" for name, amount in value.items())
    return value if isinstance(value, list) else (str(value),)


def holds_claims(state: State) -> bool:
    """Tell whether a submission in this state keeps what it claims."""
    return state is not State.REJECTED


def merged_claims(row: Submission) -> tuple[Claim, ...]:
    """List the claims of a row, one a counter: amounts added up, the smallest `most`."""
    merged: dict[str, Claim] = {}
    for claim in row.claims:
        before = merged.get(claim.name, Claim(claim.name, 0, claim.most))
        merged[claim.name] = Claim(claim.name, before.amount + claim.amount, min(before.most, claim.most))
    return tuple(merged.values())


def next_position(approved: int, last: int) -> int:
    """Choose the position of an approval in its thread: the time, but after the one before, whatever the clock says."""
    return max(approved, last + 1)


def approved_at(row: Submission, now: int, position: int) -> Submission:
    """Give a row its approval and its cursor."""
    return replace(row, state=State.APPROVED, approved=now, cursor=cursor_at(position, row.key))


def moved(
    row: Submission, state: State, *, now: int, position: int, extra: Mapping[str, Value] | None = None
) -> Submission:
    """Move a row to another state, one revision on. position: in its thread; used when `state` is approved."""
    next_row = replace(row, revision=row.revision + 1, extra=row.extra if extra is None else extra)
    if state is State.APPROVED:
        return approved_at(next_row, now, position)
    return replace(next_row, state=state, approved=0, cursor=START)


def amended(kept: Submission, wanted: Submission) -> Submission:
    """Take over what an owner and the worker may change: values, reasons, expires, extra and due; one revision on."""
    return replace(
        kept,
        values=wanted.values,
        reasons=wanted.reasons,
        expires=wanted.expires,
        extra=wanted.extra,
        due=wanted.due,
        revision=kept.revision + 1,
    )


def dump(row: Submission) -> str:
    """Write a row as JSON text; `load` reads it back equal."""
    raw = asdict(row)
    text = json.dumps(raw, separators=(",", ":"), ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate: no database takes one, but JSON has an escape for it
        return json.dumps(raw, separators=(",", ":"))
    return text


def load(text: str) -> Submission:
    """Read what `dump` wrote; a field that a later version added is left out."""
    raw: dict[str, Any] = json.loads(text)  # Any: JSON, given its shape below
    raw["state"] = State(raw["state"])
    raw["reasons"] = tuple(raw["reasons"])
    raw["claims"] = tuple(Claim(**claim) for claim in raw["claims"])
    return Submission(**{name: value for name, value in raw.items() if name in _FIELDS})


_FIELDS = frozenset(Submission.__dataclass_fields__)
