"""Fetch the wheels of the live wing for the machine that runs it, and check that they fit it (build wing)."""

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from polynya_live.values import dataclass

# Bytes 18 and 19 of an ELF file: https://refspecs.linuxfoundation.org/elf/gabi4+/ch4.eheader.html
ELF_MAGIC = b"\x7fELF"
ELF_MACHINE = {183: "aarch64", 62: "x86_64"}

_LEFT_OUT = (".pyc", ".pyi", ".c", ".h", ".typed", ".po", ".pot", ".mo")
"""What no function reads; the last are translations of WTForms, whose messages are ours here."""


@dataclass(frozen=True, slots=True)
class Platform:
    """A machine that functions run on. machine: aarch64 or x86_64. python: "3.13"."""

    machine: str = "aarch64"
    python: str = "3.13"

    @property
    def tags(self) -> tuple[str, ...]:
        """The wheel platforms that its Linux takes (Amazon Linux 2023 has glibc 2.34), newest first."""
        return (*(f"manylinux_2_{minor}_{self.machine}" for minor in (34, 28, 17)), f"manylinux2014_{self.machine}")


class WheelsMissing(Exception):
    """pip could not fetch a wheel that the lock names. `said`: the last lines it printed."""

    def __init__(self, said: str) -> None:
        super().__init__(f"pip could not fetch the wheels of the live wing:\n{said}")
        self.said = said


class WrongMachine(Exception):
    """A compiled file is for another machine than the functions run on."""

    def __init__(self, path: str, found: str, wanted: str) -> None:
        super().__init__(f"{path} is compiled for {found}, the functions run on {wanted}")


def fetch_wheels(lock: Path, platform: Platform, cache: Path) -> list[Path]:
    """Fetch every wheel that `lock` names, or take them from `cache`, where an earlier fetch of the same lock lies.

    Raises WheelsMissing.
    """
    name = hashlib.sha256(lock.read_bytes() + repr(platform).encode()).hexdigest()[:16]
    folder = cache / name
    if not (folder / "complete").is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _download(lock, platform, folder)
        (folder / "complete").touch()
    return sorted(folder.glob("*.whl"))


def files_of(wheel: Path, platform: Platform) -> Iterator[tuple[str, bytes]]:
    """Yield (path, content) of what a function needs of a wheel. Raises WrongMachine."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            if name.endswith("/") or not _wanted(name):
                continue
            content = archive.read(name)
            check_machine(name, content, platform)
            yield name, content


def check_machine(path: str, content: bytes, platform: Platform) -> None:
    """Refuse a compiled file of another machine. Raises WrongMachine."""
    if not content.startswith(ELF_MAGIC):
        if path.endswith((".so", ".dylib", ".pyd")):
            raise WrongMachine(path, "no Linux", platform.machine)
        return
    number = int.from_bytes(content[18:20], "little")
    if (found := ELF_MACHINE.get(number, f"machine {number}")) != platform.machine:
        raise WrongMachine(path, found, platform.machine)


def _download(lock: Path, platform: Platform, folder: Path) -> None:
    command = [sys.executable, "-P", "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command += ["--only-binary", ":all:", "--require-hashes", "--implementation", "cp"]
    command += ["--python-version", platform.python, "--dest", str(folder), "--requirement", str(lock)]
    for tag in platform.tags:
        command += ["--platform", tag]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise WheelsMissing("\n".join(done.stderr.strip().splitlines()[-5:]))


def _wanted(name: str) -> bool:
    folder = name.split("/", maxsplit=1)[0]
    if folder.endswith(".data"):  # scripts for a terminal
        return False
    if folder.endswith(".dist-info"):  # the licences have to go along; METADATA answers importlib.metadata.version
        return name.endswith("/METADATA") or "licen" in name.lower()
    return not name.endswith(_LEFT_OUT)
