"""Stores on a bad day: a real one, whose calls come to grief before it has done anything, or after."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

from polynya_live.store import StoreUnavailable
from polynya_live.store.sqlite import SqliteStore
from polynya_live.submissions import Submission

BEFORE = ("throttled", "500", "time-out before the commit", "connection reset before the commit")
AFTER = ("time-out after the commit", "connection reset after the commit")
FAULTS = (*BEFORE, *AFTER)


class FaultyStore(SqliteStore):
    """Keeps, but `share` of its writes meet a fault. seed: the same faults for the same seed."""

    def __init__(self, path: Path, *, share: float, seed: int = 20261121) -> None:
        super().__init__(path)
        self.share = share
        self.met: Counter[str] = Counter()
        self._chance = random.Random(seed)

    def submit(self, submission: Submission) -> Submission:
        """Keep a submission, or not, or without saying so."""
        return self._faulted(lambda: super(FaultyStore, self).submit(submission))

    def count(self, name: str, *, window_s: int, now: int) -> int:
        """Count, or not, or without saying so."""
        return self._faulted(lambda: super(FaultyStore, self).count(name, window_s=window_s, now=now))

    def _faulted(self, act: Any) -> Any:
        if self._chance.random() >= self.share:
            return act()
        fault = self._chance.choice(FAULTS)
        self.met[fault] += 1
        if fault in AFTER:
            act()
        raise StoreUnavailable(fault)


class DownStore(SqliteStore):
    """Answers nothing while it is `down`, or until it was asked so often to keep something. asked: how often that was."""

    down = True
    until = 10_000
    asked = 0

    def submit(self, submission: Submission) -> Submission:
        """Keep a submission, unless it is down."""
        self.asked += 1
        if self.down and self.asked <= self.until:
            raise StoreUnavailable("down")
        return super().submit(submission)

    def get(self, key: str, *, now: int) -> Submission:
        """Read one, unless it is down."""
        if self.down:
            raise StoreUnavailable("down")
        return super().get(key, now=now)

    def ready(self) -> None:
        """Say whether it is down."""
        if self.down:
            raise StoreUnavailable("down")
