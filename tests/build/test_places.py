"""A page that gives places away says how many it has, or is not frozen."""

from pathlib import Path

import pytest

from build.sites import SHOP, problems_of_freezing, write
from polynya.problems import format_problem

FORM = "thread: books\nfields:\n  - {name: name, required: true}\nlimits: {capacity: places}\n"
BOOKS = (
    "title: Books\nurl: /books/{slug}/\nforms: [review]\nfields:\n  author: {type: text}\n  places: {type: number}\n"
)


def shop(root: Path, places: str) -> Path:
    page = f"---\ntitle: Dune\n{places}---\nSand.\n"
    own = {"content/forms/seat.yaml": FORM, "content/books/_collection.yaml": BOOKS, "content/books/dune.md": page}
    return write(root, {**SHOP, **own})


def test_places_that_nobody_counted_are_never_given_away(tmp_path: Path) -> None:
    [problem] = problems_of_freezing(shop(tmp_path, ""))

    assert format_problem(problem) == (
        'content/books/dune.md: "Dune" does not say how many places it has, and the form "seat" gives them away\n'
        "hint: add places: 30 to its front matter, and places: {type: number, required: true} to its collection.\n"
        "rule: no-places"
    )


@pytest.mark.parametrize("places", ["places: -1\n", "places: 2.5\n"])
def test_places_are_whole_and_not_less_than_none(tmp_path: Path, places: str) -> None:
    assert [problem.rule for problem in problems_of_freezing(shop(tmp_path, places))] == ["no-places"]


@pytest.mark.parametrize("places", ["places: 0\n", "places: 30\n"])
def test_a_page_with_places_is_frozen(tmp_path: Path, places: str) -> None:
    assert problems_of_freezing(shop(tmp_path, places)) == []
