"""The journal of one machine: a private folder, one synced file a submission (shared)."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..store.room import refusal
from . import WAITING, JournalUnavailable

PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600
LOCK = "lock"
NEW = ".new-"
"""Begins the name of a file that is being written. One that stays was never acknowledged."""
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class FolderBox:
    """A `Box` in a folder, made when something is first put into it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, content: bytes) -> None:
        """Keep a text; see the port. Its file is there whole or not at all, and survives the power going."""
        with _named(self._folder):
            target = self._folder / name
            _make_private(target.parent)
            fresh = target.with_name(f"{NEW}{secrets.token_hex(8)}")
            try:
                _write(fresh, content)
                fresh.replace(target)
            except BaseException:
                fresh.unlink(missing_ok=True)
                raise
            _sync(target.parent)

    def names(self, folder: str) -> list[str]:
        """List names; see the port."""
        with _named(self._folder):
            try:
                found = [path.name for path in (self._folder / folder).iterdir()]
            except FileNotFoundError:
                return []
            return sorted(f"{folder}/{name}" for name in found if not name.startswith("."))

    def get(self, name: str) -> bytes | None:
        """Read a text; see the port."""
        with _named(self._folder), suppress(FileNotFoundError):
            return (self._folder / name).read_bytes()
        return None

    def remove(self, name: str) -> None:
        """Remove a text; see the port."""
        with _named(self._folder), suppress(FileNotFoundError):
            (self._folder / name).unlink()
            _sync((self._folder / name).parent)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Wait for others of this machine, and keep them out; see the port."""
        if not self._folder.is_dir():
            yield
            return
        with _named(self._folder):
            descriptor = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
        try:
            with _named(self._folder):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def sweep(self) -> None:
        """Remove what was begun; see the port."""
        with _named(self._folder):
            for fresh in self._folder.glob(f"*/{NEW}*"):
                fresh.unlink(missing_ok=True)

    def ready(self) -> None:
        """Look at the folder and its disk; see the port."""
        with _named(self._folder):
            if reason := refusal(self._folder / WAITING):
                raise JournalUnavailable(f"{self._folder}: {reason}")


@contextmanager
def _named(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise JournalUnavailable(f"{folder}: {error.strerror}") from error


def _make_private(folder: Path) -> None:
    """Make a folder and those above it; a file in a folder that the power took away would be gone with it."""
    if folder.is_dir():
        return
    if not folder.parent.is_dir():
        _make_private(folder.parent)
    folder.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)
    _sync(folder.parent)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, _NEW_FILE, PRIVATE_FILE), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
