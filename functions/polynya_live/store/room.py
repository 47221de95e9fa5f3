"""Whether a disk would take a post, without writing one: what its folder and its disk say of themselves (shared)."""

import errno
import os
from pathlib import Path

LEAST_BYTES = 1_000_000
"""For the longest post, its rows in every index, and a page or two of theirs."""

READ_ONLY = "the disk is read-only"
_GIVEN_UP = {errno.EROFS: READ_ONLY, errno.EIO: "the disk fails"}


def refusal(folder: Path) -> str:
    """Say why nothing can be kept in a folder, or in the nearest above it that is there; "" when something can."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.is_dir())
    disk = os.statvfs(there)
    if disk.f_flag & os.ST_RDONLY:
        return READ_ONLY
    if not os.access(there, os.W_OK | os.X_OK):
        return "nobody may write here"
    if disk.f_bavail * disk.f_frsize < LEAST_BYTES:
        return "the disk is full"
    return _given_up(there)


def _given_up(folder: Path) -> str:
    """Say what only who syncs is told: after an error ext4 takes no more writes, and a new Linux shows no flag of it."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        return _GIVEN_UP.get(error.errno or 0, "")
    return ""
