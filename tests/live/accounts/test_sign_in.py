"""Signing in by mail: one link, one session, and nothing for a link that is not ours."""

import re
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from markupsafe import escape

from live.accounts.account_shop import ADA, OURS, OWNER, Shop, mutations
from live.bookshop import a_contract, sent
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once


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


def test_who_keeps_no_cookie_is_told_so_and_not_sent_round_in_a_circle(shop: Shop) -> None:
    entered = shop.client().post(shop.link(ADA), headers=OURS, base_url="https://floe.example")

    answer = shop.client().get(entered.headers["Location"], base_url="https://floe.example")

    assert answer.status_code == 200
    assert "your browser keeps no cookies of this site" in answer.text
    assert 'action="/live/account/sign-in"' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("called", "leads_to"),
    [
        ("http://localhost:5000", "http://localhost:5000"),
        ("http://[::1]:5000", "http://[::1]:5000"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("http://localhost:8000", "http://127.0.0.1:5000"),
        ("http://evil.example:5000", "http://127.0.0.1:5000"),
        ("http://localhost.evil.example:5000", "http://127.0.0.1:5000"),
    ],
)
def test_a_link_leads_where_its_asker_is_as_long_as_that_is_this_machine(
    shop: Shop, called: str, leads_to: str
) -> None:
    app = shop.with_owners(OWNER, site_url="http://127.0.0.1:5000")
    shop.client(app).post("/live/account/sign-in", data={"email": ADA}, headers=OURS, base_url=called)
    work_once(office_of(app), now=shop.clock())

    [mail] = shop.outbox.glob("*.eml")
    text = mail.read_text().replace("=\n", "").replace("=3D", "=")
    assert set(re.findall(r"https?://[^/\s]*(?=/live/account/enter/)", text)) == {leads_to}


def test_no_host_that_is_sent_changes_the_link_of_a_public_site(shop: Shop) -> None:
    shop.client().post("/live/account/sign-in", data={"email": ADA}, headers=OURS, base_url="https://localhost")
    work_once(office_of(shop.app), now=shop.clock())

    [mail] = shop.outbox.glob("*.eml")
    assert "localhost" not in mail.read_text()


def test_a_look_at_the_link_spends_nothing_and_a_post_spends_it(shop: Shop) -> None:
    link = shop.link(ADA)

    assert [shop.client().get(link).status_code for _ in range(3)] == [200, 200, 200]
    assert [shop.client().post(link, headers=OURS).status_code for _ in range(2)] == [303, 404]


def test_who_presses_the_button_of_a_link_again_goes_on_to_the_account(shop: Shop) -> None:
    link, ada = shop.link(ADA), shop.client()

    answers = [ada.post(link, headers=OURS, base_url="https://floe.example") for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == ["/live/account/?done=entered"] * 2
    assert "Set-Cookie" not in answers[1].headers
    other = shop.signed_in("eve@floe.example").post(link, headers=OURS, base_url="https://floe.example")
    assert other.status_code == 404


def test_a_link_that_is_over_says_so_above_the_form_for_another_one(shop: Shop) -> None:
    link, client = shop.link(ADA), shop.client()
    shop.clock.wait(15 * 60)

    for answer in (client.get(link), client.post(link, headers=OURS)):
        assert answer.status_code == 404 and "too old" in answer.text
        assert '<form id="sign-in"' in answer.text and ADA not in answer.text


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
    "typed",
    [
        "",
        "ada",
        "a@b.example, c@d.example",
        "a@b.example\r\nBcc: c@d.example",
        "a@b.example;c@d.example",
        "a@[127.0.0.1]",
    ],
)
def test_what_is_not_one_address_gets_no_mail(shop: Shop, typed: str) -> None:
    answer = shop.client().post("/live/account/sign-in", data={"email": typed}, headers=OURS)

    assert answer.status_code == 422
    assert work_once(office_of(shop.app), now=shop.clock()) == 0


