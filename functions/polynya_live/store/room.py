"""Whether a disk would take a post, without writing one: what its folder and its disk say of themselves (shared)."""

import os
from pathlib import Path

LEAST_BYTES = 1_000_000
"""For the longest post, its rows in every index, and a page or two of theirs."""


def refusal(folder: Path) -> str:
    """Say why nothing can be kept in a folder, or in the nearest above it that is there; "" when something can."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.is_dir())
    disk = os.statvfs(there)
    if disk.f_flag & os.ST_RDONLY:
        return "the disk is read-only"
    if not os.access(there, os.W_OK | os.X_OK):
        return "nobody may write here"
    if disk.f_bavail * disk.f_frsize < LEAST_BYTES:
        return "the disk is full"
    return ""
