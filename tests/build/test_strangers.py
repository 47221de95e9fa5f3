"""A site that came from a stranger: nothing in it is run, and nothing outside of it is written, when it is frozen."""

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from build.sites import NOW, SHOP, a_site, frozen, problems_of_freezing, release_files, run, shown, write
from polynya.freeze import freeze_site
from polynya.observing.memory_file import FORM
from polynya.outputs.git import changes_of
from polynya.places import Places
from polynya.releases import current_name, releases
from polynya.waking.room import is_ours

SEARCHED = {**SHOP, "content/site.yaml": f"{SHOP['content/site.yaml']}search: true\n"}
CLOUD = Path(__file__).parents[2] / "site/polynya"


class Touching:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.path),)


def git(root: Path, *arguments: str, **more: str) -> str:
    who = {f"GIT_{one}_{what}": "mara@example.org" for one in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", "-C", str(root), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, **who}, **more)  # type: ignore[call-overload]
    return str(done.stdout).strip()


def trap_at(path: Path, made: Path) -> Path:
    path.write_text(f"#!/bin/sh\nmkdir {made}\nexit 1\n")
    path.chmod(0o755)
    return path


def test_modules_beside_the_content_are_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = f"import os\nos.mkdir({str(tmp_path / 'run')!r})\n"
    root = write(tmp_path / "site", {**SEARCHED, "pagefind.py": run, "contextlib.py": run})
    monkeypatch.chdir(root)

    report = freeze_site(root, now=NOW)

    assert not (tmp_path / "run").exists()
    assert [one.rule for one in report.warnings if one.rule == "no-search-index"] == []


def test_a_search_that_a_site_sets_up_overwrites_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"home/notes.txt": "Precious."})
    setting = f"logfile: {tmp_path / 'home/notes.txt'}\nexclude_selectors: [body]\n"
    root = write(tmp_path / "site", {**SEARCHED, "pagefind.yml": setting})
    monkeypatch.chdir(root)

    freeze_site(Path(), now=NOW)

    assert (tmp_path / "home/notes.txt").read_text() == "Precious."
    assert list((root / "build/site/pagefind/fragment").iterdir())


def test_a_program_that_is_called_a_picture_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    postscript = "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 600 600\n%%EndComments\nshowpage\n%%EOF\n"
    (tmp_path / "bin").mkdir()
    trap_at(tmp_path / "bin/gs", tmp_path / "run")
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    root = a_site(tmp_path / "site", index="---\ntitle: Home\n---\n![The sea](sea.png)\n")
    write(root, {"content/sea.png": postscript})

    report = freeze_site(root, now=NOW)

    assert not (tmp_path / "run").exists()
    assert [one.rule for one in report.warnings] == ["unreadable-picture"]


def test_no_python_is_started_that_looks_into_the_folder_it_is_started_in() -> None:
    started = [line for file in CLOUD.rglob("*.py") for line in file.read_text().splitlines() if '"-m"' in line]

    assert len(started) == 3
    assert [line for line in started if '"-P", "-m"' not in line] == []


def test_a_program_that_a_git_folder_names_is_not_run(tmp_path: Path) -> None:
    root = write(tmp_path / "site", SHOP)
    git(root, "init", "-q")
    git(root, "add", "content")
    git(root, "commit", "-q", "-m", "One")
    tree = git(root, "rev-parse", "HEAD^{tree}")
    signed = f"tree {tree}\nauthor m <m@x> 1700000000 +0000\ncommitter m <m@x> 1700000000 +0000\n"
    signed += "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\nTwo\n"
    commit = git(root, "hash-object", "-t", "commit", "-w", "--stdin", input=signed)
    git(root, "update-ref", "HEAD", commit)
    git(root, "config", "log.showSignature", "true")
    git(root, "config", "gpg.program", str(trap_at(root / ".git/gpg", tmp_path / "run")))
    subprocess.run(["git", "-C", str(root), "log", "--format=%ct"], check=False, capture_output=True)
    assert (tmp_path / "run").is_dir()  # as it is with git alone
    (tmp_path / "run").rmdir()

    freeze_site(root, now=NOW)

    assert not (tmp_path / "run").exists()


def test_what_a_git_folder_lacks_is_not_fetched_by_a_program_that_it_names(tmp_path: Path) -> None:
    root = write(tmp_path / "site", SHOP)
    git(root, "init", "-q")
    git(root, "add", "content")
    git(root, "commit", "-q", "-m", "One")
    tree = git(root, "rev-parse", "HEAD^{tree}")
    (root / ".git/objects" / tree[:2] / tree[2:]).unlink()
    trap = trap_at(root / ".git/fetch", tmp_path / "run")
    settings = {"url": f"ext::{trap}", "promisor": "true", "partialclonefilter": "tree:0"}
    for name, value in settings.items():
        git(root, "config", f"remote.origin.{name}", value)
    git(root, "config", "core.repositoryFormatVersion", "1")
    git(root, "config", "extensions.partialClone", "origin")
    git(root, "config", "protocol.ext.allow", "always")
    subprocess.run(["git", "-C", str(root), "log", "--name-only"], check=False, capture_output=True)
    assert (tmp_path / "run").is_dir()
    (tmp_path / "run").rmdir()

    freeze_site(root, now=NOW)

    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("moment", ["99999999999999", "18446744073709551615", "-99999999999"])
