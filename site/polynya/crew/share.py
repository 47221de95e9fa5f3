"""Has a worker for each core, this process and forked ones; each takes stretches of the work until none is left (build wing)."""

import fcntl
import gc
import os
import pickle
import selectors
import signal
import struct
import threading
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from .. import waking

T = TypeVar("T")
R = TypeVar("R")

WORTH_IT = 200
"""Tasks; fewer are done sooner than a worker is started."""

STRETCHES = 20  # for each worker: enough that all end together, and what the results of one share is sent once
SMALLEST_STRETCH, LONGEST_STRETCH = 25, 500
"""Tasks; what several of the longest give fits in a pipe, so that no worker waits until this process takes it."""
LAST_STRETCH = 8
MOST_STRETCHES = 4_000  # whose numbers fit in a pipe
MOST_IN_A_PIPE = 1 << 20  # bytes, what Linux lets everybody have
_NUMBER = struct.Struct("<I")
_LENGTH = struct.Struct("<Q")


class WorkerLost(Exception):
    """A worker ended before its work was done, or failed in a way that cannot be passed on."""


def cores() -> int:
    """Say how many workers are worth starting here: 1 where a fork is not to be had, or not safe beside other threads."""
    if (
        not hasattr(os, "fork")
        or threading.active_count() > 1
        or threading.current_thread() is not threading.main_thread()
    ):
        return 1
    wanted = os.environ.get("POLYNYA_WORKERS", "")
    return max(1, int(wanted)) if wanted.isdigit() else len(os.sched_getaffinity(0))


def share(
    work: Callable[[Sequence[T]], R],
    tasks: Sequence[T],
    *,
    take: Callable[[R], None],
    workers: int | None = None,
    kin: Sequence[int] = (),
    meanwhile: Callable[[], object] = int,
) -> None:
    """Do `work` on all tasks, stretch by stretch, over the cores; hand each result to `take` in the order of the tasks.

    work: its result is pickled when it comes from a worker, so it should be small. What it raises is raised here.
    workers: 1 does everything in this process, which is also done for few tasks. kin: see `stretches_of`. meanwhile: is done
    here once workers have begun, and takes less time than they need.
    """
    if len(tasks) < WORTH_IT:
        take(work(tasks))
        return
    count = cores() if workers is None else workers
    share_long(work, list(stretches_of(tasks, count, kin=kin)), take=take, workers=count, meanwhile=meanwhile)


def share_long(
    work: Callable[[Sequence[T]], R],
    stretches: Sequence[Sequence[T]],
    *,
    take: Callable[[R], None],
    workers: int | None = None,
    meanwhile: Callable[[], object] = int,
) -> None:
    """Do `work` on stretches that each take long, at most MOST_STRETCHES of them, as `share` does."""
    count = min(cores() if workers is None else workers, len(stretches))
    if count > 1:
        _Crew(work, stretches).run(count, take, meanwhile)
        return
    for stretch in stretches:
        take(work(stretch))


