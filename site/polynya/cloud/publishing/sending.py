"""Send many files at once, and be sure that none is under way once that has been stopped (build wing)."""

from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Condition

SENDERS = 8  # files under way at once: S3 answers in tens of milliseconds

Send = Callable[[str], str]
"""Bring the file at a path into the bucket and return its version."""


class Sending:
    """Sends files by `send`. sent: how many have arrived. told: called after each one, with how many were told."""

    def __init__(self, send: Send, told: Callable[[int], None] = lambda _: None) -> None:
        self.sent = 0
        self._send = send
        self._told = told
        self._waited_for = 0
        self._under_way = 0
        self._closed = False
        self._changed = Condition()

    def all_of(self, paths: Iterable[str]) -> dict[str, str]:
        """Send files, many at once, and return the version of each; raises what `send` raises.

        Whatever ends it, Ctrl-C too: afterwards nothing is under way, and nothing begins any more.
        """
        with ThreadPoolExecutor(SENDERS) as senders:
            try:
                futures = {path: senders.submit(self._guarded, path) for path in paths}
                versions = {}
                for path, future in futures.items():
                    versions[path] = future.result()
                    self._waited_for += 1
                    self._told(self._waited_for)
                return versions
            except BaseException:
                self._close()  # not by the executor alone: Ctrl-C can make it lose sight of a thread that it just began
                senders.shutdown(wait=False, cancel_futures=True)
                raise

    def _guarded(self, path: str) -> str:
        with self._changed:
            if self._closed:
                raise CancelledError
            self._under_way += 1
        arrived = 0
        try:
            version = self._send(path)
            arrived = 1
            return version
        finally:
            with self._changed:
                self.sent += arrived
                self._under_way -= 1
                self._changed.notify_all()

    def _close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.wait_for(lambda: self._under_way == 0)
