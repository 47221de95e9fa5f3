"""Whatever an author writes, reading it ends in a site or in problems."""

import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build.reading.contents import reading
from polynya.problems import Severity, format_problem
from polynya.reading.text.foreign import report_foreign_marks
from polynya.reading.text.front import split_front
from polynya.reading.text.source import Source

SCRAPS = st.sampled_from(
    ["---\n", "+++\n", "title: ", "a: b\n", "# x\n", "- ", "[", "]", "{", "}", '"', "'", ": ", "\n", "\t", "&a ", "*a",
     "!!x ", "|\n  ", "é", "\u2028", "\x00", "\r\n", "date: 2024-01-31\n", "slug: ../x\n", "price: 1\n", "id: x\n",
     "url: /{x}/\n", "=", "1979-05-27", "..."]
)  # fmt: skip
SOUP = st.lists(SCRAPS, max_size=14).map("".join)
ANYTHING = st.one_of(st.binary(max_size=80), SOUP.map(str.encode), st.text(max_size=60).map(lambda text: text.encode()))
FRONT = st.one_of(
    ANYTHING,
    ANYTHING.map(lambda text: b"---\n" + text + b"\n---\nText.\n"),
    ANYTHING.map(lambda t: b"+++\n" + t + b"\n+++\n"),
    ANYTHING.map(lambda t: b'{"title": ' + t + b"}\nText.\n"),
    ANYTHING.map(lambda t: b"Title: " + t + b"\n\nText.\n"),
)
SCHEMA = b"fields:\n  price: {type: money}\n  a: {type: list, of: date}\n"
WORDS = st.sampled_from(
    ["title", "fields", "name", "type", "required", "min", "max", "options", "text", "select", "number", "money", "url",
     "sort", "forms", "/{slug}/", "{", "-1", "1e9", "9" * 400, "true", "~", "", "show", "thread", "limits", "keep",
     "derive", "a.b:c", "navigation", "x y"]
)  # fmt: skip
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4), max_leaves=12
)


def flow(tree: object) -> str:
    """Write a tree as YAML on one line."""
    if isinstance(tree, dict):
        return "{" + ", ".join(f'"{key}": {flow(value)}' for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(flow(one) for one in tree) + "]"
    return f'"{tree}"' if " " in str(tree) or "{" in str(tree) else str(tree)


def block(tree: object) -> bytes:
    text = flow(tree)
    lines = (f'"{key}": {flow(value)}\n' for key, value in tree.items()) if isinstance(tree, dict) else [text]
    return "".join(lines).encode()


def ends_well(files: dict[str, bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        read = reading(Path(folder), files)
    assert (read.site is None) == any(problem.severity is Severity.ERROR for problem in read.problems)
    for problem in read.problems:
        assert format_problem(problem).isascii() or format_problem(problem).encode()
        assert problem.column <= len(problem.source) + 1 or not problem.source


@settings(deadline=None, max_examples=250)
@given(FRONT, FRONT)
def test_any_page_is_read_or_refused(open_page: bytes, strict_page: bytes) -> None:
    ends_well({"a.md": open_page, "books/_collection.yaml": SCHEMA, "books/b.md": strict_page})


@settings(deadline=None, max_examples=150)
@given(TREES, TREES, TREES)
def test_any_declaration_is_read_or_refused(settings_tree: object, collection: object, form: object) -> None:
    files = {
        "site.yaml": block(settings_tree),
        "books/_collection.yaml": block(collection),
        "forms/x.yaml": block(form),
    }
    ends_well({"a.md": b"# A\n", "books/b.md": b"---\nname: x\n---\n", **files})


@settings(deadline=None, max_examples=100)
@given(ANYTHING, ANYTHING, ANYTHING, ANYTHING)
def test_any_data_file_is_read_or_refused(yaml: bytes, toml: bytes, json: bytes, csv: bytes) -> None:
    ends_well({"a.md": b"# A\n", "data/a.yaml": yaml, "data/b.toml": toml, "data/c.json": json, "data/d.csv": csv})


def test_deep_data_of_every_format_is_refused(tmp_path: Path) -> None:
    deep = {
        "a.yaml": b"[" * 9999,
        "b.toml": b"a = " + b"[" * 9999,
        "c.json": b"[" * 999_999,
        "d.json": b"9" * 9999,
        "e.toml": b"a = " + b"9" * 9999,
        "f.toml": b"a." * 50 + b"a = 1",
        "g.toml": b"x = 'a.b'\n[" + b"'a.b' . " * 50 + b"a]",
        "h.toml": b"x = {" + b'"a".' * 50_000 + b"a = 1}",
    }

    read = reading(tmp_path, {"index.md": b"# A\n", **{f"data/{name}": text for name, text in deep.items()}})

    assert [problem.path for problem in read.problems] == [f"content/data/{name}" for name in deep]


N = 40_000


@pytest.mark.parametrize(
    "line", [" " * N, "a:" + " " * N + "\f", "a: b" + " " * N + "c", "    b" + " " * N + "c"], ids=len
)
def test_lines_of_keys_are_read_in_a_time_that_grows_with_them(line: str) -> None:
    started = time.process_time()

    split_front(Source("ice.md", f"Title: Ice\n{line}\n\nText\n", []))

    assert time.process_time() - started < 1


def test_marks_that_never_end_are_looked_for_in_a_time_that_grows_with_them() -> None:
    started = time.process_time()

    report_foreign_marks(Source("ice.md", "%%<" * N, []), 0)

    assert time.process_time() - started < 4
