"""The task beside the server that looks at the store and freezes what was moderated, until it is told to stop (build wing)."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from polynya_live.app import milliseconds
from polynya_live.contract import load
from polynya_live.store.sqlite_mark import Mark, StoreMark

from ...places import Places
from ...problems import ProblemsFound
from .shown import digest_of_shown

LOOK_S = 0.2
AGAIN_S = 60.0  # after a freeze that the machine did not let through


class Moderated:
    """What pages may show, as the store has it now, beside what they showed at the last freeze."""

    def __init__(self, places: Places, address: str) -> None:
        """Know nothing yet; address: of the store.

        owed: whether pages are behind, whatever the store says: a freeze did not get through. unread: whether the store could
        not be read at the last look; to read all of it again and again would help nobody.
        """
        self._contract, self._address = places.live / "contract.json", address
        self._mark = StoreMark(address)
        self._seen: Mark | None = None
        self._shown = b""
        self.owed = self.unread = False

    def remember(self) -> None:
        """Take what the store has now as what is frozen, unless something is known already; without a release nothing is."""
        if not self._shown:
            self.differs()

    def may_differ(self) -> bool:
        """Tell whether anything at all was written since the last look; costs microseconds."""
        found = self._mark.read()
        changed = found is not None and found != self._seen
        self._seen = found
        return changed

    def differs(self) -> bool:
        """Tell whether pages would show something else than at the last call that saw them; reads all that is approved."""
        try:
            forms = load(self._contract).forms.values()
            now = digest_of_shown(forms, self._address, now=milliseconds())
        except (OSError, ValueError):  # no release yet: the next write is looked at
            return False
        except ProblemsFound:  # no store just now
            self._seen, self.unread = None, True
            return False
        self.unread = False
        before, self._shown = self._shown, now
        return before not in {b"", now}

    def close(self) -> None:
        """Let go of the store."""
        self._mark.close()


async def refreeze_when_moderated(
    moderated: Moderated,
    freeze: Callable[[], Awaitable[bool]],
    *,
    in_thread: Callable[[Callable[[], bool]], Awaitable[bool]],
    stop: asyncio.Event,
    again_s: float = AGAIN_S,
) -> None:
    """Call `freeze` whenever pages would show something else, until `stop` is set; again when it says that it did not go through.

    The store is looked at before the freeze reads it, so what is moderated meanwhile is found at the next look.
    """
    try:
        while not stop.is_set():
            if moderated.owed:
                await _stopped(stop, again_s)
            elif not moderated.may_differ() or not await in_thread(moderated.differs):
                await _stopped(stop, again_s if moderated.unread else LOOK_S)
                continue
            if not stop.is_set():
                moderated.owed = not await freeze()
    finally:
        moderated.close()


async def _stopped(stop: asyncio.Event, within_s: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), within_s)
