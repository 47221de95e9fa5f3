"""On a wire where 60 % of the requests fail, nothing that was acknowledged is lost, and nothing is there twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TypeVar

import pytest

from live.store.conftest import REGION
from live.store.dynamo.faulty_wire import FAULTS, FaultyWire
from live.store.submission_factory import DUNE, NOW, a_booking, a_review
from polynya_live.store import Filter, Full, Store, StoreUnavailable, open_store
from polynya_live.store.dynamo import DynamoStore
from polynya_live.store.dynamo.client import Client
from polynya_live.submissions import START, Claim, State

Answer = TypeVar("Answer")


@pytest.fixture
def wire(dynamo_endpoint: str) -> FaultyWire:
    return FaultyWire(dynamo_endpoint, region=REGION, share=0.6, seed=20261121)


@pytest.fixture
def faulty(wire: FaultyWire, dynamo_address: str, table: str) -> Iterator[DynamoStore]:
    """A store on a faulty wire, that gives up after few tries and does not wait between them."""
    store = DynamoStore(Client(wire, budget_s=30, most_tries=4, pause=lambda _: None), table)
    yield store
    store.close()


@pytest.fixture
def store(dynamo_address: str) -> Iterator[Store]:
    """The same table on a wire without faults."""
    opened = open_store(dynamo_address)
    yield opened
    opened.close()


def insist(act: Callable[[], Answer]) -> Answer:
    """Do what a browser or a function does when there was no answer: the same again."""
    for _ in range(500):
        try:
            return act()
        except StoreUnavailable:
            continue
    raise AssertionError("no answer in 500 tries")


def test_200_faulted_posts_are_all_kept_once(faulty: DynamoStore, store: Store, wire: FaultyWire) -> None:
    rows = [a_review(f"Number {n}.", state=(State.PENDING, State.APPROVED)[n % 2]) for n in range(200)]

    acknowledged = [insist(lambda row=row: faulty.submit(row)) for row in rows]

    assert set(wire.met) == set(FAULTS)
    assert sorted(row.key for row in store.export(now=NOW)) == sorted(row.key for row in rows)
    assert [store.get(row.key, now=NOW) for row in rows] == acknowledged
    shown = store.thread(DUNE, now=NOW)
    assert shown == [row for row in acknowledged if row.state is State.APPROVED]
    assert store.tally("review", now=NOW) == {State.PENDING: 100, State.APPROVED: 100}


def test_faulted_claims_give_exactly_as_many_as_there_are(faulty: DynamoStore, store: Store) -> None:
    rows = [a_booking(Claim("night", 1, 10)) for _ in range(40)]

    def book(n: int) -> str:
        try:
            return insist(lambda: faulty.submit(rows[n])).key
        except Full:
            return ""

    with ThreadPoolExecutor(4) as visitors:
        booked = [key for key in visitors.map(book, range(40)) if key]

    assert len(booked) == 10
    assert sorted(row.key for row in store.export(now=NOW)) == sorted(booked)
    assert store.taken(["night"]) == {"night": 10}


def test_faulted_moderation_moves_each_row_once(faulty: DynamoStore, store: Store) -> None:
    rows = [store.submit(a_review(claims=(Claim("slot", 1, 99),))) for _ in range(20)]

    approved = [insist(lambda row=row: faulty.moderate(row.key, State.APPROVED, now=NOW)) for row in rows]
    for row in rows[:10]:
        insist(lambda row=row: faulty.moderate(row.key, State.REJECTED, now=NOW))

    assert {row.revision for row in approved} == {2}
    assert store.thread(DUNE, now=NOW) == approved[10:]
    assert store.taken(["slot"]) == {"slot": 10}


def test_faulted_reads_are_whole_or_no_answer(faulty: DynamoStore, store: Store) -> None:
    rows = [store.submit(a_review(f"Number {n}.", state=State.APPROVED)) for n in range(5)]

    assert insist(lambda: faulty.thread(DUNE, now=NOW)) == rows
    assert insist(lambda: faulty.newer_than(DUNE, START, now=NOW)) == rows
    assert insist(lambda: list(faulty.approved("review", now=NOW))) == rows
    assert insist(lambda: list(faulty.export(now=NOW))) == rows
    assert insist(lambda: faulty.inbox(Filter(), now=NOW)).rows == rows[::-1]


def test_a_faulted_nonce_is_never_spent_twice(faulty: DynamoStore, store: Store) -> None:
    """Asking again may find that the first call did spend it; but two calls never both say yes."""
    expires = NOW // 1000 + 60
    for n in range(60):
        first = insist(lambda n=n: faulty.spend(f"nonce {n}", expires=expires, now=NOW))
        again = insist(lambda n=n: faulty.spend(f"nonce {n}", expires=expires, now=NOW))
        assert (first, again) in {(True, False), (False, False)}
        assert not store.spend(f"nonce {n}", expires=expires, now=NOW)


def test_a_faulted_count_counts_each_call_once(faulty: DynamoStore, store: Store) -> None:
    """A call that gave no answer may have counted or not; a repeat within a call never counts again."""
    answered = []
    for _ in range(60):
        with suppress(StoreUnavailable):
            answered.append(faulty.count("visitor", window_s=60, now=NOW))

    counted = store.count("visitor", window_s=60, now=NOW) - 1
    assert answered == sorted(set(answered))
    assert len(answered) <= counted <= 60


@pytest.mark.parametrize(
    ("status", "content"), [(503, b"<html>busy, Mara</html>"), (200, b'{"Item": {"Mara'), (502, b"5")]
)
def test_what_is_no_answer_is_told_by_its_status_without_its_words(status: int, content: bytes) -> None:
    client = Client(SomethingOnTheWay(status, content), most_tries=2, pause=lambda _: None)

    with pytest.raises(StoreUnavailable, match=f"GetItem: {status} with {len(content)} bytes .*, 2 times") as told:
        client.call("GetItem", {})

    assert "Mara" not in str(told.value)


class SomethingOnTheWay:
    """A wire that leads to something else than DynamoDB, or that breaks in the midst of an answer."""

    def __init__(self, status: int, content: bytes) -> None:
        self._answer = status, content

    def __call__(self, _operation: str, _body: bytes, _timeout_s: float) -> tuple[int, bytes]:
        return self._answer

    def close(self) -> None:
        """Nothing is open."""
