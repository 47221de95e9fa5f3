"""A release is retouched when only texts or templates of pages were edited: nothing else is read, and the bytes are the same."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from build.sites import NOW, SHOP, problems_of_freezing, release_files, write
from polynya import freeze
from polynya.freeze import freeze_site

SITE = {
    **SHOP,
    "content/site.yaml": "title: Floe Books\nurl: https://floe.example\ncards: false\npictures: false\n",
    "content/books/emma.md": "---\ntitle: Emma\n---\n# Part\n\nSee [Dune](dune.md).\n",
    "content/notes/one.md": "---\ntitle: One\ndate: 2026-01-01\n---\nA note, see [Emma](../books/emma.md#part).\n",
    "templates/pages/post.html": "{% extends 'layouts/base.html' %}{% block main %}{{ content }}{% endblock %}",
}
Edit = Callable[[Path], object]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Freeze a site whose pages are never read as a whole again."""
    root = write(tmp_path / "site", SITE)
    freeze_site(root, now=NOW)
    return root


@pytest.fixture
def whole(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the whole freezes."""
    found: list[str] = []
    original = freeze.read

    def read(*args: object, **named: object) -> object:
        found.append("read")
        return original(*args, **named)  # type: ignore[arg-type]  # as it was called

    monkeypatch.setattr(freeze, "read", read)
    return found


def _append(path: str, text: str = "\nMore.\n") -> Edit:
    return lambda root: (root / path).write_text((root / path).read_text() + text)


TEXTS = [
    _append("content/books/emma.md"),
    _append("content/notes/one.md"),
    _append("content/books/dune.md", "\n## New\n"),
]


def test_an_edited_text_is_drawn_without_reading_the_site(root: Path, whole: list[str]) -> None:
    for edit in (*TEXTS, *TEXTS):
        edit(root)
        assert freeze_site(root, now=NOW).changed == 1
        assert whole == []

        assert _clean(root) == release_files(root)
        whole.clear()


def test_an_edited_page_template_is_drawn_without_reading_the_site(root: Path, whole: list[str]) -> None:
    write(root, {"templates/pages/page.html": SITE["templates/pages/post.html"]})
    freeze_site(root, now=NOW)
    whole.clear()

    _append("templates/pages/page.html", "<!-- new -->")(root)
    freeze_site(root, now=NOW)

    assert whole == []
    assert _clean(root) == release_files(root)


@pytest.mark.parametrize(
    "edit",
    [
        _append("content/site.yaml", "description: Books.\n"),
        lambda root: write(root, {"content/books/emma.md": "---\ntitle: Emma II\n---\n# Part\n"}),
        lambda root: write(root, {"content/books/new.md": "New.\n"}),
        lambda root: (root / "content/books/dune.md").unlink(),
        lambda root: write(root, {"content/books/dune.md": "---\ntitle: Dune\n---\n\x07\n"}),
        lambda root: write(root, {"static/new.css": "p { margin: 0 }\n"}),
        lambda root: write(root, {"templates/fragments/facts.html": "~"}),
    ],
)
def test_any_other_edit_reads_the_site(root: Path, whole: list[str], edit: Edit) -> None:
    TEXTS[0](root)
    freeze_site(root, now=NOW)
    assert whole == []

    edit(root)
    freeze_site(root, now=NOW)

    assert whole == ["read"]
    assert _clean(root) == release_files(root)


def test_a_whole_freeze_goes_on_from_what_was_retouched(root: Path, whole: list[str]) -> None:
    TEXTS[0](root)
    freeze_site(root, now=NOW)
    write(root, {"content/notes/one.md": "---\ntitle: Another\ndate: 2026-01-01\n---\nA note.\n"})
    drawn: list[str] = []
    freeze_site(root, now=NOW, progress=lambda done, total, url: drawn.append(url))

    assert "/notes/one/" in drawn
    assert "/books/dune/" not in drawn
    assert _clean(root) == release_files(root)


def test_a_link_that_breaks_is_told_and_told_again(root: Path) -> None:
    _append("content/books/dune.md", "\nSee [that](#nowhere).\n")(root)
    assert [one.rule for one in freeze_site(root, now=NOW).warnings] == ["broken-link"]

    _append("content/books/dune.md")(root)
    assert [one.rule for one in freeze_site(root, now=NOW).warnings] == ["broken-link"]


def test_a_spot_that_others_point_at_and_that_goes_is_told(root: Path) -> None:
    write(root, {"content/books/emma.md": "---\ntitle: Emma\n---\n# Parts\n\nSee [Dune](dune.md).\n"})

    assert [one.path for one in freeze_site(root, now=NOW).warnings] == ["content/notes/one.md"]


def test_a_mistake_in_a_template_leaves_the_release(root: Path) -> None:
    write(root, {"templates/pages/page.html": SITE["templates/pages/post.html"]})
    freeze_site(root, now=NOW)
    before = release_files(root)
    (root / "templates/pages/page.html").write_text("{{ nothing }}")

    assert "undefined-name" in str(problems_of_freezing(root))
    assert release_files(root) == before


def test_what_is_not_there_any_more_is_made_anew(root: Path) -> None:
    shutil.rmtree((root / "build/current").resolve() / "site/books")
    TEXTS[1](root)
    freeze_site(root, now=NOW)

    assert _clean(root) == release_files(root)


def _clean(root: Path) -> dict[str, bytes]:
    other = root.with_name("clean")
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, ignore=shutil.ignore_patterns("build"))
    freeze_site(other, now=NOW)
    return release_files(other)
