"""A date field says which days it takes: a day of the calendar, or so many days from today."""

from pathlib import Path

import pytest

from build.reading.contents import HOME, site_of
from polynya.freeze import freeze_site
from polynya.reading.read import read_site

FIELD = "fields:\n  - {{name: day, type: date, {}}}\n"


@pytest.mark.parametrize(
    ("written", "limits"),
    [
        ("min: today", ("today", "")),
        ("min: Today, max: today + 90 days", ("today", "today+90")),
        ("min: today+1, max: today + 2d", ("today+1", "today+2")),
        ("min: today - 7 days, max: today", ("today-7", "today")),
        ("min: 2027-03-14, max: 2027-12-31", ("2027-03-14", "2027-12-31")),
        ("required: true", ("", "")),
    ],
)
def test_days_are_read(tmp_path: Path, written: str, limits: tuple[str, str]) -> None:
    [field] = site_of(tmp_path, {**HOME, "forms/book.yaml": FIELD.format(written)}).forms["book"].fields

    assert (field.earliest, field.latest) == limits


@pytest.mark.parametrize("written", ["min: tomorrow", "max: 5", "min: 2027-02-30", "min: 2027-03-14, max: 2027-03-13"])
def test_what_is_no_day_is_named_with_its_line(tmp_path: Path, written: str) -> None:
    (tmp_path / "content/forms").mkdir(parents=True)
    (tmp_path / "content/index.md").write_text("Hello.")
    (tmp_path / "content/forms/book.yaml").write_text(FIELD.format(written))

    [problem] = read_site(tmp_path).problems

    assert (problem.rule, problem.line) == ("field-limit", 2)


def test_a_frozen_page_holds_days_of_the_calendar_and_none_that_goes_stale(tmp_path: Path) -> None:
    fields = "fields:\n  - {name: moved, type: date, min: today}\n  - {name: fixed, type: date, min: 2027-03-14}\n"
    (tmp_path / "content/forms").mkdir(parents=True)
    (tmp_path / "content/index.md").write_text("# Hello\n\n::form[book]\n")
    (tmp_path / "content/forms/book.yaml").write_text(fields)

    freeze_site(tmp_path, now=1_795_000_000_000)

    page = (tmp_path / "build/site/index.html").read_text()
    assert page.count("2026-11") == 0
    assert page.count('min="2027-03-14"') == 1
