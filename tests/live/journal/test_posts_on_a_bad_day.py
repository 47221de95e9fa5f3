"""What is posted while the store is down: nothing acknowledged is lost, nothing is there twice, no words are lost either."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from live.bookshop import DUNE, NOW, REVIEW, SECRET, WALL, a_contract, sent, some_settings, words
from live.conftest import Clock
from live.journal.faulty_store import FAULTS, DownStore, FaultyStore
from live.store.conftest import REGION, create_table
from live.store.dynamo.faulty_wire import FAULTS as WIRE_FAULTS
from live.store.dynamo.faulty_wire import FaultyWire
from live.test_limits import with_limits
from polynya_live.accounts.guard import HOST
from polynya_live.accounts.sessions import Sessions
from polynya_live.claims import places_names
from polynya_live.contract import Field, Form
from polynya_live.guards.stamps import make_stamp
from polynya_live.journal import Journal, open_journal
from polynya_live.journal.patience import MOST_TRIES
from polynya_live.journal.replaying import Replayed, replay_journal
from polynya_live.store import Store, open_store
from polynya_live.store.dynamo import DynamoStore
from polynya_live.store.dynamo.client import Client

MakeApp = Callable[..., Flask]
POSTS = 200
PLACES = 25
OUTING = Form(
    name="outing",
    title="Come along",
    fields=(Field(name="text", label="Your words", required=True),),
    submit="Book",
    thanks="You are on the list.",
    version="v1",
    moderation="none",
    capacity=PLACES,
)


@pytest.fixture
def down(tmp_path: Path) -> Iterator[DownStore]:
    opened = DownStore(tmp_path / "test.db")
    yield opened
    opened.close()


@pytest.fixture
def journal(folder_address: str) -> Journal:
    return open_journal(folder_address)


@pytest.fixture
def pauses() -> list[float]:
    """How long each wait between two tries would have been."""
    return []


@pytest.fixture
def shop(down: DownStore, folder_address: str, make_app: MakeApp, pauses: list[float]) -> FlaskClient:
    return make_app(another=down, journal=folder_address, pause=pauses.append).test_client()


def test_a_hiccup_is_waited_out(shop: FlaskClient, down: DownStore, journal: Journal, pauses: list[float]) -> None:
    down.until = 2

    answer = shop.post("/live/forms/review", data=words(), headers=sent())

    assert (answer.status_code, len(pauses), 0 < sum(pauses) < 1) == (200, 2, True)
    assert [row.values["text"] for row in down.export(now=0)] == ["Sand."]
    assert journal.waiting() == []


@pytest.mark.parametrize("htmx", [True, False])
def test_a_post_is_thanked_for_when_the_journal_has_it_and_kept_later(
    shop: FlaskClient, down: DownStore, journal: Journal, *, htmx: bool
) -> None:
    answer = shop.post("/live/forms/review", data=words(), headers=sent(htmx=htmx))

    assert answer.status_code == 200
    assert "Thank you for your review, Mara." in answer.text
    assert ("<title>" in answer.text) is not htmx
    [(_, waiting)] = journal.submissions()
    down.down = False
    assert replay_journal(journal, down, now=waiting.received) == Replayed(kept=1)
    assert list(down.export(now=0)) == [waiting]
    assert down.asked == MOST_TRIES + 1


def test_words_that_show_at_once_are_said_to_show_later(shop: FlaskClient, down: DownStore) -> None:
    post = {"text": "Hello.", "stamp": make_stamp(SECRET, "wall", now=NOW - 60_000)}

    later = shop.post("/live/forms/wall", data=post, headers=sent())
    down.down = False
    at_once = shop.post("/live/forms/wall", data=post, headers=sent())

    assert "It is up." in later.text and "in a little while" in later.text
    assert "It is up." in at_once.text and "in a little while" not in at_once.text


def test_a_place_is_not_promised_by_the_journal(
    down: DownStore, make_app: MakeApp, journal: Journal, folder_address: str
) -> None:
    client = make_app(with_limits(), another=down, journal=folder_address, pause=lambda _: None).test_client()
    stamp = make_stamp(SECRET, "seat", now=NOW - 60_000)

    answer = client.post("/live/forms/seat", data={"page": DUNE, "name": "Ida", "stamp": stamp}, headers=sent())

    assert_words_are_back(answer, 'value="Ida"')
    assert journal.waiting() == []


def test_words_come_back_when_the_journal_fails_too(down: DownStore, make_app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "full").write_text("a file is in the way")
    app = make_app(another=down, journal=(tmp_path / "full/journal").as_uri(), pause=lambda _: None)

    for htmx in (True, False):
        answer = app.test_client().post("/live/forms/review", data=words(), headers=sent(htmx=htmx))
        assert_words_are_back(answer, "Sand.</textarea>")


def assert_words_are_back(answer: TestResponse, said: str) -> None:
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert said in answer.text
    assert 'name="stamp"' in answer.text


def test_who_posts_too_often_does_not_get_around_that_by_the_journal(
    down: DownStore, make_app: MakeApp, journal: Journal, folder_address: str
) -> None:
    contract = a_contract(forms={"review": replace(REVIEW, per_visitor=(1, 3600))})
    client = make_app(contract, another=down, journal=folder_address, pause=lambda _: None).test_client()

    first = client.post("/live/forms/review", data=words(), headers=sent())
    second = client.post("/live/forms/review", data=words(text="Spice."), headers=sent())

    assert (first.status_code, second.status_code) == (200, 503)
    assert [row.values["text"] for _, row in journal.submissions()] == ["Sand."]


def test_what_waits_knows_who_sent_it(shop: FlaskClient, down: DownStore, journal: Journal) -> None:
    token = Sessions(down, some_settings(Path())).open("ann@home.example", now=NOW)

    shop.set_cookie(HOST, token)
    shop.post("/live/forms/review", data=words(), headers=sent())

    assert ["ann@home.example" in row.extra.values() for _, row in journal.submissions()] == [True]


@pytest.fixture
def bad_sqlite(tmp_path: Path) -> Iterator[tuple[FaultyStore, Store]]:
    path = tmp_path / "test.db"
    faulty, good = FaultyStore(path, share=0.6), open_store(f"sqlite:///{path}")
    yield faulty, good
    assert set(faulty.met) == set(FAULTS)
    faulty.close()
    good.close()


@pytest.fixture
def bad_dynamo(s3_endpoint: str) -> Iterator[tuple[DynamoStore, Store]]:
    create_table(s3_endpoint, "bad-day")
    wire = FaultyWire(s3_endpoint, region=REGION, share=0.5, seed=20261121)
    faulty = DynamoStore(Client(wire, budget_s=30, most_tries=2, pause=lambda _: None), "bad-day")
    good = open_store(f"dynamodb://bad-day?region={REGION}&endpoint={s3_endpoint}")
    yield faulty, good
    assert set(wire.met) == set(WIRE_FAULTS)
    faulty.close()
    good.close()


@pytest.fixture(params=["sqlite", pytest.param("dynamo", marks=pytest.mark.xdist_group("moto"))])
def bad_day(request: pytest.FixtureRequest) -> tuple[Store, Store]:
    """A store on a bad day, and the same one on a good day."""
    stores: tuple[Store, Store] = request.getfixturevalue(f"bad_{request.param}")
    return stores


def test_of_200_faulted_posts_none_acknowledged_is_lost_and_none_is_there_twice(
    bad_day: tuple[Store, Store], make_app: MakeApp, clock: Clock, folder_address: str
) -> None:
    faulty, good = bad_day
    often = (10_000, 3600)
    forms = {form.name: replace(form, per_visitor=often) for form in (REVIEW, WALL, OUTING)}
    app = make_app(a_contract(forms=forms), another=faulty, journal=folder_address, pause=lambda _: None)
    visitors = [Visitor(app.test_client(), n, clock) for n in range(POSTS)]
    clock.wait(60)

    acknowledged = {visitor.text for visitor in visitors if visitor.posted()}
    journal = open_journal(folder_address)
    waited = len(journal.waiting())
    replayed = replay_journal(journal, good, now=clock.now)

    kept = [str(row.values["text"]) for row in good.export(now=clock.now)]
    assert sorted(kept) == sorted(acknowledged)
    assert len([text for text in kept if text.startswith("outing")]) == PLACES
    assert [*good.taken(places_names(OUTING, None)).values()] == [PLACES]
    assert (replayed, waited > 0) == (Replayed(kept=waited), True)


class Visitor:
    """Somebody who posts until there is an answer, and once more when it has not arrived."""

    def __init__(self, client: FlaskClient, n: int, clock: Clock) -> None:
        self._client, self._n = client, n
        self._form = ("review", "wall", "review", "outing", "review")[n % 5]
        self.text = f"{self._form} number {n}"
        self._typed = words(text=self.text) if self._form == "review" else {"text": self.text}
        self._stamp = make_stamp(SECRET, self._form, now=clock.now)

    def posted(self) -> bool:
        """Post, and say whether there were thanks; else there was no place."""
        for _ in range(500):
            typed = {**self._typed, "stamp": self._stamp}
            answer = self._client.post(f"/live/forms/{self._form}", data=typed, headers=sent())
            if answer.status_code == 200 and self._n % 3:
                return True
            if answer.status_code == 409:
                return False
            self._n += 1  # the network has lost the answer, or it was not one
            found = re.search(r'name="stamp" value="([^"]+)"', answer.text)
            self._stamp = found[1] if found else self._stamp
        raise AssertionError(f"no answer in 500 tries: {answer.status_code} {answer.text}")
