"""What is read from a sheet is noted each time, also what was read before and is answered the quick way."""

from pathlib import Path
from typing import Any

from build.sites import SHOP, write
from polynya.freeze import prepare, read
from polynya.observing.marks import files_below
from polynya.observing.noting import ALWAYS, notebook
from polynya.observing.truth import Truth
from polynya.observing.watched import watched
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
