"""The owner's inbox in the terminal: list what waits, approve, reject, by ids that may be shortened."""

import json
from pathlib import Path
from typing import Any

import pytest

from build.sites import SHOP, a_review, run, store_of, write
from polynya_live.submissions import State, Submission

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


@pytest.mark.parametrize("key", ["--VTVc9O7Sjb3RnqZJRlRwSW", "-hjsonVc9O7Sjb3RnqZJRlRwS"])
def test_an_id_may_begin_with_a_dash(shop: Path, key: str) -> None:
    keep(shop, a_review(key))

    assert run(shop, "inbox", "approve", key).stdout == "approved 1; next: freeze\n"
    assert states(shop)[key] == "approved"


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
