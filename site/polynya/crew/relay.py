"""Does the two steps of a work in two processes, one behind the other (build wing)."""

import os
import pickle
import signal
import struct
from collections.abc import Callable, Sequence
from typing import TypeVar

from .share import WorkerLost, portable

T = TypeVar("T")

_NUMBER = struct.Struct("<I")


def relay(stretches: Sequence[T], first: Callable[[T], object], then: Callable[[T], object]) -> None:
    """Do `first` for each stretch here, and `then` for those it was done for in a process beside; at the end in both.

    For steps of which one keeps all others like it waiting, so that a second worker at it would only wait.
    Raises what either raises, and WorkerLost when the other process was ended.
    """
    ready, done = os.pipe()
    heard, told = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(done)
        _follow(lambda: _take(stretches, then, ready), told)
    os.close(told)
    try:
        try:
            for number, stretch in enumerate(stretches):
                first(stretch)
                os.write(done, _NUMBER.pack(number))
        finally:
            os.close(done)
        _take(stretches, then, ready)
    finally:
        os.close(ready)
        error = _read(heard)
        _, status = os.waitpid(pid, 0)
    if error:
        raise pickle.loads(error)  # noqa: S301 -- of our own process
    if status:
        raise WorkerLost("the second of two steps was ended")


def _follow(work: Callable[[], object], told: int) -> None:
    """Be the other process: work, tell what goes wrong, and end."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        work()
        status = 0
    except BaseException as error:
        with open(told, "wb") as opened:
            pickle.dump(portable(error), opened)
    finally:
        os._exit(status)  # nothing of the parent's is to be flushed, tidied or told twice


def _read(heard: int) -> bytes:
    with open(heard, "rb") as opened:
        return opened.read()


def _take(stretches: Sequence[T], then: Callable[[T], object], ready: int) -> None:
    while number := os.read(ready, _NUMBER.size):
        then(stretches[_NUMBER.unpack(number)[0]])
