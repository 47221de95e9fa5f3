"""Compiled templates: kept for all sites of a user where nobody else may write, in the site where that is not to be had."""

import os
from pathlib import Path

import pytest

from build.sites import NOW, a_site, release_files, write
from polynya.freeze import freeze_site
from polynya.observing.templates.kept import KEPT, MOST_FILES, MOST_VERSIONS, OF_USER, make_room, room

OWN = {"templates/pages/page.html": "<p>{{ page.title }} is {{ 1 + 1 }}</p>\n"}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder / "polynya" / OF_USER


def test_a_second_site_finds_what_the_first_one_compiled(tmp_path: Path, cache: Path) -> None:
    freeze_site(a_site(tmp_path / "one", index="text"), now=NOW)
    files = _files(cache)
    freeze_site(a_site(tmp_path / "two", index="text"), now=NOW)

    assert files
    assert {path for path, _ in _files(cache)} - {path for path, _ in files} <= _live(cache)
    assert files <= _files(cache)
    assert not (tmp_path / "one" / KEPT).exists()


def test_a_template_of_the_site_is_drawn_as_it_is_now(tmp_path: Path, cache: Path) -> None:
    root = write(a_site(tmp_path / "one", index="text"), OWN)
    freeze_site(root, now=NOW)
    before = release_files(root)["site/index.html"]
    write(root, {"templates/pages/page.html": "<p>{{ page.title }} is {{ 2 + 2 }}</p>\n"})
    freeze_site(root, now=NOW)

    assert b" is 2" in before
    assert b" is 4" in release_files(root)["site/index.html"]


def test_a_folder_that_others_may_write_is_not_trusted(tmp_path: Path, cache: Path) -> None:
    root = a_site(tmp_path / "one", index="text")
    make_room(root)
    theirs = room(root)
    assert theirs is not None
    assert theirs.parent == cache
    theirs.chmod(0o777)

    freeze_site(root, now=NOW)

    assert list(theirs.iterdir()) == []
    assert list((root / KEPT).glob("*/*"))


def test_a_link_in_its_place_is_not_followed(tmp_path: Path, cache: Path) -> None:
    root = a_site(tmp_path / "one", index="text")
    make_room(root)
    own = room(root)
    assert own is not None
    own.rmdir()
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    own.symlink_to(tmp_path / "elsewhere")

    freeze_site(root, now=NOW)

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_user_without_a_folder_for_caches_keeps_them_in_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    root = a_site(tmp_path / "one", index="text")

    freeze_site(root, now=NOW)

    assert list((root / KEPT).glob("*/*"))


@pytest.mark.parametrize("harm", [b"", b"nonsense", b"j2\x05"])
def test_a_damaged_file_is_compiled_again(tmp_path: Path, cache: Path, harm: bytes) -> None:
    root = a_site(tmp_path / "one", index="text")
    freeze_site(root, now=NOW)
    whole = release_files(root)
    for path, _ in _files(cache):
        path.write_bytes(harm or path.read_bytes()[: path.stat().st_size // 2])

    freeze_site(root, now=NOW, full=True)

    assert release_files(root) == whole


def test_what_is_kept_does_not_grow_without_end(tmp_path: Path, cache: Path) -> None:
    for number in range(3 * MOST_VERSIONS):
        (cache / f"version-{number}").mkdir(parents=True)
        os.utime(cache / f"version-{number}", (number, number))
    make_room(tmp_path)
    own = room(tmp_path)
    assert own is not None
    for number in range(MOST_FILES + 1):
        (own / str(number)).touch()
    make_room(tmp_path)

    assert len(list(cache.iterdir())) == MOST_VERSIONS
    assert list(own.iterdir()) == []


def _files(cache: Path) -> set[tuple[Path, bytes]]:
    return {(path, path.read_bytes()) for path in cache.rglob("*") if path.is_file()}


def _live(cache: Path) -> set[Path]:
    return set(cache.rglob("live-*"))
