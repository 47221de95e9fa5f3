"""What every store promises of the owner's listings: the inbox, the counts, the export, erasing and purging."""

import pytest

from live.store.submission_factory import DUNE, NOW, a_booking, a_review
from polynya_live.store import Filter, Listing, NoSuchSubmission, Store
from polynya_live.submissions import State, Submission

PENDING = Filter(states=frozenset({State.PENDING}))


def keys_of(listing: Listing) -> list[str]:
    return [row.key for row in listing.rows]


def fill(store: Store, count: int) -> list[Submission]:
    return [store.submit(a_review(f"Number {n}.", received=NOW + n)) for n in range(count)]


def test_the_inbox_shows_the_newest_first_page_by_page(store: Store) -> None:
    rows = fill(store, 7)
    expected = [row.key for row in reversed(rows)]

    first = store.inbox(PENDING, now=NOW, limit=3)
    second = store.inbox(PENDING, now=NOW, limit=3, after=first.next)
    third = store.inbox(PENDING, now=NOW, limit=3, after=second.next)

    assert keys_of(first) + keys_of(second) + keys_of(third) == expected
    assert third.next == ""
    assert store.inbox(PENDING, now=NOW, limit=7).next == ""


def test_rows_of_one_millisecond_are_all_listed_once(store: Store) -> None:
    rows = [store.submit(a_review()) for _ in range(5)]
    listed, after = [], ""
    for _ in rows:
        listing = store.inbox(PENDING, now=NOW, limit=1, after=after)
        listed += keys_of(listing)
        after = listing.next

    assert after == ""
    assert sorted(listed) == sorted(row.key for row in rows)


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Filter(), {"pending", "approved", "rejected", "booking"}),
        (PENDING, {"pending"}),
        (Filter(states=frozenset({State.PENDING, State.REJECTED})), {"pending", "rejected"}),
        (Filter(form="event"), {"booking"}),
        (Filter(page="books/dune"), {"pending", "approved"}),
        (Filter(form="review", page="books/dune", states=frozenset({State.APPROVED})), {"approved"}),
        (Filter(reason="honeypot"), {"rejected"}),
        (Filter(reason="honey"), set()),
        (Filter(text="ÉTÉ"), {"approved", "rejected"}),
        (Filter(text="tea"), {"booking"}),
        (Filter(text="100%"), {"pending"}),
        (Filter(text="_"), set()),
        (Filter(text="nowhere"), set()),
    ],
)
def test_a_filter_finds_what_it_says(store: Store, wanted: Filter, expected: set[str]) -> None:
    names = {
        store.submit(a_review("100% yes")).key: "pending",
        store.submit(a_review("Un été", state=State.APPROVED)).key: "approved",
        store.submit(
            a_review("L'Été", state=State.REJECTED, page="books/emma", reasons=("hasty", "honeypot"))
        ).key: "rejected",
        store.submit(a_booking(values={"menu": {"tea": 2}, "many": ["a", "b"]})).key: "booking",
    }

    assert {names[key] for key in keys_of(store.inbox(wanted, now=NOW))} == expected


def test_a_moved_row_leaves_the_inbox_at_once(store: Store) -> None:
    row, other = fill(store, 2)

    store.moderate(row.key, State.APPROVED, now=NOW)

    assert keys_of(store.inbox(PENDING, now=NOW)) == [other.key]
    assert keys_of(store.inbox(Filter(states=frozenset({State.APPROVED})), now=NOW)) == [row.key]
    assert store.tally("review", now=NOW) == {State.APPROVED: 1, State.PENDING: 1}


