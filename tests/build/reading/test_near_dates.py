"""The date that was meant by one of another form is written in the hint."""

import pytest

from polynya.reading.values.dates import read_datetime
from polynya.reading.values.near_dates import nearest_date

MEANT = {
    "Jan 5, 2020": "2020-01-05",
    "January 5th 2020": "2020-01-05",
    "Sunday, 5 January 2020": "2020-01-05",
    "5. Januar 2020": "2020-01-05",
    "5 février 2020": "2020-02-05",
    "3 de mayo de 2021": "2021-05-03",
    "Sept. 9, 2021 at 12:30 p.m.": "2021-09-09 12:30",
    "Sun, 05 Jan 2020 10:00:00 GMT": "2020-01-05 10:00",
    "2020-01-05 10:00:00 CET": "2020-01-05 10:00",
    "2020-01-05 12:05 AM": "2020-01-05 00:05",
    "05.01.2020": "2020-01-05",
    "5/1/2020": "2020-01-05 or 2020-05-01",
    "13/1/2020": "2020-01-13",
    "1/13/2020": "2020-01-13",
    "20200105": "2020-01-05",
    "2020-01": "2020-01-01",
    "2020": "2020-01-01",
    "1578182400": "2020-01-05",
    "1578182400000": "2020-01-05",
}


@pytest.mark.parametrize("written", MEANT)
def test_the_date_that_was_meant_is_found(written: str) -> None:
    assert nearest_date(written) == MEANT[written]


@pytest.mark.parametrize(
    "written",
    ["", "today", "soon", "2020-W01", "2020-13-05", "31 Feb 2020", "12:30", "0000", "5/1/20", "9" * 20, "x" * 99],
)
def test_what_means_no_day_is_none(written: str) -> None:
    assert nearest_date(written) == ""


def test_a_moment_may_name_its_zone_behind_its_offset() -> None:
    """As Go writes it, and so Hugo."""
    moment = read_datetime("2021-02-03 04:05:06 +0000 UTC", "Europe/Oslo")

    assert moment is not None
    assert moment.isoformat() == "2021-02-03T04:05:06+00:00"
