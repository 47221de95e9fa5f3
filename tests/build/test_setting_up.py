"""Which Python a setup takes, among fake ones that answer as real ones do."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUICKEST = ROOT / "bench/quickest.py"


def python_at(folder: Path, said: str, *, name: str = "python3") -> str:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{said}\n")
    (folder / name).chmod(0o755)
    return str(folder / name)


def chosen(*folders: Path) -> str:
    env = {**os.environ, "PATH": os.pathsep.join(map(str, folders))}
    return subprocess.run(
        [sys.executable, QUICKEST], env=env, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_python_that_is_clearly_quicker_is_taken(tmp_path: Path) -> None:
    python_at(tmp_path / "first", "echo 0.020")
    quick = python_at(tmp_path / "second", "echo 0.015")
    assert chosen(tmp_path / "first", tmp_path / "second") == quick


def test_the_first_stays_when_another_is_hardly_quicker(tmp_path: Path) -> None:
    first = python_at(tmp_path / "first", "echo 0.020")
    python_at(tmp_path / "second", "echo 0.019")
    assert chosen(tmp_path / "first", tmp_path / "second") == first


def test_one_that_is_too_old_or_broken_is_passed_over(tmp_path: Path) -> None:
    python_at(tmp_path / "first", "exit 1")
    python_at(tmp_path / "second", "echo a word")
    good = python_at(tmp_path / "third", "echo 0.020", name="python3.12")
    assert chosen(tmp_path / "first", tmp_path / "second", tmp_path / "third") == good


def test_without_any_the_usual_name_is_printed(tmp_path: Path) -> None:
    assert chosen(tmp_path) == "python3"


def test_the_python_that_runs_this_will_do(tmp_path: Path) -> None:
    (tmp_path / "python3").symlink_to(sys.executable)
    assert chosen(tmp_path) == str(tmp_path / "python3")


def test_a_link_to_the_first_is_not_another(tmp_path: Path) -> None:
    first = python_at(tmp_path / "first", f"echo $0 >> {tmp_path}/asked; echo 0.020")
    (tmp_path / "second").mkdir()
    (tmp_path / "second/python3.11").symlink_to(first)
    assert chosen(tmp_path / "first", tmp_path / "second") == first
    assert set((tmp_path / "asked").read_text().splitlines()) == {first}


def test_what_was_slow_once_is_asked_again_before_it_loses(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    first = python_at(tmp_path / "first", f"if [ -e {asked} ]; then echo 0.020; else : > {asked}; echo 9; fi")
    python_at(tmp_path / "second", "echo 0.019")
    assert chosen(tmp_path / "first", tmp_path / "second") == first


def test_make_takes_the_python_it_is_told(tmp_path: Path) -> None:
    said = subprocess.run(
        ["make", "--always-make", "--dry-run", "-C", ROOT, ".venv/bin/python", "PYTHON=/some/python"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert 'python="/some/python"' in said
