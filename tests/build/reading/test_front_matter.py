"""Front matter is YAML, TOML, JSON, lines of keys or none; what is not front matter is Markdown."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build.reading.contents import HOME, page_of, reading, told
from polynya.problems import Severity, together
from polynya.reading.text.front import split_front
from polynya.reading.text.json_nodes import read_json
from polynya.reading.text.source import Source
from polynya.reading.values.kinds import plain


def test_yaml_front_matter_and_the_line_where_the_body_starts(tmp_path: Path) -> None:
    page = page_of(tmp_path, "---\ntitle: About us\ndescription: Who we are.\n---\nText.\n")

    assert (page.title, page.description, page.body, page.body_line) == ("About us", "Who we are.", "Text.\n", 5)


def test_toml_front_matter_gives_the_same_as_yaml(tmp_path: Path) -> None:
    toml = page_of(
        tmp_path, '+++\ntitle = "Us"\ndate = 2024-01-31T10:00:00+01:00\ndraft = false\nn = 1.50\n+++\nText.\n'
    )
    yaml = page_of(tmp_path, "---\ntitle: Us\ndate: 2024-01-31T10:00:00+01:00\ndraft: false\nn: 1.50\n---\nText.\n")

    assert toml == yaml
    assert toml.fields["n"] == "1.50"


def test_json_front_matter_is_read(tmp_path: Path) -> None:
    assert page_of(tmp_path, '---json\n{"title": "Us", "x": [1]}\n---\nText.\n').fields == {"title": "Us", "x": ["1"]}


def test_json_in_braces_gives_the_same_as_yaml(tmp_path: Path) -> None:
    json = page_of(
        tmp_path,
        '{\n\t"title": "U\\u0073 \\ud83e\\uddca",\n  "n": 1.50, "off": false, "no": null, "of": {"a": [1, "}"]}, "e": []\n}\n'
        "\nText {x}.\n",
    )
    yaml = page_of(tmp_path, "---\ntitle: Us 🧊\nn: 1.50\noff: false\nno:\nof: {a: [1, '}']}\ne: []\n---\nText {x}.\n")

    assert (json.fields, json.body, json.body_line) == (yaml.fields, "\nText {x}.\n", 5)


@pytest.mark.parametrize("text", ["{{< x >}}\n", "{.wide}\n", "{}\nText\n", '{"words"} at the start\n', "{ a: 1 }\n"])
def test_other_braces_at_the_start_are_part_of_the_page(tmp_path: Path, text: str) -> None:
    read = reading(tmp_path, {**HOME, "about.md": text})

    assert read.site is not None
    assert read.site.pages["about"].body == text


PELICAN = """\
Title: My post
DATE: 2010-12-03 10:20
Category: Ice
Tags: pack ice, drift: slow,
Slug: my-post
Authors: Alexis M.; Justin M.
Summary: Short
    and sweet: on two lines
Status: published
Cover:

