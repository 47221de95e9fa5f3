"""What is linked for a release before it is begun: beside a freeze, or with the first release as it is written."""

import os
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from build.sites import NOW, a_site, files_below, release_files
from polynya.crew.alone import one_freeze
from polynya.crew.ours import make_ours
from polynya.crew.share import WORTH_IT
from polynya.freeze import freeze_site
from polynya.places import AHEAD, Places
from polynya.releases import ahead, behind, new, releases
from polynya.releases.ahead import ahead_of
from polynya.releases.new import NewRelease

PAGES = 30
MANY = {f"site/{number}/index.html": bytes([number % 7]) for number in range(2 * WORTH_IT)}


@pytest.fixture(autouse=True)
def _ours(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    make_ours(tmp_path / "build")


@pytest.fixture
def very_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a few files count as very many, on a machine of two cores and without the threads of who runs tests side by side."""
    monkeypatch.setattr(new, "VERY_MANY", WORTH_IT)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setenv("POLYNYA_WORKERS", "2")


def first_release(root: Path, files: Mapping[str, bytes] = MANY) -> NewRelease:
    """Make the first release, as a freeze of so many pages does."""
    with one_freeze(Places(root)), NewRelease(Places(root)) as release:
        release.put_off(files=len(files))
        release.write_all(files.items())
        release.publish("a")
    release.settle()
    behind.see_off()
    return release


def change_one(root: Path, known: Mapping[str, bytes]) -> Path:
    """Make a release in which one file differs from the one before; its folder."""
    with one_freeze(Places(root)), NewRelease(Places(root), known=known) as release:
        release.write("site/1/index.html", b"changed")
        release.keep_all(name for name in MANY if name != "site/1/index.html")
        release.gather()
        return release.places.releases / release.publish("b")


def ahead_in(root: Path) -> list[Path]:
    return list((root / "build/releases").glob(f"{AHEAD}*"))


def test_linked_ahead_or_not_the_release_is_the_same(tmp_path: Path) -> None:
    files = {f"site/{number}/index.html": bytes([number]) for number in range(PAGES)}
    files |= {f"site/more/{number}": bytes(number) for number in range(2 * WORTH_IT)}
    places = Places(tmp_path)
    with NewRelease(places) as first:
        for name, content in files.items():
            first.write(name, content)
        first.publish("a")
    for digest, linked in (("b", True), ("c", False)):
        with NewRelease(places, known=first.files) as release:
            with release.linked_ahead(drawn=1 if linked else len(files)):
                release.write("site/more/3", digest.encode())
            release.keep_all(name for name in files if name not in ("site/more/3", "site/more/4"))
            release.gather()
            release.publish(digest)

    contents = [files_below(folder) for folder in releases(places)]
    assert contents[0] == files
    assert contents[1] == {**{n: c for n, c in files.items() if n != "site/more/4"}, "site/more/3": b"b"}
    assert contents[2] == {**contents[1], "site/more/3": b"c"}
    assert _releases_and_others(tmp_path) == (3, 0)


@pytest.mark.parametrize(("workers", "drawn"), [("1", 1), ("2", 1), ("2", 2 * WORTH_IT)])
def test_what_is_missing_of_the_current_release_is_found_however_it_is_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: str, drawn: int
) -> None:
    monkeypatch.setenv("POLYNYA_WORKERS", workers)
    places, names = Places(tmp_path), [f"site/{number}" for number in range(2 * WORTH_IT)]
    with NewRelease(places) as first:
        for name in names:
            first.write(name, b"x")
        name = first.publish("a")
    (places.releases / name / "site/5").unlink()

    with NewRelease(places, known=first.files) as release:
        with release.linked_ahead(drawn=drawn):
            release.write("site/1", b"y")
        release.keep_all(name for name in names if name != "site/1")
        with pytest.raises(FileNotFoundError):
            release.gather()

    assert _releases_and_others(tmp_path) == (1, 0)


def test_what_was_linked_ahead_in_vain_is_there_for_the_next_freeze(tmp_path: Path) -> None:
    files = {f"site/{number}": bytes(number) for number in range(2 * WORTH_IT)}
    places, kept = Places(tmp_path), [name for name in files if name != "site/1"]
    with one_freeze(places), NewRelease(places) as first:
        for name, content in files.items():
            first.write(name, content)
        name = first.publish("a")
    linked = ahead_of(places, name)
    shutil.copytree(places.releases / name, linked)  # as a freeze leaves it that wrote nothing new
    number = linked.stat().st_ino
    with one_freeze(places), NewRelease(places, known=first.files) as release:
        release.write("site/1", b"y")
        release.keep_all(kept)
        release.gather()
        second = places.releases / release.publish("b")

    assert second.stat().st_ino == number
    assert files_below(second) == {**files, "site/1": b"y"}
    assert _releases_and_others(tmp_path) == (2, 0)


def test_what_was_linked_of_another_release_goes(tmp_path: Path) -> None:
    a_site(tmp_path, index="one")
    freeze_site(tmp_path, now=NOW)
    (tmp_path / f"build/releases/{AHEAD}000007-of-another").mkdir()
    with one_freeze(Places(tmp_path)):
        assert _releases_and_others(tmp_path) == (1, 0)


@pytest.mark.usefixtures("very_many")
def test_with_very_many_files_the_second_release_is_made_of_what_was_linked_with_the_first(tmp_path: Path) -> None:
    first = first_release(tmp_path)
    [linked] = ahead_in(tmp_path)
    number = linked.stat().st_ino
    assert files_below(linked) == MANY

    second = change_one(tmp_path, first.files)

    assert second.stat().st_ino == number
    assert files_below(second) == {**MANY, "site/1/index.html": b"changed"}
    assert files_below(releases(Places(tmp_path))[0]) == MANY
    assert not ahead_in(tmp_path)


@pytest.mark.usefixtures("very_many")
def test_a_site_that_is_linked_ahead_freezes_to_the_same_as_a_clean_one(tmp_path: Path) -> None:
    texts = {f"page-{number}": f"Page {number}.\n" for number in range(WORTH_IT)}
    edited, clean = tmp_path / "edited/site", tmp_path / "clean/site"
    freeze_site(a_site(edited, **texts), now=NOW)
    assert ahead_in(edited)
    freeze_site(a_site(edited, **{"page-7": "Another text.\n"}), now=NOW)
    freeze_site(a_site(clean, **{**texts, "page-7": "Another text.\n"}), now=NOW)
    behind.see_off()
    assert release_files(edited) == release_files(clean)
    assert [len(releases(Places(root))) for root in (edited, clean)] == [2, 1]


@pytest.mark.usefixtures("very_many")
def test_what_another_boot_linked_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = first_release(tmp_path)
    [linked] = ahead_in(tmp_path)
    (linked / "site/5/index.html").unlink()  # as the disk has it when the machine stopped
    monkeypatch.setattr(ahead, "boot", lambda: b"another-boot")

    assert files_below(change_one(tmp_path, first.files)) == {**MANY, "site/1/index.html": b"changed"}
    assert not ahead_in(tmp_path)


@pytest.mark.usefixtures("very_many")
def test_where_boots_have_no_name_only_the_process_that_linked_believes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "boot", lambda: b"")
    of_this = ahead_of(Places(tmp_path), "000001-a")
    monkeypatch.setattr(os, "getpid", lambda: 1)
    assert ahead_of(Places(tmp_path), "000001-a") != of_this


@pytest.mark.usefixtures("very_many")
def test_nothing_stays_of_a_first_release_that_fails(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), NewRelease(Places(tmp_path)) as release:
        assert release.put_off(files=len(MANY))
        release.write_all(MANY.items())
        raise ZeroDivisionError
    assert [one.name for one in (tmp_path / "build/releases").iterdir()] == [behind.MARK]


@pytest.mark.usefixtures("very_many")
def test_a_disk_without_hard_links_gets_no_second_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(os, "link", refuse)
    first = first_release(tmp_path)
    assert files_below(releases(Places(tmp_path))[0]) == MANY
    assert not ahead_in(tmp_path)
    assert files_below(change_one(tmp_path, first.files)) == {**MANY, "site/1/index.html": b"changed"}


@pytest.mark.usefixtures("very_many")
def test_a_first_release_is_made_even_where_it_cannot_be_linked(tmp_path: Path) -> None:
    with one_freeze(Places(tmp_path)), NewRelease(Places(tmp_path)) as release:
        release.put_off(files=len(MANY))
        release.write_all([("site/index.html", b"Home")])
        [second] = (tmp_path / "build/releases").glob("*-second")
        (second / "site/1").write_text("where a folder has to be")
        worker = share_with_a_worker(release)
        release.publish("a")
    assert worker == 0
    assert files_below(releases(Places(tmp_path))[0]) == {**MANY, "site/index.html": b"Home"}
    assert not ahead_in(tmp_path)


def share_with_a_worker(release: NewRelease) -> int:
    """Have another process put all files, as the workers of a freeze do; the status it ends with."""
    if not (pid := os.fork()):
        try:
            release.put(list(MANY), list(MANY.values()))
            os._exit(0)
        finally:
            os._exit(1)
    return os.waitpid(pid, 0)[1]


def test_few_files_are_not_linked_ahead(tmp_path: Path) -> None:
    first_release(tmp_path)
    assert not ahead_in(tmp_path)


def _releases_and_others(root: Path) -> tuple[int, int]:
    there = list((root / "build/releases").iterdir())
    return len(releases(Places(root))), len(there) - len(releases(Places(root)))
