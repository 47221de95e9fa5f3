"""A passkey opens what the mailed link opens, for owners and moderators, and for nobody else or for ever."""

import json
import subprocess
import sys

import pytest

from live.accounts.account_shop import ADA, HOME, OURS, OWNER, Shop, get, post
from live.passkeys.authenticator import Authenticator
from live.passkeys.steps import ask, enrol, enter, is_in, send
from polynya_live.passkeys.kept import MOST_PASSKEYS, passkeys_of
from polynya_live.store import Store

HOUR_S = 3600


def test_a_passkey_signs_in_to_the_inbox_for_twelve_hours(shop: Shop, passkey: Authenticator) -> None:
    client = shop.client()

    answer = enter(client, passkey)

    assert (answer.status_code, answer.location) == (303, "/live/inbox/")
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-polynya=") and "HttpOnly" in cookie and f"Max-Age={12 * HOUR_S}" in cookie
    assert is_in(client)
    shop.clock.wait(12 * HOUR_S)
    assert not is_in(client)
    assert enter(client, passkey).status_code == 303


def test_a_moderator_has_passkeys_too(shop: Shop) -> None:
    made = Authenticator()
    enrol(shop.signed_in("mo@floe.example"), made)

    client = shop.client()

    assert enter(client, made).status_code == 303
    assert is_in(client)


def test_what_is_asked_is_the_same_for_everybody(shop: Shop, passkey: Authenticator) -> None:
    clients = [shop.client(), shop.signed_in(ADA), shop.signed_in(OWNER)]

    asked = [ask(client) for client in clients]

    assert len({one.pop("challenge") for one in asked}) == 3
    assert asked[0] == asked[1] == asked[2]
    assert asked[0]["allowCredentials"] == []
    assert asked[0]["userVerification"] == "required"
    assert asked[0]["rpId"] == "floe.example"


def test_a_new_passkey_is_found_without_an_address_and_names_nobody(shop: Shop) -> None:
    asked = ask(shop.signed_in(OWNER), "new")

    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert "owner" not in asked["user"]["id"]


def test_for_visitors_the_list_is_not_there(shop: Shop, passkey: Authenticator) -> None:
    for client in (shop.client(), shop.signed_in(ADA)):
        assert get(client, "/live/passkeys/").status_code == 404
        for path in ("/live/passkeys/", "/live/passkeys/new", "/live/passkeys/some-key/remove"):
            assert post(client, path).status_code == 404


def test_a_challenge_is_spent_once(shop: Shop, passkey: Authenticator) -> None:
    client = shop.client()
    response = passkey.get(ask(client))
    assert send(client, response).status_code == 303

    again = send(shop.client(), response)

    assert again.status_code == 422
    assert "Set-Cookie" not in again.headers


def test_a_challenge_ends_after_five_minutes(shop: Shop, passkey: Authenticator) -> None:
    client = shop.client()
    response = passkey.get(ask(client))
    shop.clock.wait(300)

    assert send(client, response).status_code == 422


def test_a_challenge_of_somebody_elses_making_is_none(shop: Shop, passkey: Authenticator) -> None:
    response = passkey.get({"challenge": "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE"})

    assert send(shop.client(), response).status_code == 422


def test_a_challenge_for_a_new_passkey_signs_nobody_in(shop: Shop, passkey: Authenticator) -> None:
    response = passkey.get(ask(shop.signed_in(OWNER), "new"))

    assert send(shop.client(), response).status_code == 422


def test_a_challenge_of_another_account_adds_no_passkey(shop: Shop) -> None:
    owner, moderator = shop.signed_in(OWNER), shop.signed_in("mo@floe.example")
    response = Authenticator().create(ask(moderator, "new"))

    answer = post(owner, "/live/passkeys/", name="Mine", credential=json.dumps(response))

    assert answer.status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://floe.example.evil.example"},
        {"origin": "http://floe.example"},
        {"origin": "https://floe.example:444"},
        {"rp_id": "evil.example"},
        {"flags": 0x01},  # touched, but neither finger nor PIN
        {"flags": 0x04},  # nobody was there
        {"user": "c29tZWJvZHk"},
    ],
    ids=str,
)
def test_what_was_signed_elsewhere_or_by_nobody_opens_nothing(
    shop: Shop, passkey: Authenticator, wrong: dict[str, str | int]
) -> None:
    for name, value in wrong.items():
        setattr(passkey, name, value)

    answer = enter(shop.client(), passkey)

    assert answer.status_code == 422
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "wrong", [{"origin": "https://evil.example"}, {"rp_id": "evil.example"}, {"flags": 0x01}], ids=str
)
def test_a_passkey_that_was_made_elsewhere_is_not_added(shop: Shop, store: Store, wrong: dict[str, str | int]) -> None:
    made = Authenticator(**wrong)  # type: ignore[arg-type]  # a table of attributes

    answer = enrol(shop.signed_in(OWNER), made)

    assert answer.status_code == 422
    assert passkeys_of(store, OWNER, now=shop.clock()) == []


