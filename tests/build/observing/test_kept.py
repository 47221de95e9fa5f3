"""What one freeze keeps for the next is made of bytes only when it is asked for, and is what it was."""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from itertools import repeat
from pathlib import Path

import pytest

from build.sites import NOW, SHOP, release_files, write
from polynya.crew.alone import one_freeze
from polynya.freeze import freeze_site
from polynya.observing import memory
from polynya.observing.memory import Details, Memory, Pack, Trace
from polynya.observing.memory_file import FORM
from polynya.observing.noting import Key
from polynya.places import Places
from polynya.reading.late import LatePage
from polynya.reading.read import read_site
from polynya.reading.rows import Rows
from polynya.retouching.shelf import KeptRows, Shelf, shelve, shelve_rows

TEXT = "---\ntitle: Tea\ndate: 2024-01-31\ntags: [green, hot]\nfrom: China\n---\n\nLeaves and water.\n"
TEA, MATE = ("body", "tea.md"), ("body", "mate.md")
DETAILS = [
    Details((TEA, MATE), (("href", "/mate/"),), "top\nleaves", (("/mate/", "mate.md"),)),
    Details((MATE,), (("href", "/mate/"), ("src", "/m.png")), "", ()),
    Details(),
]


def test_pages_that_are_kept_are_made_when_a_field_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "content/teas").mkdir(parents=True)
    for at in range(120):
        (tmp_path / f"content/teas/tea-{at}.md").write_text(TEXT.replace("China", f"Place {at}"), encoding="utf-8")
    site = read_site(tmp_path).site
    assert site is not None
    plain = replace(site.pages["teas/tea-3"], title="Another")
    pages = {**site.pages, "teas/tea-3": plain}
    late = [one for one, page in pages.items() if isinstance(page, LatePage)]
    assert len(late) == 119
    kept: Shelf = pickle.loads(pickle.dumps(shelve(pages)))
    found = kept.pages()
    assert list(found) == list(pages)
    first, second = found["teas/tea-7"], found["teas/tea-50"]
    assert isinstance(first, LatePage)
    assert (first.url, first.digest) == (pages["teas/tea-7"].url, getattr(pages["teas/tea-7"], "digest", None))
    assert first.fields["from"] == "Place 7"
    assert second.fields["from"] == "Place 50"
    assert not hasattr(first, "nothing")
    assert pickle.loads(pickle.dumps(found["teas/tea-9"])) == pages["teas/tea-9"]
    assert found == pages
    assert [getattr(found[one], "place", None) for one in late] == [getattr(pages[one], "place", None) for one in late]
    assert shelve({}).pages() == {}
    assert shelve({"teas/tea-3": plain}).pages() == {"teas/tea-3": plain}


def test_rows_that_are_kept_are_found_with_the_pages_of_the_site(tmp_path: Path) -> None:
    texts = {f"content/teas/tea-{at}.md": TEXT if at else "---\ntitle: [\n---\n" for at in range(120)}
    rows = Rows()
    read_site(write(tmp_path, texts), kept=rows)
    pages = {row.page.id: row.page for row in rows.by_path.values() if row.page}
    del pages["teas/tea-8"]
    kept: KeptRows = pickle.loads(pickle.dumps(shelve_rows(rows.by_path, pages)))
    kept.pages = pages
    assert kept.get("teas/none.md") is None
    assert kept["teas/tea-9.md"].page is pages["teas/tea-9"]
    assert dict(kept) == dict(rows.by_path)
    assert list(kept) == list(rows.by_path)
    assert len(kept) == len(rows.by_path) == 120


def _pack() -> Pack:
    heads = [Trace(f"/{at}/", f"site/{at}/index.html", bytes([at]), at == 1, templates=("a",)) for at in range(3)]

    def digests(keys: object, once: object) -> list[bytes | None]:
        assert keys == [TEA, MATE]
        assert once == [TEA]
        return [b"known", None]

    pack: Pack = pickle.loads(pickle.dumps(Pack(list(zip(heads, DETAILS, repeat(()), strict=False)), digests)))
    assert [one._replace(pack=heads[0].pack, at=0) for one in pack.traces()] == heads
    return pack


