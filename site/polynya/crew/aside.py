"""Does something in a process beside this one, for what it leaves on the disk (build wing)."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from .share import WORTH_IT, cores


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
