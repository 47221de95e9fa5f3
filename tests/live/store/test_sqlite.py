"""What only SQLite must show: durability under kill -9, modes of its files, migrations, errors by name, speed."""

import errno
import os
import sqlite3
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from live.store.conftest import StartScript
from live.store.submission_factory import NOW, a_key, a_review
from polynya_live.store import Filter, NoSuchSubmission, StoreUnavailable, open_store
from polynya_live.store.room import refusal
from polynya_live.store.sqlite import SqliteStore, _write
from polynya_live.store.sqlite_file import MIGRATIONS
from polynya_live.submissions import State

OpenStore = Callable[..., SqliteStore]
KILLS = 5
ROWS_BEFORE_KILL = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "polynya.db"


@pytest.fixture
def open_sqlite(path: Path) -> Iterator[OpenStore]:
    """Open stores that the end of the test closes."""
    with ExitStack() as opened:
        yield lambda **settings: opened.enter_context(closing(SqliteStore(path, **settings)))


def test_kill_9_during_writes_loses_no_acknowledged_row(
    path: Path, open_sqlite: OpenStore, start_script: StartScript
) -> None:
    acknowledged: list[str] = []
    for _ in range(KILLS):
        writer = start_script("writer.py", f"sqlite:///{path}")
        assert writer.stdout
        for _ in range(ROWS_BEFORE_KILL):
            acknowledged.append(writer.stdout.readline().strip())
        writer.kill()
        acknowledged += writer.communicate()[0].split()  # what it had said before it died

    store = open_sqlite()
    kept = [row.key for row in store.export(now=NOW)]

    whole = [key for key in acknowledged if len(key) == 32]
    assert len(whole) >= KILLS * ROWS_BEFORE_KILL
    assert set(whole) - set(kept) == set()


def test_several_processes_write_at_once(path: Path, open_sqlite: OpenStore, start_script: StartScript) -> None:
    writers = [start_script("writer.py", f"sqlite:///{path}") for _ in range(3)]
    said: list[str] = []
    for writer in writers:
        assert writer.stdout
        said += [writer.stdout.readline().strip() for _ in range(30)]
    for writer in writers:
        writer.kill()

    store = open_sqlite()
    rows = list(store.approved("review", now=NOW))

    assert set(said) <= {row.key for row in rows}
    assert len({row.cursor for row in rows}) == len(rows)


def test_its_files_are_its_owners_only(path: Path, open_sqlite: OpenStore) -> None:
    store = open_sqlite()
    store.submit(a_review())

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (path.parent, *path.parent.iterdir())}

    assert modes["var"] == 0o700
    assert {mode for name, mode in modes.items() if name != "var"} == {0o600}


def test_it_writes_ahead_and_syncs_fully(open_sqlite: OpenStore) -> None:
    store = open_sqlite()
    with store._database.reading() as connection:
        pragmas = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "busy_timeout")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 2000}


def test_a_relative_address_starts_at_the_working_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parents[1])
    for address in ("sqlite:///var/polynya.db", f"sqlite:///{path}"):
        store = open_store(address)
        store.health()
        store.close()

    assert path.is_file()


def test_a_file_of_an_older_schema_is_brought_up(path: Path, open_sqlite: OpenStore) -> None:
    path.parent.mkdir()
    sqlite3.connect(path).close()

    store = open_sqlite()
    row = store.submit(a_review())

    connection = sqlite3.connect(path)
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    assert version == len(MIGRATIONS)
    assert open_sqlite().get(row.key, now=NOW) == row


def test_a_file_of_a_newer_schema_is_left_alone(path: Path, open_sqlite: OpenStore) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    connection.close()

    with pytest.raises(StoreUnavailable, match="newer"):
        open_sqlite().health()


def test_a_lock_held_too_long_is_said_so(path: Path, open_sqlite: OpenStore) -> None:
    store = open_sqlite(budget_s=0.05)
    store.health()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(StoreUnavailable, match="locked"):
        store.submit(a_review())
    other.execute("ROLLBACK")
    other.close()

    store.submit(a_review())


def test_a_thread_that_holds_the_pen_too_long_is_said_so(open_sqlite: OpenStore) -> None:
    store = open_sqlite(budget_s=0.05)
    holding, done = threading.Event(), threading.Event()

    def hold() -> None:
        with store._database.writing():
            holding.set()
            done.wait()

    thread = threading.Thread(target=hold)
    thread.start()
    holding.wait()
    with pytest.raises(StoreUnavailable, match="other writers"):
        store.submit(a_review())
    done.set()
    thread.join()


def test_what_a_disk_does_not_take_is_told_with_the_reason() -> None:
    store = SqliteStore(Path("/proc/version"))  # on a disk without room for anybody

    with pytest.raises(StoreUnavailable, match=r"\((the disk is full|the disk is read-only|nobody may write here)\)$"):
        store.health()


def test_a_full_disk_is_said_so_and_keeps_what_was_there(open_sqlite: OpenStore) -> None:
    store = open_sqlite()
    kept = store.submit(a_review())
    with store._database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")  # SQLite's own way to a full disk: SQLITE_FULL

    with pytest.raises(StoreUnavailable, match="full"):
        store.submit(a_review("x" * 100_000))

    assert list(store.export(now=NOW)) == [kept]


