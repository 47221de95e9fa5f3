"""Passkeys in every store: kept once, listed by whose they are, removed for good, erased with the person."""

import pytest

from live.bookshop import NOW, a_review
from polynya_live.passkeys.kept import (
    PASSKEY_FORM,
    Passkey,
    find,
    keep,
    note_use,
    passkey_of,
    passkeys_of,
    remove,
    remove_all,
)
from polynya_live.store import Filter, KeyConflict, NoSuchSubmission, StaleRevision, Store
from polynya_live.submissions import ACCOUNT

ADA, EVE = "ada@floe.example", "eve@floe.example"
TEN_YEARS_MS = 10 * 365 * 86_400_000


def a_passkey(credential: str, email: str = ADA) -> Passkey:
    return Passkey(email=email, name="Laptop", user="u", credential=credential, public_key="pk", count=0)


def test_a_passkey_is_kept_once_and_found_by_its_name_after_years(store: Store) -> None:
    keep(store, a_passkey("one"), now=NOW)

    with pytest.raises(KeyConflict):
        keep(store, a_passkey("one", EVE), now=NOW)

    assert passkey_of(find(store, "one", now=NOW + TEN_YEARS_MS)) == a_passkey("one")
    store.purge(now=NOW + TEN_YEARS_MS)
    assert len(passkeys_of(store, ADA, now=NOW + TEN_YEARS_MS)) == 1
    assert passkeys_of(store, EVE, now=NOW) == []


def test_passkeys_are_listed_apart_from_what_their_owner_has_sent(store: Store) -> None:
    for nth in range(3):
        keep(store, a_passkey(f"key {nth}"), now=NOW + nth)
        store.submit(a_review(key=f"{nth:024}", received=NOW + nth, extra={ACCOUNT: ADA}))

    listed = [passkey_of(row).credential for row in passkeys_of(store, ADA, now=NOW + 9)]

    assert listed == ["key 2", "key 1", "key 0"]
    assert {row.form for row in store.inbox(Filter(account=ADA), now=NOW + 9).rows} == {"review"}
    assert [row.form for row in store.inbox(Filter(form=PASSKEY_FORM), now=NOW + 9).rows] == [PASSKEY_FORM] * 3


def test_of_two_uses_at_once_one_has_to_look_again(store: Store) -> None:
    keep(store, a_passkey("one"), now=NOW)
    row = find(store, "one", now=NOW)
    note_use(store, row, 7, now=NOW + 1)

    with pytest.raises(StaleRevision):
        note_use(store, row, 7, now=NOW + 1)

    assert passkey_of(find(store, "one", now=NOW + 1)).count == 7


def test_a_use_does_not_bring_back_what_was_removed_meanwhile(store: Store) -> None:
    keep(store, a_passkey("one"), now=NOW)
    row = find(store, "one", now=NOW)
    remove(store, ADA, row.key, now=NOW)

    with pytest.raises(StaleRevision):
        note_use(store, row, 1, now=NOW)

    with pytest.raises(NoSuchSubmission):
        find(store, "one", now=NOW)
    assert passkeys_of(store, ADA, now=NOW) == []


def test_only_its_account_removes_a_passkey_and_it_can_be_kept_anew(store: Store) -> None:
    row = keep(store, a_passkey("one"), now=NOW)
    remove(store, EVE, row.key, now=NOW)
    assert len(passkeys_of(store, ADA, now=NOW)) == 1

    remove_all(store, ADA, now=NOW)
    assert passkeys_of(store, ADA, now=NOW) == []

    keep(store, a_passkey("one"), now=NOW + 2000)
    assert passkey_of(find(store, "one", now=NOW + 2000)).email == ADA
