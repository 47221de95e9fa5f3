"""Opens the SQLite file behind `store/sqlite.py`: folder, modes, schema, connections, and what an error means (shared)."""

import os
import random
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from . import StoreUnavailable
from .room import refusal

BUDGET_S = 2.0
PAUSE_S = (0.0005, 0.003)
LONGEST_POST = 64 * 1024

# A migration is never changed once released: the next one is added below it. user_version counts those applied.
MIGRATIONS = (
    """
    CREATE TABLE submissions (
        key TEXT PRIMARY KEY, place TEXT NOT NULL, form TEXT NOT NULL, page TEXT NOT NULL, state TEXT NOT NULL,
        cursor TEXT NOT NULL, expires INTEGER, row TEXT NOT NULL, search TEXT NOT NULL);
    CREATE UNIQUE INDEX submissions_by_place ON submissions (place);
    CREATE INDEX submissions_by_state ON submissions (state, place);
    CREATE INDEX submissions_by_form ON submissions (form, state, place);
    CREATE UNIQUE INDEX submissions_by_cursor ON submissions (form, page, cursor) WHERE cursor <> '';
    CREATE INDEX submissions_by_expires ON submissions (expires) WHERE expires IS NOT NULL;
    CREATE TABLE threads (
        form TEXT NOT NULL, page TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (form, page)) WITHOUT ROWID;
    CREATE TABLE claims (name TEXT PRIMARY KEY, taken INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE counts (
        name TEXT NOT NULL, window_s INTEGER NOT NULL, nth INTEGER NOT NULL, counted INTEGER NOT NULL,
        expires INTEGER NOT NULL, PRIMARY KEY (name, window_s, nth)) WITHOUT ROWID;
    CREATE TABLE nonces (nonce TEXT PRIMARY KEY, expires INTEGER NOT NULL) WITHOUT ROWID;
    """,
    """
    ALTER TABLE submissions ADD COLUMN due INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX submissions_by_due ON submissions (due) WHERE due > 0;
    """,
    """
    CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
    """,
    """
    ALTER TABLE submissions ADD COLUMN account TEXT NOT NULL DEFAULT '';
    CREATE INDEX submissions_by_account ON submissions (account, place) WHERE account <> '';
    """,
)

