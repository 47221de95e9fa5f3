"""What only DynamoDB must show: threads that grow, ceilings that hold, pages of the table, budgets and errors by name."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from live.store.conftest import REGION
from live.store.submission_factory import DUNE, NOW, a_review
from polynya_live.store import Store, StoreUnavailable, open_store
from polynya_live.store.dynamo import DynamoStore
from polynya_live.store.dynamo.client import Client, HttpWire
from polynya_live.store.dynamo.table import create_parameters, table_properties
from polynya_live.store.dynamo.threads import MOST_SHARDS, Threads
from polynya_live.submissions import START, State


@pytest.fixture
def store(dynamo_address: str) -> Iterator[Store]:
    opened = open_store(dynamo_address)
    yield opened
    opened.close()


@pytest.fixture
def client(dynamo_endpoint: str) -> Iterator[Client]:
    opened = Client(HttpWire(dynamo_endpoint, region=REGION), budget_s=30)
    yield opened
    opened.close()


def grow(store: Store, client: Client, table: str, shards: int) -> None:
    """Give the thread of Dune more shards, as approvals do that keep meeting others."""
    threads = Threads(client, table)
    for met in (0, *range(99, 98 + shards)):
        seat = threads.seat(client.turn(), DUNE, NOW, met=met)
        client.call("TransactWriteItems", {"TransactItems": seat.parts})


def test_a_grown_thread_reads_like_any_other(store: Store, client: Client, table: str, dynamo_address: str) -> None:
    before = [store.submit(a_review(state=State.APPROVED)) for _ in range(3)]
    grow(store, client, table, MOST_SHARDS)

    after = [store.submit(a_review(state=State.APPROVED, received=NOW + n)) for n in range(30)]
    rows = store.thread(DUNE, now=NOW)

    assert rows[:3] == before
    assert sorted(row.key for row in rows[3:]) == sorted(row.key for row in after)
    assert [row.cursor for row in rows] == sorted({row.cursor for row in rows})
    assert list(store.approved("review", now=NOW)) == rows
    store.erase([row.key for row in rows[::2]])
    assert store.thread(DUNE, now=NOW) == rows[1::2]


def test_nothing_appears_below_a_cursor_that_was_seen(store: Store, client: Client, table: str) -> None:
    """Approvals in every shard, with clocks that differ by seconds, and a reader who only ever asks for what is newer."""
    grow(store, client, table, MOST_SHARDS)
    seen, cursor = [], START
    for n in range(40):
        store.submit(a_review(state=State.APPROVED, received=NOW + (n * 37 % 11) * 1000))
        newer = store.newer_than(DUNE, cursor, now=NOW, limit=2)
        seen += newer
        cursor = newer[-1].cursor if newer else cursor
    seen += store.newer_than(DUNE, cursor, now=NOW, limit=200)

    assert seen == store.thread(DUNE, now=NOW)
    assert len(seen) == 40


def test_concurrent_approvals_and_readers_miss_nothing(dynamo_endpoint: str, dynamo_address: str, table: str) -> None:
    store = DynamoStore(Client(HttpWire(dynamo_endpoint, region=REGION), budget_s=60, most_tries=1000), table)
    rows = [a_review(state=State.APPROVED, received=NOW + n % 5) for n in range(60)]

    done = threading.Event()

    def read_on(_: int) -> list[str]:
        seen, cursor, last = [], START, False
        while not last:
            last = done.is_set()
            newer = store.newer_than(DUNE, cursor, now=NOW, limit=200)
            seen += [row.key for row in newer]
            cursor = newer[-1].cursor if newer else cursor
        return seen

    with ThreadPoolExecutor(6) as everyone:
        readers = [everyone.submit(read_on, n) for n in range(2)]
        try:
            written = list(everyone.map(store.submit, rows))
        finally:
            done.set()
        sights = [reader.result() for reader in readers]

    assert sights[0] == sights[1] == [row.key for row in store.thread(DUNE, now=NOW)]
    assert len({row.cursor for row in written}) == len(rows)
    store.close()


def test_a_grown_thread_pages_are_followed_to_the_end(store: Store, client: Client, table: str) -> None:
    grow(store, client, table, 3)
    rows = [store.submit(a_review(f"{n}" + "x" * 100_000, state=State.APPROVED)) for n in range(36)]

    assert len(store.thread(DUNE, now=NOW)) == len(rows)
    assert len(list(store.approved("review", now=NOW))) == len(rows)


def test_a_thread_that_nobody_wrote_in_does_not_grow(client: Client, table: str, dynamo_address: str) -> None:
    """The first approvals of a thread meet each other too, and need a head before they can need another shard."""
    seat = Threads(client, table).seat(client.turn(), DUNE, NOW, met=99)

    client.call("TransactWriteItems", {"TransactItems": seat.parts})

    assert (seat.shard, seat.position) == (0, NOW)


def test_a_missing_table_is_said_so(dynamo_endpoint: str) -> None:
    store = open_store(f"dynamodb://no-such-table?region={REGION}&endpoint={dynamo_endpoint}")

    for ask in (store.health, store.ready):
        with pytest.raises(StoreUnavailable, match="ResourceNotFoundException"):
            ask()
    store.close()


def test_asking_whether_it_keeps_a_post_leaves_no_item(store: Store, client: Client, table: str) -> None:
    store.ready()

    assert client.call("Scan", {"TableName": table})["Count"] == 0


def test_an_item_too_large_for_the_table_is_said_so(store: Store) -> None:
    with pytest.raises(StoreUnavailable):
        store.submit(a_review("x" * 500_000))


def test_an_endpoint_that_is_not_there_is_said_so_within_its_budget(credentials: None) -> None:
    waited: list[float] = []
    wire = HttpWire("http://127.0.0.1:9", region=REGION)
    store = DynamoStore(Client(wire, most_tries=6, pause=waited.append), "table")

    with pytest.raises(StoreUnavailable, match="GetItem: ConnectionRefusedError"):
        store.health()

    assert len(waited) == 5
    assert sum(waited) < 2


class Recorder(HttpWire):
    """A wire that notes every request and passes it on."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(endpoint, region=REGION)
        self.sent: list[tuple[str, dict[str, object]]] = []

    def __call__(self, operation: str, body: bytes, timeout_s: float) -> tuple[int, bytes]:
        self.sent.append((operation, json.loads(body)))
        return super().__call__(operation, body, timeout_s)


