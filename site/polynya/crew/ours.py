"""Tells a `build/` that this user's freezes wrote from one that came along with a site (build wing).

What lies in it is believed: pickled rows, templates as Python, the release that is current. So it holds a mark that nobody can
make who does not know a key of this user's. Where there is no room for such a key, nobody can tell, and `build/` is believed.

The release that came along stays in its place until there is one of our own: a key can get lost, and a server of files goes on.
"""

import errno
import os
import shutil
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path

from ..waking.room import is_ours, of_user

MARK = "ours"
LOCK = "freeze.lock"
PICTURES = "made"
"""In build/cache/."""
_KEY_BYTES = 32
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def written_here(build: Path) -> bool:
    """Whether this user's freezes wrote what is in a `build/`."""
    mark = _mark()
    return mark is None or _read(build)[0] == mark


def came_along(build: Path, release: str) -> bool:
    """Whether a release is not to be believed: nobody may run it, or take anything over from it."""
    mark = _mark()
    if mark is None:
        return False
    found, brought = _read(build)
    return found != mark or release.encode() == brought


def has_strange(build: Path) -> bool:
    """Whether a release that came along is still there."""
    return bool(_read(build)[1])


def forget_strange(build: Path) -> None:
    """Note that what came along is gone. Raises OSError."""
    (build / MARK).unlink()
    _write(build / MARK, _mark() or b"")


def _read(build: Path) -> tuple[bytes, bytes]:
    """Read the mark, and the name of a release that came along."""
    try:
        mark, _, brought = (build / MARK).read_bytes().partition(b"\n")
    except OSError:
        return b"", b""
    return mark, brought


def check_way(build: Path) -> None:
    """Raise FileExistsError where `build/` is a link to a folder that holds something else, which would be written into."""
    if build.is_symlink() and not written_here(build) and not (build / LOCK).exists() and any(build.iterdir()):
        raise FileExistsError(errno.EEXIST, "leads to a folder with something else in it", str(build))


def make_ours(build: Path) -> None:
    """Let go of what came along with a site, and mark what is written from now on. Raises OSError.

    Pictures stay: they take minutes to make, and whoever gave the site could have given others to make them of.
    """
    if written_here(build):
        return
    links = [build / name for name in ("cache", f"cache/{PICTURES}", "releases")]
    for link in filter(Path.is_symlink, links):
        link.unlink()  # whatever it leads to is no business of ours
    current = build / "current"
    brought = current.resolve().name if current.resolve().parent == (build / "releases").resolve() else ""
    if not brought:
        current.unlink(missing_ok=True)
    for kept in (build / "cache").glob("*"):
        if kept.name != PICTURES:
            kept.unlink() if kept.is_symlink() or not kept.is_dir() else shutil.rmtree(kept, ignore_errors=True)
    with suppress(FileNotFoundError):
        (build / MARK).unlink()
    _write(build / MARK, b"\n".join(filter(None, (_mark(), brought.encode()))))


@cache
def _mark() -> bytes | None:
    """Make the mark of this user; None where there is no room for a key."""
    key = _key()
    return blake2b(b"build", key=key, digest_size=_KEY_BYTES).hexdigest().encode() if key else None


def _key() -> bytes | None:
    folder = Path(of_user()) / "own"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_ours(str(folder)):
            return None
        path = folder / "key"
        if not path.exists():
            new = folder / f".key.{os.getpid()}"
            _write(new, os.urandom(_KEY_BYTES))
            with suppress(FileExistsError):  # another freeze was here first
                path.hardlink_to(new)
            new.unlink()
        return path.read_bytes() or None
    except OSError:
        return None


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, _NEW_FILE, 0o600), "wb") as file:
        file.write(content)
