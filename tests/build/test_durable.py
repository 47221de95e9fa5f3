"""Folders of the disk: the hint where releases may go is given where the disk takes it, and harms nowhere else."""

import subprocess
from pathlib import Path

import pytest

from build.sites import NOW, a_site
from polynya.durable import opened, spread_folders, write_new
from polynya.freeze import freeze_site


def test_releases_are_said_to_have_nothing_to_do_with_each_other(tmp_path: Path) -> None:
    freeze_site(a_site(tmp_path, index="one"), now=NOW)

    assert _is_top(tmp_path / "build/releases") == _can_be_top(tmp_path)


def test_saying_so_twice_and_of_what_is_not_there_harms_nothing(tmp_path: Path) -> None:
    spread_folders(tmp_path)
    spread_folders(tmp_path)
    spread_folders(tmp_path / "nowhere")

    assert _is_top(tmp_path) == _can_be_top(tmp_path)


def test_files_are_written_together_and_never_over_one_that_is_there(tmp_path: Path) -> None:
    contents = [bytes([at]) * at * 50_000 for at in range(9)]
    with opened(tmp_path) as folder:
        write_new([(str(at), content) for at, content in enumerate(contents)], folder)

    assert [(tmp_path / str(at)).read_bytes() for at in range(9)] == contents

    before = _open_files()
    with pytest.raises(FileExistsError), opened(tmp_path) as folder:
        write_new([("new", b"new"), ("3", b"over")], folder)
    with pytest.raises(FileNotFoundError), opened(tmp_path) as folder:
        write_new([("newer", b"newer"), ("no/folder", b"")], folder)

    assert (tmp_path / "3").read_bytes() == contents[3]
    assert _open_files() == before


def _open_files() -> int:
    known = Path("/proc/self/fd")
    return len(list(known.iterdir())) if known.is_dir() else 0


def _can_be_top(folder: Path) -> bool:
    probe = folder / "probe"
    probe.mkdir()
    return subprocess.run(["chattr", "+T", probe], capture_output=True, check=False).returncode == 0


def _is_top(folder: Path) -> bool:
    said = subprocess.run(["lsattr", "-d", folder], capture_output=True, text=True, check=False).stdout
    return "T" in said.partition(" ")[0]
