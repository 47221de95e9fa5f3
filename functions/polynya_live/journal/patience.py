"""How long a post insists on the store before it goes to the journal (live wing)."""

import random
import time
from collections.abc import Callable
from typing import TypeVar

from ..store import StoreUnavailable

Answer = TypeVar("Answer")

Pause = Callable[[float], None]
"""Waits so many seconds."""

BUDGET_S = 2.5
"""With the time a store gives itself (2 s) and the journal's, well below the 10 s that the function has."""
MOST_TRIES = 4
FIRST_DELAY_S = 0.05


class Patience:
    """The time that one post has for the store, over all that it asks of it."""

    def __init__(self, pause: Pause = time.sleep) -> None:
        self._end = time.monotonic() + BUDGET_S
        self._pause = pause
        self._failed = 0

    def insist(self, act: Callable[[], Answer]) -> Answer:
        """Do what may be repeated without harm until there is an answer; raises StoreUnavailable when time is up."""
        while True:
            try:
                return act()
            except StoreUnavailable:
                self._failed += 1
                delay = random.uniform(0.5, 1) * FIRST_DELAY_S * 2**self._failed  # noqa: S311 -- spreads load
                if self._failed >= MOST_TRIES or time.monotonic() + delay > self._end:
                    raise
                self._pause(delay)
