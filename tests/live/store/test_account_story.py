"""What a sender and the digest do with a store, on every store: rewriting, withdrawing, deleting an account, filing."""

from pathlib import Path

import pytest
from jinja2 import Environment

from live.bookshop import REVIEW, a_contract, some_settings
from live.store.submission_factory import DUNE, NOW, a_booking, a_review
from polynya_live.accounts.account import Account, Role
from polynya_live.accounts.sent import TooLate, find_sent, list_sent, rewrite, withdraw, withdraw_all
from polynya_live.store import NoSuchSubmission, Store
from polynya_live.submissions import ACCOUNT, Claim, State, Submission
from polynya_live.work.digest import file_in_digest
from polynya_live.work.links import DIGEST_FORM
from polynya_live.work.office import Office

ADA = Account("ada@floe.example", "Ada", Role.VISITOR)
HERS = {ACCOUNT: ADA.email}
NEW = {"author": "Ada", "rating": 4, "text": "Worms."}


def test_a_shown_review_is_rewritten_and_waits(store: Store) -> None:
    row = store.submit(a_review("Sand.", extra=HERS, state=State.APPROVED))

    edited = rewrite(store, row, NEW, form=REVIEW, now=NOW)

    assert store.get(row.key, now=NOW) == edited
    assert (edited.state, edited.values) == (State.PENDING, NEW)
    assert store.thread(DUNE, now=NOW) == []
    assert [one.key for one in list_sent(store, ADA, now=NOW).rows] == [row.key]


def test_a_rewrite_meets_the_owner_who_was_faster(store: Store) -> None:
    row = store.submit(a_review("Sand.", extra=HERS))
    store.moderate(row.key, State.APPROVED, now=NOW)

    edited = rewrite(store, row, NEW, form=REVIEW, now=NOW)
    assert edited.state is State.PENDING  # what nobody has read does not take the place of what was read

    store.moderate(row.key, State.REJECTED, now=NOW)
    with pytest.raises(TooLate):
        rewrite(store, edited, {**NEW, "text": "Again."}, form=REVIEW, now=NOW)
    assert store.get(row.key, now=NOW).values == NEW


def test_what_is_withdrawn_is_gone_and_its_place_is_free(store: Store) -> None:
    place = Claim("event/night", 2, 5)
    booked = store.submit(a_booking(place, extra=HERS))
    shown = store.submit(a_review("Sand.", extra=HERS, state=State.APPROVED))

    for key in (booked.key, shown.key, booked.key, "no-such-key-at-all"):
        withdraw(store, key, now=NOW)

    assert store.taken([place.name]) == {place.name: 0}
    assert store.thread(DUNE, now=NOW) == []
    assert list_sent(store, ADA, now=NOW).rows == []
    with pytest.raises(NoSuchSubmission):
        find_sent(store, ADA, shown.key, now=NOW)
    assert store.purge(now=NOW + 1000) == 2


def test_deleting_an_account_takes_back_all_of_it_and_nothing_else(store: Store) -> None:
    for n in range(130):
        store.submit(a_review(f"Number {n}.", extra=HERS, received=NOW - n))
    other = store.submit(a_review("Eve's.", extra={ACCOUNT: "eve@floe.example"}))

    withdraw_all(store, ADA, now=NOW)

    assert [row.key for row in store.export(now=NOW)] == [other.key]


def test_a_digest_is_filed_once_for_each_submission(store: Store, tmp_path: Path) -> None:
    office = Office(
        store=store,
        mailer=None,
        contract=a_contract(),
        settings=some_settings(tmp_path, owners=("owner@floe.example",)),
        templates=Environment(),
    )
    rows: list[Submission] = [a_review(f"Number {n}.") for n in range(3)]
    for row in (*rows, rows[0]):
        file_in_digest(row, "owner@floe.example", office, now=NOW)

    [digest] = store.export(form=DIGEST_FORM, now=NOW)
    assert digest.values["keys"] == [row.key for row in rows]
    assert store.due(now=digest.due) == [digest]
    assert store.due(now=digest.due - 1) == []