@pytest.mark.parametrize("typed", ["nonsense", 'a"><b>@c', " Ada@ "])
@pytest.mark.parametrize("htmx", [True, False])
def test_a_slip_in_the_address_gives_the_form_back_with_the_words(shop: Shop, typed: str, htmx: bool) -> None:
    asked = {"email": typed, "from_page": "/account/"}
    answer = shop.client().post("/live/account/sign-in", data=asked, headers=sent(htmx=htmx))

    assert answer.status_code == 422
    field = re.search(r'<input id="account-email"[^>]*>', answer.text)
    assert field and f'value="{escape(typed)}"' in field[0]
    assert 'aria-invalid="true" aria-describedby="account-email-error" autofocus' in field[0]
    assert '<p class="error" id="account-email-error">Please give exactly one e-mail address' in answer.text
    assert '<input type="hidden" name="from_page" value="/account/">' in answer.text
    if htmx:
        assert answer.text.startswith('<form id="sign-in"')
        assert (answer.headers["HX-Retarget"], answer.headers["HX-Reswap"]) == ("#sign-in", "outerHTML")
    else:
        assert "<title>Please look again: Sign in</title>" in answer.text and "<h1>Sign in</h1>" in answer.text
        assert '<a href="/account/">Back to' in answer.text


def test_the_form_comes_back_in_the_language_of_its_page_however_often(shop: Shop) -> None:
    site = replace(a_contract().site, navigations={"de": ()})
    client = shop.client(shop.with_owners(contract=a_contract(site=site)))
    asked = {"email": "nonsense", "from_page": "/de/account/"}

    for headers in (sent(), sent(htmx=False), sent(htmx=False, Referer="https://floe.example/live/account/sign-in")):
        answer = client.post("/live/account/sign-in", data=asked, headers=headers)
        assert "Bitte genau eine E-Mail-Adresse" in answer.text and 'value="/de/account/"' in answer.text


def test_a_link_on_its_way_is_told_in_place_of_the_form(shop: Shop) -> None:
    answer = shop.client().post("/live/account/sign-in", data={"email": ADA}, headers=sent())

    assert answer.text.startswith('<div id="sign-in" class="thanks" role="status" tabindex="-1" autofocus>')
    assert "on its way" in answer.text and ADA not in answer.text


def test_the_answer_does_not_tell_whom_we_know(shop: Shop) -> None:
    shop.signed_in(OWNER)
    known, unknown = (
        shop.client().post("/live/account/sign-in", data={"email": email}, headers=OURS).text for email in (OWNER, ADA)
    )

    assert known == unknown


def test_an_address_gets_few_mails_and_a_visitor_few_tries(shop: Shop) -> None:
    asked = [shop.client().post("/live/account/sign-in", data={"email": ADA}, headers=OURS) for _ in range(11)]

    assert [answer.status_code for answer in asked] == [200] * 10 + [429]
    assert f'value="{ADA}"' in asked[-1].text and "<p>Please wait a little.</p>" in asked[-1].text
    assert 'aria-invalid="true"' not in asked[-1].text and int(asked[-1].headers["Retry-After"]) <= 900
    assert work_once(office_of(shop.app), now=shop.clock()) == 3


def test_another_way_to_write_an_address_is_the_same_address(shop: Shop) -> None:
    ways = (
        "ada@floe.example",
        "ada@\u24d5loe.example",
        "ada@floe\u3002example",
        "ada@fl\u00adoe.example",
        "ada@\uff46loe.example",
    )
    for email in ways:
        assert shop.client().post("/live/account/sign-in", data={"email": email}, headers=OURS).status_code == 200

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
    assert ask(shop.signed_in(email), "/live/inbox/") == status


def test_a_hidden_place_answers_as_one_that_is_not_there(shop: Shop) -> None:
    assert shop.client().get("/live/inbox/").text == shop.client().get("/live/nothing").text


def test_a_removed_owner_loses_the_role_at_once(shop: Shop) -> None:
    client = shop.signed_in(OWNER)
    cookie = client.get_cookie("__Host-polynya", domain="floe.example")
    assert cookie
    later = shop.client(shop.with_owners("someone@floe.example"))

    answer = later.get("/live/inbox/", headers={"Cookie": f"__Host-polynya={cookie.value}"})
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
