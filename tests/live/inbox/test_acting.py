"""What an owner does with a submission in the inbox, and what everybody else is told: nothing."""

from dataclasses import replace

import pytest

from live.bookshop import DUNE, NOW, REVIEW, SITE_URL, an_environment, sent, with_form
from live.inbox.conftest import MODERATOR, OWNER, VISITOR, Desk
from polynya_live.contract import Field
from polynya_live.inbox.actions import mark_of
from polynya_live.inbox.history import read_history
from polynya_live.submissions import State

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["/live/inbox", "/live/inbox/", f"/live/inbox/{'k' * 24}", "/live/inbox/a/b"])
@pytest.mark.parametrize("email", ["", VISITOR])
def test_strangers_are_told_what_they_are_told_of_any_unknown_page(
    desk: Desk, method: str, path: str, email: str
) -> None:
    desk.waiting()
    client = desk.client(email)

    answers = [
        client.open(address, method=method, base_url=SITE_URL, headers=sent(htmx=htmx))
        for htmx in (False, True)
        for address in (path, "/live/unheard-of")
    ]

    for inbox, unknown in (answers[:2], answers[2:]):
        assert inbox.status_code == unknown.status_code == 404
        assert inbox.data == unknown.data
        assert dict(inbox.headers) == dict(unknown.headers)


def test_only_the_methods_of_a_screen_are_known_to_the_owner_too(desk: Desk) -> None:
    assert desk.client().put("/live/inbox/", base_url=SITE_URL).status_code == 404


def test_a_field_may_be_called_as_what_the_inbox_posts_itself(desk: Desk) -> None:
    names = ("mark", "act", "back", "key", "reply", "number")
    fields = tuple(Field(name=name, label=name) for name in names)
    desk.app = desk.with_owners(OWNER, contract=with_form(REVIEW, fields=fields, thanks="{mark} {number}"))
    row = desk.waiting(values=dict.fromkeys(names, "before"))
    typed = {name: f"my {name}" for name in names}

    ours = {"mark": [mark_of(row), typed["mark"]], "act": [typed["act"], "edit"], "back": ["", typed["back"]]}
    answer = desk.post(f"/live/inbox/{row.key}", **(typed | ours))

    assert answer.status_code == 200
    assert desk.now(row).values == typed


@pytest.mark.parametrize("email", [OWNER, MODERATOR])
def test_owner_and_moderator_see_what_waits(desk: Desk, email: str) -> None:
    desk.waiting()

    answer = desk.get("/live/inbox/", email)

    assert answer.status_code == 200
    assert "Sand." in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_a_removed_owner_sees_nothing_from_then_on(desk: Desk) -> None:
    row = desk.waiting()
    client = desk.client(OWNER)
    removed = desk.client(OWNER, desk.with_owners("somebody@floe.example"))

    assert client.get("/live/inbox/", base_url=SITE_URL).status_code == 200
    assert removed.get("/live/inbox/", base_url=SITE_URL).status_code == 404
    answer = removed.post(f"/live/inbox/{row.key}", base_url=SITE_URL, data={"act": "approve"}, headers=sent())
    assert answer.status_code == 404
    assert desk.now(row).state is State.PENDING


