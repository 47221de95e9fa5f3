"""What is read from a sheet is noted each time, also what was read before and is answered the quick way."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from build.sites import SHOP, write
from polynya.freeze import prepare, read
from polynya.observing.digests import digest_of
from polynya.observing.marks import files_below
from polynya.observing.noting import ALWAYS, notebook
from polynya.observing.truth import Truth
from polynya.observing.watched import Ahead, watched
from polynya.outputs.programs.listings import json_of
from polynya.places import Places
from polynya.reading.schedule import clock_at


def test_what_is_read_again_is_noted_again(tmp_path: Path) -> None:
    places, clock = Places(write(tmp_path, SHOP)), clock_at(0)
    sheet = prepare(read(places, clock)[0], places, clock)[0].sheet
    truth = Truth(sheet)
    seen = watched(sheet, truth.learn)
    dune = sheet.site.pages["books/dune"]
    read_by = []
    for _ in range(3):
        with notebook() as noted:
            assert seen.taken_ids == sheet.taken_ids
            assert seen.site.root == sheet.site.root
            assert seen.collection("books") is sheet.collection("books")
            assert seen.around(dune) == sheet.around(dune)
            assert seen.ways.related(dune, 3) == sheet.ways.related(dune, 3)
            assert seen.ways.terms_of(page=dune) == []
            assert seen.outputs[dune.url] is dune
            assert seen.newest(None, 2) == sheet.newest(None, 2)
        read_by.append(list(noted))
    assert read_by[0] == read_by[1] == read_by[2]
    page = ("page", dune.url)
    assert read_by[0] == [
        ("value", "sheet.taken_ids"),
        ("value", "sheet.site.root"),
        ("call", "sheet.collection", (("plain", "books"),), ()),
        ("call", "sheet.around", (page,), ()),
        ("call", "sheet.ways.related", (page, ("plain", 3)), ()),
        ("call", "sheet.ways.terms_of", (), (("page", page),)),
        ("item", "sheet.outputs", dune.url),
        ("call", "sheet.newest", (("plain", None), ("plain", 2)), ()),
    ]
    learnt = truth.hand_out(read_by[0], read_by[0])
    assert learnt == Truth(sheet).hand_out(read_by[0], []) == truth.hand_out(read_by[0], [])
    assert None not in learnt
    with notebook() as noted:
        seen.collection(("books",))  # type: ignore[arg-type]  # whatever a template asks for
    assert list(noted) == [ALWAYS]


def test_what_was_found_ahead_is_noted_when_it_is_asked_for(tmp_path: Path) -> None:
    places, clock = Places(write(tmp_path, SHOP)), clock_at(0)
    sheet = prepare(read(places, clock)[0], places, clock)[0].sheet
    truth, plain_truth, ahead = Truth(sheet), Truth(sheet), Ahead()
    seen, plain = watched(sheet, truth.learn, ahead), watched(sheet, plain_truth.learn)
    pages = [*sheet.site.pages.values()]
    ahead.look(pages[1:], sheet, truth.learn)
    with notebook() as noted:
        answers = [seen.around(page) for page in pages]
    with notebook() as noted_plainly:
        assert answers == [plain.around(page) for page in pages]
    assert len(pages) > 2
    assert list(noted) == list(noted_plainly)
    assert truth.hand_out(list(noted), []) == plain_truth.hand_out(list(noted), [])
    ahead.look([pages[0], replace(pages[1], url="\0"), None], sheet, truth.learn)  # type: ignore[list-item]  # a failure
    assert seen.around(pages[1]) == sheet.around(pages[1])


def test_files_are_marked_with_what_links_lead_to(tmp_path: Path) -> None:
    write(tmp_path, {"a/one.md": "1", "a/__pycache__/no": "", "a/deep/two.md": "22", "elsewhere/three.md": "333"})
    (tmp_path / "a/link.md").symlink_to("../elsewhere/three.md")
    (tmp_path / "a/lost").symlink_to("nowhere")
    (tmp_path / "a/folder").symlink_to("../elsewhere")
    marks: dict[str, list[Any]] = {
        str(path).removeprefix(f"{tmp_path}/a/"): mark for path, *mark in files_below(tmp_path / "a")
    }
    assert list(marks) == ["deep", "deep/two.md", "folder", "folder@", "link.md", "link.md@", "lost", "lost@", "one.md"]
    assert marks["deep"] == []
    assert [marks["deep/two.md"][1], marks["one.md"][1], marks["link.md@"][0][1]] == [2, 1, 3]
    assert marks["lost@"] == [()]
    assert list(files_below(tmp_path / "none")) == []


@pytest.mark.parametrize("languages", ["", "languages: [en, de]\n"])
def test_what_is_around_a_page_is_what_each_way_says(tmp_path: Path, languages: str) -> None:
    site = f"title: Tea\nurl: https://tea.example\ntaxonomies: {{tags: {{title: Tags}}}}\n{languages}"
    listed = "title: Teas\npaginate: 1\n"
    texts = {
        "teas/a": "tags: [hot]\ndate: 2024-01-31",
        "teas/b": "tags: [hot, green]",
        "de/teas/a": "tags: [heiß]",
        "c": "k: v",
    }
    deep = {
        "teas/cold/_collection.yaml": "title: Cold\n",
        "teas/cold/d.md": "Cold.\n",
        "teas/cold/e.md": "---\nurl: /e/\n---\nE.\n",
    }
    pages = {f"content/{name}.md": f"---\n{front}\n---\nTea.\n" for name, front in texts.items()}
    whole = {"content/site.yaml": site, "content/teas/_collection.yaml": listed, "content/index.md": "Home.\n", **pages}
    places, clock = (
        Places(write(tmp_path, {**SHOP, **whole, **{f"content/{name}": text for name, text in deep.items()}})),
        clock_at(0),
    )
    sheet = prepare(read(places, clock)[0], places, clock)[0].sheet
    assert len(sheet.site.pages) > 10
    for page in [*sheet.site.pages.values()] * 2:
        around, ways = sheet.around(page), sheet.ways
        assert around[:5] == (
            ways.language(page),
            ways.listing(page),
            around.navigation,
            ways.translations(page),
            ways.above(page),
        )
        assert around.navigation in (None, ways.navigation(page))
        assert (around.path, around.feeds, around.terms) == (
            sheet.path_to(page),
            sheet.feeds_on(page),
            ways.terms_of(page),
        )
        assert (around.published, around.changed) == sheet.moments(page)
        assert around.says_json == sheet.says_json(json_of(page.url))
        assert around.district == around[: len(around.district)]
        assert [*around[: -len(around.gist)], *around.gist[:-1]] == [*around[:-1]]
        assert around.gist[-1] is around.district
    assert len({digest_of(sheet.around(page)) for page in sheet.site.pages.values()}) > 5
