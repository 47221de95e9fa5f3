"""Releases: readers see the old site or the new one; whatever happens to a freeze, the old one stays."""

import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from build.sites import NOW, SHOP, a_site, release_files, run, write
from polynya.crew import alone
from polynya.crew.alone import FreezeRunning, one_freeze
from polynya.crew.ours import make_ours
from polynya.freeze import freeze_site
from polynya.places import Places
from polynya.releases import releases
from polynya.releases.new import NewRelease, OutsideRelease

PAGES = 30


@pytest.fixture(autouse=True)
def _ours(tmp_path: Path) -> None:
    (tmp_path / "build").mkdir()
    make_ours(tmp_path / "build")


def test_two_older_releases_are_kept(tmp_path: Path) -> None:
    names = []
    for text in ("one", "two", "three", "four", "five"):
        a_site(tmp_path, index=text)
        names.append(freeze_site(tmp_path, now=NOW).release)

    assert [folder.name for folder in releases(Places(tmp_path))] == names[-3:]
    assert (tmp_path / "build/current").readlink().as_posix() == f"releases/{names[-1]}"


def test_a_second_freeze_is_refused_and_told_who_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = Places(a_site(tmp_path, index="one"))
    monkeypatch.setattr(alone, "PATIENCE_S", 0)

    with one_freeze(places), pytest.raises(FreezeRunning) as refused:
        freeze_site(tmp_path, now=NOW)

    assert refused.value.pid == os.getpid()


def test_a_second_freeze_waits_a_little_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ExitStack()
    first.enter_context(one_freeze(Places(a_site(tmp_path, index="one"))))
    monkeypatch.setattr(time, "sleep", lambda _: first.close())

    assert freeze_site(tmp_path, now=NOW).pages == 2  # and 404


def test_the_command_says_that_another_freeze_runs(tmp_path: Path) -> None:
    with one_freeze(Places(a_site(tmp_path, index="one"))):
        ended = run(tmp_path)

    assert ended.returncode == 1
    assert f"process {os.getpid()}" in ended.stderr
    assert run(tmp_path).returncode == 0


def test_a_full_disk_keeps_the_release(tmp_path: Path) -> None:
    a_site(tmp_path, index="one")
    freeze_site(tmp_path, now=NOW)
    before = release_files(tmp_path)
    a_site(tmp_path, index="a word\n\n" * 5000)
    limited = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000));"
        "from polynya.cli import main; main()"
    )

    command = [sys.executable, "-c", limited, "--root", str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)

    assert ended.returncode == 1
    assert "rule: disk-full" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert release_files(tmp_path) == before
    assert [path.name for path in (tmp_path / "build/releases").iterdir()] == [releases(Places(tmp_path))[0].name]


def test_a_killed_freeze_keeps_the_release_and_the_next_one_clears_up(tmp_path: Path) -> None:
    a_site(tmp_path, index="one")
    freeze_site(tmp_path, now=NOW)
    before = release_files(tmp_path)
    a_site(tmp_path, index="two")
    dying = (
        "import os, signal, sys; from pathlib import Path; from polynya.freeze import freeze_site;"
        "freeze_site(Path(sys.argv[1]), progress=lambda *_: os.kill(os.getpid(), signal.SIGKILL))"
    )

    ended = subprocess.run([sys.executable, "-c", dying, str(tmp_path)], timeout=300, check=False)
    left = [path.name for path in (tmp_path / "build/releases").iterdir() if path.name.startswith(".new-")]

    assert ended.returncode == -signal.SIGKILL
    assert left
    assert release_files(tmp_path) == before

    freeze_site(tmp_path, now=NOW)

    assert not [path for path in (tmp_path / "build/releases").iterdir() if path.name.startswith(".new-")]
    assert release_files(tmp_path) != before


def test_readers_never_see_a_half_new_site(tmp_path: Path) -> None:
    names = [f"page-{number}" for number in range(PAGES)]
    site = tmp_path / "build/site"

    def freeze_as(edition: int) -> None:
        write(tmp_path, {f"content/{name}.md": f"edition {edition} of all\n" for name in names})
        freeze_site(tmp_path, now=NOW)

    freeze_as(0)
    ended = threading.Event()
    mixed: list[set[str]] = []
    reads = 0

    def read() -> None:
        nonlocal reads
        while not ended.is_set():
            release = site.resolve()
            texts = [(release / name / "index.html").read_text() for name in names]
            editions = {text.partition("edition ")[2].partition(" ")[0] for text in texts}
            reads += 1
            if len(editions) != 1:
                mixed.append(editions)

    reader = threading.Thread(target=read)
    reader.start()
    for edition in range(1, 4):
        freeze_as(edition)
    ended.set()
    reader.join()

    assert reads > 3
    assert mixed == []


