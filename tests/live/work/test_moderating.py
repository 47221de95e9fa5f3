"""The link in the mail that tells of a submission: GET shows, POST acts once, and nobody else can write one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from hypothesis import given
from werkzeug.test import TestResponse

from live.accounts.account_shop import mutations
from live.bookshop import NOW, sent, words
from live.conftest import Clock
from live.work.mailing_shop import OWNER, a_mailing_contract
from polynya_live.store import Store
from polynya_live.submissions import State, Submission
from polynya_live.work.links import CONFIRM, mail_link, moderate_link
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once

OURS = sent(htmx=False)
WEEK_S = 7 * 86_400
LINK = re.compile(r"https://floe\.example(/live/moderate/[\w/-]+)")


@dataclass(frozen=True)
class Told:
    """An owner who was told of a review. path: of the link in the mail."""

    app: Flask
    store: Store
    path: str
    key: str

    @property
    def row(self) -> Submission:
        return self.store.get(self.key, now=NOW)

    def get(self, path: str = "") -> TestResponse:
        return self.app.test_client().get(path or self.path)

    def press(self, act: str, path: str = "") -> TestResponse:
        return self.app.test_client().post(path or self.path, data={"act": act}, headers=OURS)


@pytest.fixture
def app(mailing_app: Callable[..., Flask]) -> Flask:
    return mailing_app()


@pytest.fixture
def told(app: Flask, store: Store, outbox: Path) -> Told:
    app.test_client().post("/live/forms/review", data=words(), headers=sent())
    work_once(office_of(app), now=NOW)
    [mail] = outbox.glob("*.eml")
    link = LINK.search(mail.read_text().replace("=\n", "").replace("=3D", "="))
    [row] = store.export(now=NOW)
    assert link
    return Told(app, store, link[1], row.key)


def test_a_look_shows_the_submission_and_changes_nothing(told: Told) -> None:
    before = told.row

    page = told.get()

    assert page.status_code == 200 and "Sand." in page.text
    assert re.findall(r'name="act" value="(\w+)"', page.text) == ["approve", "reject"]
    assert page.headers["Cache-Control"] == "private, no-store"
    assert told.row == before


@pytest.mark.parametrize(("act", "state"), [("approve", State.APPROVED), ("reject", State.REJECTED)])
def test_a_press_acts_once_and_then_the_link_says_how_it_is(told: Told, act: str, state: State) -> None:
    answer = told.press(act)

    assert (answer.status_code, answer.location) == (303, told.path)
    assert told.row.state is state
    decided = told.row
    assert f"This is {state}." in told.get().text
    assert 'name="act"' not in told.get().text
    for other in ("approve", "reject"):
        again = told.press(other)
        assert again.status_code == 409 and f"This is {state}." in again.text
    assert told.row == decided


def test_what_was_moderated_elsewhere_is_left_as_it_is(told: Told) -> None:
    told.store.moderate(told.key, State.REJECTED, now=NOW)

    assert "This is rejected." in told.get().text
    assert told.press("approve").status_code == 409
    assert told.row.state is State.REJECTED


def test_a_link_works_once_even_when_it_waits_again(told: Told) -> None:
    told.press("approve")
    told.store.moderate(told.key, State.PENDING, now=NOW)

    answer = told.press("approve")

    assert answer.status_code == 409 and "used before" in answer.text
    assert told.row.state is State.PENDING


def test_what_was_changed_since_is_not_decided_blindly(told: Told) -> None:
    told.store.amend(replace(told.row, values={**told.row.values, "text": "Spam."}))

    assert "changed after the mail" in told.get().text
    assert told.press("approve").status_code == 409
    assert told.row.state is State.PENDING


def test_a_link_ends_after_seven_days(told: Told, clock: Clock) -> None:
    told.store.amend(replace(told.row, expires=None))
    clock.wait(WEEK_S - 1)
    assert told.get().status_code == 200
    clock.wait(1)

    assert [told.get().status_code, told.press("approve").status_code] == [404, 404]
    assert told.row.state is State.PENDING


def test_no_mutation_of_a_link_is_accepted(told: Told) -> None:
    before = told.row

    @given(mutations(told.path.removeprefix("/live/moderate/")))
    def refused(mutated: str) -> None:
        assert told.press("approve", f"/live/moderate/{mutated}").status_code in (404, 405)

    refused()
    assert told.row == before
    assert told.press("approve").status_code == 303


def test_a_link_of_another_purpose_is_none(told: Told) -> None:
    settings = office_of(told.app).settings
    key, mark, proof = told.path.split("/")[-3:]
    confirm = urlsplit(mail_link(CONFIRM, told.row, settings)).path.rpartition("/")[2]

    assert told.press("approve", f"/live/moderate/{key}/{mark}/{confirm}").status_code == 404
    for purpose in ("confirm", "unsubscribe"):
        assert told.app.test_client().post(f"/live/{purpose}/review/{key}/{proof}").status_code == 404
    assert told.app.test_client().post(f"/live/account/enter/{key}/{proof}", headers=OURS).status_code == 404
    other = replace(told.row, key="x" * 24)
    assert told.press("approve", urlsplit(moderate_link(other, OWNER, settings)).path).status_code == 404
    assert told.row.state is State.PENDING


def test_the_link_of_a_removed_owner_is_none(told: Told, mailing_app: Callable[..., Flask]) -> None:
    later = replace(told, app=mailing_app(owners=("new@floe.example",)))

    assert [later.get().status_code, later.press("approve").status_code] == [404, 404]
    assert told.row.state is State.PENDING


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {}, {"Origin": "https://evil.example"}])
def test_another_site_cannot_press(told: Told, headers: dict[str, str]) -> None:
    answer = told.app.test_client().post(told.path, data={"act": "approve"}, headers=headers)

    assert answer.status_code == 400
    assert told.row.state is State.PENDING


@pytest.mark.parametrize("act", ["", "erase", "edit"])
def test_only_what_has_a_button_can_be_pressed(told: Told, act: str) -> None:
    assert told.press(act).status_code == 400
    assert told.row.state is State.PENDING


def test_what_shows_at_once_can_be_taken_back(mailing_app: Callable[..., Flask], store: Store) -> None:
    contract = a_mailing_contract()
    forms = {**contract.forms, "wall": replace(contract.forms["wall"], notify="owner")}
    app = mailing_app(contract=replace(contract, forms=forms))
    row = store.submit(
        Submission(
            key="w" * 24, form="wall", page="", values={"text": "Hi."}, state=State.APPROVED, received=NOW, digest="d"
        )
    )
    path = urlsplit(moderate_link(row, OWNER, office_of(app).settings)).path
    told = Told(app, store, path, row.key)

    assert re.findall(r'name="act" value="(\w+)"', told.get().text) == ["reject"]
    assert told.press("approve").status_code == 409
    assert told.press("reject").status_code == 303
    assert told.row.state is State.REJECTED


def test_a_private_submission_has_no_such_link(app: Flask, store: Store, outbox: Path) -> None:
    app.test_client().post("/live/forms/contact", data={"text": "Hello."}, headers=sent())
    work_once(office_of(app), now=NOW)
    [mail] = outbox.glob("*.eml")

    assert "/live/moderate/" not in mail.read_text()
