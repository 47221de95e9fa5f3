"""What is read of a folder, what is left out, and what cannot be read."""

import os
from pathlib import Path

import pytest

from build.reading.contents import HOME, reading, site_of
from polynya.problems import format_problem
from polynya.reading.text.source import HUGE_BYTES
from polynya_live.contract import Link


def shown(problem_of: object) -> str:
    return format_problem(problem_of)  # type: ignore[arg-type]


def test_names_with_a_dot_or_an_underscore_and_installed_packages_are_left_out(tmp_path: Path) -> None:
    names = [".git/a.md", ".hidden.md", "_draft.md", "node_modules/x/readme.md", "books/_partial.md", "books/_x.html"]

    site = site_of(tmp_path, {**HOME, "books/dune.md": "# Dune\n", **dict.fromkeys(names, "# No\n")})

    assert list(site.pages) == ["", "books", "books/dune"]


def test_suffixes_of_markdown_may_be_long_or_loud(tmp_path: Path) -> None:
    assert list(site_of(tmp_path, {**HOME, "a.markdown": "# A\n", "b.MD": "# B\n"}).pages) == ["", "a", "b"]


def test_a_link_inside_content_is_followed(tmp_path: Path) -> None:
    reading(tmp_path, {**HOME, "a.md": "# A\n"})
    (tmp_path / "content/b.md").symlink_to("a.md")

    assert list(site_of(tmp_path, {}).pages) == ["", "a", "b"]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("../../secret.md", "is a link to what lies outside content/, so it is left out"),
        ("nowhere.md", "is a link to nothing, so it is left out"),
        ("b.md", "is a link to nothing, so it is left out"),
        ("books", "is a link to a folder, so it is left out"),
        (".", "is a link to a folder, so it is left out"),
        ("/", "is a link to what lies outside content/, so it is left out"),
    ],
)
def test_a_link_that_leads_elsewhere_is_left_out(tmp_path: Path, target: str, told: str) -> None:
    (tmp_path / "secret.md").write_text("# Secret\n")
    root = tmp_path / "site"
    reading(root, {**HOME, "books/dune.md": "# Dune\n"})
    (root / "content/b.md").symlink_to(target)

    read = reading(root, {})

    assert [shown(problem) for problem in read.problems] == [
        f"content/b.md: {told}\nhint: put the file itself here, or delete the link.\nrule: link-left-out"
    ]
    assert read.site is not None
    assert list(read.site.pages) == ["", "books", "books/dune"]


def test_content_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words/index.md").write_text("# Home\n")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path / "words")

    assert list(site_of(tmp_path / "site", {}).pages) == [""]


def test_pipes_and_folders_that_look_like_pages_are_left_out(tmp_path: Path) -> None:
    reading(tmp_path, HOME)
    os.mkfifo(tmp_path / "content/pipe.md")
    (tmp_path / "content/folder.md").mkdir()

    read = reading(tmp_path, {})

    assert read.site is not None and list(read.site.pages) == [""]
    assert [shown(problem).partition("\n")[0] for problem in read.problems] == [
        "content/pipe.md: is no file, but a pipe or a device"
    ]


def test_a_file_that_vanishes_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    from polynya.problems import Problem
    from polynya.reading.text.source import read_source

    found: list[Problem] = []

    assert read_source(tmp_path / "gone.md", "content/gone.md", found) is None
    assert [shown(problem) for problem in found] == [
        "content/gone.md: cannot be read: no such file or directory\n"
        "hint: check that the file is there and that you may read it.\nrule: unreadable-file"
    ]


def test_a_name_that_is_not_utf_8_is_told_safely(tmp_path: Path) -> None:
    reading(tmp_path, HOME)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/content/caf\xe9.md")).write_text("# A\n")

    read = reading(tmp_path, {})

    assert [shown(problem) for problem in read.problems] == [
        "content/caf\\udce9.md: has a name that cannot be written here\n"
        "hint: rename it; its name is not UTF-8.\nrule: file-name"
    ]