# Primary result codes that say something of the machine, not of our SQL: https://sqlite.org/rescode.html
_UNAVAILABLE = frozenset(
    {
        sqlite3.SQLITE_AUTH,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_INTERRUPT,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)
_BROKEN = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


class Database:
    """A SQLite file and its idle connections, one for each thread that is at work.

    Threads of one process queue for the write lock in here, for SQLite's own waiting is a lottery that starves some.
    """

    def __init__(self, path: Path, *, budget_s: float = BUDGET_S) -> None:
        self.path = path
        self._budget_s = budget_s
        self._inherited: list[sqlite3.Connection] = []
        self._start()

    def _start(self) -> None:
        self._process = os.getpid()
        self._writing = threading.Lock()
        self._idle: list[sqlite3.Connection] = []
        self._file: tuple[int, int] | None = None
        self._broken: tuple[int, int] | None = None
        self._refused = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection; each statement is its own transaction. Raises StoreUnavailable."""
        self._notice_fork()
        with _errors_named(self.path):
            connection = self._take()
            file = self._file
            try:
                yield connection
            except sqlite3.Error as error:
                if _code(error) in _BROKEN:
                    self._broken = file
                raise
            finally:
                self._idle.append(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection inside one write transaction: durable when the block ends, undone when it raises."""
        self._notice_fork()
        if not self._writing.acquire(timeout=self._budget_s):
            raise StoreUnavailable(f"{self.path}: other writers took longer than {self._budget_s} s")
        try:
            with self.reading() as connection:
                self._stop_on_broken()
                with _transaction(connection, self._budget_s):
                    yield connection
            self._refused = False
        except StoreUnavailable:
            self._refused = True
            raise
        finally:
            self._writing.release()

    def _stop_on_broken(self) -> None:
        """Raise StoreUnavailable for a file that had a part which could not be read.

        Its other parts would go on taking rows, into the write-ahead log for the most part, which nobody could read after
        a restart. A file in its place, or a restart, is looked at anew.
        """
        if self._broken and self._broken == self._file:
            raise StoreUnavailable(f"{self.path}: a part of it is malformed, so nothing more is written to it")

    def ready(self) -> None:
        """Find out whether a write would be kept: take its lock, and look at the room. Raises StoreUnavailable.

        Nothing is written, unless the last write was refused: then only another one can tell whether that is over.
        """
        with self.writing() as connection:
            if self._refused:
                connection.execute("INSERT OR REPLACE INTO notes VALUES ('@ready', ?, 0)", ("-" * LONGEST_POST,))
        if reason := refusal(self.path.parent):
            raise StoreUnavailable(f"{self.path}: {reason}")

    def forget(self) -> None:
        """Empty the write-ahead log as far as no reader is in it, for it still holds what was deleted."""
        with self.reading() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()

    def close(self) -> None:
        """Close every idle connection."""
        self._notice_fork()
        self._close_idle()

    def _notice_fork(self) -> None:
        # A connection must not be used, nor even closed, across a fork: https://sqlite.org/howtocorrupt.html (2.6)
        if os.getpid() != self._process:
            self._inherited += self._idle
            self._start()

    def _take(self) -> sqlite3.Connection:
        file = _identity(self.path)
        if file != self._file:  # removed or put in its place anew: what is idle would write into the old file
            self._close_idle()
        try:
            return self._idle.pop()
        except IndexError:
            connection = _connect(self.path, self._budget_s)
            self._file = _identity(self.path)
            return connection

    def _close_idle(self) -> None:
        self._broken = None  # its number may be given to another file from now on
        while True:
            try:
                self._idle.pop().close()
            except IndexError:
                return


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino


@contextmanager
def _errors_named(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(f"{path}: {error.strerror}") from error
    except sqlite3.Error as error:
        if _code(error) in _UNAVAILABLE:
            raise StoreUnavailable(f"{path}: {error}{'' if _code(error) in _BROKEN else _of_the_disk(path)}") from error
        raise


def _of_the_disk(path: Path) -> str:
    """Name what is wrong with the disk: of a full one SQLite often says only that it failed, even to who reads."""
    try:
        reason = refusal(path.parent)
    except OSError as error:
        reason = error.strerror or ""
    return f" ({reason})" if reason else ""


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", -1)) & 0xFF


@contextmanager
def _transaction(connection: sqlite3.Connection, budget_s: float) -> Iterator[None]:
    _insist(connection, "BEGIN IMMEDIATE", budget_s)
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):  # SQLite has rolled back by itself after a full disk or an IO error
            connection.execute("ROLLBACK")
        raise


def _insist(connection: sqlite3.Connection, statement: str, budget_s: float) -> None:
    """Try a statement until it gets its lock, every millisecond or two.

    SQLite's own waiting sleeps for up to 100 ms between two looks, which starves one process among several that write
    without a break, and it does not wait at all while it switches to WAL.
    """
    end = time.monotonic() + budget_s
    connection.execute("PRAGMA busy_timeout = 0")
    try:
        while True:
            try:
                connection.execute(statement)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(random.uniform(*PAUSE_S))  # noqa: S311 -- spreads writers, guards nothing
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {round(budget_s * 1000)}")


def _connect(path: Path, budget_s: float) -> sqlite3.Connection:
    _create_private(path)
    connection = sqlite3.connect(path, timeout=budget_s, isolation_level=None, check_same_thread=False)
    try:
        _insist(connection, "PRAGMA journal_mode = WAL", budget_s)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten, not merely forgotten
        _migrate(connection, path, budget_s)
    except BaseException:
        connection.close()
        raise
    return connection


def _create_private(path: Path) -> None:
    """Make the file and its folder when they are missing, readable by their owner only."""
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _migrate(connection: sqlite3.Connection, path: Path, budget_s: float) -> None:
    if _version(connection) == len(MIGRATIONS):
        return
    with _transaction(connection, budget_s):
        version = _version(connection)  # again: another process may just have done it
        if version > len(MIGRATIONS):
            raise StoreUnavailable(f"{path}: schema {version} is newer than this Polynya knows ({len(MIGRATIONS)})")
        for script in MIGRATIONS[version:]:
            for statement in filter(str.strip, script.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
