"""What every store promises of a row that is moved or amended, and of the cursor."""

from dataclasses import replace

import pytest

from live.store.submission_factory import DUNE, NOW, a_review
from polynya_live.store import StaleRevision, Store
from polynya_live.submissions import START, State, ThreadId


def test_approving_shows_it(store: Store) -> None:
    row = store.submit(a_review())
    assert store.thread(DUNE, now=NOW) == []

    approved = store.moderate(row.key, State.APPROVED, now=NOW + 7)

    assert (approved.state, approved.approved, approved.revision) == (State.APPROVED, NOW + 7, 2)
    assert approved.cursor.startswith(f"{NOW + 7}-")
    assert store.thread(DUNE, now=NOW) == [approved] == store.newer_than(DUNE, START, now=NOW)
    assert store.get(row.key, now=NOW) == approved


@pytest.mark.parametrize("state", [State.REJECTED, State.PENDING, State.PRIVATE])
def test_taking_back_hides_it(store: Store, state: State) -> None:
    row = store.submit(a_review(state=State.APPROVED))

    hidden = store.moderate(row.key, state, now=NOW + 1)

    assert (hidden.state, hidden.cursor, hidden.approved) == (state, START, 0)
    assert store.thread(DUNE, now=NOW) == []
    assert list(store.approved("review", now=NOW)) == []


def test_moving_to_where_it_is_changes_nothing(store: Store) -> None:
    row = store.submit(a_review())
    approved = store.moderate(row.key, State.APPROVED, now=NOW + 1)

    assert store.moderate(row.key, State.APPROVED, now=NOW + 9, revision=1) == approved


def test_a_stale_revision_is_refused_with_what_is_there(store: Store) -> None:
    row = store.submit(a_review())
    amended = store.amend(replace(row, values={"text": "Shorter."}))

    with pytest.raises(StaleRevision) as refused:
        store.moderate(row.key, State.APPROVED, now=NOW, revision=row.revision)
    assert refused.value.current == amended
    with pytest.raises(StaleRevision):
        store.amend(replace(row, values={"text": "Too late."}))

    assert store.get(row.key, now=NOW) == amended


def test_amending_replaces_what_an_owner_may_change_and_no_more(store: Store) -> None:
    row = store.submit(a_review(state=State.APPROVED))
    wanted = replace(
        row, values={"text": "New."}, reasons=("checked",), expires=NOW // 1000 + 5, extra={"note": "x"}, digest="other"
    )

    amended = store.amend(wanted)

    assert amended == replace(wanted, digest=row.digest, revision=2)
    assert store.thread(DUNE, now=NOW) == [amended]
    assert store.thread(DUNE, now=NOW + 5000) == []


def test_the_cursor_never_goes_back(store: Store) -> None:
    """Not when the clock does, not within a millisecond, not when the newest row was erased."""
    cursors = []
    for now in (NOW, NOW, NOW - 60_000, NOW):
        row = store.submit(a_review(state=State.APPROVED, received=now))
        cursors.append(row.cursor)
    store.erase([row.key])
    pending = store.submit(a_review())
    cursors.append(store.moderate(pending.key, State.APPROVED, now=NOW - 90_000).cursor)

    assert cursors == sorted(set(cursors))
    assert [row.cursor for row in store.thread(DUNE, now=NOW)] == [*cursors[:3], cursors[4]]


def test_approved_again_it_comes_after_all_of_its_thread(store: Store) -> None:
    first = store.submit(a_review("First.", state=State.APPROVED))
    second = store.submit(a_review("Second.", state=State.APPROVED))
    store.moderate(first.key, State.REJECTED, now=NOW)

    again = store.moderate(first.key, State.APPROVED, now=NOW)

    assert [row.key for row in store.thread(DUNE, now=NOW)] == [second.key, first.key]
    assert store.newer_than(DUNE, second.cursor, now=NOW) == [again]


def test_newer_than_goes_on_where_a_page_ended(store: Store) -> None:
    rows = [store.submit(a_review(f"Number {n}.", state=State.APPROVED)) for n in range(7)]
    store.submit(a_review(page="books/other", state=State.APPROVED))

    first = store.newer_than(DUNE, START, now=NOW, limit=3)
    second = store.newer_than(DUNE, first[-1].cursor, now=NOW, limit=3)
    third = store.newer_than(DUNE, second[-1].cursor, now=NOW, limit=3)

    assert first + second + third == rows
    assert store.newer_than(DUNE, rows[-1].cursor, now=NOW) == []


@pytest.mark.parametrize("cursor", ["~", "zzz" * 500, "\n", "0", "' OR 1=1 --", "é"])
def test_a_cursor_that_is_none_lists_or_lists_nothing(store: Store, cursor: str) -> None:
    store.submit(a_review(state=State.APPROVED))

    assert len(store.newer_than(DUNE, cursor, now=NOW)) in {0, 1}


def test_a_thread_nobody_wrote_in_is_empty(store: Store) -> None:
    assert store.thread(ThreadId("review", "books/none"), now=NOW) == []
    assert store.newer_than(ThreadId("none", ""), START, now=NOW) == []
    assert list(store.approved("none", now=NOW)) == []


def test_what_is_said_of_a_move_is_kept_in_the_same_write(store: Store) -> None:
    row = store.submit(a_review())

    moved = store.moderate(row.key, State.APPROVED, now=NOW + 1, revision=row.revision, extra={"reply": "Thanks."})

    assert (moved.revision, dict(moved.extra)) == (row.revision + 1, {"reply": "Thanks."})
    assert store.get(row.key, now=NOW + 1) == moved
    assert store.thread(moved.thread, now=NOW + 1) == [moved]
    assert dict(store.moderate(row.key, State.REJECTED, now=NOW + 2).extra) == {"reply": "Thanks."}
