"""What is limited is never given away twice, and what is derived is never stored."""

import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from live.bookshop import DUNE, a_contract, sent
from live.conftest import Clock
from live.test_posts import a_stamp, rows
from polynya_live.contract import Contract, Field, Form, PageRef
from polynya_live.inbox.edit import edit_form, locked
from polynya_live.store import Store
from polynya_live.submissions import State

MakeApp = Callable[..., Flask]

SEAT = Form(
    name="seat",
    title="Keep a seat",
    fields=(
        Field(name="name", label="Your name", required=True),
        Field(name="guests", label="Guests", type="number", whole=True, min=1),
    ),
    submit="Keep it",
    thanks="Kept for {name}: {number}.",
    version="v1",
    thread="books",
    moderation="none",
    places="places",
    takes="guests",
)
TABLE = Form(
    name="table",
    title="A table",
    fields=(
        Field(name="day", label="Day", type="date", required=True),
        Field(name="hour", label="Hour", required=True),
    ),
    submit="Book",
    thanks="Booked.",
    version="v1",
    moderation="none",
    unique=("day", "hour"),
)


def with_limits(places: int = 30) -> Contract:
    contract = a_contract()
    forms = {**contract.forms, "seat": SEAT, "table": TABLE}
    return replace(contract, forms=forms, pages={DUNE: PageRef(DUNE, "/books/dune/", "Dune", "books", places)})


def seat(app: Flask, clock: Clock, **answers: str) -> tuple[int, str]:
    client = app.test_client()
    stamp = a_stamp(client, "seat")
    answer = client.post(
        "/live/forms/seat", data={"page": DUNE, "name": "Ida", "stamp": stamp, **answers}, headers=sent()
    )
    return answer.status_code, answer.text


def test_five_hundred_at_once_get_thirty_places(make_app: MakeApp, clock: Clock, store: Store) -> None:
    app = make_app(with_limits(30))

    with ThreadPoolExecutor(16) as crowd:
        statuses = [status for status, _ in crowd.map(lambda _: seat(app, clock), range(500))]

    assert statuses.count(200) == 30
    assert set(statuses) == {200, 409}
    assert store.taken([f"places/seat/{DUNE}"]) == {f"places/seat/{DUNE}": 30}


@pytest.mark.parametrize("guests", ["1.5", "0", "-2", "0.5"])
def test_half_a_place_is_asked_for_anew(make_app: MakeApp, clock: Clock, store: Store, guests: str) -> None:
    told = "a whole number, like 3" if guests == "1.5" else "1 or more"

    status, text = seat(make_app(with_limits(4)), clock, guests=guests)

    assert (status, told in text) == (422, True)
    assert 'inputmode="numeric"' in text
    assert "step=" not in text  # whole numbers, as browsers take it
    assert f'value="{guests}"' in text
    assert store.taken([f"places/seat/{DUNE}"]) == {f"places/seat/{DUNE}": 0}


def test_two_point_nought_places_are_two(make_app: MakeApp, clock: Clock, store: Store) -> None:
    assert seat(make_app(with_limits(4)), clock, guests="2.0")[0] == 200

    assert [row.values["guests"] for row in store.export(now=clock.now)] == [2]


def test_a_party_takes_as_many_places_as_it_has_heads(make_app: MakeApp, clock: Clock) -> None:
    app = make_app(with_limits(5))

    assert seat(app, clock, guests="4")[0] == 200
    status, text = seat(app, clock, guests="2")
    assert status == 409
    assert 'value="Ida"' in text and "not enough room for this: 1 of 5 places can be had" in text
    assert seat(app, clock, guests="1")[0] == 200
    assert "no room left for this: all places are taken" in seat(app, clock, guests="1")[1]


def test_the_places_left_are_told_the_same_to_everybody(make_app: MakeApp, clock: Clock) -> None:
    app = make_app(with_limits(8))
    seat(app, clock, guests="3")

    answer = app.test_client().get(f"/live/left/seat/{DUNE}")

    assert "5 of 8 places left" in answer.text
    assert "s-maxage" in answer.headers["Cache-Control"]
    assert app.test_client().get("/live/left/seat/books/none").status_code == 404
    assert app.test_client().get("/live/left/review/books/dune").status_code == 404


@pytest.mark.parametrize(("places", "told"), [(1, "All places are taken"), (0, "This is closed at present.")])
def test_with_no_place_left_the_form_is_told_to_close(make_app: MakeApp, clock: Clock, places: int, told: str) -> None:
    app = make_app(with_limits(places))
    seat(app, clock, guests="1")

    assert app.test_client().get(f"/live/left/seat/{DUNE}").text.endswith(f'class="left" data-taken>{told}</p>')


def test_what_has_no_places_at_all_says_that_it_is_closed(make_app: MakeApp, clock: Clock, store: Store) -> None:
    status, text = seat(make_app(with_limits(0)), clock)

    assert (status, "This is closed at present." in text, 'value="Ida"' in text) == (409, True, True)
    assert rows(store, clock) == []


def test_a_place_is_given_back_when_its_submission_is_rejected(make_app: MakeApp, clock: Clock, store: Store) -> None:
    app = make_app(with_limits(1))
    seat(app, clock)
    [row] = rows(store, clock)

    store.moderate(row.key, State.REJECTED, now=clock.now)

    assert seat(app, clock)[0] == 200


