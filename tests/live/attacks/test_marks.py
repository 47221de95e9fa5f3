"""Letters under thousands of accents: to put these in order takes the square of their number, and stops for nobody."""

import re
from itertools import groupby
from pathlib import Path
from unicodedata import combining, normalize

import pytest

import polynya_live
from polynya_live.values.composed import MOST_MARKS, composed

MANY = 1000


@pytest.mark.parametrize(
    "text",
    [
        "a" + "\u0301" * MANY + "\u0323" * MANY,
        "\u0f73" * MANY,
        "a" + ("\uff9e" + "\u0301" * 20 + "\u0323" * 9) * MANY,
        "a" + "\u0344\u0323" * MANY,
    ],
    ids=["in the wrong order", "of one sign that is two", "behind a sign that is a mark", "two in one"],
)
def test_no_letter_keeps_marks_without_end(text: str) -> None:
    runs = [len(list(run)) for marks, run in groupby(normalize("NFD", composed(text)), combining) if marks]
    together = [len(list(run)) for marked, run in groupby(composed(text), lambda sign: combining(sign) > 0) if marked]

    assert max(runs + together) <= MOST_MARKS


@pytest.mark.parametrize(
    "text",
    [
        "Floe",
        "A\u030angstr\u00f6m \ufb01ne \uff14",
        "\u1112\u1161\u11ab",
        "\u0e01\u0e33",
        "a\u0323\u0301\u0302",
        "\ud800a\u0301",
    ],
    ids=ascii,
)
def test_what_people_write_is_composed_as_ever(text: str) -> None:
    assert composed(text) == normalize("NFKC", text)


def test_nothing_else_in_the_live_wing_puts_marks_in_order() -> None:
    folder = Path(polynya_live.__file__).parent
    found = {path.name for path in folder.rglob("*.py") if re.search(r"\bnormalize\b", path.read_text())}

    assert found == {"composed.py"}
