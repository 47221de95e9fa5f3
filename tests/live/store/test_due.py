"""What every store promises the worker: what is due is listed until the worker has said when to look again."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from live.store.submission_factory import NOW, a_key, a_review
from polynya_live.store import Store, open_store
from polynya_live.store.rows import dump, place_of, search_text
from polynya_live.store.sqlite_file import MIGRATIONS
from polynya_live.submissions import State


def test_what_is_due_is_listed_the_longest_due_first(store: Store) -> None:
    later = store.submit(a_review(due=NOW + 1_000))
    sooner = store.submit(a_review(due=NOW))
    store.submit(a_review(due=NOW + 1_001))
    store.submit(a_review())

    listed = store.due(now=NOW + 1_000)

    assert listed == [sooner, later]


def test_a_listing_of_what_is_due_ends_at_its_limit(store: Store) -> None:
    rows = [store.submit(a_review(due=NOW + n)) for n in range(12)]

    assert store.due(now=NOW + 60, limit=5) == rows[:5]


@pytest.mark.parametrize("due", [0, NOW + 60_000])
def test_amending_says_when_to_look_again(store: Store, due: int) -> None:
    kept = store.submit(a_review(due=NOW))

    amended = store.amend(replace(kept, due=due, extra={"mail": ["sent"]}))

    assert (amended.due, amended.extra) == (due, {"mail": ["sent"]})
    assert store.due(now=NOW) == []
    assert store.due(now=NOW + 60_000) == ([amended] if due else [])


def test_what_is_due_stays_so_when_it_is_moderated(store: Store) -> None:
    kept = store.submit(a_review(due=NOW))

    approved = store.moderate(kept.key, State.APPROVED, now=NOW)

    assert store.due(now=NOW) == [approved]


def test_what_is_erased_or_has_expired_is_never_due(store: Store) -> None:
    erased = store.submit(a_review(due=NOW))
    store.submit(a_review(due=NOW, expires=NOW // 1000 + 1))

    store.erase([erased.key])

    assert store.due(now=NOW + 1_000) == []


def test_a_file_from_before_there_was_a_worker_opens_with_nothing_due(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    row = a_review(key=a_key())
    connection = sqlite3.connect(path)
    connection.executescript(MIGRATIONS[0])
    values = (row.key, place_of(row), row.form, row.page, row.state, row.cursor, None, dump(row))
    connection.execute("INSERT INTO submissions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*values, search_text(row.values)))
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()

    store = open_store(f"sqlite:///{path}")

    assert store.due(now=NOW) == []
    assert store.amend(replace(row, due=NOW)) in store.due(now=NOW)
    store.close()
