"""The store port: what both wings ask of a database, and the one place that opens one (shared)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from ..submissions import Cursor, State, Submission, ThreadId, Value
from ..values import dataclass, field


class StoreError(Exception):
    """Base of what a store raises on purpose."""


class StoreUnavailable(StoreError):
    """The store gave no answer within its time, or said it cannot now. Nothing is known of the write."""


class KeyConflict(StoreError):
    """The key is taken by a submission with another body."""


class Full(StoreError):
    """A claim asks for more than is left. `name` is the claim's counter."""

    def __init__(self, name: str) -> None:
        super().__init__(f"nothing left of {name}")
        self.name = name


class NoSuchSubmission(StoreError):
    """No submission has this key, or it has expired."""


class StaleRevision(StoreError):
    """Someone else changed the submission since it was read. `current` is what it is now."""

    def __init__(self, current: Submission) -> None:
        super().__init__(f"{current.key} is at revision {current.revision}")
        self.current = current


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which submissions a listing wants; empty means every one that a visitor sent. `text` is found in any value.

    Letter case makes no difference. The worker's own rows, whose form begins with "@", are listed only when that form
    is asked for by its name.
    """

    states: frozenset[State] = field(default_factory=frozenset)
    form: str = ""
    page: str = ""
    reason: str = ""
    text: str = ""
    account: str = ""
    """The address of who sent them while signed in; such a listing is strongly consistent."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a listing, newest received first. `next` continues it; "" when this was the last.

    It may hold fewer rows than were asked for, even none, and go on all the same: one page looks through so many at most.
    """

    rows: list[Submission]
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was counted for the owner, of what visitors sent since a moment.

    days: by how many times 24 hours after that moment it came. reasons: by why it was held. whole: whether the days count
    everything, or only the newest 2,000. newest: of how many the reasons are, 0 for all.
    """

    days: Mapping[int, int]
    reasons: Mapping[str, int]
    whole: bool = True
    newest: int = 0


class Store(Protocol):
    """A database of submissions. Every `now` is milliseconds since 1970 UTC; every read leaves out what has expired.

    Each method raises StoreUnavailable when the database does not answer within its time budget.
    """

    def submit(self, submission: Submission) -> Submission:
        """Keep a submission durably, once, together with its claims; return what is kept under its key.

        An approved one gets its cursor here. Repeating a key with the same digest returns the first row unchanged.
        Raises KeyConflict for the same key with another digest, Full when a claim cannot be met (nothing is kept then).
        """

    def get(self, key: str, *, now: int) -> Submission:
        """Read one submission, strongly consistent. Raises NoSuchSubmission."""

    def moderate(
        self, key: str, state: State, *, now: int, revision: int | None = None, extra: Mapping[str, Value] | None = None
    ) -> Submission:
        """Move a submission to `state` and return it; approving sets `approved` and a cursor after all of its thread.

        Moving to the state it is in changes nothing. Rejecting gives its claims back.
        revision: refuse unless the row is still at it. extra: takes the place of the row's, in the same write.
        Raises NoSuchSubmission, StaleRevision, Full (claims taken anew).
        """

    def amend(self, submission: Submission) -> Submission:
        """Replace values, reasons, expires, extra and due of a row, given at the revision it was read; returns it one higher.

        Raises NoSuchSubmission, StaleRevision.
        """

    def newer_than(self, thread: ThreadId, cursor: Cursor, *, now: int, limit: int = 50) -> list[Submission]:
        """List approved submissions of `thread` after `cursor`, oldest approval first. limit: rows, 1 to 200."""

    def thread(self, thread: ThreadId, *, now: int) -> list[Submission]:
        """List all approved submissions of a thread, oldest approval first, strongly consistent."""

    def approved(self, form: str, *, now: int) -> Iterator[Submission]:
        """Read every approved submission of a form, all pages, ordered by page, then cursor. For the freeze."""

    def inbox(self, wanted: Filter, *, now: int, limit: int = 50, after: str = "") -> Listing:
        """List submissions for the owner. after: `Listing.next` of the page before."""

    def tally(self, form: str, *, now: int) -> dict[State, int]:
        """Count the submissions of a form by state (absent: none)."""

    def count_state(self, state: State, *, now: int, most: int = 1000) -> int:
        """Count what visitors sent that is in a state, up to `most`."""

    def figures(self, *, since: int, now: int) -> Figures:
        """Count what visitors sent since a moment, by day and by why it was held; of very much only the newest."""

    def due(self, *, now: int, limit: int = 50) -> list[Submission]:
        """List submissions whose `due` has come, the longest due first. limit: rows, 1 to 200."""

    def export(self, *, form: str = "", now: int) -> Iterator[Submission]:
        """Read every submission (of one form), ordered by received, then key."""

    def erase(self, keys: Sequence[str]) -> int:
        """Remove these submissions for good, give their claims back, and return how many there were."""

    def purge(self, *, now: int) -> int:
        """Remove what has expired (rows, spent nonces, rate windows) and return how many submissions that were."""

    def count(self, name: str, *, window_s: int, now: int) -> int:
        """Count one more event of `name` in the window that holds `now`, and return the count in it (1 for the first)."""

    def taken(self, names: Sequence[str]) -> dict[str, int]:
        """Read how much of each claim counter is taken (0 when none was ever)."""

    def spend(self, nonce: str, *, expires: int, now: int) -> bool:
        """Mark `nonce` as used until `expires` (seconds); True the first time, False ever after. Atomic."""

    def remember(self, name: str, value: str, *, expires: int) -> None:
        """Keep a small text under `name` until `expires` (seconds), over what was there; one that has expired is forgotten."""

    def recall(self, name: str, *, now: int) -> str | None:
        """Read what is kept under `name`, strongly consistent; None for nothing."""

    def health(self) -> None:
        """Reach the database and return; raises StoreUnavailable."""

    def ready(self) -> None:
        """Find out whether a submission would be kept now, and write none; raises StoreUnavailable."""

    def close(self) -> None:
        """Let go of connections. The store is not used afterwards."""


def open_store(address: str) -> Store:
    """Open the store at `address`: "sqlite:///absolute/or/relative/path.db" or "dynamodb://table?region=…&endpoint=…".

    Raises ValueError for an address of another form.
    """
    scheme, _, rest = address.partition("://")
    if scheme == "sqlite" and rest:
        from .sqlite import SqliteStore  # noqa: PLC0415 -- only the chosen database is imported: cold start

        return SqliteStore.at(rest)
    if scheme == "dynamodb" and rest:
        from .dynamo import DynamoStore  # noqa: PLC0415

        return DynamoStore.at(rest)
    raise ValueError(f'a store address starts with "sqlite:///" or "dynamodb://", not {address!r}')
