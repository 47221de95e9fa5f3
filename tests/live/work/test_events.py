"""The worker in the cloud: the table's own stream, a schedule for what is left over, and the partial answer to a batch."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from live.bookshop import SECRET, SITE_URL, a_review, compile_templates
from live.mail.postman import PostOffice
from live.moto_server import PATIENCE_S, forget
from live.work.mailing_shop import OWNER, a_mailing_contract
from polynya_live import handler
from polynya_live.app import milliseconds
from polynya_live.contract import dump
from polynya_live.journal import open_journal
from polynya_live.store import Store, open_store
from polynya_live.store.dynamo.client import Client, HttpWire
from polynya_live.store.dynamo.table import create_parameters
from polynya_live.submissions import State, Submission
from polynya_live.work.status import Fate, read_statuses

pytestmark = pytest.mark.xdist_group("moto")

REGION = "eu-central-1"
SCHEDULED = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}


class Context:
    """What Lambda hands over: so much time is left."""

    def __init__(self, left_s: float = 60) -> None:
        self._left_s = left_s

    def get_remaining_time_in_millis(self) -> int:
        return int(self._left_s * 1000)


@pytest.fixture
def endpoint(moto: str) -> Iterator[str]:
    yield moto
    forget(moto)


@pytest.fixture
def table(endpoint: str, request: pytest.FixtureRequest) -> str:
    name = "polynya-" + "".join(sign for sign in request.node.name if sign.isalnum())[:80]
    client = Client(HttpWire(endpoint, region=REGION), budget_s=PATIENCE_S)
    client.call("CreateTable", create_parameters(name))
    client.close()
    return name


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """The folder of a contract that mail follows, and its templates."""
    compile_templates(tmp_path / "templates")
    (tmp_path / "contract.json").write_text(dump(a_mailing_contract()))
    return tmp_path


@pytest.fixture
def address(endpoint: str, table: str) -> str:
    return f"dynamodb://{table}?region={REGION}&endpoint={endpoint}&budget={PATIENCE_S}"


@pytest.fixture
def store(address: str, server: PostOffice, release: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A table, and an environment in which the worker's function finds it and a mail server."""
    settings = {
        "CONTRACT": str(release),
        "STORE": address,
        "SECRET": SECRET,
        "SITE_URL": SITE_URL,
        "MAIL": server.address,
        "OWNERS": f"{OWNER}, later@floe.example",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"POLYNYA_{name}", value)
    opened = open_store(address)
    yield opened
    opened.close()
    handler.forget()


@pytest.fixture
def records(endpoint: str, table: str, store: Store) -> "Stream":
    return Stream(endpoint, table)


