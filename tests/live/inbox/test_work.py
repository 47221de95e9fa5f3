"""How much the database works for one page of the inbox: counted in steps of SQLite, so that no clock decides."""

from pathlib import Path

import pytest

from live.bookshop import NOW, a_review
from polynya_live.store import Filter
from polynya_live.store.sqlite import SqliteStore
from polynya_live.submissions import State

FEW, MANY = 200, 2000
WAITING = frozenset({State.PENDING})
EACH = 100


def filled(folder: Path, count: int) -> SqliteStore:
    store = SqliteStore(folder / f"{count}.db")
    for nth in range(count):
        values = {"author": f"Reader {nth}", "text": "Sand. " * 20}
        row = a_review(key=f"{nth:024d}", state=State.PENDING, approved=0, values=values, received=NOW - nth)
        store.submit(row)
    return store


def steps(store: SqliteStore, wanted: Filter) -> int:
    """Count the steps of SQLite's machine, in hundreds."""
    counted = 0

    def count() -> int:
        nonlocal counted
        counted += 1
        return 0

    with store._database.reading() as connection:
        connection.set_progress_handler(count, EACH)
    store.inbox(wanted, now=NOW)
    with store._database.reading() as connection:
        connection.set_progress_handler(None, EACH)
    return counted


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> tuple[SqliteStore, SqliteStore]:
    folder = tmp_path_factory.mktemp("work")
    return filled(folder, FEW), filled(folder, MANY)


def test_a_page_takes_the_same_work_however_much_waits(stores: tuple[SqliteStore, SqliteStore]) -> None:
    few, many = (steps(store, Filter(states=WAITING)) for store in stores)

    assert 0 < many <= 1.5 * few


@pytest.mark.parametrize("wanted", [Filter(states=WAITING, text="zebra"), Filter(states=WAITING, reason="honeypot")])
def test_a_search_looks_at_each_row_once(stores: tuple[SqliteStore, SqliteStore], wanted: Filter) -> None:
    few, many = (steps(store, wanted) for store in stores)

    assert many <= 1.5 * few * MANY / FEW
    assert many * EACH < 150 * MANY
