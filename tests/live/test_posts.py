"""A post of a form: kept once, answered after it is durable, and given back with the words when it does not fit."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from live.bookshop import DUNE, ORDER, REVIEW, a_contract, sent, with_form, words
from live.conftest import Clock
from polynya_live.store import Filter, Full, Store
from polynya_live.store.sqlite import SqliteStore
from polynya_live.submissions import State, Submission

MakeApp = Callable[..., Flask]


def rows(store: Store, clock: Clock) -> list[Submission]:
    return store.inbox(Filter(), now=clock.now).rows


def a_stamp(client: FlaskClient, form: str = "review") -> str:
    found = re.search(r'name="stamp" value="([^"]+)"', client.get(f"/live/stamp/{form}", headers=sent()).text)
    assert found
    return found[1]


def test_a_post_by_htmx_is_kept_and_thanked_in_place(client: FlaskClient, store: Store, clock: Clock) -> None:
    stamp = a_stamp(client)
    clock.wait(20)

    answer = client.post("/live/forms/review", data=words(stamp=stamp), headers=sent())

    assert answer.status_code == 200
    assert answer.headers["HX-Reswap"] == "outerHTML"
    assert "Thank you for your review, Mara." in answer.text
    [row] = rows(store, clock)
    assert (row.form, row.page, row.state, row.reasons) == ("review", DUNE, State.PENDING, ())
    assert row.values == {"author": "Mara", "rating": 5, "text": "Sand."}
    assert row.expires == clock.now // 1000 + 3600
    assert stamp.startswith(row.key + ".")


def test_a_post_without_javascript_leads_to_a_page_of_thanks(client: FlaskClient, store: Store, clock: Clock) -> None:
    answer = client.post("/live/forms/review", data=words(), headers=sent(htmx=False))
    thanks = client.get(answer.headers["Location"])

    assert answer.status_code == 303
    assert thanks.status_code == 200
    assert "Thank you for your review, Mara." in thanks.text
    assert '<a href="/books/dune/">Back to Dune</a>' in thanks.text
    assert "<title>Write a review: Dune</title>" in thanks.text and "<h1>Dune</h1>" in thanks.text
    [row] = rows(store, clock)
    assert row.reasons == ("unproven",)


@pytest.mark.parametrize("htmx", [True, False])
def test_a_post_that_does_not_fit_comes_back_with_the_words_and_a_message_by_the_field(
    client: FlaskClient, store: Store, clock: Clock, htmx: bool
) -> None:
    answer = client.post("/live/forms/review", data=words(author="", text="Sand & more"), headers=sent(htmx=htmx))

    assert answer.status_code == 422
    assert "Sand &amp; more</textarea>" in answer.text
    assert 'aria-describedby="review-author-error" aria-invalid="true" id="review-author"' in answer.text
    assert '<p class="error" id="review-author-error">Please fill this in.</p>' in answer.text
    assert '<a href="#review-author">Your name</a>' in answer.text
    assert answer.text.startswith("<form" if htmx else "<!doctype html>")
    assert rows(store, clock) == []


def test_one_stamp_posted_twice_keeps_one_row_and_gives_the_same_answer(
    client: FlaskClient, store: Store, clock: Clock
) -> None:
    stamp = a_stamp(client)
    first = client.post("/live/forms/review", data=words(stamp=stamp), headers=sent())
    clock.wait(5)
    again = client.post("/live/forms/review", data=words(stamp=stamp), headers=sent())

    assert (again.status_code, again.text) == (first.status_code, first.text)
    assert len(rows(store, clock)) == 1


def test_the_same_words_twice_without_a_stamp_keep_one_row(client: FlaskClient, store: Store, clock: Clock) -> None:
    ways = [
        client.post("/live/forms/review", data=words(), headers=sent(htmx=False)).headers["Location"] for _ in range(2)
    ]

    assert ways[0] == ways[1]
    assert len(rows(store, clock)) == 1


def test_one_stamp_with_other_words_is_a_readable_409_that_can_be_posted_as_another(
    client: FlaskClient, store: Store, clock: Clock
) -> None:
    stamp = a_stamp(client)
    client.post("/live/forms/review", data=words(stamp=stamp), headers=sent())

    answer = client.post("/live/forms/review", data=words(stamp=stamp, text="Spice."), headers=sent())

    assert answer.status_code == 409
    assert "sent already" in answer.text
    assert "Spice.</textarea>" in answer.text
    fresh = re.search(r'name="stamp" value="([^"]+)"', answer.text)
    assert fresh and fresh[1] != stamp
    assert [row.values["text"] for row in rows(store, clock)] == ["Sand."]


def test_a_mended_slip_keeps_its_stamp(client: FlaskClient, clock: Clock) -> None:
    stamp = a_stamp(client)
    clock.wait(60)

    answer = client.post("/live/forms/review", data=words(stamp=stamp, author=""), headers=sent())

    assert f'value="{stamp}"' in answer.text


@pytest.mark.parametrize(
    "aged", [(-3600, []), (-1, ["hasty"]), (1, ["hasty"]), (3, []), (24 * 3600, []), (24 * 3600 + 1, ["stale"])]
)
def test_a_stamp_too_young_or_too_old_holds_the_post_and_never_refuses_it(
    make_app: MakeApp, store: Store, clock: Clock, aged: tuple[int, list[str]]
) -> None:
    seconds, reasons = aged
    client = make_app(with_form(REVIEW, moderation="none")).test_client()
    stamp = a_stamp(client)
    clock.wait(seconds)

    answer = client.post("/live/forms/review", data=words(stamp=stamp), headers=sent())

    assert answer.status_code == 200
    [row] = rows(store, clock)
    assert list(row.reasons) == reasons
    assert row.state is (State.PENDING if reasons else State.APPROVED)


def test_a_form_that_acts_at_once_asks_once_more_when_nothing_proves_that_it_was_rendered(
    client: FlaskClient, store: Store, clock: Clock
) -> None:
    asked = client.post("/live/forms/wall", data={"text": "hello"}, headers=sent(htmx=False))
    stamp = re.search(r'name="stamp" value="([^"]+)"', asked.text)

    assert asked.status_code == 422
    assert "One more step" in asked.text
    assert "hello</textarea>" in asked.text
    assert rows(store, clock) == []
    assert stamp
    clock.wait(5)
    done = client.post("/live/forms/wall", data={"text": "hello", "stamp": stamp[1]}, headers=sent(htmx=False))
    assert done.status_code == 303
    assert [row.state for row in rows(store, clock)] == [State.APPROVED]


def test_who_reloads_and_confirms_both_times_has_sent_it_once(client: FlaskClient, store: Store, clock: Clock) -> None:
    def sent_and_confirmed() -> int:
        asked = client.post("/live/forms/wall", data={"text": "hello"}, headers=sent(htmx=False))
        stamp = re.search(r'name="stamp" value="([^"]+)"', asked.text)
        assert stamp
        clock.wait(5)
        client.post("/live/forms/wall", data={"text": "hello", "stamp": stamp[1]}, headers=sent(htmx=False))
        return len(rows(store, clock))

    assert [sent_and_confirmed(), sent_and_confirmed()] == [1, 1]
    clock.wait(600)
    assert sent_and_confirmed() == 2


def test_no_id_begins_like_an_option(client: FlaskClient, store: Store, clock: Clock) -> None:
    for n in range(100):
        client.post("/live/forms/review", data=words(text=f"Review {n}"), headers=sent())

    assert not [row.key for row in rows(store, clock) if row.key.startswith("-")]


def test_a_private_form_is_kept_privately(client: FlaskClient, store: Store, clock: Clock) -> None:
    client.post("/live/forms/contact", data={"text": "hello"}, headers=sent())

    [row] = rows(store, clock)
    assert (row.state, row.page, row.expires) == (State.PRIVATE, "", None)


def test_a_filled_trap_is_answered_like_success_and_held(client: FlaskClient, store: Store, clock: Clock) -> None:
    honest = client.post("/live/forms/review", data=words(second_comment=""), headers=sent())
    trapped = client.post("/live/forms/review", data=words(text="Buy!", second_comment="x"), headers=sent())

    assert (trapped.status_code, trapped.text) == (honest.status_code, honest.text)
    reasons = {row.values["text"]: row.reasons for row in rows(store, clock)}
    assert reasons == {words()["text"]: ("unproven",), "Buy!": ("unproven", "honeypot")}


def test_who_is_held_where_all_else_shows_at_once_is_told_that_it_waits(client: FlaskClient, clock: Clock) -> None:
    def thanks(*, after: float) -> str:
        stamp = a_stamp(client, "wall")
        clock.wait(after)
        return client.post("/live/forms/wall", data={"text": f"Hello {after}", "stamp": stamp}, headers=sent()).text

    assert "once it has been read" not in thanks(after=60)
    assert "once it has been read" in thanks(after=86_400 + 60)  # a tab that was open since yesterday


@pytest.mark.parametrize("page", ["books/gone", "menu/tea", "", "../etc"])
def test_a_page_that_has_no_such_thread_is_said_so_with_the_words_kept(
    client: FlaskClient, store: Store, clock: Clock, page: str
) -> None:
    answer = client.post("/live/forms/review", data=words(page=page), headers=sent(htmx=False))

    assert answer.status_code == 422
    assert "is not here any more" in answer.text
    assert "Sand.</textarea>" in answer.text
    assert rows(store, clock) == []


def test_an_unknown_field_is_refused_by_name_and_its_words_are_not_lost(client: FlaskClient) -> None:
    answer = client.post("/live/forms/review", data=words(nickname="<i>Mo</i>"), headers=sent())

    assert answer.status_code == 422
    assert "no field called “nickname”. You wrote there: &lt;i&gt;Mo&lt;/i&gt;" in answer.text


def test_text_comes_back_escaped_and_is_kept_byte_for_byte(client: FlaskClient, store: Store, clock: Clock) -> None:
    nasty = "<script>alert(1)</script>\"'><img src=x onerror=alert(1) hx-get=/x>\t \u202e\u0000 {{7*7}} <hx-partial>"

    thanks = client.post("/live/forms/review", data=words(author="<b>" + nasty[:40]), headers=sent())
    again = client.post("/live/forms/review", data=words(text=f"a\r\nb\rc\n{nasty}", rating="x"), headers=sent())
    client.post("/live/forms/contact", data={"text": f"a\r\nb\rc\n{nasty} "}, headers=sent())

    for answer in (thanks, again):
        assert "<b>" not in answer.text
        assert "<script" not in answer.text
        assert "<img" not in answer.text
        assert "<hx-" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in thanks.text
    [kept] = [row for row in rows(store, clock) if row.form == "contact"]
    assert kept.values["text"] == f"a\nb\nc\n{nasty} "


def test_counts_of_a_quantity_field_are_kept_by_row(client: FlaskClient, store: Store, clock: Clock) -> None:
    order = {"dishes[menu/tea]": "2", "dishes[menu/soup]": "0"}

    answer = client.post("/live/forms/order", data=order, headers=sent())

    assert answer.status_code == 200
    assert rows(store, clock)[0].values == {"dishes": {"menu/tea": 2}}


@pytest.mark.parametrize("htmx", [True, False])
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("", ["This is what you chose:", "2 × Tea", "€5.00", "1 × Soup", "€8.90", "Total", "€13.90"]),
        ("de", ["Das haben Sie gewählt:", "2 × Tea", "5,00\xa0€", "1 × Soup", "8,90\xa0€", "Summe", "13,90\xa0€"]),
    ],
)
def test_the_thanks_for_an_order_say_what_was_chosen_and_what_it_costs(
    make_app: MakeApp, htmx: bool, language: str, told: list[str]
) -> None:
    client = make_app(contract=with_form(ORDER, language=language)).test_client()
    order = {"dishes[menu/tea]": "2", "dishes[menu/soup]": "1"}

    answer = client.post("/live/forms/order", data=order, headers=sent(htmx=htmx))
    thanks = answer if htmx else client.get(answer.headers["Location"])

    cells = r'<(?:caption|th scope="row"|td class="align-right")>(?:<strong>)?([^<]+)'
    assert re.findall(cells, thanks.text) == told


def test_the_thanks_for_what_is_no_order_have_no_sum(client: FlaskClient) -> None:
    assert "<table" not in client.post("/live/forms/review", data=words(), headers=sent()).text


def test_a_locked_store_is_a_503_with_the_words_and_the_same_key(make_app: MakeApp, tmp_path: Path) -> None:
    file = tmp_path / "locked.db"
    locked = SqliteStore(file, budget_s=0.02)
    locked.health()
    client = make_app(another=locked).test_client()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    answer = client.post("/live/forms/review", data=words(), headers=sent(htmx=False))

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Sand.</textarea>" in answer.text
    stamp = re.search(r'name="stamp" value="([^"]+)"', answer.text)
    assert stamp
    other.execute("COMMIT")
    other.close()
    done = client.post("/live/forms/review", data=words(stamp=stamp[1]), headers=sent(htmx=False))
    later = client.post("/live/forms/review", data=words(), headers=sent(htmx=False))
    assert done.headers["Location"] == later.headers["Location"]
    locked.close()


class FullStore(SqliteStore):
    """A store in which every place is taken."""

    def submit(self, submission: Submission) -> Submission:
        raise Full("wall/places")


def test_a_form_without_room_is_a_409_with_the_words_kept(make_app: MakeApp, tmp_path: Path) -> None:
    client = make_app(another=FullStore(tmp_path / "full.db")).test_client()

    answer = client.post("/live/forms/review", data=words(), headers=sent())

    assert answer.status_code == 409
    assert "no room left" in answer.text
    assert "Sand.</textarea>" in answer.text


def test_too_many_posts_of_one_visitor_wait_but_a_repeat_never_does(
    make_app: MakeApp, store: Store, clock: Clock
) -> None:
    client = make_app(with_form(REVIEW, per_visitor=(2, 3600))).test_client()

    def post(text: str, address: str = "203.0.113.7") -> int:
        told = {"REMOTE_ADDR": address}
        return client.post("/live/forms/review", data=words(text=text), headers=sent(), environ_base=told).status_code

    assert [post("one"), post("two"), post("three"), post("two")] == [200, 200, 429, 200]
    assert post("three", "203.0.113.8") == 200
    clock.wait(3600)
    assert post("four") == 200


def test_other_words_under_a_stamp_that_was_used_are_not_thanked_for_however_often_one_posts(make_app: MakeApp) -> None:
    client = make_app(with_form(REVIEW, per_visitor=(1, 3600))).test_client()
    stamp = a_stamp(client, "review")
    client.post("/live/forms/review", data=words(stamp=stamp), headers=sent())

    answer = client.post("/live/forms/review", data=words(stamp=stamp, text="More."), headers=sent())

    assert answer.status_code == 409
    assert "More.</textarea>" in answer.text


def test_a_post_too_often_comes_back_with_the_words_and_when_to_try_again(make_app: MakeApp) -> None:
    client = make_app(with_form(REVIEW, per_visitor=(1, 3600))).test_client()
    client.post("/live/forms/review", data=words(), headers=sent())

    answer = client.post("/live/forms/review", data=words(text="More."), headers=sent())

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "More.</textarea>" in answer.text


def test_the_thanks_of_another_form_or_of_no_submission_are_not_found(client: FlaskClient) -> None:
    key = client.post("/live/forms/review", data=words(), headers=sent(htmx=False)).headers["Location"].split("/")[-1]

    assert client.get(f"/live/forms/contact/thanks/{key}").status_code == 404
    assert client.get(f"/live/forms/review/thanks/{key[::-1]}").status_code == 404


def test_a_form_nobody_declared_is_not_found(client: FlaskClient) -> None:
    assert client.post("/live/forms/nope", data={"text": "x"}, headers=sent()).status_code == 404
    assert client.get("/live/stamp/nope").status_code == 404


def test_no_answer_ever_sets_a_cookie(client: FlaskClient) -> None:
    answers = [
        client.get("/live/stamp/review", headers=sent()),
        client.post("/live/forms/review", data=words(), headers=sent()),
        client.post("/live/forms/review", data=words(author=""), headers=sent(htmx=False)),
        client.get(f"/live/newer/review/{DUNE}"),
        client.get("/live/nothing"),
    ]

    assert [answer.headers.get("Set-Cookie") for answer in answers] == [None] * 5


def test_the_form_of_the_contract_draws_as_the_frozen_one_until_something_is_typed() -> None:
    from live.bookshop import an_environment
    from polynya_live.templating import draw_form

    drawn = [draw_form(an_environment(), REVIEW, a_contract().pages[DUNE]) for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert 'hx-get="/live/stamp/review"' in drawn[0]
    assert 'name="stamp"' not in drawn[0]