def test_a_post_from_another_site_changes_nothing(desk: Desk) -> None:
    row = desk.waiting()

    for path in (f"/live/inbox/{row.key}", "/live/inbox/"):
        answer = desk.client().post(
            path, base_url=SITE_URL, data={"act": "approve", "key": row.key}, headers={"Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code == 400

    assert desk.now(row) == row


@pytest.mark.parametrize(("act", "state"), [("approve", State.APPROVED), ("reject", State.REJECTED)])
@pytest.mark.parametrize("htmx", [True, False])
def test_a_press_moves_it_and_says_so(desk: Desk, act: str, state: State, htmx: bool) -> None:
    row = desk.waiting()

    answer = desk.act(row, act, htmx=htmx, back="?form=review")

    assert desk.now(row).state is state
    (entry,) = read_history(desk.now(row))
    assert (entry.who, entry.at, entry.act, entry.state) == (OWNER, NOW, act, "pending")
    if htmx:
        assert answer.status_code == 200
        assert answer.headers["HX-Reswap"] == "outerHTML"
    else:
        assert answer.status_code == 303
        assert answer.headers["Location"].startswith("/live/inbox/?form=review&done=")
        answer = desk.get(answer.headers["Location"])
    assert "Undo" in answer.text


def test_undone_within_ten_seconds_it_waits_again(desk: Desk) -> None:
    row = desk.waiting()
    desk.act(row, "approve")
    desk.clock.wait(10)

    answer = desk.post("/live/inbox/", act="undo", key=row.key)

    assert desk.now(row).state is State.PENDING
    assert "Taken back" in answer.text


def test_undone_too_late_it_stays(desk: Desk) -> None:
    row = desk.waiting()
    desk.act(row, "approve")
    desk.clock.wait(13)

    answer = desk.post("/live/inbox/", act="undo", key=row.key)

    assert desk.now(row).state is State.APPROVED
    assert "1 is left as it is" in answer.text


def test_nobody_undoes_what_another_did(desk: Desk) -> None:
    row = desk.waiting()
    desk.act(row, "approve")

    desk.post("/live/inbox/", act="undo", key=row.key, email=MODERATOR)

    assert desk.now(row).state is State.APPROVED


def test_the_second_of_two_owners_is_told_what_it_is_now_and_changes_nothing(desk: Desk) -> None:
    row = desk.waiting()
    desk.act(row, "approve")
    before = desk.now(row)

    for htmx in (True, False):
        answer = desk.act(row, "reject", email=MODERATOR, htmx=htmx)

        assert answer.status_code == 409
        assert "Somebody else was faster: this is approved now" in answer.text
    assert desk.now(row) == before


def test_a_note_of_the_worker_is_no_change_that_an_owner_must_look_at(desk: Desk) -> None:
    row = desk.waiting()
    desk.store.amend(row.__class__(**{**_fields(row), "extra": {"mail": ["sent 1 0 notify owner@floe.example"]}}))

    assert desk.act(row, "approve").status_code == 200
    assert desk.now(row).extra["mail"] == ["sent 1 0 notify owner@floe.example"]


def test_several_are_moved_at_once_but_not_what_changed_meanwhile(desk: Desk) -> None:
    from polynya_live.inbox.actions import mark_of

    rows = [desk.waiting(f"{n}" * 24) for n in range(3)]
    ticked = [f"{row.key}:{mark_of(row)}" for row in rows]
    desk.act(rows[1], "reject")

    answer = desk.post("/live/inbox/", act="approve", key=ticked)

    assert [desk.now(row).state for row in rows] == [State.APPROVED, State.REJECTED, State.APPROVED]
    assert "1 is left as it is" in answer.text
    assert answer.text.count('hx-swap-oob="outerHTML"') == 3


def test_an_edit_keeps_what_was_there_before(desk: Desk) -> None:
    row = desk.waiting(values={"author": "Mara", "rating": 5, "text": "Sand.", "of-old": "kept"})

    desk.act(row, "edit", author="Mara", rating="4", text="Sand, sand.")

    edited = desk.now(row)
    assert dict(edited.values) == {"author": "Mara", "rating": 4, "text": "Sand, sand.", "of-old": "kept"}
    assert dict(read_history(edited)[0].values) == {"rating": 5, "text": "Sand."}
    page = desk.get(f"/live/inbox/{row.key}").text
    assert "Your review before" in page and f"by {OWNER}" in page

    desk.post("/live/inbox/", act="undo", key=row.key)
    assert dict(desk.now(row).values) == dict(row.values)


@pytest.mark.parametrize("htmx", [True, False])
def test_an_edit_that_does_not_fit_keeps_the_words_and_says_why(desk: Desk, htmx: bool) -> None:
    row = desk.waiting()

    answer = desk.act(row, "edit", author="", rating="9", text="New words.", htmx=htmx)

    assert answer.status_code == 422
    assert "New words." in answer.text and 'aria-invalid="true"' in answer.text
    assert desk.now(row) == row


def test_a_reply_stands_under_the_review_frozen_and_live(desk: Desk) -> None:
    row = desk.waiting()
    desk.act(row, "approve")

    desk.act(desk.now(row), "reply", reply="<b>Thank you</b>")

    answer = desk.get(f"/live/newer/review/{DUNE}", "").text
    assert "&lt;b&gt;Thank you&lt;/b&gt;" in answer
    desk.act(desk.now(row), "reply", reply=" ")
    assert "blockquote" not in desk.get(f"/live/newer/review/{DUNE}", "").text


def test_a_review_with_a_reply_is_the_same_bytes_frozen_and_live(desk: Desk) -> None:
    row = desk.waiting()
    desk.act(row, "approve")
    desk.clock.wait(90_000)
    desk.act(desk.now(row), "reply", reply="Thank you.\nCome again!")

    frozen = an_environment().get_template("fragments/submission.html").render(form=REVIEW, submission=desk.now(row))

    assert "Thank you.\nCome again!" in frozen
    assert frozen in desk.get(f"/live/newer/review/{DUNE}", "").text


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/?form=x", "\r\nSet-Cookie: a=b", "?after=%0d%0ax"]
)
def test_the_way_back_leads_to_the_inbox_and_nowhere_else(desk: Desk, back: str) -> None:
    answer = desk.act(desk.waiting(), "approve", htmx=False, back=back)

    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/live/inbox/?")
    assert "Set-Cookie" not in answer.headers


def test_the_workers_own_rows_are_not_there(desk: Desk) -> None:
    own = desk.waiting(form="@sign-in", state=State.PRIVATE, page="")

    assert desk.get(f"/live/inbox/{own.key}").status_code == 404
    assert desk.act(own, "approve").status_code == 404
    assert own.key not in desk.get("/live/inbox/?state=all&form=@sign-in").text


def test_forms_of_one_title_are_told_apart_by_their_names(desk: Desk) -> None:
    desk.app = desk.with_owners(OWNER, contract=with_form(replace(REVIEW, name="review-de")))

    inbox = desk.get("/live/inbox/").text

    assert ">Write a review (review)</option>" in inbox and ">Write a review (review-de)</option>" in inbox
    assert ">Order</option>" in inbox


@pytest.mark.parametrize("act", ["", "erase", "APPROVE"])
def test_an_act_that_there_is_not_is_refused(desk: Desk, act: str) -> None:
    assert desk.act(desk.waiting(), act).status_code == 400


def _fields(row: object) -> dict[str, object]:
    return {name: getattr(row, name) for name in row.__dataclass_fields__}  # type: ignore[attr-defined]
