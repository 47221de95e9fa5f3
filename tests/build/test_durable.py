"""Folders of the disk: the hint where releases may go is given where the disk takes it, and harms nowhere else."""

import subprocess
from pathlib import Path

from build.sites import NOW, a_site
from polynya.durable import spread_folders
from polynya.freeze import freeze_site


def test_releases_are_said_to_have_nothing_to_do_with_each_other(tmp_path: Path) -> None:
    freeze_site(a_site(tmp_path, index="one"), now=NOW)

    assert _is_top(tmp_path / "build/releases") == _can_be_top(tmp_path)


def test_saying_so_twice_and_of_what_is_not_there_harms_nothing(tmp_path: Path) -> None:
    spread_folders(tmp_path)
    spread_folders(tmp_path)
    spread_folders(tmp_path / "nowhere")

    assert _is_top(tmp_path) == _can_be_top(tmp_path)


def _can_be_top(folder: Path) -> bool:
    probe = folder / "probe"
    probe.mkdir()
    return subprocess.run(["chattr", "+T", probe], capture_output=True, check=False).returncode == 0


def _is_top(folder: Path) -> bool:
    said = subprocess.run(["lsattr", "-d", folder], capture_output=True, text=True, check=False).stdout
    return "T" in said.partition(" ")[0]