def test_a_slot_goes_to_the_first_and_the_second_keeps_the_words(make_app: MakeApp, clock: Clock) -> None:
    client = make_app(with_limits()).test_client()
    slot = {"day": "2027-05-01", "hour": "noon"}

    first = client.post("/live/forms/table", data={**slot, "stamp": a_stamp(client, "table")}, headers=sent())
    second = client.post(
        "/live/forms/table",
        data={**slot, "stamp": a_stamp(client, "table")},
        headers=sent(),
        environ_overrides={"REMOTE_ADDR": "198.51.100.9"},
    )

    assert (first.status_code, second.status_code) == (200, 409)
    assert "Somebody was faster" in second.text and 'value="2027-05-01"' in second.text


def test_what_takes_a_place_asks_a_visitor_without_javascript_to_confirm(
    make_app: MakeApp, clock: Clock, store: Store
) -> None:
    client = make_app(with_limits()).test_client()

    answer = client.post("/live/forms/seat", data={"page": DUNE, "name": "Ida"}, headers=sent(htmx=False))

    assert answer.status_code == 422
    assert "One more step" in answer.text and 'name="stamp"' in answer.text
    assert rows(store, clock) == []


@pytest.fixture
def counter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Contract]:
    """A contract whose contact form counts words, by a function of the site's own."""
    (tmp_path / "countshop.py").write_text(
        "def count(values, contract):\n    return {'words': len(values.get('text', '').split())}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    contract = a_contract()
    form = replace(contract.forms["contact"], derive="countshop:count")
    yield replace(contract, forms={**contract.forms, "contact": form})
    sys.modules.pop("countshop", None)


def test_what_is_derived_is_answered_and_not_stored(
    make_app: MakeApp, counter: Contract, clock: Clock, store: Store
) -> None:
    client = make_app(counter).test_client()

    answer = client.post("/live/forms/contact/derive", data={"text": "ice & <b>water</b>"}, headers=sent())

    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#facts-contact")
    assert "<dd>3</dd>" in answer.text
    assert rows(store, clock) == []


def test_deriving_without_javascript_gives_the_form_back_with_words_and_facts(
    make_app: MakeApp, counter: Contract
) -> None:
    client = make_app(counter).test_client()

    answer = client.post("/live/forms/contact/derive", data={"text": "one two"}, headers=sent(htmx=False))

    assert answer.status_code == 200
    assert "one two</textarea>" in answer.text and "<dd>2</dd>" in answer.text
    assert 'name="stamp"' in answer.text, "nobody is asked for one more step after they looked it through"
    assert re.search(r'id="facts-contact"[^>]* tabindex="-1" autofocus', answer.text), (
        "who reads it starts at what is new"
    )


def test_who_is_still_typing_is_not_told_what_is_missing(make_app: MakeApp, counter: Contract) -> None:
    answer = (
        make_app(counter).test_client().post("/live/forms/contact/derive", data={"text": ""}, headers=sent(htmx=False))
    )

    assert answer.status_code == 200
    assert 'aria-invalid="true"' not in answer.text


def test_deriving_is_for_our_own_pages_and_for_forms_that_derive(make_app: MakeApp, counter: Contract) -> None:
    client = make_app(counter).test_client()

    foreign = client.post("/live/forms/contact/derive", data={"text": "x"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert foreign.status_code == 400
    assert client.post("/live/forms/wall/derive", data={"text": "x"}, headers=sent()).status_code == 404


def test_a_form_that_keeps_nothing_cannot_be_made_to(
    make_app: MakeApp, counter: Contract, clock: Clock, store: Store
) -> None:
    form = replace(counter.forms["contact"], keeps=False)
    client = make_app(replace(counter, forms={**counter.forms, "contact": form})).test_client()

    assert client.post("/live/forms/contact", data={"text": "x"}, headers=sent()).status_code == 404
    assert client.post("/live/forms/contact/derive", data={"text": ""}, headers=sent()).status_code == 422
    assert rows(store, clock) == []


def test_who_need_not_say_how_many_takes_no_place(make_app: MakeApp, clock: Clock, store: Store) -> None:
    coming = Field(
        name="coming", label="Will you come?", type="radio", required=True, options=(("y", "Yes"), ("n", "No"))
    )
    guests = Field(
        name="guests", label="Guests", type="number", whole=True, min=1, required_if="coming", required_for=("y",)
    )
    contract = with_limits(2)
    rsvp = replace(SEAT, fields=(SEAT.fields[0], coming, guests))
    app = make_app(replace(contract, forms={**contract.forms, "seat": rsvp}))

    statuses = [
        seat(app, clock, coming="n")[0],
        seat(app, clock, coming="y")[0],
        seat(app, clock, coming="y", guests="2")[0],
        seat(app, clock, coming="n")[0],
        seat(app, clock, coming="y", guests="1")[0],
    ]

    assert statuses == [200, 422, 200, 200, 409]
    assert store.taken([f"places/seat/{DUNE}"]) == {f"places/seat/{DUNE}": 2}
    [declined, *_] = [row for row in store.export(now=clock.now) if row.values["coming"] == "n"]
    assert locked(rsvp) == ["Will you come?", "Guests"]
    assert "coming" not in edit_form(declined, rsvp, {})  # else an edit would bring guests in without a place
