"""Outputs that are drawn together are put away and noted as those drawn one by one."""

import gc
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest

from build.sites import NOW, write
from polynya.freeze import prepare, read
from polynya.observing.drawer import TOGETHER, Drawer
from polynya.outputs.entries import Entry
from polynya.pages.drawing import Drawing
from polynya.places import Places
from polynya.reading.schedule import clock_at

PAGES = 2 * TOGETHER


def _drawing(root: Path) -> Drawing:
    places, clock = Places(root), clock_at(NOW)
    site, _ = read(places, clock)
    return prepare(site, places, clock)[0]


def test_many_outputs_are_noted_as_each_on_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYNYA_WORKERS", "1")
    texts = {
        f"content/page-{at}.md": f"---\ntitle: Page {at}\n---\n\n## Part {at}\n\nAfter [it](page-{at * 7 % PAGES}.md).\n"
        for at in range(PAGES)
    }
    root = write(tmp_path, {**texts, "content/site.yaml": "title: Many\nurl: https://many.example\n"})
    files: dict[str, bytes] = {}

    def keep(names: Sequence[str], contents: Sequence[bytes]) -> list[tuple[bytes, bool]]:
        for name, content in zip(names, contents, strict=True):
            assert files.setdefault(name, content) == content
        return [(sha256(content).digest(), True) for content in contents]

    together, apart = _drawing(root), _drawing(root)
    urls = list(together.sheet.outputs)
    assert len(urls) > 2 * PAGES
    together.draw(urls, keep)
    written = len(files)
    for url in urls:
        apart.draw([url], keep)

    assert written == len(files) == len(urls)
    assert sorted(together.traces) == sorted(urls)
    for url, trace in together.traces.items():
        other = apart.traces[url]
        assert trace[:-2] == other[:-2]
        assert trace.details == other.details
        assert trace.digest == sha256(files[trace.name]).digest()


def test_what_was_kept_for_feeds_is_let_go_of_before_pages_are_drawn(tmp_path: Path) -> None:
    texts = {f"content/posts/{day}.md": f"---\ndate: 2026-01-{day}\n---\n\n# {day}\n" for day in range(10, 31)}
    root = write(tmp_path, {**texts, "content/site.yaml": "title: Many\nurl: https://many.example\n"})
    drawing = _drawing(root)
    drawer = Drawer(drawing.sheet, drawing.truth, lambda names, contents: [(b"", True)] * len(names))
    feeds = [url for url in drawing.sheet.outputs if url.endswith((".xml", "feed.json"))]

    drawer.draw(feeds)
    kept = _entries()
    drawer.draw([f"/posts/{day}/" for day in range(10, 31)])

    assert kept >= 20
    assert _entries() == 0


def _entries() -> int:
    gc.collect()
    return sum(type(one) is Entry for one in gc.get_objects())
