"""The owner's inbox in the terminal: list what waits, approve, reject, by ids that may be shortened."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from build.sites import SHOP, a_review, run, store_of, write
from polynya_live.accounts.sent import withdraw
from polynya_live.contract import load
from polynya_live.inbox.actions import id_as_seen
from polynya_live.submissions import EDITED, State, Submission

FIRST, SECOND = "aaaa-first-review-00", "aabb-second-review-0"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    write(tmp_path, SHOP)
    keep(tmp_path, a_review(FIRST), a_review(SECOND, text="Not\x1b[31m so good."))
    return tmp_path


def keep(root: Path, *submissions: Submission) -> None:
    store = store_of(root)
    for submission in submissions:
        store.submit(submission)
    store.close()


def inbox(root: Path, *arguments: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(run(root, "inbox", "--json", *arguments).stdout)
    return rows


def states(root: Path) -> dict[str, str]:
    return {row["id"]: row["state"] for row in inbox(root, "--state", "all")}


def test_what_waits_is_listed_for_machines(shop: Path) -> None:
    row = next(row for row in inbox(shop) if row["id"] == FIRST)

    assert row == {
        "id": FIRST,
        "form": "review",
        "page": "books/dune",
        "state": "pending",
        "received": "2026-11-18T11:06:35Z",
        "values": {"author": "Mara", "rating": 4, "text": "Sand, all of it."},
        "reasons": [],
    }


def test_what_waits_is_listed_for_people_without_a_visitors_escapes(shop: Path) -> None:
    ended = run(shop, "inbox")

    assert "aaaa-fir" in ended.stdout and "Sand, all of it." in ended.stdout
    assert "\x1b" not in ended.stdout
    assert "2 wait; next: freeze inbox approve ID" in ended.stderr


def test_a_unique_start_of_an_id_will_do(shop: Path) -> None:
    ended = run(shop, "inbox", "approve", "aaa")

    assert (ended.returncode, ended.stdout) == (0, "approved 1; next: freeze\n")
    assert states(shop) == {FIRST: "approved", SECOND: "pending"}


def test_what_its_sender_has_changed_is_approved_as_it_was_read_only(shop: Path) -> None:
    read = run(shop, "inbox").stdout
    store = store_of(shop)
    for moment, text in enumerate(("Come to my casino.", "Sand, all of it."), start=1):
        row = store.get(FIRST, now=0)
        store.amend(replace(row, values={**row.values, "text": text}, extra={EDITED: moment}))
        refused = run(shop, "inbox", "approve", "aaaa-fir")
        assert refused.returncode == 1 and "was changed since" in refused.stderr and states_of(shop) == {"pending"}
    store.close()
    [changed] = [row["id"] for row in inbox(shop) if row["id"].startswith(FIRST)]

    assert "aaaa-fir  " in read and changed.startswith(f"{FIRST}:")
    assert changed.replace(FIRST, "aaaa-fir") in run(shop, "inbox").stdout
    assert run(shop, "inbox", "approve", changed).returncode == 0
    assert states_of(shop) == {"pending", "approved"}


@pytest.mark.parametrize("swapped", [False, True])
def test_the_id_of_a_mail_is_for_the_words_in_it(shop: Path, swapped: bool) -> None:
    mailed = id_as_seen(a_review(FIRST), "aaaa-fir", mailed=True)
    if swapped:
        store = store_of(shop)
        withdraw(store, FIRST, now=0)
        store.submit(replace(a_review(FIRST, text="Come to my casino."), received=a_review().received + 1))
        store.close()

    assert run(shop, "inbox", "approve", mailed).returncode == swapped
    assert states_of(shop) == ({"pending"} if swapped else {"pending", "approved"})


@pytest.mark.parametrize("act", [("reply", "We agree."), ("edit", "rating=5")], ids=["reply", "edit"])
def test_what_its_sender_has_changed_is_answered_and_edited_as_it_was_read_only(
    shop: Path, act: tuple[str, str]
) -> None:
    run(shop)
    change_words(shop, "Come to my casino.")
    [read] = [row["id"] for row in inbox(shop) if row["id"].startswith(FIRST)]
    change_words(shop, "Sand, all of it.")
    before = inbox(shop)

    for stale in ("aaaa-fir", read):
        refused = run(shop, "inbox", act[0], stale, act[1])
        assert refused.returncode == 1 and "was changed since" in refused.stderr and inbox(shop) == before
    [read] = [row["id"] for row in before if row["id"].startswith(FIRST)]
    assert run(shop, "inbox", act[0], read, act[1]).returncode == 0


def test_who_approved_changed_words_replies_by_the_same_id(shop: Path) -> None:
    change_words(shop, "Sand, and more sand.")
    [read] = [row["id"] for row in inbox(shop) if row["id"].startswith(FIRST)]

    assert run(shop, "inbox", "approve", read).returncode == 0
    assert run(shop, "inbox", "reply", read, "So it is.").returncode == 0
    assert run(shop, "inbox", "reply", read, "So it is!").stdout == "replied; next: freeze\n"


def change_words(root: Path, text: str) -> None:
    """Do what its sender does who changes a submission."""
    store = store_of(root)
    row = store.get(FIRST, now=0)
    store.amend(replace(row, values={**row.values, "text": text}, extra={EDITED: row.revision + 1}))
    store.close()


def states_of(root: Path) -> set[str]:
    return set(states(root).values())


@pytest.mark.parametrize("key", ["--VTVc9O7Sjb3RnqZJRlRwSW", "-hjsonVc9O7Sjb3RnqZJRlRwS"])
def test_an_id_may_begin_with_a_dash(shop: Path, key: str) -> None:
    keep(shop, a_review(key))

    assert run(shop, "inbox", "approve", key).stdout == "approved 1; next: freeze\n"
    assert states(shop)[key] == "approved"


def test_machines_are_told_the_whole_ids(shop: Path) -> None:
    assert json.loads(run(shop, "inbox", "approve", "--json", "aaaa").stdout) == {"done": [FIRST]}
    assert json.loads(run(shop, "inbox", "undo", "--json", "aaaa").stdout) == {"done": [FIRST]}


def test_several_are_rejected_at_once(shop: Path) -> None:
    assert run(shop, "inbox", "reject", FIRST, "aabb", FIRST).stdout == "rejected 2; next: freeze\n"

    assert set(states(shop).values()) == {"rejected"}
    assert inbox(shop) == []


@pytest.mark.parametrize("wrong", ["zzz", "aa"])
def test_an_unknown_or_ambiguous_id_changes_nothing(shop: Path, wrong: str) -> None:
    ended = run(shop, "inbox", "approve", FIRST, wrong)

    assert ended.returncode == 1
    assert wrong in ended.stderr
    assert set(states(shop).values()) == {"pending"}


def test_lists_can_be_narrowed(shop: Path) -> None:
    run(shop, "inbox", "approve", FIRST)

    assert [row["id"] for row in inbox(shop, "--state", "approved")] == [FIRST]
    assert len(inbox(shop, "--state", "approved", "--state", "pending")) == 2
    assert inbox(shop, "--form", "contact") == []


def test_before_the_first_submission_the_inbox_is_empty(tmp_path: Path) -> None:
    write(tmp_path, SHOP)

    assert inbox(tmp_path) == []
    assert run(tmp_path, "inbox", "approve", "x").returncode == 1
    assert not (tmp_path / "var").exists()


def test_more_than_one_page_of_the_store_is_listed(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    keep(tmp_path, *(a_review(f"review-number-{number:03}") for number in range(205)))

    assert len(inbox(tmp_path)) == 205


def test_an_approved_review_is_in_the_page_after_the_next_freeze(shop: Path) -> None:
    run(shop)
    run(shop, "inbox", "approve", FIRST)
    page = shop / "build/site/books/dune/index.html"
    assert "Sand, all of it." not in page.read_text()

    run(shop)

    assert "Sand, all of it." in page.read_text()
    assert State.PENDING in states(shop).values()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--search", "SO GOOD"), {SECOND}),
        (("--reason", "hasty"), {"cccc-third-review-00"}),
        (("--page", "/books/dune/", "--reason", "hasty"), {"cccc-third-review-00"}),
        (("--page", "books/none"), set()),
        (("--limit", "1"), {"cccc-third-review-00"}),
        (("--limit", "1", "--after", "cccc"), {SECOND}),
        (("--state", "all", "--after", FIRST), set()),
    ],
)
def test_lists_are_searched_and_read_in_parts(shop: Path, options: tuple[str, ...], expected: set[str]) -> None:
    third = replace(a_review("cccc-third-review-00"), reasons=("hasty",))
    own = replace(a_review("dddd-sign-in-link-00"), form="@sign-in", page="", state=State.PRIVATE)
    keep(shop, replace(third, received=third.received + 1), own)

    assert {row["id"] for row in inbox(shop, *options)} == expected


def test_an_answer_is_edited_and_the_edit_taken_back(shop: Path) -> None:
    run(shop)

    assert run(shop, "inbox", "edit", "aaa", "rating=5", "text=Sand = sand.").stdout == "edited; next: freeze\n"
    assert values_of(shop, FIRST) == {"author": "Mara", "rating": 5, "text": "Sand = sand."}

    assert run(shop, "inbox", "undo", "aaa").stdout == "took back 1; next: freeze\n"
    assert values_of(shop, FIRST) == {"author": "Mara", "rating": 4, "text": "Sand, all of it."}
    again = run(shop, "inbox", "undo", "aaa")
    assert (again.returncode, "nothing was done with aaaa-fir" in again.stderr) == (1, True)


@pytest.mark.parametrize(
    ("answer", "told"),
    [("rating=9", "rating: "), ("author=", "author: "), ("colour=red", 'no answer is called "colour"')],
)
def test_an_edit_that_does_not_fit_changes_nothing(shop: Path, answer: str, told: str) -> None:
    run(shop)

    ended = run(shop, "inbox", "edit", FIRST, answer)

    assert (ended.returncode, told in ended.stderr) == (1, True)
    assert values_of(shop, FIRST)["rating"] == 4


def test_a_reply_is_frozen_under_its_review(shop: Path) -> None:
    run(shop, "inbox", "approve", FIRST)
    assert run(shop, "inbox", "reply", FIRST, "We have <more> of it.").stdout == "replied; next: freeze\n"
    run(shop)

    page = (shop / "build/site/books/dune/index.html").read_text()
    assert page.index("Sand, all of it.") < page.index("We have &lt;more&gt; of it.")
    contract = load(shop / "build/live/contract.json")
    assert contract.cursor_of("review", "books/dune").endswith(FIRST[:12])

    run(shop, "inbox", "reply", FIRST, "")
    run(shop)
    assert "We have" not in (shop / "build/site/books/dune/index.html").read_text()


def values_of(root: Path, key: str) -> dict[str, Any]:
    (row,) = (row for row in inbox(root, "--state", "all") if row["id"] == key)
    values: dict[str, Any] = row["values"]
    return values


def test_a_wave_is_rejected_by_what_it_has_in_common(shop: Path) -> None:
    keep(shop, *(replace(a_review(f"spam-{number}-0000000000"), reasons=("links",)) for number in range(7)))

    asked = run(shop, "inbox", "reject", "--reason", "links", "--form", "review")
    assert asked.returncode == 1 and "reject 7?" in asked.stderr and "and 2 more" in asked.stderr
    assert "rejected" not in states(shop).values(), "nobody said yes"

    assert "rejected 7" in run(shop, "inbox", "reject", "--reason", "links", "--yes").stdout
    assert [state for key, state in states(shop).items() if not key.startswith("spam")] == ["pending", "pending"]
    assert "rejected 0" in run(shop, "inbox", "reject", "--search", "nobody says this", "--yes").stdout


def test_rejecting_everything_by_mistake_is_not_possible(shop: Path) -> None:
    assert run(shop, "inbox", "reject", "--yes").returncode == 2
    assert run(shop, "inbox", "reject", FIRST, "--form", "review").returncode == 2
    assert set(states(shop).values()) == {"pending"}


def test_who_is_told_that_nothing_waits_is_told_of_what_is_private(shop: Path) -> None:
    run(shop, "inbox", "reject", FIRST, SECOND)
    assert run(shop, "inbox").stderr == "nothing waits\n"

    keep(shop, replace(a_review("private-review-of-dune"), state=State.PRIVATE))

    assert run(shop, "inbox").stderr == "nothing waits; what only you may read: freeze inbox --state private\n"