@pytest.mark.parametrize("sign", ["\n", "\x1b", "\u202e", "\u2028"], ids=ascii)
@pytest.mark.parametrize("name", ["a{}::error ::b.md", "a{}b/c.md", "a{}b.png"])
def test_a_name_that_says_what_it_is_not_is_told_in_one_line(tmp_path: Path, name: str, sign: str) -> None:
    (problem,) = reading(tmp_path, {**HOME, name.format(sign): "# Hi\n"}).problems

    assert problem.rule == "file-name"
    assert problem.path == f"content/{name.format('·').partition('/')[0]}"
    assert problem.hint == f"rename it; its name holds {sign!a}, which nobody sees."


def test_the_picture_that_macos_gives_a_folder_is_no_content(tmp_path: Path) -> None:
    assert reading(tmp_path, {**HOME, "Icon\r": ""}).problems == []


def test_a_name_with_control_characters_cannot_speak_to_the_terminal(tmp_path: Path) -> None:
    read = reading(tmp_path, {**HOME, "a\x1b[31m\nb.md": "---\nx\n"})

    assert all("\x1b" not in shown(problem) and "\n\n" not in shown(problem) for problem in read.problems)


def test_a_huge_file_is_read_with_a_warning(tmp_path: Path) -> None:
    read = reading(tmp_path, {**HOME, "big.md": "word " * (HUGE_BYTES // 5 + 1)})

    assert read.site is not None
    assert [shown(problem) for problem in read.problems] == [
        "content/big.md: is very large: 5.0 MB of text\n"
        "hint: split it into several pages; readers load a page as a whole.\nrule: huge-file"
    ]


def test_a_long_line_is_quoted_in_part(tmp_path: Path) -> None:
    read = reading(tmp_path, {**HOME, "a.md": f"---\n{'k' * 1000}: [{'x, ' * 1000}\n---\n"})

    assert all(len(line) < 400 for problem in read.problems for line in shown(problem).split("\n"))


def test_settings_are_read(tmp_path: Path) -> None:
    yaml = """\
title: Floe Books
url: https://floe.example/
description: A bookshop.
language: de-AT
timezone: Europe/Oslo
currency: NOK
navigation:
  - {title: Books, url: /books/}
  - {title: Elsewhere, url: https://example.org/}
"""
    settings = site_of(tmp_path, {**HOME, "site.yaml": yaml}).settings

    assert (settings.title, settings.url, settings.description) == ("Floe Books", "https://floe.example", "A bookshop.")
    assert (settings.language, settings.timezone, settings.currency) == ("de-AT", "Europe/Oslo", "NOK")
    assert settings.navigation == (Link("Books", "/books/"), Link("Elsewhere", "https://example.org/"))


def test_navigation_may_be_a_mapping(tmp_path: Path) -> None:
    yaml = "navigation:\n  Books: /books/\n  About: /about/\n"

    assert site_of(tmp_path, {**HOME, "site.yaml": yaml}).settings.navigation == (
        Link("Books", "/books/"),
        Link("About", "/about/"),
    )


def test_data_files_are_there_by_name_with_the_types_of_their_format(tmp_path: Path) -> None:
    files = {
        "data/shop.yaml": "open: true\nyear: 1984\nrate: 0.5\ncode: '007'\nzip: 0123\nsay: No\nat: 1:30\nnone:\n",
        "data/menu/soup.toml": "price = 4.5\nwhen = 2024-01-31\n",
        "data/menu/cake.json": '{"price": [1, null, "x"]}',
        "data/prices.csv": 'name;price\n"Soup; hot";4.50\nStew;5\n',
        "data/empty.csv": "",
    }

    data = site_of(tmp_path, {**HOME, **files}).data

    assert data["shop"] == {
        "open": True, "year": 1984, "rate": 0.5, "code": "007", "zip": "0123", "say": "No", "at": "1:30", "none": None,
    }  # fmt: skip
    assert data["menu"]["soup"]["price"] == 4.5
    assert data["menu"]["cake"] == {"price": [1, None, "x"]}
    assert data["prices"] == [{"name": "Soup; hot", "price": "4.50"}, {"name": "Stew", "price": "5"}]
    assert data["empty"] == []
