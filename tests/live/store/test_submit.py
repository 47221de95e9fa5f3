"""What every store promises of a submission that comes in."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from live.store.submission_factory import DUNE, NOW, a_key, a_review
from polynya_live.store import Filter, KeyConflict, NoSuchSubmission, Store
from polynya_live.submissions import START, Claim, State, ThreadId

VALUES = st.dictionaries(
    st.text(min_size=1, max_size=12),
    st.one_of(
        st.text(max_size=60),
        st.integers(-(2**60), 2**60),
        st.floats(allow_nan=False),
        st.booleans(),
        st.lists(st.text(max_size=20), max_size=3),
        st.dictionaries(st.text(max_size=8), st.integers(0, 99), max_size=3),
    ),
    max_size=5,
)


def test_what_was_kept_is_read_back_whole(store: Store) -> None:
    sent = a_review(
        values={"text": "naïve 🐧 \x00 <b>", "n": 1, "x": 1.5, "yes": True, "many": ["a", ""], "menu": {"tea": 2}},
        reasons=("honeypot", "hasty"),
        claims=(Claim("event/night", 2, 30),),
        extra={"visitor": "hash"},
        expires=NOW // 1000 + 60,
    )

    kept = store.submit(sent)

    assert kept == sent
    assert store.get(sent.key, now=NOW) == sent


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=VALUES)
def test_any_value_comes_back_as_it_went_in(store: Store, values: dict[str, object]) -> None:
    sent = store.submit(a_review(values=values))

    assert store.get(sent.key, now=NOW).values == values


def test_a_repeat_is_the_first_row_unchanged(store: Store) -> None:
    sent = a_review()
    first = store.submit(sent)
    approved = store.moderate(sent.key, State.APPROVED, now=NOW + 1)

    repeated = store.submit(replace(sent, received=NOW + 5000))

    assert first.state is State.PENDING
    assert repeated == approved
    assert store.tally("review", now=NOW) == {State.APPROVED: 1}


def test_a_key_with_another_body_is_a_conflict(store: Store) -> None:
    sent = store.submit(a_review("First."))

    with pytest.raises(KeyConflict):
        store.submit(a_review("Second.", key=sent.key))

    assert store.get(sent.key, now=NOW) == sent


def test_an_approved_one_gets_its_cursor_at_once(store: Store) -> None:
    sent = a_review(state=State.APPROVED)

    kept = store.submit(sent)

    assert (kept.approved, kept.cursor) == (NOW, f"{NOW}-{sent.key[:12]}")
    assert store.newer_than(DUNE, START, now=NOW) == [kept]
    assert store.submit(sent) == kept
    assert store.thread(DUNE, now=NOW) == [kept]


def test_a_missing_key_is_said_so(store: Store) -> None:
    for act in (
        lambda: store.get("no-such-key-at-all", now=NOW),
        lambda: store.moderate("no-such-key-at-all", State.APPROVED, now=NOW),
        lambda: store.amend(a_review()),
    ):
        with pytest.raises(NoSuchSubmission):
            act()


def test_what_has_expired_is_never_read(store: Store) -> None:
    row = store.submit(a_review(state=State.APPROVED, expires=NOW // 1000 + 10))
    last, after = NOW + 9_999, NOW + 10_000

    assert store.get(row.key, now=last) == row
    with pytest.raises(NoSuchSubmission):
        store.get(row.key, now=after)
    with pytest.raises(NoSuchSubmission):
        store.moderate(row.key, State.REJECTED, now=after)
    for now, expected in ((last, [row]), (after, [])):
        assert store.thread(DUNE, now=now) == expected
        assert store.newer_than(DUNE, START, now=now) == expected
        assert list(store.approved("review", now=now)) == expected
        assert list(store.export(now=now)) == expected
        assert store.tally("review", now=now) == ({State.APPROVED: 1} if expected else {})


def test_the_key_of_an_expired_row_is_free_again(store: Store) -> None:
    key = a_key()
    store.submit(a_review("First.", key=key, expires=NOW // 1000 + 10))

    second = store.submit(a_review("Second.", key=key, received=NOW + 10_000))

    assert store.get(key, now=NOW + 10_000) == second


def test_pages_whose_names_begin_alike_have_threads_of_their_own(store: Store) -> None:
    for page in ("books/dune", "books/dune-messiah", "books/dun", "books", ""):
        store.submit(a_review(page, page=page, state=State.APPROVED))

    for page in ("books/dune", "books/dune-messiah", "books/dun", "books", ""):
        assert [row.values["text"] for row in store.thread(ThreadId("review", page), now=NOW)] == [page]
    assert [row.page for row in store.approved("review", now=NOW)] == [
        "",
        "books",
        "books/dun",
        "books/dune",
        "books/dune-messiah",
    ]


@pytest.mark.parametrize("key", ["k" * 3000, "☃" * 1000, "\x00", "a/b#c", "🙂" * 600])
def test_a_key_that_no_submission_has_is_not_found_however_long(store: Store, key: str) -> None:
    with pytest.raises(NoSuchSubmission):
        store.get(key, now=NOW)


@pytest.mark.parametrize("place", ["9" * 3000, "🙂" * 600, "\x00", "no place"])
def test_a_place_that_no_submission_has_is_one_to_list_from_however_long(store: Store, place: str) -> None:
    for wanted in (Filter(), Filter(account="ada@floe.example")):
        assert not store.inbox(wanted, now=NOW, after=place).rows
