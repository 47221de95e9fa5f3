"""The store in one SQLite file: WAL, synchronous FULL, an acknowledged row survives the power going (shared).

A row is kept whole as JSON in `submissions.row`; the columns beside it are what queries look for. A thread remembers
its last position in `threads`, so that a cursor never goes back, even when the newest row was erased.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Self

from ..submissions import Cursor, State, Submission, ThreadId, Value
from . import Figures, Filter, Full, Listing, NoSuchSubmission, StaleRevision
from .rows import (
    WORKERS,
    amended,
    approved_at,
    dump,
    expired,
    folded,
    holds_claims,
    living,
    load,
    merged_claims,
    moved,
    next_position,
    place_of,
    same_body,
    search_text,
)
from .sqlite_figures import count_figures, count_state
from .sqlite_file import BUDGET_S, Database

MOST_ROWS = 200
CHUNK_ROWS = 500
_ALIVE = "(expires IS NULL OR expires * 1000 > :now)"


class SqliteStore:
    """A `Store` in one SQLite file; safe for many threads and many processes."""

    def __init__(self, path: Path, *, budget_s: float = BUDGET_S) -> None:
        self._database = Database(path, budget_s=budget_s)

    @classmethod
    def at(cls, rest: str) -> Self:
        """Open what follows "sqlite://": "/relative.db" or "//absolute.db". Raises ValueError for anything else."""
        if not rest.startswith("/") or rest.endswith("/") or rest == "/:memory:":
            raise ValueError(f'a SQLite address is "sqlite:///" and the path of a file, not "sqlite://{rest}"')
        return cls(Path(rest[1:]))

    def submit(self, submission: Submission) -> Submission:
        """Keep a submission once; see the port."""
        with self._database.writing() as connection:
            first = _find(connection, submission.key)
            if first and not expired(first, submission.received):
                return same_body(first, submission)
            row = submission
            if row.state is State.APPROVED:
                approved = row.approved or row.received
                row = approved_at(row, approved, _take_position(connection, row.thread, approved))
            if holds_claims(row.state):
                _take_claims(connection, row)
            _write(connection, row)
            return row

    def get(self, key: str, *, now: int) -> Submission:
        """Read one submission; see the port."""
        with self._database.reading() as connection:
            return living(_find(connection, key), key, now)

    def moderate(
        self, key: str, state: State, *, now: int, revision: int | None = None, extra: Mapping[str, Value] | None = None
    ) -> Submission:
        """Move a submission to `state`; see the port."""
        with self._database.writing() as connection:
            row = living(_find(connection, key), key, now)
            if row.state is state:
                return row
            if revision is not None and row.revision != revision:
                raise StaleRevision(row)
            position = _take_position(connection, row.thread, now) if state is State.APPROVED else 0
            _move_claims(connection, row, state)
            return _write(connection, moved(row, state, now=now, position=position, extra=extra))

    def amend(self, submission: Submission) -> Submission:
        """Replace what an owner may change; see the port."""
        with self._database.writing() as connection:
            row = _find(connection, submission.key)
            if row is None:
                raise NoSuchSubmission(submission.key)
            if row.revision != submission.revision:
                raise StaleRevision(row)
            return _write(connection, amended(row, submission))

    def newer_than(self, thread: ThreadId, cursor: Cursor, *, now: int, limit: int = 50) -> list[Submission]:
        """List what was approved after `cursor`; see the port."""
        where = f"form = :form AND page = :page AND cursor <> '' AND cursor > :cursor AND {_ALIVE}"
        values: dict[str, str | int] = {"form": thread.form, "page": thread.page, "cursor": cursor, "now": now}
        return self._select(where, "cursor", values, limit=max(1, min(limit, MOST_ROWS)))

    def thread(self, thread: ThreadId, *, now: int) -> list[Submission]:
        """List all approved of a thread; see the port."""
        where = f"form = :form AND page = :page AND cursor <> '' AND {_ALIVE}"
        return self._select(where, "cursor", {"form": thread.form, "page": thread.page, "now": now})

    def approved(self, form: str, *, now: int) -> Iterator[Submission]:
        """Read every approved submission of a form; see the port."""
        where = f"form = :form AND cursor <> '' AND (page, cursor) > (:page, :cursor) AND {_ALIVE}"
        values: dict[str, str | int] = {"form": form, "page": "", "cursor": "", "now": now}
        while chunk := self._select(where, "page, cursor", values, limit=CHUNK_ROWS):
            yield from chunk
            values |= {"page": chunk[-1].page, "cursor": chunk[-1].cursor}

    def inbox(self, wanted: Filter, *, now: int, limit: int = 50, after: str = "") -> Listing:
        """List submissions for the owner; see the port."""
        limit = max(1, min(limit, MOST_ROWS))
        where, values = _where(wanted, after)
        rows = self._select(f"{where} AND {_ALIVE}", "place DESC", values | {"now": now}, limit=limit + 1)
        return Listing(rows[:limit], place_of(rows[limit - 1]) if len(rows) > limit else "")

    def tally(self, form: str, *, now: int) -> dict[State, int]:
        """Count by state; see the port."""
        query = f"SELECT state, count(*) FROM submissions WHERE form = :form AND {_ALIVE} GROUP BY state"  # noqa: S608
        with self._database.reading() as connection:
            return {State(state): n for state, n in connection.execute(query, {"form": form, "now": now})}

    def count_state(self, state: State, *, now: int, most: int = 1000) -> int:
        """Count a state; see the port."""
        with self._database.reading() as connection:
            return count_state(connection, state, now=now, most=most)

    def figures(self, *, since: int, now: int) -> Figures:
        """Count by day and by reason; see the port."""
        with self._database.reading() as connection:
            return count_figures(connection, since=since, now=now)

    def due(self, *, now: int, limit: int = 50) -> list[Submission]:
        """List what the worker has to look at; see the port."""
        where = f"due > 0 AND due <= :now AND {_ALIVE}"
        return self._select(where, "due", {"now": now}, limit=max(1, min(limit, MOST_ROWS)))

    def export(self, *, form: str = "", now: int) -> Iterator[Submission]:
        """Read every submission; see the port."""
        where = f"place > :place AND {_ALIVE}" + (" AND form = :form" if form else "")
        values: dict[str, str | int] = {"form": form, "place": "", "now": now}
        while chunk := self._select(where, "place", values, limit=CHUNK_ROWS):
            yield from chunk
            values["place"] = place_of(chunk[-1])

    def erase(self, keys: Sequence[str]) -> int:
        """Remove submissions for good; see the port."""
        with self._database.writing() as connection:
            rows = [row for key in dict.fromkeys(keys) if (row := _find(connection, key))]
            for row in rows:
                _move_claims(connection, row, State.REJECTED)
                connection.execute("DELETE FROM submissions WHERE key = ?", (row.key,))
        self._database.forget()
        return len(rows)

    def purge(self, *, now: int) -> int:
        """Remove what has expired; see the port. Claims stay taken: a place does not come free because a row is old."""
        with self._database.writing() as connection:
            for table in ("counts", "nonces", "notes"):
                connection.execute(f"DELETE FROM {table} WHERE expires * 1000 <= ?", (now,))  # noqa: S608
            purged = connection.execute("DELETE FROM submissions WHERE expires * 1000 <= ?", (now,)).rowcount
        self._database.forget()
        return purged

    def count(self, name: str, *, window_s: int, now: int) -> int:
        """Count one more event; see the port."""
        nth = now // (window_s * 1000)
        query = """INSERT INTO counts VALUES (?, ?, ?, 1, ?)
            ON CONFLICT DO UPDATE SET counted = counted + 1 RETURNING counted"""
        with self._database.writing() as connection:
            return int(connection.execute(query, (name, window_s, nth, (nth + 1) * window_s)).fetchone()[0])

    def taken(self, names: Sequence[str]) -> dict[str, int]:
        """Read claim counters; see the port."""
        with self._database.reading() as connection:
            return {name: _taken(connection, name) for name in names}

    def spend(self, nonce: str, *, expires: int, now: int) -> bool:
        """Mark a nonce as used; see the port. One that has expired already cannot be spent."""
        if expires * 1000 <= now:
            return False
        with self._database.writing() as connection:
            return connection.execute("INSERT OR IGNORE INTO nonces VALUES (?, ?)", (nonce, expires)).rowcount == 1

    def remember(self, name: str, value: str, *, expires: int) -> None:
        """Keep a small text; see the port."""
        with self._database.writing() as connection:
            connection.execute("INSERT OR REPLACE INTO notes VALUES (?, ?, ?)", (name, value, expires))

    def recall(self, name: str, *, now: int) -> str | None:
        """Read a small text; see the port."""
        query = "SELECT value FROM notes WHERE name = ? AND expires * 1000 > ?"
        with self._database.reading() as connection:
            found = connection.execute(query, (name, now)).fetchone()
        return str(found[0]) if found else None

    def health(self) -> None:
        """Reach the database; see the port."""
        with self._database.reading() as connection:
            connection.execute("SELECT key FROM submissions LIMIT 1").fetchone()

    def ready(self) -> None:
        """Find out whether a write would be kept; see the port."""
        self._database.ready()

    def close(self) -> None:
        """Let go of connections; see the port."""
        self._database.close()

    def _select(
        self, where: str, order: str, values: dict[str, str | int], *, limit: int | None = None
    ) -> list[Submission]:
        query = f"SELECT row FROM submissions WHERE {where} ORDER BY {order} LIMIT :limit"  # noqa: S608 -- our own words
        with self._database.reading() as connection:
            found = connection.execute(query, values | {"limit": -1 if limit is None else limit}).fetchall()
        return [load(text) for (text,) in found]


def _find(connection: sqlite3.Connection, key: str) -> Submission | None:
    found = connection.execute("SELECT row FROM submissions WHERE key = ?", (key,)).fetchone()
    return load(found[0]) if found else None


def _write(connection: sqlite3.Connection, row: Submission) -> Submission:
    values = (row.key, place_of(row), row.form, row.page, row.state, row.cursor, row.expires, dump(row))
    query = "INSERT OR REPLACE INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    connection.execute(query, (*values, search_text(row.values), row.due, row.account))
    return row


def _take_position(connection: sqlite3.Connection, thread: ThreadId, approved: int) -> int:
    name = (thread.form, thread.page)
    found = connection.execute("SELECT last FROM threads WHERE form = ? AND page = ?", name).fetchone()
    position = next_position(approved, found[0] if found else 0)
    connection.execute("INSERT OR REPLACE INTO threads VALUES (?, ?, ?)", (*name, position))
    return position


def _move_claims(connection: sqlite3.Connection, row: Submission, state: State) -> None:
    if holds_claims(row.state) and not holds_claims(state):
        for claim in row.claims:
            query = "UPDATE claims SET taken = max(0, taken - ?) WHERE name = ?"
            connection.execute(query, (claim.amount, claim.name))
    elif holds_claims(state) and not holds_claims(row.state):
        _take_claims(connection, row)


def _take_claims(connection: sqlite3.Connection, row: Submission) -> None:
    for claim in merged_claims(row):
        if _taken(connection, claim.name) + claim.amount > claim.most:
            raise Full(claim.name)
        query = "INSERT INTO claims VALUES (?, ?) ON CONFLICT DO UPDATE SET taken = taken + excluded.taken"
        connection.execute(query, (claim.name, claim.amount))


def _taken(connection: sqlite3.Connection, name: str) -> int:
    found = connection.execute("SELECT taken FROM claims WHERE name = ?", (name,)).fetchone()
    return int(found[0]) if found else 0


def _where(wanted: Filter, after: str) -> tuple[str, dict[str, str | int]]:
    """Write the condition of a filter and its values; `after` is a place, and text, so any value is safe."""
    values: dict[str, str | int] = {f"state{n}": state for n, state in enumerate(sorted(wanted.states))}
    parts = ["state IN (" + ", ".join(f":{name}" for name in values) + ")"] if values else []
    conditions = {
        "place < :after": after,
        "form = :form": wanted.form,
        "page = :page": wanted.page,
        "EXISTS (SELECT 1 FROM json_each(row, '$.reasons') WHERE value = :reason)": wanted.reason,
        "instr(search, :text) > 0": folded(wanted.text),
        "account <> '' AND account = :account": wanted.account,
    }
    names = ("after", "form", "page", "reason", "text", "account")
    for (condition, value), name in zip(conditions.items(), names, strict=True):
        if value:
            parts.append(condition)
            values[name] = value
    if not wanted.form:
        parts.append(f"form NOT GLOB '{WORKERS}*'")
    return " AND ".join(parts) or "TRUE", values
