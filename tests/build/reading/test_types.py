"""What a collection declares is what templates get."""

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from build.reading.contents import HOME, book_of, reading, site_of, told
from polynya.reading.values.dates import read_date, read_datetime


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("text", "No", "No"),
        ("text", "'12'", "12"),
        ("markdown", "some *words*", "some *words*"),
        ("number", "12", 12),
        ("number", "-1.50", -1.5),
        ("money", "18.50", 1850),
        ("money", "18.5", 1850),
        ("money", "18", 1800),
        ("money", "0.07", 7),
        ("money", "'-3.10'", -310),
        ("date", "2024-02-29", date(2024, 2, 29)),
        ("date", "2024-1-5", date(2024, 1, 5)),
        ("date", "2024-01-31 23:59:59 -0800", date(2024, 1, 31)),
        ("bool", "yes", True),
        ("bool", "False", False),
        ("list", "[a, b]", ["a", "b"]),
        ("list", "", []),
        ("url", "https://example.org/x?y=1#z", "https://example.org/x?y=1#z"),
        ("url", "/books/", "/books/"),
        ("url", "mailto:someone@example.org", "mailto:someone@example.org"),
        ("email", "someone@example.org", "someone@example.org"),
        ("object", "{a: {b: [c]}}", {"a": {"b": ["c"]}}),
        ("number", "", None),
        ("text", "~", None),
    ],
)
def test_a_value_has_the_type_of_its_field(tmp_path: Path, kind: str, written: str, value: object) -> None:
    page = book_of(tmp_path, fields=f"it: {{type: {kind}}}", front=f"it: {written}")

    assert page.fields["it"] == value
    assert type(page.fields["it"]) is type(value)


def test_a_moment_without_a_zone_is_in_the_zone_of_the_site(tmp_path: Path) -> None:
    schema = "fields:\n  starts: {type: datetime}\n  ends: datetime\n"
    page = "---\nstarts: 2024-07-01 18:30\nends: 2024-07-01T20:00:00Z\n---\n# Reading night\n"
    files = {**HOME, "site.yaml": "timezone: Europe/Oslo\n", "nights/_collection.yaml": schema, "nights/one.md": page}

    fields = site_of(tmp_path, files).pages["nights/one"].fields

    assert fields["starts"] == datetime(2024, 7, 1, 18, 30, tzinfo=ZoneInfo("Europe/Oslo"))
    assert fields["starts"].utcoffset() == timedelta(hours=2)
    assert fields["ends"] == datetime(2024, 7, 1, 20, 0, tzinfo=UTC)


def test_a_date_that_is_declared_as_a_moment_is_still_the_date_of_the_page(tmp_path: Path) -> None:
    page = book_of(tmp_path, fields="date: datetime", front="date: 2024-07-01 18:30")

    assert page.date == date(2024, 7, 1)
    assert page.fields["date"] == datetime(2024, 7, 1, 18, 30, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2024-13-01",
        "0000-01-01",
        "2024-01-31 25:00",
        "31.1.2024",
        "2024/01-31",
        "2024-01-31-05",
        "٢٠٢٤-01-01",
        "x",
        "",
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None
    assert read_datetime(text, "UTC") is None


def test_a_day_may_have_a_zone_behind_a_space() -> None:
    assert read_date("2018-12-21 +0800") == date(2018, 12, 21)
    assert read_datetime("2018-12-21 +0800", "UTC") == datetime(2018, 12, 21, tzinfo=timezone(timedelta(hours=8)))


def test_offsets_are_kept() -> None:
    moment = read_datetime("2024-01-31 10:00:00 -0530", "UTC")

    assert moment == datetime(2024, 1, 31, 10, tzinfo=timezone(-timedelta(hours=5, minutes=30)))


def test_the_entries_of_a_list_have_the_type_it_declares(tmp_path: Path) -> None:
    page = book_of(
        tmp_path,
        fields="years: {type: list, of: number}\nprices: {type: list, of: money}",
        front="years: [1, 2.5]\nprices: [1, 2.5]",
    )

    assert (page.fields["years"], page.fields["prices"]) == ([1, 2.5], [100, 250])


def test_a_field_that_is_not_written_has_its_default_or_nothing(tmp_path: Path) -> None:
    more = "d: {type: select, options: [x, y], default: y}\ne: {type: bool, default: false}"
    fields = f"a: text\nb: {{type: number, default: 3}}\nc: list\n{more}"

    page = book_of(tmp_path, fields=fields, front="")

    assert page.fields == {"title": "Dune", "a": None, "b": 3, "c": [], "d": "y", "e": False}


def test_fields_may_be_declared_as_a_list(tmp_path: Path) -> None:
    schema = "fields:\n  - {name: price, type: money, required: true}\n  - {name: author}\n"
    files = {**HOME, "books/_collection.yaml": schema, "books/dune.md": "---\nprice: 1\nauthor: Marit\n---\n# Dune\n"}

    assert site_of(tmp_path, files).pages["books/dune"].fields == {"title": "Dune", "price": 100, "author": "Marit"}


def test_an_image_lies_beside_the_page_or_in_static(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static/logo.png").write_bytes(b"")
    schema = "fields:\n  a: image\n  b: image\n  c: image\n"
    page = "---\na: cover.jpg\nb: /logo.png\nc: https://example.org/c.png\n---\n# Dune\n"
    files = {**HOME, "books/_collection.yaml": schema, "books/dune/index.md": page, "books/dune/cover.jpg": b""}

    assert site_of(tmp_path, files).pages["books/dune"].fields["a"] == "/books/dune/cover.jpg"


def test_an_image_above_its_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.jpg").write_bytes(b"")
    files = {
        **HOME,
        "books/_collection.yaml": "fields:\n  a: image\n",
        "books/dune.md": "---\na: ../../secret.jpg\n---\n# D\n",
    }

    assert told(reading(tmp_path, files)) == [
        'wrong-type: "a" must be an image that exists, beside the page or in static/, not "../../secret.jpg"'
    ]


@pytest.mark.parametrize("text", ["2024/01/31", "2024/1/31 18:30:00", "2024-01-31T18:30:00+09:00"])
def test_a_day_may_be_written_with_slashes_as_hexo_does(text: str) -> None:
    assert read_date(text) == date(2024, 1, 31)
