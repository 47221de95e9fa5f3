"""A table for a day to come: past days are refused, the day is said in words, and who asks twice is not told of somebody else."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import SITE, a_contract, sent
from live.conftest import Clock
from live.test_posts import a_stamp, rows
from polynya_live.contract import Contract, Field, Form
from polynya_live.store import Store
from polynya_live.submissions import State

MakeApp = Callable[..., Flask]

TABLE = Form(
    name="table",
    title="A table",
    fields=(
        Field(name="day", label="Day", type="date", required=True, earliest="today", latest="today+30"),
        Field(name="spot", label="Where", type="radio", required=True, options=(("w", "by the window"),)),
        Field(name="name", label="Name", required=True),
    ),
    submit="Book",
    thanks="Yours on {day}, {spot}.",
    version="v1",
    moderation="none",
    unique=("day", "spot"),
)
TODAY = "2026-11-18"  # as bookshop.NOW has it
TOMORROW = {"day": "2026-11-19", "spot": "w", "name": "Ida"}


def with_tables(**changes: object) -> Contract:
    return replace(a_contract(), forms={"table": replace(TABLE, **changes)}, site=replace(SITE, timezone="Europe/Oslo"))  # type: ignore[arg-type]


def book(client: FlaskClient, *, htmx: bool = True, address: str = "198.51.100.7", **answers: str) -> tuple[int, str]:
    answer = client.post(
        "/live/forms/table",
        data={**TOMORROW, "stamp": a_stamp(client, "table"), **answers},
        headers=sent(htmx=htmx),
        environ_overrides={"REMOTE_ADDR": address},
        follow_redirects=True,
    )
    return answer.status_code, answer.text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-11-17", "Please choose a day that is not before 18 November 2026."),
        ("1999-12-31", "Please choose a day that is not before 18 November 2026."),
        ("2026-12-19", "Please choose a day that is not after 18 December 2026."),
        (TODAY, ""),
        ("2026-12-18", ""),
    ],
)
def test_a_day_has_to_lie_between_the_limits(make_app: MakeApp, day: str, said: str) -> None:
    status, text = book(make_app(with_tables()).test_client(), day=day)

    assert status == (422 if said else 200)
    assert said in text
    assert not said or f'value="{day}"' in text


def test_today_is_the_day_where_the_site_is(make_app: MakeApp, clock: Clock) -> None:
    clock.now = 1_795_044_400_000  # 18 November 23:26 UTC: already the 19th in Oslo
    client = make_app(with_tables()).test_client()

    assert book(client, day="2026-11-18")[0] == 422
    assert book(client, day="2026-11-19")[0] == 200


def test_the_stamp_brings_the_days_of_now_for_a_page_of_long_ago(make_app: MakeApp, clock: Clock) -> None:
    client = make_app(with_tables()).test_client()
    clock.wait(86_400)

    text = client.get("/live/stamp/table").text

    assert "data-days=" in text and "table-day" in text
    assert "2026-11-19" in text and "2026-12-19" in text


def test_a_slot_that_is_taken_marks_the_fields_to_change(make_app: MakeApp) -> None:
    client = make_app(with_tables()).test_client()
    book(client)

    status, text = book(client, name="Runar", address="198.51.100.9")

    assert status == 409 and "Somebody was faster" in text
    assert re.findall(r'<a href="#([\w-]+)">', text) == ["table-day", "table-spot-0"]
    assert text.count("Taken together: please change one of these.") == 4
    assert 'value="Runar"' in text


def test_nobody_was_faster_where_an_address_is_asked_for_once(make_app: MakeApp) -> None:
    mail = Field(name="mail", label="E-mail", type="email", required=True)
    client = make_app(with_tables(fields=(*TABLE.fields, mail), unique=("mail",))).test_client()
    book(client, mail="ida@home.example")

    status, text = book(client, mail="Ida@home.example", day="2026-11-20")

    assert status == 409 and "Somebody was faster" not in text
    assert "This was sent from your address before" in text
    assert text.count("This address has been used already.") == 2


@pytest.mark.parametrize("htmx", [True, False])
def test_who_books_the_same_again_is_told_that_it_stands(
    make_app: MakeApp, clock: Clock, store: Store, htmx: bool
) -> None:
    client = make_app(with_tables()).test_client()
    book(client, htmx=htmx)

    status, text = book(client, htmx=htmx)

    assert status == 200 and "Somebody was faster" not in text
    assert "You have sent this before, and it is kept" in text
    assert "Yours on 19 November 2026, by the window." in text
    assert len(rows(store, clock)) == 1


def test_what_was_taken_back_may_be_booked_again(make_app: MakeApp, clock: Clock, store: Store) -> None:
    client = make_app(with_tables()).test_client()
    book(client)
    [row] = rows(store, clock)
    store.moderate(row.key, State.REJECTED, now=clock.now)

    status, text = book(client)

    assert status == 200 and "before" not in text
    assert len(rows(store, clock)) == 2


def test_somebody_else_with_the_same_words_learns_nothing_of_it(make_app: MakeApp) -> None:
    client = make_app(with_tables()).test_client()
    book(client)

    status, text = book(client, address="198.51.100.9")

    assert status == 409 and "You have sent this before" not in text


def test_thanks_say_a_day_as_its_language_does(make_app: MakeApp) -> None:
    status, text = book(make_app(with_tables(language="de")).test_client())

    assert status == 200 and "Yours on 19. November 2026, by the window." in text
