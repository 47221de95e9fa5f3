"""A page without a title is called after its first heading, else after its file."""

from datetime import date
from pathlib import Path

import pytest

from build.reading.contents import HOME, page_of, site_of
from polynya.reading.text.titles import first_heading


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# Sea ice", "Sea ice"),
        ("# Sea *ice* and `code` ##", "Sea ice and code"),
        ("# A [link](/x/) and ![picture](y.png)", "A link and"),
        ("# **Bold** {#bold}", "Bold"),
        ("# snake_case_name", "snake_case_name"),
        ("# <b>Tags</b> \\*stars\\*", "Tags *stars*"),
        ("# The `<form>` &amp; `**` of **the `x` thing**", "The <form> & ** of the x thing"),
        ("Sea ice\n=======", "Sea ice"),
        ("Sea ice\n---", "Sea ice"),
        ("## Second level", "Second level"),
        ("   # Indented", "Indented"),
    ],
)
def test_the_first_heading_is_the_title(heading: str, title: str) -> None:
    found = first_heading(f"Before.\n\n{heading}\n\nAfter.\n")

    assert found is not None
    assert found.title == title


@pytest.mark.parametrize(
    "text",
    [
        "```\n# no\n```\n",
        "~~~~\n# no\n~~~\n# no\n~~~~\n",
        "<!--\n# no\n-->\n",
        "    # no\n",
        "#no\n",
        "1. one\n---\n",
        "* one\n---\n",
        "```\n# never closed",
        "#\n",
    ],
)
def test_code_and_comments_have_no_headings(text: str) -> None:
    assert first_heading(text) is None


def test_the_heading_that_became_the_title_leaves_the_body_and_no_line_moves(tmp_path: Path) -> None:
    page = page_of(tmp_path, "---\ntags: [a]\n---\n![logo](logo.png)\n\nAbout us\n========\nText.\n")

    assert page.title == "About us"
    assert page.body == "![logo](logo.png)\n\n\n\nText.\n"


def test_a_second_level_heading_stays_in_the_body(tmp_path: Path) -> None:
    page = page_of(tmp_path, "## Where\nHere.\n")

    assert (page.title, page.body) == ("Where", "## Where\nHere.\n")


@pytest.mark.parametrize("text", ["Where we are.\n\n## Costs\nMany.\n", "## Week 1\nCold.\n\n## Week 2\nColder.\n"])
def test_a_part_of_a_page_does_not_name_it(tmp_path: Path, text: str) -> None:
    assert page_of(tmp_path, text).title == "About"


def test_a_note_called_after_a_day_keeps_it(tmp_path: Path) -> None:
    page = site_of(tmp_path, {**HOME, "daily/2024-01-31.md": "Cold.\n"}).pages["daily/2024-01-31"]

    assert (page.title, page.url, page.date) == ("2024-01-31", "/daily/2024-01-31/", date(2024, 1, 31))


def test_a_journal_of_logseq_has_its_day_as_date_and_title(tmp_path: Path) -> None:
    page = site_of(tmp_path, {**HOME, "journals/2024_01_31.md": "Cold.\n"}).pages["journals/2024_01_31"]

    assert (page.title, page.url, page.date) == ("2024-01-31", "/journals/2024_01_31/", date(2024, 1, 31))


def test_a_heading_that_repeats_the_title_is_written_once(tmp_path: Path) -> None:
    page = page_of(tmp_path, "---\ntitle: About us\n---\n# About Us\nText.\n")

    assert (page.title, page.body) == ("About us", "\nText.\n")


def test_a_page_without_any_heading_is_called_after_its_file(tmp_path: Path) -> None:
    assert page_of(tmp_path, "Just text.\n").title == "About"


@pytest.mark.parametrize(
    ("written", "title"),
    [("Ice &amp; Water", "Ice & Water"), ("It&#8217;s &lt;ice&gt;", "It’s <ice>"), ("AT&T; R&D &co", "AT&T; R&D &co")],
)
def test_a_title_of_another_generator_shows_no_entities(tmp_path: Path, written: str, title: str) -> None:
    assert page_of(tmp_path, f"---\ntitle: {written}\n---\nText.\n").title == title


def test_a_title_of_declared_pages_stays_as_it_is_written(tmp_path: Path) -> None:
    read = site_of(tmp_path, {**HOME, "a/_collection.yaml": "fields: {}\n", "a/b.md": "---\ntitle: An &amp;\n---\nx\n"})

    assert read.pages["a/b"].title == "An &amp;"
