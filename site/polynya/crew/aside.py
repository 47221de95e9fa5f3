"""Does something in a process beside this one, for what it leaves on the disk (build wing)."""

import os
import signal
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from .share import WORTH_IT, cores

_SAID = struct.Struct("<II")
MOST_AT_ONCE = 4096 * _SAID.size


class Count:
    """What a process beside says of how far it is: a pipe, made before it begins."""

    def __init__(self) -> None:
        self._heard, self._told = os.pipe()
        os.set_blocking(self._told, False)

    def tell(self, done: int, total: int) -> None:
        """Say it, there; where nobody has listened for long it is left out, for the next says more."""
        with suppress(BlockingIOError):
            os.write(self._told, _SAID.pack(done, total))

    def follow(self, hear: Callable[[int, int], object]) -> None:
        """Hear, here, what is said from now on, until the process beside ends."""
        self._stop_telling()
        while said := os.read(self._heard, MOST_AT_ONCE):
            hear(*_SAID.unpack(said[-_SAID.size :]))

    def close(self) -> None:
        """Let go of the pipe."""
        self._stop_telling()
        os.close(self._heard)

    def _stop_telling(self) -> None:
        if self._told >= 0:
            os.close(self._told)
        self._told = -1


@contextmanager
def aside(act: Callable[[], object], *, tasks: int) -> Iterator[None]:
    """Do `act` beside what is done within, and wait for it at the end. Whatever goes wrong in it is kept quiet.

    tasks: how many are done within; for a few nothing is done aside, nor where there is one core.
    """
    if tasks < WORTH_IT or cores() < 2:
        yield
        return
    pid = os.fork()
    if not pid:
        try:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            act()
        finally:
            os._exit(0)  # nothing of the parent's is to be flushed, tidied or told twice
    try:
        yield
    except BaseException:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        raise
    finally:
        os.waitpid(pid, 0)
