"""Makes the first release of a large site durable behind its freeze, and knows one that a machine lost (build wing).

Where nothing was frozen before there is nothing to go back to, so nobody waits for the disk. A mark beside the releases says in
which boot that was, until the disk has everything: with a mark of another boot the machine stopped too early.
"""

import os
from contextlib import suppress
from pathlib import Path

from ..durable import sync, sync_disk
from ..places import Places

MARK = "not-durable-yet"
FIRST = "000001-"
OPEN_FILES = 4096
"""More than a freeze ever has open."""
_BOOT = Path("/proc/sys/kernel/random/boot_id")
_begun: list[int] = []  # processes behind this one, which may have ended


def put_off(places: Places, *, files: int) -> bool:
    """Begin to owe the disk a release, of so many files; False where it is to be waited for. Raises OSError.

    That is where a boot has no name, and where the wait is short or another process is not to be had.
    """
    from ..crew.share import WORTH_IT, cores  # noqa: PLC0415 -- where nothing changed, none is needed

    _see_off()
    this = boot()
    if not this or files < WORTH_IT or cores() < 2:
        return False
    (places.releases / MARK).write_bytes(this)
    sync(places.releases / MARK)  # before any page is there: it has to wait for little
    sync(places.releases)
    return True


def is_owed(places: Places) -> bool:
    """Whether the disk may still lack something of the first release."""
    _see_off()
    return (places.releases / MARK).exists()


def is_lost(places: Places, name: str) -> bool:
    """Whether the machine stopped before the release of that name was on the disk, so that its files may be empty."""
    if not name.startswith(FIRST):
        return False
    try:
        return (places.releases / MARK).read_bytes() != boot()
    except FileNotFoundError:
        return False


def catch_up(places: Places) -> bool:
    """Wait until the disk has everything; False where the system cannot say when. Raises OSError."""
    if not sync_disk(places.releases):
        return False
    (places.releases / MARK).unlink(missing_ok=True)
    return True


def catch_up_behind(places: Places) -> None:
    """Have a process catch up that nobody waits for, also not for what it has open: a lock, the output that somebody reads.

    It is this one's child, or nobody's when this one ends before; to wait for a fork within a fork would take a hundredth
    of a small freeze.
    """
    if child := os.fork():
        _begun.append(child)
        return
    with suppress(BaseException):  # whatever goes wrong here, the mark stays
        os.setsid()
        os.closerange(0, OPEN_FILES)
        catch_up(places)
    os._exit(0)


def see_off() -> None:
    """Wait for those that are behind this process: for one that goes on, in which they would stay listed when they ended."""
    _see_off(0)


def _see_off(how: int = os.WNOHANG) -> None:
    """Let go of those that ended, in a process that goes on to freeze."""
    for child in list(_begun):
        with suppress(ChildProcessError):
            if not os.waitpid(child, how)[0]:
                continue
        with suppress(ValueError):  # another thread was faster
            _begun.remove(child)


def boot() -> bytes:
    """Name this boot of the machine, as a line of text; empty where boots have no name."""
    try:
        return _BOOT.read_bytes()
    except OSError:
        return b""