def test_the_inbox_leaves_out_what_has_expired(store: Store) -> None:
    store.submit(a_review(expires=NOW // 1000 + 1))

    assert store.inbox(PENDING, now=NOW + 1000) == Listing([])


@pytest.mark.parametrize("after", ["~", "'; --", "é\n", "0", "x" * 3000])
def test_a_place_that_is_none_is_no_fault(store: Store, after: str) -> None:
    store.submit(a_review())

    assert len(store.inbox(PENDING, now=NOW, after=after[:500]).rows) in {0, 1}


def test_the_export_reads_everything_in_order_of_receipt(store: Store) -> None:
    late = store.submit(a_review(received=NOW + 5))
    early = store.submit(a_booking(received=NOW - 5))
    store.submit(a_review(expires=NOW // 1000))

    assert [row.key for row in store.export(now=NOW)] == [early.key, late.key]
    assert list(store.export(form="event", now=NOW)) == [early]


def test_a_long_listing_is_followed_to_its_end(store: Store) -> None:
    """More than one answer of DynamoDB holds: 1 MB, or 100 rows by their keys."""
    rows = [store.submit(a_review(f"{n} " + "x" * 18_000, received=NOW + n, state=State.APPROVED)) for n in range(110)]

    assert [row.key for row in store.export(now=NOW)] == [row.key for row in rows]
    assert store.thread(DUNE, now=NOW) == rows
    assert list(store.approved("review", now=NOW)) == rows
    assert store.tally("review", now=NOW) == {State.APPROVED: 110}
    assert keys_of(store.inbox(Filter(text="7 x"), now=NOW)) == [
        rows[n].key for n in (107, 97, 87, 77, 67, 57, 47, 37, 27, 17, 7)
    ]


def test_erased_is_gone_from_everywhere(store: Store) -> None:
    rows = [store.submit(a_review(state=state)) for state in (State.APPROVED, State.PENDING)]

    assert store.erase([rows[0].key, rows[1].key, rows[0].key, "no-such-key-at-all"]) == 2

    with pytest.raises(NoSuchSubmission):
        store.get(rows[0].key, now=NOW)
    assert store.thread(DUNE, now=NOW) == []
    assert list(store.export(now=NOW)) == []
    assert store.inbox(Filter(), now=NOW) == Listing([])


def test_the_purge_removes_what_has_expired_and_says_how_many(store: Store) -> None:
    soon, later = NOW // 1000 + 10, NOW // 1000 + 1000
    for expires in (soon, soon, later, None):
        store.submit(a_review(state=State.APPROVED, expires=expires))
    store.spend("nonce", expires=soon, now=NOW)
    store.count("visitor", window_s=5, now=NOW)

    assert store.purge(now=NOW + 20_000) == 2
    assert store.purge(now=NOW + 20_000) == 0

    assert len(store.thread(DUNE, now=NOW)) == 2  # by the clock of before: they are not merely hidden


def test_the_workers_own_rows_are_listed_only_by_their_name(store: Store) -> None:
    own = store.submit(a_review(form="@sign-in", page="", state=State.PRIVATE))
    sent = store.submit(a_review())

    assert keys_of(store.inbox(Filter(), now=NOW)) == [sent.key]
    assert keys_of(store.inbox(Filter(states=frozenset({State.PRIVATE})), now=NOW)) == []
    assert keys_of(store.inbox(Filter(form="@sign-in"), now=NOW)) == [own.key]


DAY_MS = 86_400_000


def test_a_state_is_counted_up_to_a_bound(store: Store) -> None:
    fill(store, 5)
    store.submit(a_review(form="@sign-in", page=""))
    store.submit(a_review("Gone.", expires=NOW // 1000))

    assert store.count_state(State.PENDING, now=NOW) == 5
    assert store.count_state(State.PENDING, now=NOW, most=3) == 3
    assert store.count_state(State.APPROVED, now=NOW) == 0


def test_the_figures_count_days_and_reasons(store: Store) -> None:
    since = NOW - 3 * DAY_MS
    store.submit(a_review("Too old.", received=since - 1))
    for day, reasons in ((0, ("hasty",)), (0, ()), (2, ("hasty", "unproven"))):
        store.submit(a_review(f"{day} {reasons}", received=since + day * DAY_MS + 5, reasons=reasons))
    store.submit(a_review(form="@sign-in", page="", received=NOW))

    figures = store.figures(since=since, now=NOW)

    assert dict(figures.days) == {0: 2, 2: 1}
    assert dict(figures.reasons) == {"hasty": 2, "unproven": 1}
    assert figures.whole


def test_a_search_looks_through_so_many_and_can_be_continued(store: Store) -> None:
    rows = fill(store, 7)
    wanted = Filter(text="number 0")
    found, after, pages = [], "", 0
    while pages == 0 or after:
        listing = store.inbox(wanted, now=NOW, limit=2, after=after)
        found, after, pages = found + keys_of(listing), listing.next, pages + 1

    assert found == [rows[0].key]
