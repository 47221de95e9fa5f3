"""Small texts that a store remembers for a while."""

from live.bookshop import NOW
from polynya_live.store import Store

LATER = NOW // 1000 + 60


def test_what_is_remembered_is_recalled_until_it_expires(store: Store) -> None:
    store.remember("session/a", "one", expires=LATER)

    assert store.recall("session/a", now=NOW) == "one"
    assert store.recall("session/b", now=NOW) is None
    assert store.recall("session/a", now=LATER * 1000) is None


def test_the_last_word_counts_and_an_expired_one_forgets(store: Store) -> None:
    store.remember("session/a", "one", expires=LATER)
    store.remember("session/a", "two", expires=LATER)
    assert store.recall("session/a", now=NOW) == "two"

    store.remember("session/a", "", expires=0)
    assert store.recall("session/a", now=NOW) is None
