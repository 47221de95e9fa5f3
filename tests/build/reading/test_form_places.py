"""Numbers without a fraction: where a field asks for them, and where it says how many places one post takes."""

from pathlib import Path

import pytest

from build.reading.contents import HOME, site_of
from build.sites import write
from polynya.reading.read import read_site

FORM = "takes: guests\nlimits: {{capacity: 9}}\nfields:\n  - {{name: guests, type: number{}}}\n"


@pytest.mark.parametrize(("written", "least"), [("", 1), (", min: 2", 2), (", min: 1, max: 4", 1)])
def test_it_asks_for_whole_ones(tmp_path: Path, written: str, least: int) -> None:
    [field] = site_of(tmp_path, {**HOME, "forms/seat.yaml": FORM.format(written)}).forms["seat"].fields

    assert (field.whole, field.min) == (True, least)


def test_any_other_number_may_have_a_fraction(tmp_path: Path) -> None:
    form = FORM.format(", min: 0.5").replace("takes: guests\n", "")

    [field] = site_of(tmp_path, {**HOME, "forms/seat.yaml": form}).forms["seat"].fields

    assert (field.whole, field.min) == (False, 0.5)


@pytest.mark.parametrize(
    ("limits", "fact", "hint"),
    [
        (", min: 0", '"min" is a whole number from 1 on, not 0', "write min: 1."),
        (", min: 1.5", '"min" is a whole number from 1 on, not 1.5', "write min: 1."),
        (", min: 1, max: 4.5", '"max" is a whole number from 1 on, not 4.5', "write max: 4."),
        (", max: 0", '"max" is a whole number from 1 on, not 0', "write max: 1."),
    ],
)
def test_a_limit_that_counts_no_places_is_told(tmp_path: Path, limits: str, fact: str, hint: str) -> None:
    (tmp_path / "content/forms").mkdir(parents=True)
    (tmp_path / "content/index.md").write_text("Hello.")
    (tmp_path / "content/forms/seat.yaml").write_text(FORM.format(limits))

    [problem] = read_site(tmp_path).problems

    assert (problem.rule, problem.path, problem.line) == ("field-limit", "content/forms/seat.yaml", 4)
    assert problem.source[problem.column - 1 :].rstrip("}") == limits.rpartition(": ")[2]
    assert fact in problem.fact
    assert problem.hint == hint


def test_a_number_may_be_asked_for_whole(tmp_path: Path) -> None:
    form = FORM.format(", whole: true, min: 0").replace("takes: guests\n", "")

    [field] = site_of(tmp_path, {**HOME, "forms/seat.yaml": form}).forms["seat"].fields

    assert (field.whole, field.min) == (True, 0)


@pytest.mark.parametrize(
    ("written", "fact", "hint"),
    [
        ("type: text, whole: true", '"whole" means nothing for a field of type text', "take it out."),
        ("type: number, whole: true, min: 0.5", "a whole number has no limit of 0.5", "write 0."),
        ("type: integer", 'there is no form field type "integer"', 'write "number", with "whole: true".'),
    ],
)
def test_what_cannot_be_whole_is_told(tmp_path: Path, written: str, fact: str, hint: str) -> None:
    write(
        tmp_path,
        {"content/index.md": "Hello.", "content/forms/seat.yaml": f"fields:\n  - {{name: guests, {written}}}\n"},
    )

    [problem] = read_site(tmp_path).problems

    assert (problem.path, problem.line, problem.hint) == ("content/forms/seat.yaml", 2, hint)
    assert fact in problem.fact
