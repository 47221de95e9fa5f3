"""The proof of work: who has it is let through, and who has not is held, never refused."""

import base64
import html
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import ASSETS, CONTACT, SITE, WALL, sent, with_form
from live.conftest import Clock
from polynya_live.contract import Asset, Contract
from polynya_live.guards.proof import MOST_TRIES
from polynya_live.store import Filter, Store
from polynya_live.submissions import State

MakeApp = Callable[..., Flask]
WORDS = "Hello, all of you."


def contract() -> Contract:
    """The bookshop with a wall and a contact form that ask for a proof of work."""
    asked = with_form(WALL, proof_of_work=True)
    site = replace(SITE, assets={**ASSETS, "proof.js": Asset("/static/proof.1.js", "sha256-z")})
    return replace(asked, site=site, forms={**asked.forms, CONTACT.name: replace(CONTACT, proof_of_work=True)})


@pytest.fixture
def client(make_app: MakeApp) -> FlaskClient:
    return make_app(contract()).test_client()


def asked(text: str) -> tuple[str, dict[str, object]]:
    """Read a stamp and its challenge out of what was drawn."""
    found = re.search(r'name="stamp" value="([^"]+)" data-challenge="([^"]+)"', text)
    assert found, text
    return found[1], json.loads(html.unescape(found[2]))


def a_stamp(client: FlaskClient, form: str = "wall") -> tuple[str, dict[str, object]]:
    answer = client.get(f"/live/stamp/{form}", headers=sent())
    assert answer.headers["Cache-Control"] == "no-store"
    return asked(answer.text)


def solved(challenge: dict[str, object], **changes: object) -> str:
    """Try one number after the other, as a browser does."""
    tries = (
        n
        for n in range(MOST_TRIES + 1)
        if sha256(f"{challenge['salt']}{n}".encode()).hexdigest() == challenge["challenge"]
    )
    told = {name: challenge[name] for name in ("algorithm", "challenge", "salt", "signature")}
    return packed({**told, "number": next(tries), **changes})


def packed(told: object) -> str:
    return base64.b64encode(json.dumps(told).encode()).decode()


def reasons(store: Store, clock: Clock) -> list[tuple[State, tuple[str, ...]]]:
    return [(row.state, row.reasons) for row in store.inbox(Filter(), now=clock.now).rows]


def post(client: FlaskClient, stamp: str, solution: str = "", text: str = WORDS) -> int:
    answer = client.post("/live/forms/wall", data={"stamp": stamp, "altcha": solution, "text": text}, headers=sent())
    return answer.status_code


def test_a_post_with_its_proof_is_let_through(client: FlaskClient, store: Store, clock: Clock) -> None:
    stamp, challenge = a_stamp(client)
    clock.wait(20)

    assert post(client, stamp, solved(challenge)) == 200
    assert reasons(store, clock) == [(State.APPROVED, ())]


def test_a_solution_is_spent_with_its_submission(client: FlaskClient, store: Store, clock: Clock) -> None:
    stamp, challenge = a_stamp(client)
    clock.wait(20)
    solution = solved(challenge)

    assert [post(client, stamp, solution), post(client, stamp, solution)] == [200, 200]
    assert post(client, stamp, solution, "Something else.") == 409
    assert reasons(store, clock) == [(State.APPROVED, ())]


@pytest.mark.parametrize(
    "bad",
    [
        lambda _: "",
        lambda challenge: solved(challenge, number=-1),
        lambda challenge: solved(challenge, number=[1]),
        lambda challenge: solved(challenge, signature="0" * 64),
        lambda challenge: solved(challenge, algorithm="SHA-1"),
        lambda challenge: solved(challenge, salt=7),
        lambda challenge: solved(challenge, signature=None),
        lambda _: packed([1]),
        lambda _: packed(7),
        lambda _: packed(None),
        lambda _: base64.b64encode(b"[" * 700).decode(),
        lambda _: "\ud800 no base64",
        lambda _: "A" * 60_000,
    ],
)
def test_a_post_without_a_right_solution_is_held_and_not_refused(
    client: FlaskClient, store: Store, clock: Clock, bad: Callable[[dict[str, object]], str]
) -> None:
    stamp, challenge = a_stamp(client)
    clock.wait(20)

    assert post(client, stamp, bad(challenge).encode("utf-8", "replace").decode()) == 200
    assert reasons(store, clock) == [(State.PENDING, ("unproven",))]


def test_a_solution_of_another_submission_or_form_proves_nothing(
    client: FlaskClient, store: Store, clock: Clock
) -> None:
    others = [solved(a_stamp(client)[1]), solved(a_stamp(client, "contact")[1])]
    for solution in others:
        stamp, _ = a_stamp(client)
        clock.wait(20)
        assert post(client, stamp, solution) == 200

    assert reasons(store, clock) == [(State.PENDING, ("unproven",))] * 2


def test_a_solution_expires_with_its_stamp(client: FlaskClient, store: Store, clock: Clock) -> None:
    stamp, challenge = a_stamp(client)
    clock.wait(25 * 3600)

    assert post(client, stamp, solved(challenge)) == 200
    assert reasons(store, clock) == [(State.PENDING, ("stale", "unproven"))]


def test_a_form_that_comes_back_brings_the_same_challenge(client: FlaskClient, store: Store, clock: Clock) -> None:
    stamp, challenge = a_stamp(client)
    clock.wait(20)
    again = client.post("/live/forms/wall", data={"stamp": stamp, "text": ""}, headers=sent())

    assert again.status_code == 422
    assert asked(again.text) == (stamp, challenge)
    assert 'src="/static/proof.1.js" integrity="sha256-z" type="module"' in again.text
    assert post(client, stamp, solved(challenge)) == 200
    assert reasons(store, clock) == [(State.APPROVED, ())]


def test_other_forms_ask_for_nothing_and_load_nothing(make_app: MakeApp) -> None:
    assert "data-challenge" not in make_app().test_client().get("/live/stamp/wall", headers=sent()).text
    code = "import sys, polynya_live.app, polynya_live.endpoints.submit; print('altcha' in sys.modules)"

    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"


def test_a_stamp_of_thousands_of_digits_proves_nothing(client: FlaskClient, store: Store, clock: Clock) -> None:
    stamp = f"{'x' * 16}.{'9' * 5000}.{'y' * 24}"

    answer = client.post(
        "/live/forms/contact", data={"text": WORDS, "stamp": stamp, "altcha": packed({})}, headers=sent()
    )

    assert answer.status_code == 200
    assert reasons(store, clock) == [(State.PRIVATE, ("unproven",))]
