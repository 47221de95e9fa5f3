"""What every store promises of an account: all it has sent is found, newest first, and nothing of anybody else's."""

from dataclasses import replace

from live.store.submission_factory import NOW, a_booking, a_review
from polynya_live.store import Filter, Store
from polynya_live.submissions import ACCOUNT, Claim, State

ADA = {ACCOUNT: "ada@floe.example"}
MINE = Filter(account="ada@floe.example")


def keys(store: Store, *, wanted: Filter = MINE, now: int = NOW) -> list[str]:
    found, after = [], ""
    while True:
        listing = store.inbox(wanted, now=now, limit=2, after=after)
        found += [row.key for row in listing.rows]
        after = listing.next
        if not after:
            return found


def test_an_account_finds_all_it_has_sent_whatever_became_of_it(store: Store) -> None:
    pending = store.submit(a_review("One.", extra=ADA, received=NOW))
    shown = store.submit(a_review("Two.", extra=ADA, received=NOW + 1, state=State.APPROVED))
    place = Claim("event/night", 1, 5)
    booked = store.submit(a_booking(place, extra=ADA, received=NOW + 2))
    refused = store.submit(a_review("Three.", extra=ADA, received=NOW + 3))
    store.moderate(refused.key, State.REJECTED, now=NOW)
    store.submit(a_review("Not mine.", extra={ACCOUNT: "ada@floe.example.org"}))
    store.submit(a_review("Nobody's."))

    assert keys(store) == [refused.key, booked.key, shown.key, pending.key]
    assert keys(store, wanted=replace(MINE, form="event")) == [booked.key]
    assert keys(store, wanted=Filter(account="ada")) == []


def test_what_is_claimed_later_is_found_and_what_has_expired_or_is_erased_is_not(store: Store) -> None:
    soon = NOW // 1000 + 10
    claimed = store.submit(a_review("One.", expires=soon))
    expiring = store.submit(a_review("Two.", extra=ADA, expires=soon))
    erased = store.submit(a_review("Three.", extra=ADA))

    store.amend(replace(claimed, extra=ADA, expires=soon + 1000))
    store.erase([erased.key])

    assert sorted(keys(store)) == sorted([claimed.key, expiring.key])
    assert keys(store, now=NOW + 10_000) == [claimed.key]
    store.purge(now=NOW + 10_000)
    assert keys(store, now=NOW + 10_000) == [claimed.key]