Text
"""


def test_lines_of_keys_at_the_top_are_read_as_pelican_means_them(tmp_path: Path) -> None:
    page = page_of(tmp_path, PELICAN)

    assert (page.title, page.url, page.description) == ("My post", "/my-post/", "Short and sweet: on two lines")
    assert (str(page.since), page.body, page.body_line) == ("2010-12-03 10:20:00+00:00", "Text\n", 12)
    assert page.fields["tags"] == ["pack ice", "drift: slow"]
    assert page.fields["authors"] == ["Alexis M.", "Justin M."]
    assert (page.fields["category"], page.fields["cover"], "status" in page.fields) == ("Ice", None, False)


@pytest.mark.parametrize("words", ["draft", "hidden", "Draft"])
def test_what_pelican_does_not_list_stays_at_home(tmp_path: Path, words: str) -> None:
    read = reading(tmp_path, {**HOME, "about.md": f"Title: Us\nStatus: {words}\n\nText\n"})

    assert read.site is not None
    assert "about" not in read.site.pages


def test_addresses_of_pelican_may_lack_their_first_slash(tmp_path: Path) -> None:
    page = page_of(tmp_path, "Title: Us\nURL: pages/us/\nAliases: [/a/, /b/]\n\nText\n")

    assert (page.url, page.aliases) == ("/pages/us/", ("/a/", "/b/"))


def test_keys_of_multimarkdown_may_have_several_words(tmp_path: Path) -> None:
    page = page_of(tmp_path, "Title: Us\nBase Header Level: 2\n\nText\n")

    assert page.fields == {"title": "Us", "baseheaderlevel": "2"}


def test_a_page_of_keys_alone_is_one(tmp_path: Path) -> None:
    assert (page := page_of(tmp_path, "date: 2024-01-31\nauthor: Mara"), str(page.date), page.body)[1:] == (
        "2024-01-31",
        "",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Note: something\n\nText\n",
        "Title: Ice\nText right below.\n",
        "Title: Ice\n==========\n",
        "Date: Saturday, 8 pm\nPlace: the hut\n\nText\n",
        "Date: 2024-01-31\nPlace: the hut\n\nText\n",
        "Title:\n\nText\n",
        "Title:Ice\n\nText\n",
        "\nTitle: Ice\n\nText\n",
        "- Title: Ice\n\nText\n",
        "The title: Ice\n\nText\n",
    ],
)
def test_other_words_with_a_colon_are_part_of_the_page(tmp_path: Path, text: str) -> None:
    read = reading(tmp_path, {**HOME, "about.md": text})

    assert read.site is not None
    body = read.site.pages["about"].body
    assert body == (text if "==" not in text else "\n\n")


@pytest.mark.parametrize("front", ['{"title": "A", "id": "b"}\n', "Title: A\nID: b\n\n", '+++\nid = "b"\n+++\n'])
def test_an_id_that_two_pages_have_is_told_where_it_stands(tmp_path: Path, front: str) -> None:
    read = reading(tmp_path, {**HOME, "b.md": "# B\n", "c.md": front})

    assert told(read) == ['page-clash: the id "b" is that of content/b.md as well, so the path of the file is taken']
    assert read.problems[0].source[read.problems[0].column - 1 :].strip('"').lower().startswith("id")


@pytest.mark.parametrize("end", ["---", "...", "---  "])
def test_front_matter_ends_at_dashes_or_dots(tmp_path: Path, end: str) -> None:
    assert page_of(tmp_path, f"---\ntitle: Us\n{end}\nText.\n").body == "Text.\n"


def test_a_mark_of_byte_order_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    unix = page_of(tmp_path, "---\ntitle: Us\n---\nOne.\n\nTwo.\n")
    windows = page_of(tmp_path, b"\xef\xbb\xbf---\r\ntitle: Us\r\n---\r\nOne.\r\n\r\nTwo.\r\n")

    assert windows == unix


@pytest.mark.parametrize("text", ["---\n\nAfter a line.\n", "---\n\nOne.\n\n---\n\nTwo: three\n", "---\n"])
def test_a_line_across_at_the_start_is_part_of_the_page(tmp_path: Path, text: str) -> None:
    page = page_of(tmp_path, text)

    assert (page.body, page.body_line, dict(page.fields)) == (text, 1, {"title": "About"})


@pytest.mark.parametrize("front", ["---\n---\n", "---\n# only a comment\n---\n", "+++\n+++\n"])
def test_empty_front_matter_is_no_mistake(tmp_path: Path, front: str) -> None:
    assert page_of(tmp_path, f"{front}Text.\n").body == "Text.\n"


def test_blank_lines_before_the_front_matter_do_no_harm(tmp_path: Path) -> None:
    page = page_of(tmp_path, "\n \n---\ntitle: Us\n---\nText.\n")

    assert (page.title, page.body, page.body_line) == ("Us", "Text.\n", 6)


def test_words_stay_words_in_a_folder_that_declares_nothing(tmp_path: Path) -> None:
    page = page_of(tmp_path, "---\ntitle: No\nstart: 1:30\nnothing:\nmore: {a: [yes, 1.10]}\n---\nText.\n")

    assert page.fields == {"title": "No", "start": "1:30", "nothing": None, "more": {"a": ["yes", "1.10"]}}


def test_a_text_with_a_name_is_repeated_by_it(tmp_path: Path) -> None:
    page = page_of(
        tmp_path, "---\ntitle: &name Us\nimage:\n  path: &image /a.jpg\n  thumb: *image\nalt: *name\n---\nText.\n"
    )

    assert page.fields == {"title": "Us", "image": {"path": "/a.jpg", "thumb": "/a.jpg"}, "alt": "Us"}


def test_a_list_indented_by_tabs_is_read(tmp_path: Path) -> None:
    page = page_of(tmp_path, "---\ntitle: Us\ntags:\n\t- ice\n\t- sea\n---\nText.\n")

    assert page.fields["tags"] == ["ice", "sea"]


def test_tabs_and_spaces_in_one_list_are_told(tmp_path: Path) -> None:
    read = reading(tmp_path, {**HOME, "about.md": "---\ntags:\n\t- ice\n    - sea\n---\nText.\n"})

    assert told(read) == ["yaml-syntax: a tab is used to indent"]


def test_an_empty_date_is_none(tmp_path: Path) -> None:
    assert page_of(tmp_path, '---\ntitle: Us\ndate: ""\n---\nText.\n').date is None


def test_all_mistakes_of_a_page_are_told_at_once(tmp_path: Path) -> None:
    read = reading(
        tmp_path,
        {**HOME, "a.md": "---\nslug: a/b\ntemplate: nope\ndraft: 7\nurl: https://x\n---\n", "b.md": b"\xff\xff\xff"},
    )

    assert [line.split(":")[0] for line in told(read)] == [
        "bad-slug",
        "unknown-template",
        "wrong-type",
        "bad-url",
        "not-utf8",
    ]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    WORDS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(WORDS, VALUES, max_size=3), st.sampled_from((None, 0, 2, "\t")), st.booleans())
def test_json_is_read_as_it_was_written(table: dict[str, Any], indent: int | str | None, ascii_only: bool) -> None:
    written = json.dumps(table, indent=indent, ensure_ascii=ascii_only)
    source = Source("content/a.md", f"{written}\nText", [])

    node, end = read_json(source, 0)

    assert (plain(node), end, source.found) == (_as_text(table), len(written), [])


@given(st.lists(st.sampled_from((*'{}[]",:/ \n\\', '"a"', "1", "true", "null", "x", "# b", "\t")), max_size=12))
def test_whatever_stands_behind_a_brace_is_read_or_told(pieces: list[str]) -> None:
    source = Source("content/a.md", '{"a":' + "".join(pieces), [])

    front = split_front(source)

    assert front or [one.severity for one in source.found][-1:] == [Severity.ERROR]
    assert all(one.line and one.hint for one in source.found)


@given(
    st.lists(
        st.sampled_from(
            ("Title:", "Date: 2024-01-31", "tags:", " ", "\n", "    ", "[a, b;", "]", ",", ";", "é", "\t", ":")
        ),
        max_size=12,
    )
)
def test_whatever_lines_begin_a_page_are_read_or_stay(pieces: list[str]) -> None:
    source = Source("content/a.md", "Title: A\n" + "".join(pieces), [])

    front = split_front(source)

    assert front
    assert front.body_at or "\n\n" not in source.text[:10]
    assert all(source.text[at:].lower().startswith(key[:3]) for key, at in front.table.keys.items())


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_text(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return value if value is None or isinstance(value, str) else json.dumps(value)


def test_a_key_that_no_page_may_have_is_told_once_for_all_of_them(tmp_path: Path) -> None:
    posts = {f"posts/{name}.md": f"---\nmood: {name}\nx: 1\n---\n# {name}\n" for name in "abcde"}
    declared = {"posts/_collection.yaml": "fields: {date: date}\n", "posts/z.md": "---\ny: 2\n---\n# Z\n"}

    found = together(reading(tmp_path, {**HOME, **declared, **posts}).problems)

    assert [(one.path, one.line, one.fact) for one in found] == [
        ("content/posts/a.md", 2, 'pages of "posts" have no key "mood"'),
        ("content/posts/a.md", 3, 'pages of "posts" have no key "x"'),
        ("content/posts/z.md", 2, 'pages of "posts" have no key "y"'),
    ]
    assert "4 more lines have the like, such as content/posts/b.md:2 and content/posts/c.md:2;" in found[0].hint
