"""One slot asked for in other spellings of the same answer: it is given away once."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from flask import Flask

from live.bookshop import NOW, a_contract, sent
from live.conftest import Clock
from live.test_posts import a_stamp
from polynya_live.claims import claims_of, slot_name
from polynya_live.contract import Field, Form
from polynya_live.store import Store

BOAT = Form(
    name="boat",
    title="A boat",
    fields=(
        Field(name="number", label="Boat", type="number", required=True),
        Field(name="plate", label="Number plate", required=True),
        Field(name="email", label="E-mail", type="email", required=True),
    ),
    submit="Book",
    thanks="Yours.",
    version="v1",
    unique=("number", "plate", "email"),
)
TAKEN = {"number": "4", "plate": "EX 4711 Åß", "email": "Mara@home.example"}


Book = Callable[..., int]


@pytest.fixture
def book(make_app: Callable[..., Flask], clock: Clock) -> Book:
    """Book a boat, each time as another visitor; takes other answers by name, and returns the status."""
    client, visitors = make_app(replace(a_contract(), forms={"boat": BOAT})).test_client(), count(1)

    def post(**answers: str) -> int:
        stamp = a_stamp(client, "boat")
        clock.wait(20)
        here = {"REMOTE_ADDR": f"198.51.100.{next(visitors)}"}
        data = {**TAKEN, **answers, "stamp": stamp}
        return client.post("/live/forms/boat", data=data, headers=sent(), environ_overrides=here).status_code

    return post


@pytest.mark.parametrize(
    ("field", "spelling"),
    [
        ("number", "4.0"),
        ("number", "+4"),
        ("number", "004"),
        ("number", " 4.000 "),
        ("plate", "ex 4711 åß"),
        ("plate", " EX  4711 Åß "),
        ("plate", "EX 4711 A\u030aß"),
        ("plate", "EX\u00a04711\u2009ÅSS"),
        ("plate", "EX\u200b 47\u00ad11 Å\u200fß"),
        ("plate", "\uff25\uff38 \uff14711 Åß"),
        ("email", "mara@HOME.example"),
    ],
)
def test_another_spelling_is_the_same_slot(book: Book, store: Store, field: str, spelling: str) -> None:
    assert [book(), book(**{field: spelling})] == [200, 409]
    assert len(list(store.export(form="boat", now=NOW))) == 1


@pytest.mark.parametrize(
    ("field", "other"), [("number", "4.5"), ("plate", "EX 4712 Åß"), ("email", "ida@home.example")]
)
def test_another_answer_is_another_slot(book: Book, field: str, other: str) -> None:
    assert [book(), book(**{field: other})] == [200, 200]


def test_slots_that_were_taken_as_typed_stay_taken() -> None:
    values = {"number": 4, "plate": "EX 4711", "email": "Mara@home.example"}

    before = slot_name("boat/", [values[name] for name in BOAT.unique])

    assert before in [claim.name for claim in claims_of(BOAT, None, values)]