def test_details_are_packed_and_found_again() -> None:
    pack = _pack()
    assert [one.details for one in pack.traces()] == DETAILS
    assert pack.digests == {TEA: b"known", MATE: None}
    assert pack.targets == [("href", "/mate/"), ("src", "/m.png")]
    assert pickle.loads(pack.spots) == ["top\nleaves", "", ""]


def test_what_is_read_alike_is_packed_as_if_each_had_read_it() -> None:
    one, other, own = tuple(("value", str(at)) for at in range(9)), (MATE,), ("value", "own")
    alike = [one, other, one]
    whole = [
        Details((*each.keys, *more))
        for each, more in zip([Details((TEA,)), Details(), Details((own,))], alike, strict=True)
    ]
    heads = [Trace(f"/{at}/", f"site/{at}/index.html", b"", False) for at in range(3)]
    asked: list[object] = []

    def digests(keys: Sequence[Key], once: Sequence[Key]) -> list[bytes | None]:
        asked.append((set(keys), set(once)))
        return [str(key).encode() for key in keys]

    plain = Pack(list(zip(heads, whole, repeat(()), strict=False)), digests)
    found = Pack(
        [(heads[0], Details((TEA,)), one), (heads[1], Details(), other), (heads[2], Details((own,)), one)], digests
    )
    assert [trace.details for trace in found.traces()] == whole == [trace.details for trace in plain.traces()]
    assert found.digests == plain.digests
    assert asked[0] == asked[1] == ({TEA, MATE, own, *one}, {TEA, MATE, own})


@pytest.mark.parametrize("many", [memory.MOST_SMALL, memory.MOST_SMALL + 1])
def test_any_number_of_keys_is_packed(many: int) -> None:
    keys = tuple(("item", "sheet.outputs", number) for number in range(many))
    details = [Details((TEA,)), Details(keys[1:]), Details(keys[-2:])]
    heads = [Trace(f"/{at}/", f"site/{at}/index.html", b"", False) for at in range(3)]
    pack = Pack(list(zip(heads, details, repeat(()), strict=False)), lambda keys, once: [b"" for _ in keys])
    assert [one.details for one in pack.traces()] == details
    assert list(pack.digests) == [TEA, *keys[1:]]


@pytest.mark.parametrize("left", [["/0/", "/1/", "/2/"], ["/2/"], ["/0/", "/1/"], []])
def test_a_memory_keeps_the_outputs_that_are_still_there(tmp_path: Path, left: list[str]) -> None:
    traces = {one.url: one for one in _pack().traces() if one.url in left}
    with one_freeze(Places(tmp_path)):
        memory.save(Places(tmp_path), Memory("token", "one", b"frame", traces=traces, links=b"links"))
    found = memory.load(Places(tmp_path))
    assert (found.token, found.release, found.frame, found.links) == ("token", "one", b"frame", b"links")
    assert list(found.traces) == left
    assert [one[:8] for one in found.traces.values()] == [one[:8] for one in traces.values()]
    assert [one.details for one in found.traces.values()] == [one.details for one in traces.values()]


def test_what_another_version_kept_is_refused(tmp_path: Path) -> None:
    root = write(tmp_path, SHOP)
    freeze_site(root, now=NOW)
    expected = release_files(root)
    for name in ("memory", "site"):
        file = root / f"build/cache/{name}.pickle"
        content = file.read_bytes()
        for other in (content[len(FORM) :], b"Polynya keeps, 0\n" + content[len(FORM) :], content[: len(content) // 2]):
            file.write_bytes(other)
            write(root, {"content/books/dune.md": f"---\ntitle: Dune\n---\nMore, {len(other)}.\n"})
            freeze_site(root, now=NOW)
        write(root, SHOP)
        freeze_site(root, now=NOW)
        assert release_files(root) == expected