def test_a_commit_of_no_calendar_tells_no_day_and_stops_no_freeze(tmp_path: Path, moment: str) -> None:
    root = write(tmp_path / "site", SHOP)
    git(root, "init", "-q")
    git(root, "add", "content")
    who = f"m <m@x> {moment} +0000"
    commit = f"tree {git(root, 'write-tree')}\nauthor {who}\ncommitter {who}\n\nOne\n"
    written = git(root, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", input=commit)
    git(root, "update-ref", "HEAD", written)

    freeze_site(root, now=NOW)

    assert changes_of(root) == {}


@pytest.mark.parametrize("name", ["memory", "pages", "site", "touched"])
def test_what_a_site_brought_along_in_build_is_not_unpickled(tmp_path: Path, name: str) -> None:
    root = a_site(tmp_path / "site", index="---\ntitle: Home\n---\nHi.\n")
    freeze_site(root, now=NOW)
    (root / "build/ours").write_text("as somebody else has it")
    brought = FORM + pickle.dumps(Touching(tmp_path / "run"), protocol=5)
    write(root, {f"build/cache/{name}.pickle": brought})

    for command in (["why", "/"], ["check"], []):
        call = [sys.executable, "-P", "-m", "polynya", "--root", str(root), *command]
        subprocess.run(call, check=False, capture_output=True)
        assert not (tmp_path / "run").exists(), command


def test_a_release_that_came_along_is_not_taken_for_the_own(tmp_path: Path) -> None:
    root = a_site(tmp_path / "site", index="---\ntitle: Home\n---\nHi.\n")
    before = freeze_site(root, now=NOW).release
    wanted = release_files(root)
    (root / "build/ours").unlink()
    brought = {"site/index.html": "Ours now.", "live/templates/__pycache__/run.pyc": "Run.", "site/own.js": "Run."}
    for name, content in brought.items():
        path = (root / "build/current").resolve() / name
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        path.write_text(content)

    after = freeze_site(root, now=NOW).release

    assert after != before
    assert release_files(root) == wanted
    assert not (root / "build/current/live/templates/__pycache__").exists()
    assert freeze_site(root, now=NOW).release == after


def test_a_release_stays_in_its_place_until_there_is_one_of_our_own(tmp_path: Path) -> None:
    root = a_site(tmp_path / "site", index="---\ntitle: Home\n---\nHi.\n")
    freeze_site(root, now=NOW)
    wanted = release_files(root)
    (root / "build/ours").write_text("of a key that was lost")
    write(root, {"content/_collection.yaml": "nonsense: [", "content/more.md": "More.\n"})

    assert problems_of_freezing(root)

    assert release_files(root) == wanted
    assert current_name(Places(root)) == ""
    (root / "content/_collection.yaml").unlink()
    freeze_site(root, now=NOW)
    assert current_name(Places(root))
    assert [folder.name for folder in releases(Places(root))] == [current_name(Places(root))]
    assert freeze_site(root, now=NOW).changed == 0


def test_a_release_that_came_along_is_not_served_when_no_freeze_works(tmp_path: Path) -> None:
    root = a_site(tmp_path / "site", index="---\ntitle: Home\n---\nHi.\n")
    freeze_site(root, now=NOW)
    (root / "build/ours").unlink()
    (root / "build/freeze.lock").unlink()
    (root / "build/freeze.lock").mkdir()

    answer = run(root, "serve", "--no-watch", "--port", "0")

    assert answer.returncode == 1
    assert "freeze.lock" in answer.stderr
    assert not (root / "build/current").exists()


def test_a_link_for_releases_leads_to_no_folder_of_others(tmp_path: Path) -> None:
    years = [f"photos/{year}/sea.jpg" for year in ("2019", "2020-iceland", "2021", "2022", "000001-aaaaaaaaaaaa")]
    write(tmp_path, dict.fromkeys(years, "Sea."))
    root = a_site(tmp_path / "site", index="---\ntitle: Home\n---\nHi.\n")
    (root / "build").mkdir()
    (root / "build/releases").symlink_to(tmp_path / "photos")

    freeze_site(root, now=NOW)
    write(root, {"content/index.md": "---\ntitle: Home\n---\nHo.\n"})
    freeze_site(root, now=NOW)

    assert "Ho." in frozen(root, "index.html")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in (tmp_path / "photos").rglob("*.jpg")) == sorted(
        years
    )
    assert len(list((tmp_path / "photos").iterdir())) == len(years)


@pytest.mark.parametrize("name", ["build", "build/freeze.lock"])
def test_a_link_in_the_place_of_what_is_written_is_told(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"home/notes.txt": "Precious.", "home/cache/more.txt": "As well."})
    root = a_site(tmp_path / "site", index="---\ntitle: Home\n---\nHi.\n")
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).symlink_to(tmp_path / ("home" if name == "build" else "home/notes.txt"))

    said = shown(problems_of_freezing(root))

    assert said.startswith(f"{name}: ")
    assert "rule: cannot-write" in said
    assert (tmp_path / "home/notes.txt").read_text() == "Precious."
    assert sorted(path.name for path in (tmp_path / "home").rglob("*")) == ["cache", "more.txt", "notes.txt"]


def test_a_build_folder_may_lie_on_another_disk(tmp_path: Path) -> None:
    root = a_site(tmp_path / "site", index="---\ntitle: Home\n---\nHi.\n")
    (tmp_path / "disk").mkdir()
    (root / "build").symlink_to(tmp_path / "disk")

    first, second = freeze_site(root, now=NOW), freeze_site(root, now=NOW)

    assert (first.changed, second.changed) == (2, 0)


def test_what_is_kept_for_all_sites_lies_where_nobody_can_put_another(tmp_path: Path) -> None:
    own, others = tmp_path / "own/waking", tmp_path / "open/waking"
    for folder in (own, others):
        folder.mkdir(mode=0o700, parents=True)
    others.parent.chmod(0o777)

    assert is_ours(str(own))
    assert not is_ours(str(others))
    others.parent.chmod(0o1777)
    assert is_ours(str(others))
