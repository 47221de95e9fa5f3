"""Make the packages of the functions: the live wing, its wheels, the site's Python, the contract and its templates (build wing).

The owner's function has one of its own, which also holds what checks passkeys; nobody else's cold start pays for that.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from polynya_live.values import dataclass

from ..places import Places
from ..releases import current_name
from .bytecode import compile_sources
from .edge import edge_of
from .sources import live_wing, live_wing_lock, owner_lock
from .wheels import Platform, fetch_wheels, files_of

LARGEST_PACKAGE = 5 * 1024 * 1024
"""Bytes; every one is fetched and unpacked in a cold start. Some 3 MB are ours, the rest is for the site's Python and pages."""
LARGEST_OF_OWNER = 13 * 1024 * 1024
NOT_OURS = {"polynya_live", "cdn", "__pycache__"}
IN_THE_RUNTIME = re.compile(r"(boto3|botocore|s3transfer|jmespath)/")
EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest date that a zip file can say: the same bytes every day


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """What was packed. size: bytes of the zip file. compiled: whether Python's bytecode went along.

    owner, owner_size: the same package with what only the owner's function needs.
    """

    path: Path
    release: str
    files: int
    size: int
    compiled: bool
    owner: Path
    owner_size: int


class NothingFrozen(Exception):
    """There is no release to pack or publish: `freeze` has not run here."""


class PackageTooLarge(Exception):
    """A package grew over its limit. `size`: its bytes."""

    def __init__(self, name: str, size: int, most: int) -> None:
        super().__init__(f"{name} has {size} bytes, {most} are allowed")
        self.size = size


def pack(root: Path, *, platform: Platform | None = None) -> PackReport:
    """Write functions.zip, owner.zip and cdn.json into build/package/, for the current release of the site at `root`.

    platform: what the functions run on; Lambda's arm64 when None.
    Raises NothingFrozen, WheelsMissing, WrongMachine, PackageTooLarge, RoutingTooLarge.
    """
    places, platform = Places(root), platform or Platform()
    release = current_release(places)
    folder = places.build / "package"
    folder.mkdir(parents=True, exist_ok=True)
    sources, more = gather(places, platform), gather_for_owner(places, platform)
    bytecode = compile_sources(sources, platform.python)
    files = {**sources, **bytecode}
    everybody, owner = folder / "functions.zip", folder / "owner.zip"
    size = _write_zip(everybody, files, most=LARGEST_PACKAGE)
    owner_size = _write_zip(owner, {**files, **more, **compile_sources(more, platform.python)}, most=LARGEST_OF_OWNER)
    (folder / "cdn.json").write_text(edge_of(places), "utf-8")
    return PackReport(
        path=everybody,
        release=release,
        files=len(files),
        size=size,
        compiled=bool(bytecode),
        owner=owner,
        owner_size=owner_size,
    )


def current_release(places: Places) -> str:
    """Name the release that was frozen last. Raises NothingFrozen."""
    name = current_name(places)
    if not (places.releases / name / "live/contract.json").is_file():
        raise NothingFrozen(f"{places.build} holds no release")
    return name


def gather(places: Places, platform: Platform) -> dict[str, bytes]:
    """Read every file of the package but its bytecode, by its path in the package."""
    files = _wheels_of(live_wing_lock(), places, platform)
    files.update(_python_of(live_wing(), live_wing().parent))
    if places.functions.is_dir():
        for own in sorted(places.functions.iterdir()):
            if own.name not in NOT_OURS and (own.is_dir() or own.suffix == ".py"):
                files.update(_python_of(own, places.functions))
    files.update(_everything_of(places.live.resolve(), "live"))
    return {path: content for path, content in files.items() if not IN_THE_RUNTIME.match(path)}


def gather_for_owner(places: Places, platform: Platform) -> dict[str, bytes]:
    """Read every file that only the package of the owner's function has, but its bytecode."""
    return _wheels_of(owner_lock(), places, platform)


def _wheels_of(lock: Path, places: Places, platform: Platform) -> dict[str, bytes]:
    wheels = fetch_wheels(lock, platform, places.build / "wheels")
    return {path: content for wheel in wheels for path, content in files_of(wheel, platform)}


def _python_of(path: Path, base: Path) -> Iterator[tuple[str, bytes]]:
    for module in [path] if path.is_file() else sorted(path.rglob("*.py")):
        yield module.relative_to(base).as_posix(), module.read_bytes()


def _everything_of(folder: Path, name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _write_zip(target: Path, files: dict[str, bytes], *, most: int) -> int:
    """Write a package and return its size. Raises PackageTooLarge for one of more than `most` bytes."""
    unfinished = target.with_suffix(".unfinished")
    with zipfile.ZipFile(unfinished, "w") as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.create_system = 3  # Unix, whatever machine packs
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path], compresslevel=9)
    unfinished.replace(target)
    if (size := target.stat().st_size) > most:
        raise PackageTooLarge(target.name, size, most)
    return size
