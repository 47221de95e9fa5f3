"""What a form limits, it limits in all its languages together: a place is one place, whoever asks for it in which."""

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from flask import Flask

from live.bookshop import DUNE, NOW, a_contract, sent
from live.conftest import Clock
from live.test_limits import SEAT, TABLE
from live.test_posts import a_stamp
from polynya_live.claims import claims_of
from polynya_live.contract import Contract, Form, PageRef
from polynya_live.store import Store

MakeApp = Callable[..., Flask]
SLOT = {"day": "2026-12-01", "hour": "12"}


def in_german(form: Form, **changes: object) -> Form:
    return replace(form, name=f"{form.name}-de", language="de", original=form.name, **changes)  # type: ignore[arg-type]


def in_two_languages() -> Contract:
    """A seat on a page in both languages, with three places, and a table that stands alone."""
    forms = {one.name: one for one in (SEAT, in_german(SEAT, thread="de/books"), TABLE, in_german(TABLE))}
    both = (PageRef(f"{path}{DUNE}", "/", "Dune", f"{path}books", 3) for path in ("", "de/"))
    return replace(a_contract(), forms=forms, pages={page.id: page for page in both})


@pytest.fixture
def post(make_app: MakeApp, clock: Clock) -> Callable[..., int]:
    """Post a form with these answers, each time as another visitor, and return the status."""
    client, visitors = make_app(in_two_languages()).test_client(), count(1)

    def send(form: str, **answers: str) -> int:
        stamp = a_stamp(client, form)
        clock.wait(20)
        here = {"REMOTE_ADDR": f"198.51.100.{next(visitors)}"}
        data = {**answers, "stamp": stamp}
        return client.post(f"/live/forms/{form}", data=data, headers=sent(), environ_overrides=here).status_code

    return send


def test_places_are_counted_for_a_page_in_all_its_languages(
    post: Callable[..., int], make_app: MakeApp, store: Store
) -> None:
    german = {"page": f"de/{DUNE}", "name": "Ida"}

    statuses = [
        post("seat", page=DUNE, name="Mara", guests="2"),
        post("seat-de", **german, guests="2"),
        post("seat-de", **german, guests="1"),
        post("seat", page=DUNE, name="Bo", guests="1"),
    ]

    assert statuses == [200, 409, 200, 409]
    client = make_app(in_two_languages()).test_client()
    for left in (f"/live/left/seat/{DUNE}", f"/live/left/seat-de/de/{DUNE}"):
        assert "data-taken" in client.get(left).text
    assert sum(int(str(row.values["guests"])) for row in store.export(now=NOW)) == 3


@pytest.mark.parametrize("first", ["table", "table-de"])
def test_a_slot_is_given_away_once_in_whatever_language(post: Callable[..., int], first: str) -> None:
    assert [post(form, **SLOT) for form in (first, "table", "table-de")] == [200, 409, 409]


def test_what_was_given_away_before_languages_shared_stays_taken() -> None:
    apart = replace(in_german(TABLE), original="")

    before = {claim.name for claim in claims_of(apart, None, SLOT)}

    assert before <= {claim.name for claim in claims_of(in_german(TABLE), None, SLOT)}


def test_how_often_one_visitor_may_post_is_counted_in_all_languages(make_app: MakeApp, clock: Clock) -> None:
    contract = in_two_languages()
    limited = {name: replace(form, per_visitor=(1, 3600)) for name, form in contract.forms.items()}
    client = make_app(replace(contract, forms=limited)).test_client()

    answers = [
        client.post(f"/live/forms/{name}", data={**SLOT, "hour": name, "stamp": a_stamp(client, name)}, headers=sent())
        for name in ("table", "table-de")
    ]

    assert [answer.status_code for answer in answers] == [200, 429]