def test_a_copied_key_is_noticed_by_its_count(shop: Shop, passkey: Authenticator) -> None:
    for _ in range(3):
        enter(shop.client(), passkey)
    passkey.count = 1

    assert enter(shop.client(), passkey).status_code == 422


def test_another_key_under_a_known_name_opens_nothing(shop: Shop, passkey: Authenticator) -> None:
    forged = Authenticator(credential=passkey.credential, user=passkey.user, count=100)

    assert enter(shop.client(), forged).status_code == 422


def test_all_that_fails_is_answered_alike(shop: Shop, passkey: Authenticator) -> None:
    unknown = Authenticator(user=passkey.user)
    passkey.rp_id = "evil.example"

    answers = [enter(shop.client(), unknown), enter(shop.client(), passkey), send(shop.client(), "{}")]

    assert {(answer.status_code, answer.text) for answer in answers} == {(422, answers[0].text)}


def test_a_removed_owner_is_out_at_once_and_answered_like_anybody(shop: Shop, passkey: Authenticator) -> None:
    inside = shop.client()
    session = enter(inside, passkey).headers["Set-Cookie"].partition(";")[0]
    assert is_in(inside)
    without = shop.with_owners("another@floe.example")

    assert shop.client(without).get("/live/inbox/", headers={"Cookie": session}).status_code == 404
    assert enter(shop.client(without), passkey).text == send(shop.client(without), "{}").text
    assert enter(shop.client(), passkey).status_code == 303


def test_a_removed_passkey_opens_nothing_and_can_be_added_again(
    shop: Shop, passkey: Authenticator, store: Store
) -> None:
    owner = shop.signed_in(OWNER)
    [row] = passkeys_of(store, OWNER, now=shop.clock())
    assert "Laptop</h2>" in get(owner, "/live/passkeys/").text

    assert post(owner, f"/live/passkeys/{row.key}/remove").status_code == 303

    assert "Laptop</h2>" not in get(owner, "/live/passkeys/").text
    assert enter(shop.client(), passkey).status_code == 422
    shop.clock.wait(1)
    assert enrol(owner, passkey).status_code == 303
    assert enter(shop.client(), passkey).status_code == 303


def test_nobody_removes_the_passkey_of_another(shop: Shop, passkey: Authenticator, store: Store) -> None:
    [row] = passkeys_of(store, OWNER, now=shop.clock())

    post(shop.signed_in("mo@floe.example"), f"/live/passkeys/{row.key}/remove")

    assert enter(shop.client(), passkey).status_code == 303


def test_a_passkey_that_is_kept_is_not_added_to_another_account(shop: Shop, passkey: Authenticator) -> None:
    assert enrol(shop.signed_in("mo@floe.example"), passkey).status_code == 422


def test_an_account_has_so_many_passkeys_and_no_more(shop: Shop) -> None:
    owner = shop.signed_in(OWNER)
    answers = [enrol(owner, Authenticator(), f"Key {n}").status_code for n in range(MOST_PASSKEYS + 1)]

    assert answers == [303] * MOST_PASSKEYS + [422]


def test_the_name_of_a_passkey_is_escaped_and_on_one_line(shop: Shop) -> None:
    owner = shop.signed_in(OWNER)
    enrol(owner, Authenticator(), "<b>\r\nKey\u202e")

    assert "&lt;b&gt; Key</h2>" in get(owner, "/live/passkeys/").text


def test_whoever_deletes_their_account_has_no_passkey_any_more(shop: Shop, passkey: Authenticator) -> None:
    post(shop.signed_in(OWNER), "/live/account/delete")

    assert enter(shop.client(), passkey).status_code == 422


def test_passkeys_are_no_submissions_of_anybody(shop: Shop, passkey: Authenticator, store: Store) -> None:
    owner = shop.signed_in(OWNER)
    [row] = passkeys_of(store, OWNER, now=shop.clock())

    assert "Laptop" not in get(owner, "/live/account/").text
    assert get(owner, f"/live/inbox/{row.key}").status_code == 404
    assert get(owner, f"/live/account/sent/{row.key}/withdraw").status_code == 404


def test_other_sites_may_not_post_here(shop: Shop, passkey: Authenticator) -> None:
    foreign = {**OURS, "Sec-Fetch-Site": "cross-site"}
    for path in ("ask", "enter"):
        answer = shop.client().post(f"/live/passkeys/{path}", headers=foreign, base_url=HOME)
        assert answer.status_code == 400


def test_who_asks_all_the_time_has_to_wait(shop: Shop) -> None:
    answers = [post(shop.client(), "/live/passkeys/ask") for _ in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_nobody_who_asks_for_no_passkey_waits_for_the_library() -> None:
    code = "import sys, polynya_live.passkeys.endpoints, polynya_live.app; print('webauthn' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
