"""What every store promises of places that are limited: never one too many, none lost."""

import pytest

from live.store.conftest import StartScript
from live.store.submission_factory import NOW, a_booking, a_review
from polynya_live.store import Full, Store
from polynya_live.submissions import Claim, State

PLACES = 30


def test_500_concurrent_claims_for_30_places_give_exactly_30(
    address: str, store: Store, start_script: StartScript
) -> None:
    crowds = [start_script("crowd.py", address, "night", str(PLACES), "250") for _ in range(2)]

    answers = [crowd.communicate(timeout=300)[0].split() for crowd in crowds]

    assert sum(int(booked) for booked, _ in answers) == PLACES
    assert sum(int(full) for _, full in answers) == 500 - PLACES
    assert store.taken(["night"]) == {"night": PLACES}
    assert store.tally("event", now=NOW) == {State.PRIVATE: PLACES}


def test_all_of_its_claims_or_none(store: Store) -> None:
    store.submit(a_booking(Claim("table", 3, 4), Claim("menu", 1, 9)))

    with pytest.raises(Full) as refused:
        store.submit(a_booking(Claim("menu", 1, 9), Claim("table", 2, 4)))

    assert refused.value.name == "table"
    assert store.taken(["menu", "table", "other"]) == {"menu": 1, "table": 3, "other": 0}


def test_two_claims_on_one_counter_add_up(store: Store) -> None:
    with pytest.raises(Full):
        store.submit(a_booking(Claim("table", 3, 4), Claim("table", 2, 4)))

    store.submit(a_booking(Claim("table", 3, 4), Claim("table", 1, 4)))

    assert store.taken(["table"]) == {"table": 4}


def test_of_two_claims_on_one_counter_the_smaller_limit_counts(store: Store) -> None:
    with pytest.raises(Full):
        store.submit(a_booking(Claim("table", 1, 9), Claim("table", 1, 1)))

    assert store.taken(["table"]) == {"table": 0}


def test_more_than_there_ever_was_is_full(store: Store) -> None:
    with pytest.raises(Full):
        store.submit(a_booking(Claim("table", 5, 4)))


def test_a_repeat_takes_its_place_once_even_when_all_are_gone(store: Store) -> None:
    row = a_booking(Claim("table", 4, 4))

    assert store.submit(row) == store.submit(row) == row

    assert store.taken(["table"]) == {"table": 4}


def test_rejecting_gives_back_and_approving_takes_anew(store: Store) -> None:
    row = store.submit(a_review(claims=(Claim("slot", 1, 1),)))
    store.moderate(row.key, State.REJECTED, now=NOW)
    assert store.taken(["slot"]) == {"slot": 0}

    other = store.submit(a_review(claims=(Claim("slot", 1, 1),)))
    with pytest.raises(Full):
        store.moderate(row.key, State.APPROVED, now=NOW)
    assert store.get(row.key, now=NOW).state is State.REJECTED

    assert store.erase([other.key]) == 1
    assert store.moderate(row.key, State.APPROVED, now=NOW).state is State.APPROVED
    assert store.taken(["slot"]) == {"slot": 1}


def test_erasing_what_was_rejected_gives_nothing_back_twice(store: Store) -> None:
    kept = store.submit(a_booking(Claim("slot", 1, 5)))
    gone = store.submit(a_booking(Claim("slot", 1, 5)))
    store.moderate(gone.key, State.REJECTED, now=NOW)

    store.erase([gone.key])

    assert store.taken(["slot"]) == {"slot": 1}
    assert store.get(kept.key, now=NOW) == kept
