"""Signing in by mail: one link, one session, and nothing for a link that is not ours."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from live.bookshop import a_contract, sent
from live.conftest import Clock
from polynya_live.accounts import current_account, require_role
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once

OURS = sent(htmx=False)
OWNER = "owner@floe.example"
ADA = "ada@floe.example"
LINK = re.compile(r"https://floe\.example(/live/account/enter/\S+)")


class Shop:
    """A live app with mail in a folder."""

    def __init__(self, make_app: Callable[..., Flask], clock: Clock, outbox: Path) -> None:
        self.clock, self.outbox, self._make = clock, outbox, make_app
        self.app = self.with_owners(OWNER)

    def with_owners(self, *owners: str) -> Flask:
        app = self._make(a_contract(), mail=f"outbox:{self.outbox}", owners=owners, moderators=("mo@floe.example",))

        @require_role("moderator")
        def hidden() -> Response:
            account = current_account()
            return Response(account.role if account else "")

        app.add_url_rule("/live/hidden", view_func=hidden)
        return app

    def client(self, app: Flask | None = None) -> FlaskClient:
        return (app or self.app).test_client()

    def link(self, email: str) -> str:
        """Ask for a link and read it from the mail."""
        for old in self.outbox.glob("*.eml"):
            old.unlink()
        answer = self.client().post("/live/account/sign-in", data={"email": email}, headers=OURS)
        assert answer.status_code == 200
        work_once(office_of(self.app), now=self.clock())
        (mail,) = self.outbox.glob("*.eml")
        found = LINK.search(mail.read_text().replace("=\n", "").replace("=3D", "="))
        assert found
        return found[1]

    def signed_in(self, email: str) -> FlaskClient:
        client = self.client()
        answer = client.post(self.link(email), headers=OURS, base_url="https://floe.example")
        assert answer.status_code == 303
        return client


def mutations(text: str) -> st.SearchStrategy[str]:
    """Cut a text short, change a sign of it, or add one; never the text itself."""
    place, sign = st.integers(0, len(text) - 1), st.sampled_from("ABCxyz019_-")
    cut = place.map(lambda at: text[:at])
    changed = st.tuples(place, sign).map(lambda one: text[: one[0]] + one[1] + text[one[0] + 1 :])
    longer = sign.map(lambda one: text + one)
    return st.one_of(cut, changed, longer).filter(lambda mutated: mutated != text)


@pytest.fixture
def shop(make_app: Callable[..., Flask], clock: Clock, tmp_path: Path) -> Shop:
    return Shop(make_app, clock, tmp_path / "outbox")


def ask(client: FlaskClient, path: str) -> int:
    return client.get(path, base_url="https://floe.example").status_code


def test_a_link_opens_a_session_in_a_host_cookie(shop: Shop) -> None:
    client = shop.client()
    answer = client.post(shop.link(ADA), headers=OURS, base_url="https://floe.example")

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-polynya=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    hello = client.get("/live/hello", base_url="https://floe.example")
    assert "Hello, ada" in hello.text
    assert hello.headers["Cache-Control"] == "private, no-store"


def test_a_look_at_the_link_spends_nothing_and_a_post_spends_it(shop: Shop) -> None:
    link = shop.link(ADA)

    assert [shop.client().get(link).status_code for _ in range(3)] == [200, 200, 200]
    assert [shop.client().post(link, headers=OURS).status_code for _ in range(2)] == [303, 404]


def test_a_link_ends_after_fifteen_minutes(shop: Shop) -> None:
    link = shop.link(ADA)
    shop.clock.wait(15 * 60)

    answer = shop.client().post(link, headers=OURS)
    assert answer.status_code == 404
    assert "Set-Cookie" not in answer.headers


def test_a_link_of_another_purpose_is_none(shop: Shop) -> None:
    key, proof = shop.link(ADA).split("/")[-2:]

    assert shop.client().post(f"/live/unsubscribe/@sign-in/{key}/{proof}").status_code == 404
    assert shop.client().post(f"/live/confirm/@sign-in/{key}/{proof}").status_code == 404


def test_no_mutation_of_a_link_is_accepted(shop: Shop) -> None:
    text = shop.link(ADA).removeprefix("/live/account/enter/")
    client = shop.client()

    @given(mutations(text))
    def refused(mutated: str) -> None:
        answer = client.post(f"/live/account/enter/{mutated}", headers=OURS)
        assert answer.status_code == 404
        assert "Set-Cookie" not in answer.headers

    refused()
    assert client.post(f"/live/account/enter/{text}", headers=OURS).status_code == 303


@pytest.mark.parametrize(
    "typed", ["", "ada", "a@b.example, c@d.example", "a@b.example\r\nBcc: c@d.example", "a@b.example;c@d.example"]
)
def test_what_is_not_one_address_gets_no_mail(shop: Shop, typed: str) -> None:
    answer = shop.client().post("/live/account/sign-in", data={"email": typed}, headers=OURS)

    assert answer.status_code == 422
    assert work_once(office_of(shop.app), now=shop.clock()) == 0


def test_the_answer_does_not_tell_whom_we_know(shop: Shop) -> None:
    shop.signed_in(OWNER)
    known, unknown = (
        shop.client().post("/live/account/sign-in", data={"email": email}, headers=OURS).text for email in (OWNER, ADA)
    )

    assert known == unknown


def test_an_address_gets_few_mails_and_a_visitor_few_tries(shop: Shop) -> None:
    answers = [
        shop.client().post("/live/account/sign-in", data={"email": ADA}, headers=OURS).status_code for _ in range(11)
    ]

    assert answers == [200] * 10 + [429]
    assert work_once(office_of(shop.app), now=shop.clock()) == 3


@pytest.mark.parametrize("path", ["sign-in", "sign-out", "enter/x/y"])
def test_another_site_cannot_post(shop: Shop, path: str) -> None:
    answer = shop.client().post(f"/live/account/{path}", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 400


def test_nobody_without_a_session_gets_a_cookie(shop: Shop) -> None:
    answer = shop.client().get("/live/hello", headers={"Cookie": "__Host-polynya=forged"})

    assert (answer.status_code, answer.data) == (204, b"")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(("email", "status"), [(OWNER, 200), ("mo@floe.example", 200), (ADA, 404)])
def test_what_only_some_may_see_is_not_there_for_others(shop: Shop, email: str, status: int) -> None:
    assert ask(shop.signed_in(email), "/live/hidden") == status


def test_a_hidden_place_answers_as_one_that_is_not_there(shop: Shop) -> None:
    assert shop.client().get("/live/hidden").text == shop.client().get("/live/nothing").text


def test_a_removed_owner_loses_the_role_at_once(shop: Shop) -> None:
    client = shop.signed_in(OWNER)
    cookie = client.get_cookie("__Host-polynya", domain="floe.example")
    assert cookie
    later = shop.client(shop.with_owners("someone@floe.example"))

    answer = later.get("/live/hidden", headers={"Cookie": f"__Host-polynya={cookie.value}"})
    assert answer.status_code == 404


def test_an_owner_is_signed_in_for_twelve_hours_and_a_visitor_for_thirty_days(shop: Shop) -> None:
    owner, visitor = shop.signed_in(OWNER), shop.signed_in(ADA)
    shop.clock.wait(12 * 3600)
    assert (ask(owner, "/live/hello"), ask(visitor, "/live/hello")) == (204, 200)
    shop.clock.wait(29 * 86_400)
    assert ask(visitor, "/live/hello") == 200
    shop.clock.wait(30 * 86_400)
    assert ask(visitor, "/live/hello") == 204


def test_signing_out_ends_this_session_and_everywhere_all(shop: Shop) -> None:
    one, two, three = (shop.signed_in(ADA) for _ in range(3))
    path, home = "/live/account/sign-out", "https://floe.example"

    cookie = one.get_cookie("__Host-polynya", domain="floe.example")
    assert cookie
    one.post(path, headers=OURS, base_url=home)
    replayed = {"Cookie": f"__Host-polynya={cookie.value}"}
    assert shop.client().get("/live/hello", headers=replayed).status_code == 204
    assert ask(two, "/live/hello") == 200
    two.post(path, data={"everywhere": "yes"}, headers=OURS, base_url=home)
    assert ask(three, "/live/hello") == 204
    shop.clock.wait(900)
    assert ask(shop.signed_in(ADA), "/live/hello") == 200