class Stream:
    """The table's stream, in the words in which Lambda brings it."""

    def __init__(self, endpoint: str, table: str) -> None:
        self._client: Any = boto3.client("dynamodbstreams", region_name=REGION, endpoint_url=endpoint)
        self._database: Any = boto3.client("dynamodb", region_name=REGION, endpoint_url=endpoint)
        self._table = table
        self._arn = self._database.describe_table(TableName=table)["Table"]["LatestStreamArn"]

    def spoil(self, key: str) -> None:
        """Make a row unreadable."""
        name = {"pk": {"S": f"S#{key}"}, "sk": {"S": "S"}}
        item = self._database.get_item(TableName=self._table, Key=name)["Item"]
        self._database.put_item(TableName=self._table, Item={**item, "row": {"S": "{"}})

    def event(self) -> dict[str, Any]:
        shards = self._client.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
        iterator = self._client.get_shard_iterator(
            StreamArn=self._arn, ShardId=shards[0]["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        found = self._client.get_records(ShardIterator=iterator)["Records"]
        for record in found:
            record["dynamodb"].pop("ApproximateCreationDateTime")  # Lambda brings a number where boto3 has a date
        return {"Records": json.loads(json.dumps(found))}


def posted(store: Store, key: str = "k" * 24, **differs: Any) -> Submission:
    now = milliseconds()
    return store.submit(a_review(key=key, state=State.PENDING, received=now, due=now, **differs))


def fates(store: Store, key: str = "k" * 24) -> dict[str, Fate]:
    return {one.errand.to: one.fate for one in read_statuses(store.get(key, now=0))}


def test_the_stream_brings_a_post_and_its_mail_goes_out(store: Store, records: Stream, server: PostOffice) -> None:
    posted(store)

    answer = handler.worker(records.event(), Context())

    assert answer == {"batchItemFailures": []}
    assert [message["To"] for message in server.messages()] == [OWNER]
    assert fates(store) == {OWNER: Fate.SENT, "later@floe.example": Fate.DUE}


def test_a_batch_that_comes_again_sends_nothing_again(store: Store, records: Stream, server: PostOffice) -> None:
    posted(store)
    posted(store, "l" * 24, form="wall")
    store.moderate("k" * 24, State.APPROVED, now=milliseconds())
    store.count("n", window_s=60, now=milliseconds())
    event = records.event()

    for _ in range(3):
        handler.worker(event, Context())
        handler.worker(records.event(), Context())  # with the worker's own notes in it

    assert len(server.received) == 1


def test_what_was_erased_is_no_failure(store: Store, records: Stream, server: PostOffice) -> None:
    posted(store)
    event = records.event()
    store.erase(["k" * 24])

    assert handler.worker(event, Context()) == {"batchItemFailures": []}
    assert handler.worker(records.event(), Context()) == {"batchItemFailures": []}
    assert server.received == []


def test_only_the_record_that_fails_comes_again(store: Store, records: Stream, server: PostOffice) -> None:
    posted(store)
    posted(store, "m" * 24)
    event = records.event()
    records.spoil("k" * 24)

    answer = handler.worker(event, Context())

    first, second = (record["dynamodb"]["SequenceNumber"] for record in event["Records"])
    assert answer == {"batchItemFailures": [{"itemIdentifier": first}]}
    assert first != second
    assert len(server.received) == 1


def test_the_schedule_takes_up_what_the_stream_has_lost_but_gives_it_time(store: Store, server: PostOffice) -> None:
    now = milliseconds()
    store.submit(a_review(key="o" * 24, state=State.PENDING, received=now, due=now - 120_000))
    store.submit(a_review(key="n" * 24, state=State.PENDING, received=now, due=now))

    assert handler.worker(SCHEDULED, Context()) == {"worked": 1, "replayed": 0}

    assert len(server.received) == 1
    assert fates(store, "n" * 24) == {}


def test_the_schedule_begins_nothing_that_it_cannot_end(store: Store, server: PostOffice) -> None:
    now = milliseconds()
    store.submit(a_review(key="o" * 24, state=State.PENDING, received=now, due=now - 120_000))

    assert handler.worker(SCHEDULED, Context(left_s=10)) == {"worked": 0, "replayed": 0}
    assert server.received == []


def test_the_worker_brings_the_journal_into_the_table_and_mail_follows(
    store: Store, server: PostOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLYNYA_JOURNAL", (tmp_path / "journal").as_uri())
    journal, now = open_journal((tmp_path / "journal").as_uri()), milliseconds()
    rows = [a_review(key=sign * 24, state=State.PENDING, received=now, due=now - 120_000) for sign in "jk"]
    for row in rows:
        journal.keep(row)

    assert handler.worker({"replay": True}, Context(left_s=10)) == {"worked": 0, "replayed": 0}
    assert handler.worker({"replay": True}, Context()) == {"worked": 0, "replayed": 2}
    assert handler.worker(SCHEDULED, Context())["worked"] == 2

    assert journal.waiting() == []
    assert sorted(row.key for row in store.export(now=now)) == [row.key for row in rows]
    assert len(server.received) == 2
