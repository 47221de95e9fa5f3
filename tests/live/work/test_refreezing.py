"""The worker in the cloud asks for a freeze once pages would show something else: by one event, at least once."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from live.bookshop import SITE_URL, a_review
from live.moto_server import PATIENCE_S
from live.work import test_events as events
from live.work.test_events import REGION, SCHEDULED, Context, Stream, posted
from polynya_live import handler
from polynya_live.app import milliseconds
from polynya_live.inbox.actions import Decision, act_on
from polynya_live.inbox.history import Act
from polynya_live.store import Store
from polynya_live.submissions import State
from polynya_live.work import refreezing
from polynya_live.work.refreezing import open_bus

pytestmark = pytest.mark.xdist_group("moto")

KEY = "k" * 24

# Fixtures of the worker in the cloud, which are wanted here too.
endpoint, table, release, address = events.endpoint, events.table, events.release, events.address
store, records = events.store, events.records


class Asked:
    """What went out to an event bus, and was taken there: moto refuses an entry that EventBridge would refuse."""

    def __init__(self, url: str) -> None:
        self.address = f"eventbridge://default?region={REGION}&endpoint={url}"
        self._sent: list[dict[str, Any]] = []
        self._taken = 0
        events = open_bus(self.address).client.meta.events
        events.register("provide-client-params.events.PutEvents", self._note, unique_id="asked-sent")
        events.register("after-call.events.PutEvents", self._count, unique_id="asked-taken")

    def details(self) -> list[dict[str, str]]:
        assert len(self._sent) == self._taken
        names = {(one["EventBusName"], one["Source"], one["DetailType"]) for one in self._sent}
        assert names <= {("default", "polynya", "pages changed")}
        return [json.loads(one["Detail"]) for one in self._sent]

    def _note(self, params: dict[str, Any], **_: object) -> None:
        self._sent += params["Entries"]

    def _count(self, parsed: dict[str, Any], **_: object) -> None:
        self._taken += sum("EventId" in one for one in parsed.get("Entries", []))


@pytest.fixture
def asked(endpoint: str, store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asked]:
    monkeypatch.setattr(refreezing, "TIMES_S", PATIENCE_S)
    open_bus.cache_clear()
    found = Asked(endpoint)
    monkeypatch.setenv("POLYNYA_REFREEZE", found.address)
    yield found
    handler.forget()


def owner(store: Store, act: Act, key: str = KEY, **more: Any) -> None:
    act_on(store, Decision(key=key, act=act, who="owner@floe.example", **more), now=milliseconds())


def a_minute(records: Stream) -> bool:
    """Let the stream bring what it has, and then the schedule come."""
    assert handler.worker(records.event(), Context()) == {"batchItemFailures": []}
    return bool(handler.worker(SCHEDULED, Context())["asked"])


def test_approvals_ask_once_for_all_of_a_minute(store: Store, records: Stream, asked: Asked) -> None:
    for key in (KEY, "l" * 24):
        posted(store, key)
        owner(store, Act.APPROVE, key)

    assert a_minute(records)
    assert not handler.worker(SCHEDULED, Context())["asked"]

    assert asked.details() == [{"site": SITE_URL}]


@pytest.mark.parametrize("act", [Act.REJECT, Act.REPLY])
def test_whatever_pages_would_show_differently_asks(store: Store, records: Stream, asked: Asked, act: Act) -> None:
    posted(store)
    owner(store, Act.APPROVE)
    assert a_minute(records)

    owner(store, act, reply="So there is." if act is Act.REPLY else "")

    assert a_minute(records)
    assert len(asked.details()) == 2


def test_what_only_waits_or_is_noted_of_mail_asks_for_nothing(store: Store, records: Stream, asked: Asked) -> None:
    posted(store)
    assert not a_minute(records)
    now = milliseconds()
    row = store.submit(a_review(key="m" * 24, state=State.APPROVED, received=now))
    assert a_minute(records)

    store.amend(replace(row, extra={"mail": ["sent 1 0 notify a@b.example"]}))

    event = records.event()
    event["Records"] = event["Records"][-2:]
    handler.worker(event, Context())
    assert not handler.worker(SCHEDULED, Context())["asked"]


def test_a_bus_that_is_away_harms_nothing_and_is_asked_again(
    store: Store, records: Stream, asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted(store)
    owner(store, Act.APPROVE)
    with monkeypatch.context() as away:
        away.setenv("POLYNYA_REFREEZE", f"eventbridge://default?region={REGION}&endpoint=http://127.0.0.1:1")
        assert not a_minute(records)
    assert store.get(KEY, now=milliseconds()).state is State.APPROVED
    assert asked.details() == []

    assert handler.worker(SCHEDULED, Context())["asked"]

    assert asked.details() == [{"site": SITE_URL}]
