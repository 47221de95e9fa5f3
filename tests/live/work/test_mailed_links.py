"""The links in mails: GET only asks, POST acts, once or many times alike, and nobody else can write one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given

from live.accounts.account_shop import mutations
from live.bookshop import NOW, SITE_URL, sent
from live.conftest import Clock
from live.store.between import before
from live.test_posts import a_stamp
from live.work.mailing_shop import a_mailing_contract
from polynya_live.claims import UNCONFIRMED_S
from polynya_live.endpoints.mailed import CONFIRMED
from polynya_live.store import Filter, NoSuchSubmission, Store
from polynya_live.submissions import Submission
from polynya_live.work.links import CONFIRM, UNSUBSCRIBE, mail_link
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once
from polynya_live.work.status import Fate, read_statuses

YEAR_S = 365 * 86_400
MakeApp = Callable[..., Flask]


@pytest.fixture
def app(mailing_app: Callable[..., Flask]) -> Flask:
    return mailing_app()


@dataclass(frozen=True)
class SignedUp:
    """A visitor who has signed up for the letter. row: as it was kept."""

    app: Flask
    visitor: FlaskClient
    row: Submission

    def path(self, purpose: str) -> str:
        """Write the path of a link in the mail to them."""
        address = mail_link(purpose, self.row, office_of(self.app).settings)
        assert address.startswith(SITE_URL)
        return urlsplit(address).path


@pytest.fixture
def signed_up(app: Flask, store: Store) -> SignedUp:
    visitor = app.test_client()
    visitor.post("/live/forms/letter", data={"email": "mara@home.example"}, headers=sent())
    [row] = store.export(now=NOW)
    return SignedUp(app, visitor, row)


def test_an_address_that_nobody_confirms_is_forgotten_after_a_week(signed_up: SignedUp) -> None:
    assert signed_up.row.expires == NOW // 1000 + UNCONFIRMED_S


def test_opening_the_link_only_asks(store: Store, signed_up: SignedUp) -> None:
    for purpose in (CONFIRM, UNSUBSCRIBE):
        page = signed_up.visitor.get(signed_up.path(purpose))

        assert page.status_code == 200
        assert re.search(r'<form method="post" action="([^"]+)"', page.text)[1] == signed_up.path(purpose)  # type: ignore[index]
    assert store.get(signed_up.row.key, now=NOW) == signed_up.row


def test_a_link_confirms_no_address_that_was_sent_later_under_the_same_key(
    store: Store, clock: Clock, app: Flask
) -> None:
    visitor, settings = app.test_client(), office_of(app).settings
    stamp = a_stamp(visitor, "letter")
    clock.wait(60)
    for email in ("evil@home.example", "mara@home.example"):
        data = {"email": email, "stamp": stamp}
        assert visitor.post("/live/forms/letter", data=data, headers=sent()).status_code == 200
        [row] = store.export(now=clock.now)
        if email.startswith("evil"):
            own = urlsplit(mail_link(CONFIRM, row, settings)).path
            visitor.post(urlsplit(mail_link(UNSUBSCRIBE, row, settings)).path)

    answers = [visitor.get(own), visitor.post(own)]

    assert [answer.status_code for answer in answers] == [404, 404]
    [row] = store.export(now=clock.now)
    assert row.values == {"email": "mara@home.example"} and CONFIRMED not in row.extra
    assert visitor.post(urlsplit(mail_link(CONFIRM, row, settings)).path).status_code == 200


def test_a_confirmed_address_is_kept_as_long_as_its_form_says(store: Store, clock: Clock, signed_up: SignedUp) -> None:
    clock.wait(60)
    answers = []
    for _ in range(3):
        answers.append(signed_up.visitor.post(signed_up.path(CONFIRM)).text)
        clock.wait(60)

    kept = store.get(signed_up.row.key, now=NOW)
    assert kept.extra[CONFIRMED] == NOW + 60_000
    assert kept.expires == NOW // 1000 + 60 + YEAR_S
    assert answers == answers[:1] * 3
    assert 'class="thanks" role="status" tabindex="-1" autofocus' in answers[0], "seen and heard, under the same title"
    assert "your address is confirmed" in answers[0]


def test_who_leaves_is_forgotten_at_once_and_may_say_so_twice(store: Store, signed_up: SignedUp) -> None:
    # as a mail program does it, without a browser: https://www.rfc-editor.org/rfc/rfc8058
    answers = [
        signed_up.visitor.post(signed_up.path(UNSUBSCRIBE), data={"List-Unsubscribe": "One-Click"}) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    with pytest.raises(NoSuchSubmission):
        store.get(signed_up.row.key, now=NOW)
    assert store.purge(now=NOW + 1000) == 1


def test_a_late_confirmation_is_told_so_and_gets_the_form_to_ask_again(
    clock: Clock, store: Store, signed_up: SignedUp
) -> None:
    path = signed_up.path(CONFIRM)
    clock.wait(UNCONFIRMED_S)

    for answer in (signed_up.visitor.get(path), signed_up.visitor.post(path)):
        assert answer.status_code == 404
        assert "This link is too old" in answer.text
        assert 'method="post" action="/live/forms/letter"' in answer.text
    stamp = re.search(r'name="stamp" value="([^"]+)"', answer.text)[1]  # type: ignore[index]
    signed_up.visitor.post("/live/forms/letter", data={"email": "mara@home.example", "stamp": stamp}, headers=sent())
    assert [row.key for row in store.export(now=clock.now)] == [stamp.partition(".")[0]]


@pytest.mark.parametrize("purpose", [CONFIRM, UNSUBSCRIBE])
def test_nobody_else_can_write_a_link(store: Store, signed_up: SignedUp, purpose: str) -> None:
    other = CONFIRM if purpose == UNSUBSCRIBE else UNSUBSCRIBE
    good = signed_up.path(purpose)
    forged = [
        good[:-1],
        good + "A",
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        signed_up.path(other).replace(f"/{other}/", f"/{purpose}/"),
        good.replace("/letter/", "/order/"),
        good.replace(signed_up.row.key, "x" * 24),
        good.rpartition("/")[0] + "/é",
    ]

    answers = [call(path) for path in forged for call in (signed_up.visitor.get, signed_up.visitor.post)]

    assert {answer.status_code for answer in answers} == {404}
    assert store.get(signed_up.row.key, now=NOW) == signed_up.row


@pytest.mark.parametrize("purpose", [CONFIRM, UNSUBSCRIBE])
def test_no_mutation_of_a_link_is_accepted(store: Store, signed_up: SignedUp, purpose: str) -> None:
    start = f"/live/{purpose}/letter/"

    @given(mutations(signed_up.path(purpose).removeprefix(start)))
    def refused(mutated: str) -> None:
        assert signed_up.visitor.post(start + mutated).status_code in (404, 405)

    refused()
    assert store.get(signed_up.row.key, now=NOW) == signed_up.row


def test_a_confirmed_address_finds_what_it_signed_up_for(store: Store, signed_up: SignedUp) -> None:
    signed_up.visitor.post(signed_up.path(CONFIRM))

    assert [row.key for row in store.inbox(Filter(account="mara@home.example"), now=NOW).rows] == [signed_up.row.key]


def test_confirming_an_address_does_not_lose_what_became_of_its_mail(store: Store, signed_up: SignedUp) -> None:
    work_once(office_of(signed_up.app), now=NOW)
    before = read_statuses(store.get(signed_up.row.key, now=NOW))

    signed_up.visitor.post(signed_up.path(CONFIRM))

    assert read_statuses(store.get(signed_up.row.key, now=NOW)) == before
    assert [status.fate for status in before] == [Fate.SENT]


def test_who_leaves_gives_back_what_was_taken(make_app: MakeApp, store: Store) -> None:
    contract = a_mailing_contract()
    limited = replace(contract.forms["letter"], capacity=1)
    app = make_app(replace(contract, forms={**contract.forms, "letter": limited}))
    first, second = app.test_client(), app.test_client()

    def sign_up(client: FlaskClient, email: str) -> int:
        stamp = a_stamp(client, "letter")
        return client.post("/live/forms/letter", data={"email": email, "stamp": stamp}, headers=sent()).status_code

    assert [sign_up(first, "mara@home.example"), sign_up(second, "ida@home.example")] == [200, 409]
    [row] = store.export(now=NOW)

    first.post(SignedUp(app, first, row).path(UNSUBSCRIBE))

    assert sign_up(second, "ida@home.example") == 200


def test_who_confirms_and_leaves_at_once_stays_forgotten(make_app: MakeApp, store: Store, clock: Clock) -> None:
    clear = make_app(a_mailing_contract()).test_client()
    clear.post("/live/forms/letter", data={"email": "mara@home.example"}, headers=sent())
    [row] = store.export(now=NOW)
    leaving = SignedUp(make_app(a_mailing_contract()), clear, row)

    raced = make_app(
        a_mailing_contract(), another=before(store, "amend", lambda: clear.post(leaving.path(UNSUBSCRIBE)))
    )
    late = raced.test_client().post(leaving.path(CONFIRM))

    assert late.status_code == 404
    assert list(store.export(now=NOW)) == []
