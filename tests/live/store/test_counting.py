"""What every store promises of rate windows, nonces and its own health."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from live.store.submission_factory import NOW
from polynya_live.store import Store, open_store


def test_a_window_counts_its_own_events_only(store: Store) -> None:
    start = NOW - NOW % 60_000
    counted = [store.count("visitor", window_s=60, now=now) for now in (start, start + 59_999, start + 60_000)]

    assert counted == [1, 2, 1]
    assert store.count("other", window_s=60, now=start) == 1
    assert store.count("visitor", window_s=3600, now=start) == 1


def test_concurrent_counts_are_all_counted(store: Store) -> None:
    with ThreadPoolExecutor(8) as visitors:
        counted = list(visitors.map(lambda _: store.count("visitor", window_s=60, now=NOW), range(40)))

    assert sorted(counted) == list(range(1, 41))


def test_a_nonce_is_spent_once(store: Store) -> None:
    expires = NOW // 1000 + 60
    with ThreadPoolExecutor(8) as visitors:
        spent = list(visitors.map(lambda _: store.spend("nonce", expires=expires, now=NOW), range(20)))

    assert sorted(spent) == [False] * 19 + [True]
    assert not store.spend("nonce", expires=expires, now=NOW + 61_000)


def test_a_nonce_that_has_expired_cannot_be_spent(store: Store) -> None:
    assert not store.spend("nonce", expires=NOW // 1000, now=NOW)


def test_it_says_that_it_is_well_and_writes_nothing_for_it(store: Store) -> None:
    store.health()
    store.ready()

    assert list(store.export(now=NOW)) == []


@pytest.mark.parametrize(
    "address",
    ["", "postgres://x", "sqlite://relative.db", "sqlite:///", "sqlite:///:memory:", "sqlite:///folder/", "dynamodb://",
     "dynamodb://?region=x", "dynamodb://table?region=x&colour=blue"],
)  # fmt: skip
def test_an_address_of_another_form_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="address"):
        open_store(address)
