"""A usual page is read in a quick way, which gives what the plain way gives."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build.sites import write
from polynya.observing.marks import Seen
from polynya.reading import rows
from polynya.reading.late import KEPT, LatePage
from polynya.reading.read import read_site

SCHEMA = """
title: Books
url: /books/{slug}/
fields:
  pages: {type: number}
  price: {type: money, default: 1.50}
  shelf: {type: select, options: [Novels, Poems], required: true}
  new: {type: bool}
  home: {type: url}
  words: {type: list}
  due: {type: datetime}
  cover: {type: image}
  like: {type: page}
  note: {type: markdown}
"""
DECLARED = {
    "content/index.md": "Ice.\n",
    "content/site.yaml": "timezone: Europe/Oslo\n",
    "content/forms/comments.yaml": "thread: books\nfields: [{name: text, type: textarea}]\n",
    "content/books/_collection.yaml": SCHEMA,
    "content/dated/_collection.yaml": "url: /{year}/{slug}/\n",
    "content/deep/_collection.yaml": "url: /a/{path}/\n",
    "content/odd/_collection.yaml": "url: /a/{path}.x/\n",
    "content/other/_collection.yaml": "fields: {title: {type: select, options: [Ice, a]}, date: {type: datetime}}\n",
    "content/top/_collection.yaml": "url: /{slug}/\n",
    "content/held/_defaults.yaml": "description: Cold.\n",
}
FOLDERS = ("", "books", "books/old", "dated", "odd", "deep", "deep/Old Ones", "other", "top", "held", "free", "ünï")
STEMS = (
    "ice",
    "ice-2",
    "404",
    "live",
    "static",
    "index",
    "Ice",
    "old_ice",
    "2024-01-31-ice",
    "2024-ice",
    "x" * 160,
    "íce",
)
KEYS = (
    "title",
    "description",
    "date",
    "tags",
    "aliases",
    "draft",
    "expires",
    "slug",
    "url",
    "template",
    "id",
    "forms",
    "form",
    "math",
    "typography",
    "pages",
    "price",
    "shelf",
    "new",
    "home",
    "words",
    "due",
    "cover",
    "like",
    "note",
    "summary",
    "published",
    "layout",
    "other_key",
    "Other",
)
VALUES = """Ice|2024-01-31|2024-01-31 18:30|2024-1-31|2024-W05-3|0000-00-00|true|null|~|Null|12|12.50|0|Novels|/a/|x.jpg
https://x.example/|a: b|a:b|a #b|it's|Ünï|  two  words |- a|[a, b]|[a, null]|[]|[a,b]|[a b, c]|[[a]]|{a: b}|'q'|"q"|""
"null"|"12"|"  "|"a: b"|"2024-01-31"|"a\\"b"|,|*a|&a b|!!str a|>||ice|books/ice|[x, x]|no|1_000|#|yes""".replace(
    "\n", "|"
).split("|")
BODIES = (
    "Some ice.\n",
    "",
    "\n\n# Ice\n\nMore\n",
    "# Other\n",
    "Ice\n===\n",
    "{{< ref x >}}\n",
    "[[ice]] <Tag/>\n",
    "import a from 'b'\n",
    "a\r\nb\n",
    "a\x01b\n",
    "Ünï 🧊\n---\nmore\n",
)
OPENINGS = ("---\n", "\n---\n", "---yaml\n", "+++\n", "--- \n", "\ufeff---\n")
LINES = st.tuples(st.sampled_from(KEYS), st.sampled_from(VALUES) | st.text(max_size=8)).map(
    lambda one: f"{one[0]}: {one[1]}\n"
)
FRONTS = st.builds(
    lambda opening, lines, closing: f"{opening}{''.join(lines)}{closing}",
    st.sampled_from(("---\n",) * 8 + OPENINGS),
    st.lists(LINES, max_size=5).map(lambda lines: ["title: Ice\n", "shelf: Poems\n", *lines])
    | st.lists(LINES, max_size=4),
    st.sampled_from(("---\n",) * 6 + ("...\n", "---", "", "+++\n")),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, rows.Rows]:
    """A site that declares a lot, and has a page in each folder."""
    root = tmp_path_factory.mktemp("usual")
    pages = {f"content/{folder}/page.md": "---\ntitle: Ice\nshelf: Poems\n---\n" for folder in FOLDERS if folder}
    write(root, {**DECLARED, **pages})
    kept = rows.Rows()
    read_site(root, kept=kept)
    return root, kept


