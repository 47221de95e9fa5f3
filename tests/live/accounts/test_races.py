"""Two things at once in one browser, and links that others send: a session ends when it is ended, and says whose it is."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from live.accounts.account_shop import ADA, HOME, OURS, OWNER, Shop, get, post
from live.bookshop import NOW, SECRET, WALL, a_contract, some_settings
from live.store.between import before
from polynya_live.accounts.chosen import read_name
from polynya_live.accounts.sessions import Sessions
from polynya_live.store import Store
from polynya_live.submissions import State

SPAM = "Buy https://a.example and https://b.example and https://c.example"


@pytest.mark.parametrize("method", ["remember", "recall"])
def test_a_session_that_is_closed_while_it_is_prolonged_stays_closed(store: Store, tmp_path: Path, method: str) -> None:
    settings = some_settings(tmp_path, secret=SECRET)
    sessions = Sessions(store, settings)
    token = sessions.open(ADA, now=NOW)
    meanwhile = before(store, method, lambda: sessions.close(token, now=NOW))

    Sessions(meanwhile, settings).roll(token, now=NOW)

    assert sessions.find(token, now=NOW) is None


def test_signing_out_while_a_page_greets_ends_the_session(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    cookie = ada.get_cookie("__Host-polynya", domain="floe.example")
    assert cookie
    other = shop.client()
    other.set_cookie("__Host-polynya", cookie.value, domain="floe.example")
    greeting = shop.with_owners(another=before(store, "remember", lambda: post(other, "/live/account/sign-out")))
    late = greeting.test_client()
    late.set_cookie("__Host-polynya", cookie.value, domain="floe.example")

    assert get(late, "/live/hello").status_code == 200
    assert get(late, "/live/hello").status_code == 204


def test_a_link_says_whose_session_it_opens(shop: Shop) -> None:
    page = shop.client().get(shop.link("mallory&co@floe.example"), headers=OURS, base_url=HOME)

    assert "Do you want to sign in here as mallory&amp;co@floe.example?" in page.text


@pytest.mark.parametrize("typed", ["ada+{n}@floe.example", "a.d.a+{n}@floe.example", "ADA+{n}.x@floe.example"])
def test_one_mailbox_gets_three_links_however_it_is_written(shop: Shop, store: Store, typed: str) -> None:
    for n in range(6):
        answer = shop.client().post("/live/account/sign-in", data={"email": typed.format(n=n)}, headers=OURS)
        assert answer.status_code == 200

    assert len(list(store.export(form="@sign-in", now=NOW))) == 3


def send(client: FlaskClient, shop: Shop, text: str) -> None:
    stamp = get(client, "/live/stamp/wall").text.partition('value="')[2].partition('"')[0]
    shop.clock.wait(20)
    answer = post(client, "/live/forms/wall", text=text, stamp=stamp)
    assert answer.status_code == 303


def test_a_change_into_what_reads_like_spam_is_held_like_a_post_of_it(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA, shop.with_owners(contract=a_contract(forms={"wall": WALL})))
    send(ada, shop, "Hello.")
    [row] = store.export(form="wall", now=NOW)
    assert row.state is State.APPROVED

    answer = post(ada, f"/live/account/sent/{row.key}/edit", text=SPAM)

    assert answer.status_code == 303
    held = store.get(row.key, now=NOW)
    assert (held.state, held.values["text"], "links" in held.reasons) == (State.PENDING, SPAM, True)
    assert store.thread(row.thread, now=NOW) == []


def deleted_before(shop: Shop, store: Store, method: str) -> FlaskClient:
    """Sign in in two tabs; in the second, the account is deleted just before the store is called in the first."""
    other = shop.signed_in(ADA)
    cookie = other.get_cookie("__Host-polynya", domain="floe.example")
    assert cookie
    slow = shop.with_owners(another=before(store, method, lambda: post(other, "/live/account/delete"))).test_client()
    slow.set_cookie("__Host-polynya", cookie.value, domain="floe.example")
    return slow


def test_what_is_sent_while_the_account_is_deleted_goes_with_it(shop: Shop, store: Store) -> None:
    post(deleted_before(shop, store, "submit"), "/live/forms/contact", text="Two tabs.")

    assert [row.values for row in store.export(now=NOW) if not row.form.startswith("@")] == []


def test_an_account_that_was_deleted_while_the_clock_was_ahead_can_be_opened_anew(shop: Shop) -> None:
    shop.clock.wait(86_400)
    post(shop.signed_in(ADA), "/live/account/delete")
    shop.clock.wait(-86_400)

    assert get(shop.signed_in(ADA), "/live/hello").status_code == 200


def test_an_owner_who_signed_in_while_the_clock_was_days_ahead_signs_in_again(shop: Shop) -> None:
    shop.clock.wait(3 * 86_400)
    owner = shop.signed_in(OWNER)
    assert get(owner, "/live/inbox/").status_code == 200
    shop.clock.wait(-3 * 86_400)

    assert get(owner, "/live/inbox/").status_code == 404
    assert get(shop.signed_in(OWNER), "/live/inbox/").status_code == 200


def test_a_name_chosen_while_the_account_is_deleted_is_forgotten(shop: Shop, store: Store) -> None:
    post(deleted_before(shop, store, "remember"), "/live/account/name", name="Ada the Late")

    assert read_name(store, ADA, now=NOW) == ""
