"""My submissions: what an account has sent is listed, changed for a while, withdrawn and erased; nobody else's is reachable."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from live.accounts.account_shop import ADA, HOME, OURS, OWNER, Shop, get, post
from live.bookshop import DUNE, NOW, REVIEW, a_contract, with_form, words
from polynya_live.accounts.own import MOST_EDITS
from polynya_live.claims import places_names
from polynya_live.journal.erased import is_erased
from polynya_live.store import NoSuchSubmission, Store
from polynya_live.submissions import ACCOUNT, State, Submission, ThreadId
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once

THREAD = ThreadId("review", DUNE)


def send(client: FlaskClient, form: str = "review", values: Mapping[str, str] | None = None) -> None:
    answer = client.post(f"/live/forms/{form}", data=values or words(), headers=OURS, base_url=HOME)
    assert answer.status_code == 303, answer.text


def only(store: Store) -> Submission:
    [row] = [row for row in store.export(now=NOW) if not row.form.startswith("@")]
    return row


def test_what_was_sent_while_signed_in_is_listed_and_nothing_else(shop: Shop, store: Store) -> None:
    ada, eve = shop.signed_in(ADA), shop.signed_in("eve@floe.example")
    send(ada, values=words(text="A planet of <sand>."))
    send(eve, values=words(text="Not for Ada."))
    send(shop.client(), values=words(text="Of nobody.", email=ADA))

    page = get(ada, "/live/account/")

    assert "A planet of &lt;sand&gt;." in page.text and "it waits to be read" in page.text
    assert "Not for Ada" not in page.text and "Of nobody" not in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert store.thread(THREAD, now=NOW) == []


def test_a_long_list_goes_on_page_by_page(shop: Shop) -> None:
    ada = shop.signed_in(ADA)
    for n in range(25):
        send(ada, "contact", {"text": f"Letter {n}."})
        shop.clock.wait(1)

    first = get(ada, "/live/account/")
    older = re.search(r'href="([^"]*after=[^"]*)"', first.text)
    assert older
    second = get(ada, older[1])

    listed = re.findall(r"Letter (\d+)\.", first.text + second.text)
    assert listed == [str(n) for n in reversed(range(25))]


def test_a_change_waits_to_be_read_and_nothing_shows_meanwhile(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    send(ada)
    key = only(store).key
    store.moderate(key, State.APPROVED, now=shop.clock())
    page = get(ada, f"/live/account/sent/{key}/edit")
    assert "Sand." in page.text and 'value="Mara"' in page.text

    answer = post(ada, f"/live/account/sent/{key}/edit", author="Mara", rating="4", text="Sand, and worms.")

    row = only(store)
    assert (answer.status_code, answer.location) == (303, "/live/account/?done=changed")
    assert (row.state, row.values["text"], row.values["rating"]) == (State.PENDING, "Sand, and worms.", 4)
    assert store.thread(THREAD, now=NOW) == []
    assert row.account == ADA


def test_nothing_but_what_an_account_has_sent_names_it(shop: Shop, store: Store, tmp_path: Path) -> None:
    ada = shop.signed_in(ADA)
    send(ada)
    post(ada, f"/live/account/sent/{only(store).key}/edit", author="Mara", rating="4", text="Worms.")
    post(ada, "/live/account/name", name="Ada")
    post(ada, "/live/account/sign-out", everywhere="yes")

    store.erase([row.key for row in store.export(now=shop.clock())])
    store.close()

    kept = b"".join(file.read_bytes() for file in tmp_path.glob("test.db*"))
    assert ADA.encode() not in kept


def test_a_change_that_does_not_fit_comes_back_with_every_word(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    send(ada)
    before = only(store)

    answer = post(ada, f"/live/account/sent/{before.key}/edit", author="", rating="4", text="Only this.")

    assert answer.status_code == 422
    assert "Only this." in answer.text and "Please fill this in." in answer.text
    assert "<title>Please look again: Write a review" in answer.text
    assert only(store) == before


def test_a_form_that_shows_all_unread_goes_on_showing_what_was_changed(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    page = ada.post("/live/forms/wall", data={"text": "Hello."}, headers=OURS, base_url=HOME)
    stamp = re.search(r'name="stamp" value="([^"]+)"', page.text)
    assert stamp
    shop.clock.wait(5)
    send(ada, "wall", {"text": "Hello.", "stamp": stamp[1]})
    key = only(store).key

    post(ada, f"/live/account/sent/{key}/edit", text="Hello all.")

    assert [row.values["text"] for row in store.thread(ThreadId("wall", ""), now=NOW)] == ["Hello all."]


@pytest.mark.parametrize("seconds", [15 * 60, 86_400])
def test_after_the_window_nothing_is_changed(shop: Shop, store: Store, seconds: int) -> None:
    ada = shop.signed_in(ADA)
    send(ada, values=words(text="Sand."))
    before = only(store)
    forever = replace(before, expires=None)
    store.amend(forever)
    shop.clock.wait(seconds)

    answers = [
        get(ada, f"/live/account/sent/{before.key}/edit"),
        post(ada, f"/live/account/sent/{before.key}/edit", author="M", rating="1", text="Late."),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert only(store).values == before.values
    assert f"/sent/{before.key}/edit" not in get(ada, "/live/account/").text


def test_what_was_rejected_or_is_private_cannot_be_changed(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    send(ada, "contact", {"text": "A letter."})
    letter = only(store)
    send(ada)
    review = next(row for row in store.export(now=NOW) if row.form == "review")
    store.moderate(review.key, State.REJECTED, now=shop.clock())

    for row, values in ((letter, {"text": "x"}), (review, {"author": "x", "rating": "1", "text": "x"})):
        assert get(ada, f"/live/account/sent/{row.key}/edit").status_code == 409
        assert post(ada, f"/live/account/sent/{row.key}/edit", **values).status_code == 409
        assert store.get(row.key, now=NOW).values == row.values


def test_what_is_withdrawn_is_gone_at_once_and_may_be_asked_twice(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    send(ada)
    key = only(store).key
    store.moderate(key, State.APPROVED, now=shop.clock())
    path = f"/live/account/sent/{key}/withdraw"

    assert "Sand." in get(ada, path).text
    assert len(store.thread(THREAD, now=NOW)) == 1  # a look withdraws nothing
    answers = [post(ada, path).status_code for _ in range(2)]

    assert answers == [303, 404]
    assert store.thread(THREAD, now=NOW) == []
    with pytest.raises(NoSuchSubmission):
        store.get(key, now=shop.clock())
    assert "Sand." not in get(ada, "/live/account/").text


def test_the_account_says_what_was_just_done_and_nothing_that_it_is_told_to_say(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    send(ada)
    said = {
        "name": post(ada, "/live/account/name", name="Ada").location,
        "edit": post(
            ada, f"/live/account/sent/{only(store).key}/edit", author="Mara", rating="4", text="Worms."
        ).location,
        "withdraw": post(ada, f"/live/account/sent/{only(store).key}/withdraw").location,
    }

    assert "Your name is kept as you wrote it." in get(ada, said["name"]).text
    assert "Your change is kept." in get(ada, said["edit"]).text
    assert 'role="status" tabindex="-1" autofocus>It is withdrawn.' in get(ada, said["withdraw"]).text
    for other in ("/live/account/", "/live/account/?done=Pay+here", "/live/account/?done="):
        assert "status" not in get(ada, other).text


def test_only_what_was_approved_is_said_to_leave_pages(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    told = []

    for state in (State.PENDING, State.APPROVED):
        send(ada)
        store.moderate(only(store).key, state, now=shop.clock())
        answer = post(ada, f"/live/account/sent/{only(store).key}/withdraw")
        told.append("leaves the pages" in get(ada, answer.location).text)

    assert told == [False, True]


def test_a_change_to_what_another_tab_withdrew_is_told_so_and_the_words_are_not_lost(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    send(ada)
    key = only(store).key
    post(ada, f"/live/account/sent/{key}/withdraw")

    answer = post(ada, f"/live/account/sent/{key}/edit?form=review", author="Mara", rating="4", text="Sand, and worms.")

    assert answer.status_code == 404
    assert "withdrawn or erased meanwhile" in answer.text and "Sand, and worms.</textarea>" in answer.text


def test_a_withdrawn_place_comes_free(shop: Shop, store: Store) -> None:
    form = replace(a_contract().forms["contact"], name="seat", capacity=1)
    app = shop.with_owners(OWNER, contract=a_contract(forms={**a_contract().forms, "seat": form}))
    ada = shop.signed_in(ADA, app)
    page = ada.post("/live/forms/seat", data={"text": "Me."}, headers=OURS, base_url=HOME)
    stamp = re.search(r'name="stamp" value="([^"]+)"', page.text)
    assert stamp
    shop.clock.wait(5)
    send(ada, "seat", {"text": "Me.", "stamp": stamp[1]})
    [name] = places_names(form, None)
    assert store.taken([name]) == {name: 1}

    post(ada, f"/live/account/sent/{only(store).key}/withdraw")

    assert store.taken([name]) == {name: 0}


OTHERS = ["edit", "withdraw"]


@pytest.mark.parametrize("act", OTHERS)
def test_what_others_sent_answers_like_what_was_never_sent(shop: Shop, store: Store, act: str) -> None:
    send(shop.signed_in(ADA))
    row = only(store)
    eve = shop.signed_in("eve@floe.example")

    for client in (eve, shop.client()):
        for call in (get, post):
            theirs = call(client, f"/live/account/sent/{row.key}/{act}")
            nobodys = call(client, f"/live/account/sent/{'x' * 24}/{act}")
            loses_words = call is post and act == "edit"
            status = 404 if client is eve else 409 if loses_words else 303
            assert theirs.status_code == nobodys.status_code == status
            assert theirs.text.replace(row.key, "x" * 24) == nobodys.text
    assert only(store) == row


def test_the_worker_s_own_rows_belong_to_nobody(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    [link] = [row for row in store.export(now=NOW) if row.form == "@sign-in"]
    store.amend(replace(link, extra={ACCOUNT: ADA}))

    assert get(ada, f"/live/account/sent/{link.key}/withdraw").status_code == 404
    assert "@sign-in" not in get(ada, "/live/account/").text


def test_deleting_an_account_erases_what_it_sent_its_name_and_its_sessions(shop: Shop, store: Store) -> None:
    one, two = shop.signed_in(ADA), shop.signed_in(ADA)
    for n in range(3):
        send(one, values=words(text=f"Review {n}."))
    send(shop.signed_in("eve@floe.example"), values=words(text="Eve's."))
    post(one, "/live/account/name", name="Ada L.")
    assert "ada@floe.example" in get(one, "/live/account/delete").text

    answer = post(one, "/live/account/delete")

    assert answer.status_code == 200 and "is erased" in answer.text
    assert [row.values for row in store.export(now=shop.clock()) if row.form == "review"] == [
        {"author": "Mara", "rating": 5, "text": "Eve's."}
    ]
    assert [get(client, "/live/hello").status_code for client in (one, two)] == [204, 204]
    journalled = replace(next(iter(store.export(now=shop.clock()))), extra={ACCOUNT: ADA})
    assert is_erased(store, journalled, now=shop.clock())
    shop.clock.wait(900)
    assert "Hello, ada<" in get(shop.signed_in(ADA), "/live/hello").text


@pytest.mark.parametrize("path", ["name", "delete", "sent/x/edit", "sent/x/withdraw"])
def test_another_site_can_change_nothing(shop: Shop, path: str) -> None:
    ada = shop.signed_in(ADA)

    answer = ada.post(f"/live/account/{path}", headers={"Sec-Fetch-Site": "cross-site"}, base_url=HOME)

    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/live/account/", "/live/account/delete"])
def test_nobody_in_particular_is_shown_the_way_in(shop: Shop, path: str) -> None:
    answer = get(shop.client(), path)

    assert (answer.status_code, answer.location) == (303, "/account/")
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("typed", "greeted"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\r\nBcc: eve@floe.example", "Ada Bcc: eve@floe.example"),
        ("<b>Ada</b>", "&lt;b&gt;Ada&lt;/b&gt;"),
        ("Ada\u202e\x00\x07", "Ada"),
        ("Åse 👩‍🚒", "Åse 👩‍🚒"),
        ("x" * 100, "x" * 60),
        ("\u200b \n", "ada"),
    ],
)
def test_a_name_is_one_line_of_what_can_be_seen(shop: Shop, typed: str, greeted: str) -> None:
    ada = shop.signed_in(ADA)

    post(ada, "/live/account/name", name=typed)

    assert f"Hello, {greeted}</a>" in get(ada, "/live/hello").text
    assert "Ada" not in get(shop.signed_in("eve@floe.example"), "/live/hello").text


def test_an_owner_is_told_of_a_change(shop: Shop, store: Store) -> None:
    app = shop.app = shop.with_owners(OWNER, contract=with_form(REVIEW, notify="owner"))
    ada = shop.signed_in(ADA)
    send(ada)
    assert work_once(office_of(app), now=shop.clock()) == 1
    before = set(shop.outbox.glob("*.eml"))

    post(ada, f"/live/account/sent/{only(store).key}/edit", author="Mara", rating="4", text="Worms.")
    work_once(office_of(app), now=shop.clock())

    [told] = set(shop.outbox.glob("*.eml")) - before
    assert "Worms." in told.read_text()


def test_apps_of_one_release_share_their_templates(shop: Shop) -> None:
    """Or each would take its loader along when it dies, and leave a dead proxy in sys.modules."""
    other = shop.with_owners(OWNER)

    assert other.jinja_env.loader is shop.app.jinja_env.loader


def test_a_session_that_ends_while_somebody_types_loses_no_word(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    send(ada)
    row = only(store)
    action = re.search(r'action="([^"]+)"', get(ada, f"/live/account/sent/{row.key}/edit").text)
    assert action

    answer = post(shop.client(), action[1], text="Other words.", rating="2")

    assert answer.status_code == 409
    assert "You are not signed in any more" in answer.text and "Other words.</textarea>" in answer.text
    assert f'action="{action[1]}"' in answer.text and "<title>Please look again: " in answer.text
    assert only(store).values == row.values
    assert post(ada, action[1], author="Mara", text="Other words.", rating="2").status_code == 303
    assert only(store).values["text"] == "Other words."


@pytest.mark.parametrize("act", OTHERS)
def test_who_is_not_signed_in_any_more_is_shown_the_way_in(shop: Shop, store: Store, act: str) -> None:
    send(shop.signed_in(ADA))

    answer = get(shop.client(), f"/live/account/sent/{only(store).key}/{act}")

    assert (answer.status_code, answer.location) == (303, "/account/")


def test_who_changes_too_often_keeps_the_words(shop: Shop, store: Store) -> None:
    ada = shop.signed_in(ADA)
    send(ada)
    path = f"/live/account/sent/{only(store).key}/edit"
    for _ in range(MOST_EDITS):
        post(ada, path, author="Mara", rating="4", text="Worms.")

    answer = post(ada, path, author="Mara", rating="4", text="One worm more.")

    assert answer.status_code == 429
    assert "Please wait a little" in answer.text and "One worm more.</textarea>" in answer.text
