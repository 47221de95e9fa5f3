"""Outputs that are drawn together are put away and noted as those drawn one by one."""

import gc
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from itertools import chain, takewhile
from pathlib import Path

import pytest

from build.sites import NOW, write
from polynya.freeze import prepare, read
from polynya.model import Page
from polynya.observing.drawer import TOGETHER, Drawer
from polynya.outputs.feeds import TYPES, entries
from polynya.outputs.feeds.entries import Entry
from polynya.pages import drawing as drawing_room
from polynya.pages.drawing import Drawing
from polynya.pages.sheet import Sheet
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


LENT = (
    "[It](b.md#part), [here](#here), [far](https://far.example/?a=1&b=2#c), [mail](mailto:m@floe.example).\n\n## Here\n",
    "[Up](../), [host](//far.example/a;b), [asked](?q=1), [none](http://[bad), [é & ü](b.md?é&amp;x).\n\n## Main\n\n## Main\n",
    "| a | b |\n|---|--:|\n| [c](/posts/a/) | `<d>` |\n\n```python\nx = '<a href=\"/posts/a/\">'\n```\n",
    "A [draft](draft.md) and [it](b.md).\n",
)
DRAWN_AGAIN = (
    "![Ice](ice.png) and [it](b.md).\n",
    "Noted[^1].\n\n[^1]: [It](b.md).\n",
    "> [!NOTE]\n> [It](b.md).\n",
    "[[toc]]\n\n## Part\n",
    "Plain <b>HTML</b>, www.far.example and [it](b.md).\n",
    ":::tip\n[It](b.md).\n:::\n",
)


def test_texts_that_pages_lend_to_feeds_are_those_that_are_drawn_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "---\ntitle: One\ndate: 2026-01-02\ntags: [ice]\n---\n"
    texts = {
        f"content/{at}posts/a{nth}.md": head + text for at in ("", "de/") for nth, text in enumerate(LENT + DRAWN_AGAIN)
    }
    site = "title: Many\nurl: https://many.example\ntaxonomies: [tags]\nlanguages: [en, de]\n"
    more = {"content/site.yaml": site, "content/posts/ice.png": "no picture", "content/posts/b.md": head}
    root = write(tmp_path, {**texts, **more, "content/posts/draft.md": "---\ntitle: Draft\ndraft: true\n---\n"})
    asked: list[str] = []
    plainly = entries._drawn_again

    def drawn_again(page: Page, here: str, *, sheet: Sheet, language: str) -> str:
        asked.append(page.id)
        return plainly(page, here, sheet=sheet, language=language)

    monkeypatch.setattr(entries, "_drawn_again", drawn_again)
    said = []
    for with_pages in (False, True):
        drawing, files = _drawing(root), dict[str, bytes]()

        def keep(
            names: Sequence[str], contents: Sequence[bytes], files: dict[str, bytes] = files
        ) -> list[tuple[bytes, bool]]:
            files.update(zip(names, contents, strict=True))
            return [(sha256(content).digest(), True) for content in contents]

        feeds = [url for url in drawing.sheet.outputs if url.endswith(tuple(TYPES))]
        pages = [page.url for page in drawing.sheet.site.pages.values()]
        [*_, pack] = Drawer(drawing.sheet, drawing.truth, keep).draw([*(pages if with_pages else ()), *feeds]).packs
        traces = {one.url: (one.digest, set(one.details.keys)) for one in pack.traces() if one.url in feeds}
        said.append(({name: files[name] for name in files if name.endswith(tuple(TYPES))}, traces, Counter(asked)))
        asked.clear()

    assert said[0][:2] == said[1][:2]
    assert len(said[0][0]) > 10
    again = {f"{at}posts/a{nth}" for at in ("", "de/") for nth in range(len(LENT), len(LENT + DRAWN_AGAIN))}
    assert again <= said[1][2].keys() < said[0][2].keys()


def test_feeds_are_drawn_right_behind_the_pages_they_tell_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing_room, "MOST_KIN", 60)
    texts = {
        f"content/posts/{at:03}.md": f"---\ndate: 2026-01-{1 + at % 28:02}\ntags: [t{at % 9}]\n---\n\n# {at}\n"
        for at in range(200)
    }
    root = write(tmp_path, {**texts, "content/site.yaml": "title: M\nurl: https://m.example\ntaxonomies: [tags]\n"})
    drawing = _drawing(root)
    urls = [url for url in drawing.sheet.outputs if url != "/posts/007/"]
    kin, rest = drawing._in_turns(urls, apart=frozenset(["/posts/008/"]))

    assert sorted([*chain(*kin, rest), "/posts/008/"]) == sorted(urls)
    assert len(kin) > 3
    for those in kin:
        feeds = [*takewhile(lambda url: url.endswith(tuple(TYPES)), reversed(those))]
        assert feeds
        assert not any(url.endswith(tuple(TYPES)) for url in those[: -len(feeds)])
        assert len(those) < 60 + 2 * 20 + 3
    told = {page.url for feed in drawing.sheet.feeds.values() for page in entries.pages_in(feed, drawing.sheet)}
    assert told - {"/posts/007/", "/posts/008/"} == {url for those in kin for url in those if url.endswith("/")}


def _entries() -> int:
    gc.collect()
    return sum(type(one) is Entry for one in gc.get_objects())