def stretches_of(tasks: Sequence[T], workers: int, *, kin: Sequence[int] = ()) -> Iterator[Sequence[T]]:
    """Cut tasks into stretches that get shorter at the end, where a long one would keep one worker busy and the others not.

    kin: so many of the first make things that others of them can use, so many of the next, and so on: one worker does these.
    """
    start = 0
    for size in kin:
        yield tasks[start : start + size]
        start += size
    usual = min(max(SMALLEST_STRETCH, -(-len(tasks) // (workers * STRETCHES))), LONGEST_STRETCH)
    while (left := len(tasks) - start) > 0:
        size = min(usual, max(LAST_STRETCH, left // (2 * workers)))
        yield tasks[start : start + size]
        start += size


class _Crew:
    """Workers at one heap of stretches."""

    def __init__(
        self, work: Callable[[Sequence[Any]], Any], stretches: Sequence[Sequence[Any]]
    ) -> None:  # Any: T and R
        self.work, self.stretches = work, stretches
        self._pids: list[int] = []
        self._early: dict[int, Any] = {}
        self._next = 0

    def run(self, count: int, take: Callable[[Any], None], meanwhile: Callable[[], object]) -> None:
        heap, fill = os.pipe()
        os.write(fill, b"".join(_NUMBER.pack(number) for number in range(len(self.stretches))))
        os.close(fill)
        if gc.isenabled():
            gc.collect()
        gc.freeze()  # so that a worker's collector leaves our pages shared
        try:
            outlets = [self._start(heap) for _ in range(count - 1)]
            meanwhile()
            self._work_and_receive(heap, outlets, take)
        finally:
            gc.unfreeze()
            os.close(heap)
            self._end()
        if self._next < len(self.stretches):
            raise WorkerLost("a worker was ended before its work was done")

    def _start(self, heap: int) -> int:
        outlet, inlet = os.pipe()
        with suppress(OSError, AttributeError):  # so that a worker need not wait until its results are taken
            fcntl.fcntl(inlet, fcntl.F_SETPIPE_SZ, MOST_IN_A_PIPE)
        pid = os.fork()
        if pid:
            os.close(inlet)
            self._pids.append(pid)
            return outlet
        status = 1
        try:
            os.close(outlet)  # or it would work on for a freeze that was killed, and hold its lock
            gc.disable()
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            self._labour(heap, inlet)
            waking.keep()
            status = 0
        finally:
            os._exit(status)  # nothing of the parent's is to be flushed or tidied twice

    def _labour(self, heap: int, inlet: int) -> None:
        while number := os.read(heap, _NUMBER.size):
            (at,) = _NUMBER.unpack(number)
            try:
                message = pickle.dumps((at, self.work(self.stretches[at]), None), protocol=5)
            except BaseException as error:
                message = pickle.dumps((at, None, portable(error)), protocol=5)
            _send(inlet, message)

    def _work_and_receive(self, heap: int, outlets: Iterable[int], take: Callable[[Any], None]) -> None:
        """Be one of the workers: a process of its own for that would have to copy most of what this one has in memory."""
        with selectors.DefaultSelector() as selector:
            for outlet in outlets:
                selector.register(outlet, selectors.EVENT_READ, bytearray())
            while number := os.read(heap, _NUMBER.size):
                (at,) = _NUMBER.unpack(number)
                self._hand_on(at, self.work(self.stretches[at]), take)
                self._receive(selector, take, wait=0)
            while selector.get_map():
                self._receive(selector, take)

    def _receive(
        self, selector: selectors.BaseSelector, take: Callable[[Any], None], *, wait: int | None = None
    ) -> None:
        for key, _ in selector.select(wait):
            got = os.read(key.fd, MOST_IN_A_PIPE)
            if not got:
                selector.unregister(key.fd)
                os.close(key.fd)
                continue
            key.data.extend(got)
            self._open(key.data, take)

    def _open(self, buffer: bytearray, take: Callable[[Any], None]) -> None:
        while len(buffer) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(buffer)[0]
            if len(buffer) < end:
                return
            at, result, error = pickle.loads(memoryview(buffer)[_LENGTH.size : end])  # noqa: S301 -- of our own worker
            del buffer[:end]
            if error is not None:
                raise error
            self._hand_on(at, result, take)

    def _hand_on(self, at: int, result: Any, take: Callable[[Any], None]) -> None:
        self._early[at] = result
        while self._next in self._early:
            take(self._early.pop(self._next))
            self._next += 1

    def _end(self) -> None:
        for pid in self._pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)  # those that are done ended long ago
            os.waitpid(pid, 0)


def _send(inlet: int, message: bytes) -> None:
    left = memoryview(_LENGTH.pack(len(message)) + message)
    while left:
        left = left[os.write(inlet, left) :]


def portable(error: BaseException) -> BaseException:
    """Make an error fit to be sent: itself when that works, else its traceback as text."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 -- what was just pickled here
    except Exception:
        return WorkerLost("".join(traceback.format_exception(error)))
    error.add_note("".join(traceback.format_exception(error)))
    return error
