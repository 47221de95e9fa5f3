"""What waits in the journal comes into the store once, in order, and nothing is lost on the way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from live.journal.faulty_store import DownStore
from live.store.submission_factory import DUNE, NOW, a_booking, a_review
from polynya_live.journal import Journal, open_journal
from polynya_live.journal.erased import mark_erased
from polynya_live.journal.replaying import Replayed, replay_journal
from polynya_live.store import Store, StoreUnavailable
from polynya_live.submissions import ACCOUNT, Claim, State


@pytest.fixture
def store(tmp_path: Path) -> Iterator[DownStore]:
    opened = DownStore(tmp_path / "test.db")
    opened.down = False
    yield opened
    opened.close()


def test_what_waits_is_kept_in_order_and_once(journal: Journal, store: Store) -> None:
    rows = [a_review(f"Number {n}.", state=State.APPROVED, received=NOW + n) for n in range(5)]
    for row in rows[::-1]:
        journal.keep(row)
    store.submit(rows[2])  # its answer was lost

    assert replay_journal(journal, store, now=NOW) == Replayed(kept=5)

    assert sorted(row.key for row in store.thread(DUNE, now=NOW)) == sorted(row.key for row in rows)
    assert [row.key for row in store.thread(DUNE, now=NOW)][1:] == [rows[n].key for n in (0, 1, 3, 4)]
    assert journal.waiting() == []
    assert replay_journal(journal, store, now=NOW) == Replayed()


def test_an_end_halfway_is_taken_up_again(journal: Journal, store: Store) -> None:
    rows = [a_review(f"Number {n}.", received=NOW + n) for n in range(4)]
    for row in rows:
        journal.keep(row)
    looks = iter([False, False, True])

    assert replay_journal(journal, store, now=NOW, enough=lambda: next(looks)) == Replayed(kept=2, left=2)
    journal.keep(rows[0])  # the power went before it was dropped
    assert replay_journal(journal, store, now=NOW) == Replayed(kept=3)

    assert [row.key for row in store.export(now=NOW)] == [row.key for row in rows]


def test_a_store_that_is_down_leaves_everything_as_it_is(journal: Journal, store: DownStore) -> None:
    for n in range(3):
        journal.keep(a_review(received=NOW + n))
    before = journal.waiting()
    store.down = True

    with pytest.raises(StoreUnavailable):
        replay_journal(journal, store, now=NOW)

    assert (journal.waiting(), store.asked) == (before, 1)


def test_other_words_under_a_key_that_is_taken_are_set_aside_and_not_lost(journal: Journal, store: Store) -> None:
    first = store.submit(a_review("First."))
    second = replace(first, digest="of second", values={"text": "Second."})
    booking = a_booking(Claim("night", 2, 1))
    later = a_review("Later.", received=NOW + 9)
    for row in (second, booking, later):
        journal.keep(row)

    assert replay_journal(journal, store, now=NOW) == Replayed(kept=1, aside=2)

    assert store.get(first.key, now=NOW) == first
    assert sorted(row.digest for _, row in journal.submissions()) == sorted([second.digest, booking.digest])
    assert (journal.waiting(), len(journal.aside())) == ([], 2)


def test_what_is_no_submission_is_set_aside_as_it_is(tmp_path: Path, store: Store) -> None:
    journal = open_journal(tmp_path.as_uri())
    journal.keep(a_review())
    (tmp_path / "waiting/0-torn.json").write_text('{"key": "torn')

    assert replay_journal(journal, store, now=NOW) == Replayed(kept=1, aside=1)
    assert (tmp_path / "aside/0-torn.json").read_text() == '{"key": "torn'


def test_one_that_the_store_cannot_take_does_not_hold_up_those_behind_it(journal: Journal, store: Store) -> None:
    rows = [a_review(received=NOW), a_review(received=NOW + 1)]
    for row in rows:
        journal.keep(row)

    class Picky(DownStore):
        """A store that is up, and that one of them never gets into."""

        def submit(self, submission):  # type: ignore[no-untyped-def]  # as in DownStore
            if submission.key == rows[0].key:
                raise StoreUnavailable("too large")
            return super().submit(submission)

    picky = Picky(tmp := Path(store._database.path))  # type: ignore[attr-defined]  # the same file
    picky.down = False

    assert replay_journal(journal, picky, now=NOW) == Replayed(kept=1, left=1)
    assert tmp.is_file()
    assert [row.key for row in store.export(now=NOW)] == [rows[1].key]
    picky.close()


def test_what_has_expired_meanwhile_is_forgotten(journal: Journal, store: Store) -> None:
    journal.keep(a_review(expires=NOW // 1000 - 1))

    replay_journal(journal, store, now=NOW)

    assert list(store.export(now=0)) == []
    assert journal.waiting() == []


def test_what_an_account_sent_before_it_was_erased_never_comes_back(journal: Journal, store: Store) -> None:
    ada, bob = {ACCOUNT: "ada@floe.example"}, {ACCOUNT: "bob@floe.example"}
    before = a_review("Before.", received=NOW, extra=ada)
    after = a_review("Signed in anew.", received=NOW + 2, extra=ada)
    others = [a_review("Bob's.", received=NOW, extra=bob), a_review("Nobody's.", received=NOW)]
    for row in (before, after, *others):
        journal.keep(row)

    mark_erased(store, "Ada@floe.example", now=NOW + 1)

    assert replay_journal(journal, store, now=NOW + 3) == Replayed(kept=3, erased=1)
    assert {row.key for row in store.export(now=NOW)} == {row.key for row in (after, *others)}
    assert (journal.waiting(), journal.aside()) == ([], [])