def test_after_a_refused_write_it_is_ready_again_only_when_one_was_kept(path: Path, open_sqlite: OpenStore) -> None:
    store = open_sqlite()
    store.submit(a_review())
    with store._database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    store.ready()  # nobody has been refused yet
    with pytest.raises(StoreUnavailable):
        store.submit(a_review("x" * 100_000))

    with pytest.raises(StoreUnavailable, match="full"):
        store.ready()
    with store._database.reading() as connection:
        connection.execute(f"PRAGMA max_page_count = {pages * 100}")
    store.ready()

    store.submit(a_review("x" * 100_000))


def test_asking_whether_it_is_ready_writes_nothing(path: Path, open_sqlite: OpenStore) -> None:
    store = open_sqlite()
    store.submit(a_review())
    before = {file.name: file.read_bytes() for file in path.parent.iterdir() if not file.name.endswith("-shm")}

    store.ready()

    assert {name: (path.parent / name).read_bytes() for name in before} == before


def test_a_lock_that_others_keep_is_not_ready(path: Path, open_sqlite: OpenStore) -> None:
    store = open_sqlite(budget_s=0.05)
    store.health()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="locked"):
            store.ready()


def test_a_disk_without_room_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path / "not" / "there") == ""
    assert refusal(Path("/proc")) != ""  # a disk on which nobody has any


@pytest.mark.parametrize(("number", "said"), [(errno.EROFS, "the disk is read-only"), (errno.EIO, "the disk fails")])
def test_a_disk_that_the_kernel_gave_up_is_not_ready_though_its_flags_say_nothing(
    open_sqlite: OpenStore, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    """As ext4 is after an error: only who syncs is told."""
    store = open_sqlite()
    store.submit(a_review())

    def refuse(_descriptor: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(StoreUnavailable, match=said):
        store.ready()


def test_a_malformed_file_takes_no_more_rows_until_it_is_another(path: Path, open_sqlite: OpenStore) -> None:
    """SQLite would take them into the write-ahead log, where nobody could read them after a restart."""
    store = open_sqlite()
    for n in range(40):
        store.submit(a_review(f"{n}" + "x" * 100_000))  # more than SQLite keeps in memory
    store._database.forget()
    whole = path.read_bytes()
    with path.open("r+b") as file:  # in place, as a dying disk does it
        file.seek(4096)
        file.write(b"\xa5" * (len(whole) - 4096))

    with pytest.raises(StoreUnavailable, match="malformed"):
        list(store.export(now=NOW))
    for write in (store.ready, lambda: store.submit(a_review("after"))):
        with pytest.raises(StoreUnavailable, match="nothing more is written"):
            write()

    broken = path.parent.with_name("broken")
    path.parent.rename(broken)
    kept = store.submit(a_review("in a new file"))
    assert list(store.export(now=NOW)) == [kept]


@pytest.mark.parametrize("content", [b"this is no database" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_broken_file_is_said_so(path: Path, open_sqlite: OpenStore, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(StoreUnavailable):
        open_sqlite().health()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StoreUnavailable):
        SqliteStore(tmp_path / "file" / "polynya.db").submit(a_review())


def test_a_file_that_was_removed_is_made_anew(path: Path, open_sqlite: OpenStore) -> None:
    store = open_sqlite()
    lost = store.submit(a_review())
    for file in path.parent.iterdir():
        file.unlink()

    kept = store.submit(a_review())

    again = open_sqlite()
    assert again.get(kept.key, now=NOW) == kept
    with pytest.raises(NoSuchSubmission):
        again.get(lost.key, now=NOW)


def test_a_forked_child_opens_its_own(open_sqlite: OpenStore) -> None:
    store = open_sqlite()
    ours, theirs = a_review(), a_review()
    store.submit(ours)

    child = os.fork()
    if not child:
        store.submit(theirs)
        os._exit(0)
    os.waitpid(child, 0)

    assert [row.key for row in store.export(now=NOW)] == sorted([ours.key, theirs.key])


def test_erased_words_are_overwritten(path: Path, open_sqlite: OpenStore) -> None:
    store = open_sqlite()
    row = store.submit(a_review("extraordinarily private"))

    store.erase([row.key])

    left = [file.name for file in path.parent.iterdir() if b"extraordinarily" in file.read_bytes()]
    assert left == []


def fill_quickly(store: SqliteStore, count: int) -> None:
    """Put waiting rows into a store's file in one transaction, as `submit` would one by one."""
    with store._database.writing() as connection:
        for n in range(count):
            row = a_review(f"Number {n}: " + "ice " * 300, key=a_key(), received=NOW + n)
            _write(connection, row)


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(states=frozenset({State.PENDING})),
        Filter(states=frozenset({State.PENDING}), text="NUMBER 77:"),
        Filter(text="nowhere to be found"),
        Filter(states=frozenset({State.PENDING, State.PRIVATE}), form="review", text="number 5000:"),
    ],
)
def test_the_inbox_of_10_000_waiting_rows_reads_little(open_sqlite: OpenStore, wanted: Filter) -> None:
    """Counted in SQLite's own steps, not in seconds: 10,000 rows took 30 ms at 200,000 steps where this was written."""
    store = open_sqlite()
    fill_quickly(store, 10_000)
    steps = 0

    def step() -> int:
        nonlocal steps
        steps += 1000
        return 0

    with store._database.reading() as connection:
        connection.set_progress_handler(step, 1000)
    listing = store.inbox(wanted, now=NOW)

    assert steps <= 400_000
    assert len(listing.rows) == (0 if "nowhere" in wanted.text else 1 if wanted.text else 50)