@pytest.fixture
def recorded(dynamo_address: str, dynamo_endpoint: str, table: str) -> Iterator[tuple[DynamoStore, Recorder]]:
    recorder = Recorder(dynamo_endpoint)
    store = DynamoStore(Client(recorder, budget_s=30), table)
    yield store, recorder
    store.close()


def test_an_ordinary_post_is_one_request(recorded: tuple[DynamoStore, Recorder]) -> None:
    store, recorder = recorded

    store.submit(a_review())

    assert [operation for operation, _ in recorder.sent] == ["PutItem"]


def test_reading_a_quiet_thread_writes_nothing_and_reads_strongly(recorded: tuple[DynamoStore, Recorder]) -> None:
    store, recorder = recorded
    store.submit(a_review(state=State.APPROVED))
    recorder.sent.clear()

    store.newer_than(DUNE, START, now=NOW)

    assert [operation for operation, _ in recorder.sent] == ["GetItem", "Query"]
    assert all(parameters["ConsistentRead"] for _, parameters in recorder.sent)


@pytest.mark.parametrize(
    "act",
    [
        lambda store, row: store.moderate(row.key, State.REJECTED, now=NOW),
        lambda store, row: store.amend(replace(row, values={"text": "New."})),
        lambda store, row: store.erase([row.key]),
    ],
    ids=["moderate", "amend", "erase"],
)
def test_a_change_of_a_shown_row_is_one_transaction(
    recorded: tuple[DynamoStore, Recorder], act: Callable[[Store, object], object]
) -> None:
    store, recorder = recorded
    row = store.submit(a_review(state=State.APPROVED))
    recorder.sent.clear()

    act(store, row)

    assert [operation for operation, _ in recorder.sent] == ["GetItem", "TransactWriteItems"]


def test_the_table_is_described_once_for_the_template_and_for_the_call() -> None:
    properties, parameters = table_properties("shop"), create_parameters("shop")

    assert properties["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}
    assert {name: parameters[name] for name in ("KeySchema", "GlobalSecondaryIndexes", "AttributeDefinitions")} == {
        name: properties[name] for name in ("KeySchema", "GlobalSecondaryIndexes", "AttributeDefinitions")
    }
