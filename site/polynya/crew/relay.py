"""Does the two steps of a work in two processes, one behind the other (build wing)."""

import os
import signal
import struct
from collections.abc import Callable, Sequence
from typing import TypeVar

from .share import WorkerLost

T = TypeVar("T")

_NUMBER = struct.Struct("<I")


def relay(stretches: Sequence[T], first: Callable[[T], object], then: Callable[[T], object]) -> None:
    """Do `first` for each stretch here, and `then` for those it was done for in a process beside; at the end in both.

    For steps of which one keeps all others like it waiting, so that a second worker at it would only wait.
    Raises what `first` does, and WorkerLost for whatever went wrong in the other process.
    """
    ready, done = os.pipe()
    pid = os.fork()
    if not pid:
        _follow(stretches, then, ready=ready, done=done)
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
        _, status = os.waitpid(pid, 0)
    if status:
        raise WorkerLost("the second of two steps failed")


def _follow(stretches: Sequence[T], then: Callable[[T], object], *, ready: int, done: int) -> None:
    status = 1
    try:
        os.close(done)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _take(stretches, then, ready)
        status = 0
    finally:
        os._exit(status)  # nothing of the parent's is to be flushed, tidied or told twice


def _take(stretches: Sequence[T], then: Callable[[T], object], ready: int) -> None:
    while number := os.read(ready, _NUMBER.size):
        then(stretches[_NUMBER.unpack(number)[0]])