@pytest.mark.parametrize("name", ["site/../../x", "/etc/x", "x", "site/\0", "site/a/../../../x"])
def test_nothing_is_written_outside_of_a_release(tmp_path: Path, name: str) -> None:
    with NewRelease(Places(tmp_path)) as release, pytest.raises(OutsideRelease):
        release.write(name, b"")

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "build/ours"]


def test_no_link_is_followed_when_writing(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()

    with NewRelease(Places(tmp_path)) as release:
        release.write("site/index.html", b"1")
        (release.folder / "site/linked.html").symlink_to(tmp_path / "elsewhere/victim")
        with pytest.raises(FileExistsError):
            release.write("site/linked.html", b"2")

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_the_lock_goes_with_its_process(tmp_path: Path) -> None:
    places = Places(a_site(tmp_path, index="one"))
    with one_freeze(places):
        pass

    with (places.build / "freeze.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_folder_in_the_place_of_the_current_release_is_told(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    (tmp_path / "build/site").mkdir(parents=True)

    ended = run(tmp_path)

    assert ended.returncode == 1
    assert "rule: cannot-write" in ended.stderr


def test_workers_make_the_same_folders_at_the_same_time(tmp_path: Path) -> None:
    places, rounds = Places(tmp_path), 60
    meeting = threading.Barrier(4, timeout=300)
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            worker = NewRelease(places)
            for one in range(rounds):
                meeting.wait()
                worker.put([f"site/{one}/deep/within/{number}.html"], [b""])
        except BaseException as error:
            failed.append(error)
            meeting.abort()

    with NewRelease(places) as release:
        crew = [threading.Thread(target=work, args=(number,)) for number in range(4)]
        for thread in crew:
            thread.start()
        for thread in crew:
            thread.join()

        assert failed == []
        assert len(list(release.folder.rglob("*.html"))) == 4 * rounds


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_release_that_was_linked_ahead_has_what_a_clean_one_has(tmp_path: Path, workers: str) -> None:
    many = {f"content/page-{number}.md": f"# Page {number}\n\nIts text.\n" for number in range(4 * PAGES)}
    many["content/site.yaml"] = "title: Shop\n"
    edited = {**many, "content/page-7.md": "# Page 7\n\nAnother text.\n"}
    first = run(write(tmp_path / "one", many), POLYNYA_WORKERS=workers)
    old = release_files(tmp_path / "one")
    write(tmp_path / "one", edited)
    second = run(tmp_path / "one", POLYNYA_WORKERS=workers)
    run(write(tmp_path / "clean", edited), POLYNYA_WORKERS=workers)

    assert (first.returncode, second.returncode) == (0, 0), second.stderr
    assert release_files(tmp_path / "one") == release_files(tmp_path / "clean")
    assert release_files(tmp_path / "one") != old
    assert _releases_and_others(tmp_path / "one") == (2, 0)


def _releases_and_others(root: Path) -> tuple[int, int]:
    there = list((root / "build/releases").iterdir())
    return len(releases(Places(root))), len(there) - len(releases(Places(root)))


def test_files_that_are_put_together_are_those_that_are_put_one_by_one(tmp_path: Path) -> None:
    names = ["site/a/index.html", "site/a/index.md", "site/b/deep/index.html", "site/feed.xml", "site/a/more.html"]
    contents = [b"one", b"two", b"three", b"", b"four"]
    with NewRelease(Places(tmp_path)) as release:
        together = release.put(names, contents)
        found = {path.relative_to(release.folder).as_posix(): path.read_bytes() for path in _files(release.folder)}
    with NewRelease(Places(tmp_path)) as release:
        apart = [one for name, content in zip(names, contents, strict=True) for one in release.put([name], [content])]
        for name, (digest, is_new) in zip(names, apart, strict=True):
            release.register(name, digest, is_new=is_new)
        release.publish("first")

    assert together == apart
    assert found == dict(zip(names, contents, strict=True))
    with NewRelease(Places(tmp_path), known=dict(release.files)) as release:
        contents[2] = b"third"
        again = release.put([*names, "site/new.html"], [*contents, b"new"])
        assert [is_new for _, is_new in again] == [False, False, True, False, False, True]
        assert (release.folder / names[2]).read_bytes() == b"third"
        assert (release.folder / names[0]).stat().st_nlink == 2
        with pytest.raises(FileExistsError):
            release.put(["site/c.html", "site/c.html"], [b"one", b"other"])
        with pytest.raises(OutsideRelease):
            release.put(["site/d.html", "site/../../d.html"], [b"one", b"other"])


def test_what_cannot_be_kept_is_told(tmp_path: Path) -> None:
    with (
        NewRelease(Places(tmp_path), known={"site/index.html": b"digest"}) as release,
        pytest.raises(FileNotFoundError),
    ):
        release.keep_all(["site/index.html"])
        release.gather()


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
