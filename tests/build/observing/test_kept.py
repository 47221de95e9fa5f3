"""What one freeze keeps for the next is made of bytes only when it is asked for, and is what it was."""

import pickle
from pathlib import Path

import pytest

from build.sites import NOW, SHOP, release_files, write
from polynya.freeze import freeze_site
from polynya.observing import memory
from polynya.observing.memory import Details, Memory, Pack, Trace
from polynya.observing.memory_file import FORM, pickle_whole, unpickled
from polynya.places import Places
from polynya.reading.late import LatePage, ways_of
from polynya.reading.read import read_site

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
    pages = [page for page in site.pages.values() if isinstance(page, LatePage)]
    pickle_whole(tmp_path / "kept", [*pages, *reversed(pages)], ways=ways_of(pages[:100]))
    kept = unpickled(tmp_path / "kept")
    first = kept[7]
    assert kept[-8] is first
    assert first.url == pages[7].url
    assert first.digest == pages[7].digest
    assert first.fields["from"] == pages[7].fields["from"]
    assert not hasattr(first, "nothing")
    assert kept[: len(pages)] == pages
    assert [page.place for page in kept[: len(pages)]] == [page.place for page in pages]
    assert pickle.loads(pickle.dumps(kept[8])) == pages[8]
    again = unpickled(tmp_path / "kept")
    assert pickle.loads(pickle.dumps(again[8])) == pages[8]


def _pack() -> Pack:
    heads = [Trace(f"/{at}/", f"site/{at}/index.html", bytes([at]), at == 1, templates=("a",)) for at in range(3)]

    def digests(keys: object, once: object) -> list[bytes | None]:
        assert keys == [TEA, MATE]
        assert once == [TEA]
        return [b"known", None]

    pack: Pack = pickle.loads(pickle.dumps(Pack(list(zip(heads, DETAILS, strict=True)), digests)))
    assert [one._replace(pack=heads[0].pack, at=0) for one in pack.traces()] == heads
    return pack


def test_details_are_packed_and_found_again() -> None:
    pack = _pack()
    assert [one.details for one in pack.traces()] == DETAILS
    assert pack.digests == {TEA: b"known", MATE: None}
    assert pack.targets == [("href", "/mate/"), ("src", "/m.png")]
    assert pickle.loads(pack.spots) == ["top\nleaves", "", ""]


@pytest.mark.parametrize("left", [["/0/", "/1/", "/2/"], ["/2/"], ["/0/", "/1/"], []])
def test_a_memory_keeps_the_outputs_that_are_still_there(tmp_path: Path, left: list[str]) -> None:
    traces = {one.url: one for one in _pack().traces() if one.url in left}
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
