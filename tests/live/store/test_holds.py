"""Places of an address that has to be confirmed, on every store: held for a day, then free, and never given away twice."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import NOW, a_contract, sent
from live.conftest import Clock
from live.store.between import before
from live.test_posts import a_stamp
from polynya_live.claims import HELD, HOLD_S, UNCONFIRMED
from polynya_live.contract import Field, Form
from polynya_live.endpoints.mailed import CONFIRMED
from polynya_live.inbox.actions import Decision, act_on
from polynya_live.inbox.history import Act
from polynya_live.store import Filter, NoSuchSubmission, Store
from polynya_live.submissions import State, Submission
from polynya_live.words.messages import ENGLISH
from polynya_live.work.links import CONFIRM, mail_link
from polynya_live.work.office import office_of
from polynya_live.work.replay import replay
from polynya_live.work.rounds import work_once

NIGHT = Form(
    name="night",
    title="Reading night",
    fields=(
        Field(name="email", label="E-mail", type="email", required=True),
        Field(name="guests", label="Guests", type="number", required=True, min=1, max=4),
        Field(name="word", label="A word", type="textarea"),
    ),
    submit="Keep my seats",
    thanks="Nearly there.",
    version="v1",
    confirm="email",
    takes="guests",
    capacity=4,
    moderation="none",
    show=("word",),
    keep_s=3600 * 24 * 365,
)
CONTRACT = a_contract(forms={**a_contract().forms, "night": NIGHT})
COUNTER = "places/night/"
DAY_S = 86_400


@dataclass
class Night:
    """The reading night, over one store."""

    app: Flask
    store: Store
    clock: Clock

    def post(self, email: str, guests: str = "3") -> tuple[FlaskClient, int]:
        """Ask for seats as a visitor of their own."""
        visitor = self.app.test_client()
        stamp = a_stamp(visitor, "night")
        self.clock.wait(5)
        asked = {"email": email, "guests": guests, "word": "Sand, & <more>.", "stamp": stamp}
        return visitor, visitor.post("/live/forms/night", data=asked, headers=sent()).status_code

    def row(self, email: str) -> Submission:
        [row] = [row for row in self.store.export(now=self.clock.now) if row.values.get("email") == email]
        return row

    def confirm(self, email: str) -> tuple[int, str]:
        path = urlsplit(mail_link(CONFIRM, self.row(email), office_of(self.app).settings)).path
        answer = self.app.test_client().post(path)
        return answer.status_code, answer.text

    def work(self) -> None:
        work_once(office_of(self.app), now=self.clock.now)

    @property
    def taken(self) -> int:
        return self.store.taken([COUNTER])[COUNTER]


@pytest.fixture
def night(make_app: Callable[..., Flask], store: Store, clock: Clock, tmp_path: Path) -> Night:
    return Night(make_app(CONTRACT, mail=f"outbox:{tmp_path / 'outbox'}"), store, clock)


def test_what_nobody_confirms_is_free_again_after_a_day(night: Night) -> None:
    night.post("mara@home.example")
    night.work()
    night.clock.wait(HOLD_S - 10)
    night.work()
    assert (night.taken, night.post("ida@home.example")[1]) == (3, 409)

    night.clock.wait(10)
    night.work()

    row = night.row("mara@home.example")
    assert (night.taken, row.state, row.reasons, row.due) == (0, State.REJECTED, (UNCONFIRMED,), 0)
    assert night.store.due(now=night.clock.now + 99 * DAY_S * 1000) == []
    assert night.post("ida@home.example")[1] == 200
    assert night.taken == 3


def test_what_is_confirmed_in_time_stays_taken(night: Night) -> None:
    night.post("mara@home.example")
    night.work()
    night.clock.wait(HOLD_S + 60)  # nobody has looked yet

    assert night.confirm("mara@home.example")[0] == 200
    night.work()
    night.clock.wait(60)
    night.work()

    row = night.row("mara@home.example")
    assert (night.taken, row.state) == (3, State.APPROVED)
    assert HELD not in row.extra
    assert row.expires == row.extra[CONFIRMED] // 1000 + 365 * DAY_S  # type: ignore[operator]


def test_who_confirms_late_has_what_is_left(night: Night) -> None:
    night.post("mara@home.example")
    night.clock.wait(HOLD_S)
    night.work()

    assert [night.confirm("mara@home.example")[0] for _ in range(2)] == [200, 200]

    row = night.row("mara@home.example")
    assert (night.taken, row.state, row.reasons) == (3, State.APPROVED, ())
    assert CONFIRMED in row.extra
    assert night.post("ida@home.example")[1] == 409


def test_who_confirms_too_late_gets_the_words_back(night: Night) -> None:
    night.post("mara@home.example")
    night.clock.wait(HOLD_S)
    night.work()
    night.post("ida@home.example", "2")

    status, text = night.confirm("mara@home.example")

    assert status == 409
    assert "2 of 4 places can be had" in text
    assert 'value="mara@home.example"' in text
    assert "Sand, &amp; &lt;more&gt;." in text
    assert night.taken == 2
    night.post("una@home.example", "2")
    assert "all places are taken" in night.confirm("mara@home.example")[1]
    assert night.row("mara@home.example").state is State.REJECTED


def test_a_late_confirmation_and_a_new_post_never_take_one_place_twice(
    night: Night, make_app: Callable[..., Flask]
) -> None:
    night.post("mara@home.example")
    night.clock.wait(HOLD_S)
    night.work()
    faster = before(night.store, "moderate", lambda: night.post("ida@home.example"))
    raced = through(night, make_app(CONTRACT, another=faster))

    assert raced.confirm("mara@home.example")[0] == 409
    assert night.taken == 3


def test_the_worker_and_a_confirmation_meet(night: Night, make_app: Callable[..., Flask]) -> None:
    night.post("mara@home.example")
    night.clock.wait(HOLD_S)
    faster = before(night.store, "moderate", lambda: night.confirm("mara@home.example"))

    through(night, make_app(CONTRACT, another=faster)).work()
    night.work()

    row = night.row("mara@home.example")
    assert (night.taken, row.state, HELD in row.extra) == (3, State.APPROVED, False)
    assert row.expires == row.extra[CONFIRMED] // 1000 + 365 * DAY_S  # type: ignore[operator]


def test_a_confirmation_that_the_worker_comes_before_takes_its_places_anew(
    night: Night, make_app: Callable[..., Flask]
) -> None:
    night.post("mara@home.example")
    night.clock.wait(HOLD_S)
    faster = before(night.store, "amend", night.work)
    raced = through(night, make_app(CONTRACT, another=faster))

    assert raced.confirm("mara@home.example")[0] == 200

    row = night.row("mara@home.example")
    assert (night.taken, row.state, row.reasons) == (3, State.APPROVED, ())
    assert CONFIRMED in row.extra


@pytest.mark.parametrize("capacity", [4, None])
def test_nothing_shows_before_its_address_is_confirmed(
    make_app: Callable[..., Flask], store: Store, clock: Clock, capacity: int | None
) -> None:
    form = replace(NIGHT, capacity=capacity, takes="guests" if capacity else "")
    night = Night(make_app(a_contract(forms={"night": form})), store, clock)
    visitor, _ = night.post("mara@home.example")
    row = night.row("mara@home.example")
    thanks = visitor.get(f"/live/forms/night/thanks/{row.key}").text
    assert (row.state, row.reasons, store.thread(row.thread, now=clock.now)) == (State.PENDING, (UNCONFIRMED,), [])
    assert ("24 hours" if capacity else "once you follow the link") in thanks

    for _ in range(2):
        night.confirm("mara@home.example")

    row = night.row("mara@home.example")
    assert (row.state, row.reasons) == (State.APPROVED, ())
    assert store.thread(row.thread, now=clock.now) == [row]


def test_what_waits_for_an_owner_waits_when_it_is_confirmed(
    make_app: Callable[..., Flask], store: Store, clock: Clock
) -> None:
    form = replace(NIGHT, moderation="before")
    night = Night(make_app(a_contract(forms={"night": form})), store, clock)
    night.post("mara@home.example")

    night.confirm("mara@home.example")

    assert (night.row("mara@home.example").state, night.row("mara@home.example").reasons) == (State.PENDING, ())


def test_what_an_owner_has_refused_stays_refused(night: Night) -> None:
    night.post("mara@home.example")
    row = night.row("mara@home.example")
    act_on(night.store, Decision(key=row.key, act=Act.REJECT, who="owner@floe.example"), now=night.clock.now)
    night.clock.wait(HOLD_S)
    night.work()

    assert night.confirm("mara@home.example")[0] == 200

    assert (night.row("mara@home.example").state, night.taken) == (State.REJECTED, 0)


def test_it_is_forgotten_a_week_later_but_never_with_its_places(night: Night) -> None:
    night.post("mara@home.example")
    night.clock.wait(30 * DAY_S)  # a machine that was off for a month
    assert night.store.purge(now=night.clock.now) == 0

    night.work()
    night.work()

    assert night.taken == 0
    key = night.row("mara@home.example").key
    night.clock.wait(6 * DAY_S)
    with pytest.raises(NoSuchSubmission):
        night.store.get(key, now=night.clock.now)


def test_a_hold_is_told_and_is_no_mail_that_waits(night: Night, tmp_path: Path) -> None:
    visitor, _ = night.post("mara@home.example")
    night.work()
    row = night.row("mara@home.example")

    page = visitor.get(f"/live/forms/night/thanks/{row.key}").text
    [mail] = (tmp_path / "outbox").iterdir()

    assert "We keep it for you for 24 hours." in BytesParser(policy=default).parsebytes(mail.read_bytes()).as_string()
    assert "We keep it for you for 24 hours." in page
    assert replay(night.store, now=night.clock.now, dry_run=True) == 0
    assert night.store.inbox(Filter(form="night"), now=NOW).rows == [row]
    night.confirm("mara@home.example")
    assert "24 hours" not in visitor.get(f"/live/forms/night/thanks/{row.key}").text


def test_a_form_without_places_holds_nothing(make_app: Callable[..., Flask], store: Store, clock: Clock) -> None:
    form = replace(NIGHT, capacity=None, takes="")
    free = Night(make_app(a_contract(forms={"night": form})), store, clock)
    free.post("mara@home.example")

    row = free.row("mara@home.example")

    assert (row.extra, row.due, row.expires) == ({}, 0, row.received // 1000 + 7 * DAY_S)


def through(night: Night, app: Flask) -> Night:
    """Look at the same night through another app."""
    return Night(app, night.store, night.clock)


def test_an_address_that_is_asked_for_once_is_told_of_the_mail_and_not_that_others_may_have_it(
    night: Night, make_app: Callable[..., Flask]
) -> None:
    letter = replace(NIGHT, takes="", capacity=None, unique=("email",))
    night.app = make_app(a_contract(forms={**a_contract().forms, "night": letter}))

    visitor, _ = night.post("mara@home.example")

    page = visitor.get(f"/live/forms/night/thanks/{night.row('mara@home.example').key}").text
    assert "others may have it" not in page and letter.scarce is False
    assert ENGLISH["unconfirmed"] in page
