"""The acts themselves, as the links in mails and the terminal use them."""

from dataclasses import replace

import pytest

from live.bookshop import NOW
from live.inbox.conftest import Desk
from polynya_live.inbox.actions import Decision, NotForThis, TooLate, act_on, mark_of, moderate_once
from polynya_live.inbox.history import MOST_ENTRIES, Act, read_history
from polynya_live.store import NoSuchSubmission, StaleRevision
from polynya_live.store.sqlite import SqliteStore
from polynya_live.submissions import EDITED, Claim, State, Submission

WHO = "owner@floe.example"
LINK = {"nonce": "approve/link", "expires": NOW // 1000 + 60}


def decision(row: Submission, act: Act, **more: object) -> Decision:
    return Decision(key=row.key, act=act, who=WHO, **more)  # type: ignore[arg-type]


def test_a_link_moderates_once(desk: Desk) -> None:
    row = desk.waiting()

    assert moderate_once(desk.store, decision(row, Act.APPROVE), now=NOW, **LINK).state is State.APPROVED
    act_on(desk.store, decision(row, Act.UNDO), now=NOW)
    with pytest.raises(TooLate):
        moderate_once(desk.store, decision(row, Act.APPROVE), now=NOW, **LINK)

    assert desk.now(row).state is State.PENDING


def test_a_link_moves_only_what_still_waits(desk: Desk) -> None:
    row = desk.waiting()
    act_on(desk.store, decision(row, Act.REJECT), now=NOW)

    with pytest.raises(StaleRevision) as stale:
        moderate_once(desk.store, decision(row, Act.APPROVE), now=NOW, **LINK)

    assert stale.value.current.state is State.REJECTED
    assert desk.now(row).state is State.REJECTED


def test_a_link_that_has_ended_moves_nothing(desk: Desk) -> None:
    row = desk.waiting()

    with pytest.raises(TooLate):
        moderate_once(desk.store, decision(row, Act.APPROVE), now=NOW, nonce="n", expires=NOW // 1000)

    assert desk.now(row) == row


def test_a_mark_holds_for_no_words_that_a_sender_has_put_in_later(desk: Desk) -> None:
    row = desk.waiting()
    mark = mark_of(row)
    desk.store.amend(replace(row, extra={EDITED: NOW}))  # back to the very words, as if others had the same mark

    with pytest.raises(StaleRevision):
        act_on(desk.store, decision(row, Act.APPROVE, mark=mark), now=NOW)

    assert desk.now(row).state is State.PENDING


def test_what_is_so_already_changes_nothing(desk: Desk) -> None:
    row = desk.waiting()
    approved = act_on(desk.store, decision(row, Act.APPROVE), now=NOW)

    assert act_on(desk.store, decision(row, Act.APPROVE), now=NOW + 1) == approved
    assert act_on(desk.store, decision(row, Act.REPLY, reply=" "), now=NOW + 1) == approved
    assert act_on(desk.store, decision(row, Act.EDIT, values=row.values), now=NOW + 1) == approved


class Meeting(SqliteStore):
    """A store in which another owner does the same between our look and our act."""

    other: Decision | None = None

    def get(self, key: str, *, now: int) -> Submission:
        row = super().get(key, now=now)
        if self.other is not None:
            other, self.other = self.other, None
            act_on(self, other, now=now)
        return row


@pytest.mark.parametrize("act", [Act.APPROVE, Act.REJECT, Act.REPLY, Act.EDIT])
def test_one_of_two_at_the_very_same_time_is_told_so(desk: Desk, act: Act) -> None:
    row = desk.waiting()
    store = Meeting(desk.store._database.path)  # type: ignore[attr-defined]
    store.other = Decision(key=row.key, act=Act.APPROVE, who="other@floe.example")

    with pytest.raises(StaleRevision):
        act_on(store, decision(row, act, reply="Thanks.", values={"text": "New."}), now=NOW)

    assert [entry.who for entry in read_history(desk.now(row))] == ["other@floe.example"]
    store.close()


@pytest.mark.parametrize("act", [Act.APPROVE, Act.REJECT, Act.REPLY])
def test_what_is_private_stays_so(desk: Desk, act: Act) -> None:
    row = desk.waiting(form="contact", page="", state=State.PRIVATE)

    with pytest.raises(NotForThis):
        act_on(desk.store, decision(row, act, reply="Thanks."), now=NOW)

    assert desk.now(row) == row


@pytest.mark.parametrize("back", [Act.APPROVE, Act.UNDO])
def test_what_is_private_and_takes_a_place_can_give_it_back_and_take_it_again(desk: Desk, back: Act) -> None:
    place = Claim("places/contact/", 2, 3)
    row = desk.waiting(form="contact", page="", state=State.PRIVATE, claims=(place,))

    act_on(desk.store, decision(row, Act.REJECT), now=NOW)
    assert (desk.now(row).state, desk.store.taken([place.name])) == (State.REJECTED, {place.name: 0})

    act_on(desk.store, decision(desk.now(row), back, anytime=True), now=NOW)
    assert (desk.now(row).state, desk.store.taken([place.name])) == (State.PRIVATE, {place.name: 2})


def test_the_inbox_rejects_what_is_private_only_where_it_takes_a_place(desk: Desk) -> None:
    places = (Claim("places/contact/", 1, 3),)
    row = desk.waiting(form="contact", page="", state=State.PRIVATE, claims=places)
    letter = desk.waiting("l" * 24, form="contact", page="", state=State.PRIVATE)

    shown, plain = (desk.get(f"/live/inbox/{one.key}").text for one in (row, letter))
    assert 'value="reject"' in shown and 'value="approve"' not in shown
    assert 'value="reject"' not in plain

    assert desk.act(row, "reject").status_code == 200
    refused = desk.get(f"/live/inbox/{row.key}").text
    assert 'value="approve"' in refused and 'value="reject"' not in refused


def test_nothing_to_undo_is_said(desk: Desk) -> None:
    row = desk.waiting()
    with pytest.raises(TooLate):
        act_on(desk.store, decision(row, Act.UNDO, anytime=True), now=NOW)
    with pytest.raises(NoSuchSubmission):
        act_on(desk.store, Decision(key="unknown" * 3, act=Act.UNDO, who=WHO), now=NOW)


def test_the_history_has_an_end(desk: Desk) -> None:
    row = desk.waiting()
    for nth in range(MOST_ENTRIES + 5):
        act_on(desk.store, decision(row, Act.REPLY, reply=f"Reply {nth}"), now=NOW + nth)

    history = read_history(desk.now(row))

    assert len(history) == MOST_ENTRIES
    assert history[-1].reply == f"Reply {MOST_ENTRIES + 3}"
