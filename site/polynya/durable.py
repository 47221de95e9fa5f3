"""Makes files and folders durable: one by one, or a whole disk at once (build wing)."""

import os
from pathlib import Path

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def write_new(path: str, content: bytes) -> None:
    """Write a file that must not be there yet. Raises OSError."""
    descriptor = os.open(path, _NEW_FILE, 0o644)
    try:
        while content:
            content = content[os.write(descriptor, content) :]
    finally:
        os.close(descriptor)


def make_folder(path: str) -> None:
    """Make one folder, unless another worker was here first. Raises OSError, FileExistsError when it is something else."""
    try:
        os.mkdir(path)  # noqa: PTH102 -- for each of 100,000 pages
    except FileExistsError:
        if not os.path.isdir(path):  # noqa: PTH112
            raise


def sync(path: Path) -> None:
    """Make one file or folder durable."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_disk(folder: Path) -> bool:
    """Make everything on the disk of `folder` durable in one go; say whether the system can (Linux: syncfs)."""
    import ctypes  # noqa: PLC0415 -- a small site never needs it

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    if syncfs is None:
        return False
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if syncfs(descriptor) != 0:
            error = ctypes.get_errno()
            raise OSError(error, os.strerror(error), str(folder))
    finally:
        os.close(descriptor)
    return True
