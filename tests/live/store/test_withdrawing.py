"""Withdrawing and leaving while somebody else changes the same row, on every store: the place is free, and nothing comes back."""

import threading

import pytest

from live.store.between import before
from live.store.submission_factory import NOW, a_booking
from polynya_live.accounts.sent import withdraw
from polynya_live.inbox.actions import Decision, act_on
from polynya_live.inbox.history import Act
from polynya_live.store import NoSuchSubmission, StaleRevision, Store
from polynya_live.submissions import ACCOUNT, Claim, State

PLACE = Claim("event/night", 2, 5)
HERS = {ACCOUNT: "ada@floe.example"}
OWNER = "owner@floe.example"


def test_what_an_owner_approves_while_it_is_withdrawn_leaves_no_place_taken(store: Store) -> None:
    row = store.submit(a_booking(PLACE, extra=HERS, state=State.PENDING))

    withdraw(before(store, "amend", lambda: store.moderate(row.key, State.APPROVED, now=NOW)), row.key, now=NOW)

    assert store.taken([PLACE.name]) == {PLACE.name: 0}
    with pytest.raises(NoSuchSubmission):
        store.get(row.key, now=NOW)


def test_owners_and_senders_at_once_leave_no_place_taken(store: Store) -> None:
    rows = [store.submit(a_booking(Claim("event/night", 1, 9), extra=HERS, state=State.PENDING)) for _ in range(6)]
    start = threading.Barrier(3)

    def owner(first: Act, then: Act) -> None:
        start.wait()
        for row in rows:
            for act in (first, then):
                try:
                    act_on(store, Decision(key=row.key, act=act, who=OWNER), now=NOW)
                except (NoSuchSubmission, StaleRevision):
                    continue

    def sender() -> None:
        start.wait()
        for row in rows:
            withdraw(store, row.key, now=NOW)

    crowd = [
        threading.Thread(target=owner, args=acts) for acts in ((Act.APPROVE, Act.REJECT), (Act.REJECT, Act.APPROVE))
    ]
    crowd.append(threading.Thread(target=sender))
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert store.taken(["event/night"]) == {"event/night": 0}
    assert list(store.export(now=NOW)) == []


def test_a_nameless_row_says_nothing_of_whose_it_was(store: Store) -> None:
    row = store.submit(a_booking(PLACE, extra={**HERS, "confirmed": NOW}, expires=NOW // 1000 + 60))

    withdraw(store, row.key, now=NOW, nameless=True)

    kept = store.get(row.key, now=0)
    assert (kept.values, kept.extra, kept.state) == ({}, {}, State.REJECTED)
    assert store.taken([PLACE.name]) == {PLACE.name: 0}
