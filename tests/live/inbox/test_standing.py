"""Where the inbox says that visitors see a submission: by the cursors of the frozen pages, and what was done since."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from live.bookshop import DUNE, NOW, a_contract, a_review
from live.inbox.conftest import Desk
from polynya_live.claims import UNCONFIRMED
from polynya_live.forms.versions import LACKING
from polynya_live.guards import stamps, trap, wording
from polynya_live.inbox.history import Act, Entry, with_entry
from polynya_live.inbox.looking import ago
from polynya_live.inbox.standing import Standing, frozen_at, standing_of
from polynya_live.submissions import State, Submission, cursor_at
from polynya_live.words.held import REASONS

EARLY, LATE = cursor_at(NOW, "k" * 24), cursor_at(NOW + 10, "m" * 24)
FROZEN = NOW + 5
CONTRACT = a_contract(cursors={f"review/{DUNE}": EARLY})


def done(row: Submission, act: Act, *, at: int, **said: object) -> Submission:
    entry = Entry(act=act, at=at, who="owner@floe.example", **said)  # type: ignore[arg-type]
    return replace(row, extra=with_entry(row, entry))


SHOWN = a_review(cursor=EARLY)
REFUSED = a_review(state=State.REJECTED, cursor="")


@pytest.mark.parametrize(
    ("row", "standing"),
    [
        (SHOWN, Standing.FROZEN),
        (a_review(cursor=LATE), Standing.LIVE),
        (a_review(state=State.PENDING, cursor=""), Standing.NOWHERE),
        (REFUSED, Standing.NOWHERE),
        (done(SHOWN, Act.EDIT, at=FROZEN + 1, values={"text": "Old."}), Standing.OUTDATED),
        (done(SHOWN, Act.EDIT, at=FROZEN - 1, values={"text": "Old."}), Standing.FROZEN),
        (done(SHOWN, Act.EDIT, at=FROZEN + 1, values={"email": None}), Standing.FROZEN),
        (done(SHOWN, Act.REPLY, at=FROZEN + 1, reply=""), Standing.OUTDATED),
        (done(REFUSED, Act.REJECT, at=FROZEN + 1, state="approved", cursor=EARLY), Standing.STILL),
        (done(REFUSED, Act.REJECT, at=FROZEN - 1, state="approved", cursor=EARLY), Standing.NOWHERE),
        (done(REFUSED, Act.REJECT, at=FROZEN + 1, state="approved", cursor=LATE), Standing.NOWHERE),
        (a_review(form="contact", page="", state=State.PRIVATE), Standing.NOWHERE),
        (a_review(form="of-old", cursor=EARLY), Standing.NOWHERE),
    ],
)
def test_visitors_see_it_where_the_inbox_says(row: Submission, standing: Standing) -> None:
    assert standing_of(row, CONTRACT, frozen=FROZEN) is standing


def test_the_time_of_the_freeze_is_that_of_the_contract_unless_it_comes_in_a_package(tmp_path: Path) -> None:
    assert frozen_at(tmp_path) == 0
    (tmp_path / "contract.json").write_text("{}")
    os.utime(tmp_path / "contract.json", (NOW // 1000, NOW // 1000))
    assert frozen_at(tmp_path) == NOW
    os.utime(tmp_path / "contract.json", (315_532_800, 315_532_800))  # 1980, as zip files have it
    assert frozen_at(tmp_path) == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (-5, "just now"),
        (1, "1 second ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (7199, "1 hour ago"),
        (86_400, "1 day ago"),
        (8 * 86_400, "1 week ago"),
        (40 * 86_400, "more than a month ago"),
    ],
)
def test_a_moment_is_said_as_people_say_it(seconds: int, words: str) -> None:
    assert ago(NOW - seconds * 1000, now=NOW) == words


def test_every_reason_to_hold_something_has_words() -> None:
    guards = (stamps.HASTY, stamps.STALE, stamps.UNPROVEN, trap.SPRUNG)
    odd = (wording.LINKS, wording.WORDS, wording.SHOUTING, wording.REPEATING)

    assert {*guards, *odd, LACKING, UNCONFIRMED} == set(REASONS)


def test_the_list_says_it_of_each_row_and_when_to_freeze(desk: Desk) -> None:
    row = desk.waiting()
    desk.act(row, "approve")
    app = desk.with_owners("owner@floe.example", contract=a_contract(due=NOW + 86_400_000))

    page = desk.client(app=app).get("/live/inbox/?state=all", base_url="https://floe.example").text

    assert "Live: the page loads it" in page
    assert "A page comes or goes by its date on" in page and "19 November 2026" in page
