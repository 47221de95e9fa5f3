"""Headings are called as GitHub calls them, so that links written for it lead to the same place here."""

import re
from pathlib import Path

import pytest

from build.sites import NOW, a_site, frozen, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.markdown import render


@pytest.mark.parametrize(
    ("heading", "id_"),
    [
        ("Ice & sea!", "ice--sea"),
        ("🧊 Ice", "-ice"),
        ("What's *new* in `v1.2`?", "whats-new-in-v12"),
        ("snake_case – and a dash", "snake_case--and-a-dash"),
        ("10² metres ½", "10-metres-"),
        ("हिन्दी", "हिन्दी"),
    ],
)
def test_an_id_is_that_of_github(heading: str, id_: str) -> None:
    assert [one.id for one in render(f"## {heading}\n").headings] == [id_]


def test_the_title_that_left_the_text_counts_and_can_be_linked_to(tmp_path: Path) -> None:
    text = "# Ice\n\n[up](#ice) [first](#ice-1) [second](#ice-2)\n\n## Ice\n\n## Ice\n"
    a_site(tmp_path, index="# Home\n\n[ice](ice.md#ice-2)\n", ice=text)

    freeze_site(tmp_path, now=NOW)

    html = frozen(tmp_path, "ice/index.html")
    assert '<h1 id="ice">Ice</h1>' in html
    assert '<h2 id="ice-1">' in html
    assert '<h2 id="ice-2">' in html
    assert [one for one in check_site(tmp_path, now=NOW) if one.rule == "broken-link"] == []


def test_the_title_of_front_matter_takes_no_id_from_a_heading(tmp_path: Path) -> None:
    a_site(tmp_path, index="---\ntitle: Ice\n---\n## Ice\n")

    freeze_site(tmp_path, now=NOW)

    html = frozen(tmp_path, "index.html")
    assert "<h1>Ice</h1>" in html
    assert '<h2 id="ice">' in html


def test_a_title_keeps_the_id_that_its_author_gave_it(tmp_path: Path) -> None:
    a_site(tmp_path, index="# Opening hours {#hours .wide}\n\n[hours](#hours)\n")

    freeze_site(tmp_path, now=NOW)

    assert '<h1 id="hours">Opening hours</h1>' in frozen(tmp_path, "index.html")


def test_links_follow_a_heading_whose_id_is_taken() -> None:
    text = "[a](#review) [b](#review-1)\n\n## Review\n\n## Review\n"

    html = render(text, taken=["review"]).html

    assert '<a href="#review-1">a</a> <a href="#review-2">b</a>' in html
    assert '<h2 id="review-1">' in html
    assert '<h2 id="review-2">' in html


def test_no_id_of_a_title_stands_twice(tmp_path: Path) -> None:
    form = "title: Write\nfields:\n  - {name: text, label: Text, type: text}\n"
    write(tmp_path, {"content/forms/notes.yaml": form})
    a_site(tmp_path, index="# Notes\n\n## Notes\n\n::form[notes]\n")

    freeze_site(tmp_path, now=NOW)

    assert frozen(tmp_path, "index.html").count('id="notes"') == 1


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("# One\n\nWords.\n\n## Two\n", ["One"]),
        ("Words.\n\n# One\n", ["Ice", "One"]),
        ("Words.\n\n# Ice “again”\n", ["Ice “again”"]),
        ("# One\n\n# Two\n", ["Ice", "One", "Two"]),
        ("## One\n\n# Two\n", ["Ice", "Two"]),
        ("<h1>One</h1>\n", ["One"]),
    ],
)
def test_a_text_brings_its_title_as_its_one_first_heading(tmp_path: Path, text: str, titles: list[str]) -> None:
    """Parts that other generators let begin with `#` leave the page its title."""
    a_site(tmp_path, ice=f"---\ntitle: Ice\n---\n{text}")

    freeze_site(tmp_path, now=NOW)

    assert re.findall(r"<h1[^>]*>([^<]*)", frozen(tmp_path, "ice/index.html")) == titles


@pytest.mark.parametrize("heading", ["## Ice {BRACES}", "Ice {BRACES}\n---", "> ## Ice {BRACES}", "- ## Ice {BRACES}"])
@pytest.mark.parametrize(
    "strange",
    ["hx-post=/live/account/delete hx-trigger=load", "data-hx-get=/live/hello", "onclick=x", "style=color:red", "ID=a"],
)
def test_a_heading_gets_no_attribute_that_links_and_pictures_do_not_get(heading: str, strange: str) -> None:
    html = render(heading.replace("BRACES", f"#floe {strange} .lead lang=de")).html

    assert '<h2 id="floe" class="lead" lang="de">Ice <a' in html


def test_what_only_looks_like_a_heading_stays_as_it_is() -> None:
    html = render("## Ice {onclick=x}\n\n```\n## Ice {onclick=x}\n```\n\n<h2 data-floe=a>Ice</h2>\n").html

    assert "<code>## Ice {onclick=x}\n</code>" in html
    assert '<h2 id="ice-1" data-floe=a>' in html
    assert '<h2 id="ice">' in html


def test_an_id_of_an_author_ends_no_attribute() -> None:
    html = render('[[toc]]\n\n## Ice {#"onclick=x}\n').html

    assert re.findall(r'<a [^<>]*href="([^"]*)"', html) == ["#&quot;onclick=x"] * 2
