"""One freeze of a site at a time: a lock that the kernel drops when its process ends in any way (build wing)."""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager

from ..places import UNFINISHED, Places
from ..releases.ahead import ahead_of
from .ours import LOCK, check_way, make_ours

PATIENCE_S = 2.0
"""In which a preview has frozen what was just saved, or the workers of a freeze that was killed have ended."""
_PAUSE_S = 0.02
_NUMBER = 20  # bytes


class FreezeRunning(Exception):
    """Another freeze of this site has not ended. pid: of its process, 0 when it is not known yet."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"a freeze of this site is running already (process {pid or 'unknown'})")
        self.pid = pid


@contextmanager
def one_freeze(places: Places) -> Iterator[None]:
    """Hold the lock of a site's releases, and clear away what an interrupted freeze left.

    The kernel drops the lock of a process that ends in any way. Raises FreezeRunning, after PATIENCE_S.
    """
    places.build.mkdir(parents=True, exist_ok=True)
    check_way(places.build)
    descriptor = os.open(places.build / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o644)
    try:
        _lock(descriptor)
        make_ours(places.build)
        good = ahead_of(places, (places.build / "current").resolve().name)
        for left in places.releases.glob(f"{UNFINISHED}*"):
            if left != good:
                shutil.rmtree(left, ignore_errors=True)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while not _is_ours(descriptor):
        if time.monotonic() > until:
            written = os.pread(descriptor, _NUMBER, 0).decode("ascii", errors="replace").strip()
            raise FreezeRunning(int(written) if written.isdigit() else 0)
        time.sleep(_PAUSE_S)
    os.pwrite(descriptor, f"{os.getpid():<{_NUMBER}}".encode(), 0)  # over the last one, so that it is never half there


def _is_ours(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