@settings(max_examples=600)
@given(
    fronts=st.lists(st.tuples(FRONTS, st.sampled_from(BODIES)), min_size=1, max_size=4),
    place=st.tuples(st.sampled_from(FOLDERS), st.sampled_from(("ice",) * 8 + STEMS)),
    keep=st.booleans(),
)
def test_both_ways_give_the_same(
    site: tuple[Path, rows.Rows], fronts: Sequence[tuple[str, str]], place: tuple[str, str], keep: bool
) -> None:
    assert_same(site, ["".join(one) for one in fronts], place, keep=keep)


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("stem", STEMS)
def test_both_ways_give_the_same_in_every_place(site: tuple[Path, rows.Rows], folder: str, stem: str) -> None:
    text = "---\ntitle: Ice\ndate: 2024-07-01\nshelf: Poems\ntags: [a, b]\n---\nIce.\n"

    assert_same(site, [text], (folder, stem))


@pytest.mark.parametrize("folder", ["books", "free", "other"])
@pytest.mark.parametrize("key", KEYS)
def test_both_ways_give_the_same_of_every_key(site: tuple[Path, rows.Rows], key: str, folder: str) -> None:
    assert_same(site, [f"---\ntitle: Ice\nshelf: Poems\n{key}: {one}\n---\nIce.\n" for one in VALUES], (folder, "ice"))


def test_most_pages_are_read_in_the_quick_way(site: tuple[Path, rows.Rows]) -> None:
    text = '---\ntitle: "Ice: cold"\ndate: 2024-07-01\nshelf: Poems\ntags: [a, b]\npages: 12\n---\nIce.\n'

    for folder in ("", "books", "books/old", "deep", "deep/Old Ones", "top", "free"):
        own = text if folder.startswith("books") else text.replace("pages: 12", "words: [some, more]")
        assert result_of(site, [own], (folder, "ice"), keep=False)[0].unusual == {}, folder


def assert_same(
    site: tuple[Path, rows.Rows], texts: Sequence[str], place: tuple[str, str], *, keep: bool = False
) -> None:
    """Read some sources in both ways, and compare all that is known of them."""
    result, tasks, desk = result_of(site, texts, place, keep=keep)

    quick = dict(rows._rows_of(result, tasks, desk))

    assert quick.keys() == {task.path for task in tasks}
    for task in tasks:
        assert said(quick[task.path]) == said(rows._read(task, replace(desk, foreign={}), keep=keep))


def result_of(
    site: tuple[Path, rows.Rows], texts: Sequence[str], place: tuple[str, str], *, keep: bool
) -> tuple[rows._Result, list[rows.Task], rows.Desk]:
    """Read some sources in the quick way."""
    root, kept = site
    folder, stem = place
    assert kept.desk
    before = next(row for path, row in kept.by_path.items() if path.rpartition("/")[0] in (folder, ""))
    collection = kept.collections[folder if folder in kept.collections else before.place[2]]
    tasks = []
    for number, text in enumerate(texts):
        name = f"{folder}/{stem}{number or ''}.md".lstrip("/")
        (root / "content" / name).write_bytes(text.encode("utf-8", "replace"))
        index = stem == "index" and not number
        its = rows.Place(folder, f"{stem}{number or ''}", collection, index, index and collection.name == folder)
        tasks.append(rows.Task(name, its))
    return rows._read_all(rows._Asked(kept.desk, Seen(), keep), tasks), tasks, kept.desk


def said(row: rows.Row) -> list[object]:
    """List all that a row says, with the types and the order of the fields of its page."""
    mark, place, page, *others = row
    if page is None:
        return [mark, place, *others]
    fields = [(name, repr(getattr(page, name))) for name in KEPT]
    own = [page.digest, page.place] if isinstance(page, LatePage) else []
    return [mark, place, type(page), fields, page.body, *own, *others]
