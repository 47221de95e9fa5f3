"""YAML is read with the place of every value, and strings stay strings."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polynya.problems import Problem
from polynya.reading.text import composing, front
from polynya.reading.text.plain_yaml import read_plain
from polynya.reading.text.positions import Items, Refused, Table, Text, read_yaml
from polynya.reading.text.source import Source


def a_source(text: str) -> Source:
    return Source("content/page.md", text, [])


@pytest.mark.parametrize(
    "word", ["No", "yes", "1:30", "007", "1_000", "0x1F", "1e3", "2024-01-31", ".inf", "=", "1.10"]
)
def test_a_word_stays_as_it_is_typed(word: str) -> None:
    node = read_yaml(a_source(f"title: {word}\n"))

    assert isinstance(node, Table)
    assert node.entries["title"] == Text(7, word)


@pytest.mark.parametrize("word", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_nothing_only_when_it_is_not_quoted(word: str) -> None:
    node = read_yaml(a_source(f"a: {word}\nb: '{word}'\n"))

    assert isinstance(node, Table)
    assert [one.empty for one in node.entries.values() if isinstance(one, Text)] == [True, False]


def test_every_key_and_value_knows_its_line_and_column() -> None:
    source = a_source("title: Über\ntags:\n  - ice\n  - {deep: 'Ä', more: [x, 🧊, y]}\n")

    node = read_yaml(source)

    assert isinstance(node, Table)
    tags = node.entries["tags"]
    assert isinstance(tags, Items)
    ice, table = tags.items
    assert isinstance(table, Table)
    more = table.entries["more"]
    assert isinstance(more, Items)
    places = [source.place(at) for at in (node.entries["title"].at, ice.at, table.keys["more"], more.items[2].at)]
    assert places == [(1, 8), (3, 5), (4, 17), (4, 30)]


def test_line_separators_of_unicode_do_not_shift_lines() -> None:
    source = a_source("a: one\u2028two\x85three\nb: four\n")

    node = read_yaml(source)

    assert isinstance(node, Table)
    assert source.place(node.entries["b"].at) == (2, 4)


def test_a_block_text_keeps_its_lines() -> None:
    node = read_yaml(a_source("text: |\n  one\n  two\nfolded: >\n  one\n  two\n"))

    assert isinstance(node, Table)
    assert [one.text for one in node.entries.values() if isinstance(one, Text)] == ["one\ntwo\n", "one two\n"]


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "? " * 50_000])
def test_deep_nesting_is_refused_and_not_survived_by_luck(text: str) -> None:
    source = a_source(text)

    with pytest.raises(Refused):
        read_yaml(source)

    assert [problem.rule for problem in source.found] == ["yaml-depth"]


def test_the_parser_without_c_reads_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "title: No\ntags: [ä, 'b: c']\nmore:\n  deep: |\n    text\n"
    with_c = read_yaml(a_source(text))

    monkeypatch.setattr(composing, "PARSER", composing.yaml.BaseLoader)

    assert read_yaml(a_source(text)) == with_c


PLAIN = st.from_regex(r"[A-Za-z0-9/][A-Za-z0-9 ,.:'\"&*!|>%@{}\[\]é~?-]{0,12}", fullmatch=True)
LISTED = st.lists(PLAIN, min_size=1, max_size=3).map(lambda words: f"[{', '.join(words)}]")
VALUES = st.one_of(PLAIN, PLAIN.map(lambda word: f'"{word}"'), LISTED, st.text(max_size=6))
LINES = st.tuples(
    st.sampled_from(["a", "b", "title", "x-y"]), VALUES, st.sampled_from(["\n", "\n", "\n", "\n  ", "\n\n"])
)
BESIDE = st.one_of(st.sampled_from(["", "", "", "\n", "# a: b\n", " # a\n"]), st.text(max_size=6).map("#{}\n".format))


@example([("", ("a", "b:c:", "\n"))], "")
@given(st.lists(st.tuples(BESIDE, LINES), min_size=1, max_size=3), BESIDE)
def test_the_fast_way_reads_what_yaml_reads(lines: list[tuple[str, tuple[str, str, str]]], last: str) -> None:
    text = "".join(f"{beside}{key}: {value}{end}" for beside, (key, value, end) in lines) + last
    source = a_source(text)

    fast = read_plain(source, 0, len(text))

    if fast is not None:
        assert fast == read_yaml(source)
        assert source.found == []


@given(st.one_of(st.text(), st.text(alphabet=list("ab:-[]{},&*!|>'\"%@`#?\t\n ~\\"), max_size=60)))
def test_any_text_is_read_or_refused_with_a_problem(text: str) -> None:
    found: list[Problem] = []
    source = Source("x", text, found)

    try:
        read_yaml(source)
    except Refused:
        assert found

    for problem in found:
        assert 1 <= problem.line <= text.count("\n") + 1
        assert "\n" not in problem.fact


@pytest.mark.parametrize("end", ["---\n", "--- \n", "---", "...\n", "---\nx\n---\n"])
@pytest.mark.parametrize(
    "keys", ["", "a: b\n", "a: b\nc: [d, e]\n", "a: |\n  b\n", "a: b\n\n", "# c\na: b\n", 'a: "---"\n']
)
def test_the_quick_way_through_front_matter_gives_what_the_other_gives(keys: str, end: str) -> None:
    source = a_source(f"---\n{keys}{end}")
    quick = front._plain_front(source, 4)

    assert quick is None or quick == front._any_front(source, 4)
    assert quick or (keys, end) != ("a: b\n", "---\n")
