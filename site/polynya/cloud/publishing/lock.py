"""Let one publish at a time change the bucket (build wing)."""

import getpass
import json
import os
import socket
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict

from polynya_live.values import dataclass

from .bucket import Bucket

LOCK = "lock.json"
LOCK_S = 3600  # one that is older has died
RENEW_S = 600  # a publish takes minutes; but there are large pictures, slow lines and laptops that are closed
LEFT = "its lock is left behind: this machine takes it over at once, another one in an hour"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who publishes. since: seconds since 1970."""

    user: str
    host: str
    process: int
    since: int


class Publishing(Exception):
    """Somebody else is publishing this site right now. `lock`: what says so, for `aws s3api`. until: seconds since 1970."""

    def __init__(self, holder: Holder, lock: str) -> None:
        who = f"{holder.user} on {holder.host} is publishing (process {holder.process})"
        super().__init__(who if holder.since else "the lock of this publish was taken away")
        self.holder = holder
        self.lock = lock
        self.until = holder.since + LOCK_S


@contextmanager
def publishing_lock(
    bucket: Bucket, *, now: int, clock: Callable[[], float] = time.time
) -> Iterator[Callable[[], None]]:
    """Hold the lock of the bucket, and lend what keeps it in the midst of a long publish. now: seconds since 1970.

    Raises Publishing; what is lent does, too, once another has taken the lock over.
    clock: one that goes on while the machine sleeps.

    A lock whose process has died on this machine, or that is older than LOCK_S, is taken over; so is one from as far in the
    future: either clock was wrong.
    """
    own = [json.dumps(asdict(_own(now)))]  # all that it may be by now
    began = renewed = clock()

    def keep() -> None:
        nonlocal renewed
        if 0 <= clock() - renewed < RENEW_S:
            return
        renewed = clock()
        own.append(json.dumps(asdict(_own(now + int(renewed - began)))))
        if not bucket.claim_note(LOCK, own[-1], instead_of=own[-2]):
            raise _publishing(bucket, _holder(bucket.read_note(LOCK)))

    try:  # from before the claim: Ctrl-C may come between it and what follows
        _claim(bucket, own[0], now=now)
        yield keep
    except BaseException as error:
        try:
            _release_surely(bucket, own)
        except Exception:  # what stopped the publish is told, and mostly keeps it from this, too
            error.add_note(LEFT)
        raise
    try:
        _release_surely(bucket, own)
    except Exception as error:
        error.add_note(f"all of it is published, but {LEFT}")
        raise


def _claim(bucket: Bucket, own: str, *, now: int) -> None:
    if bucket.claim_note(LOCK, own):
        return
    found = bucket.read_note(LOCK)
    holder = _holder(found)
    if not _dead(holder, now) or not bucket.claim_note(LOCK, own, instead_of=found):
        raise _publishing(bucket, holder)


def _publishing(bucket: Bucket, holder: Holder) -> Publishing:
    return Publishing(holder, f"--bucket {bucket.name} --key {LOCK}")


def _release_surely(bucket: Bucket, own: Collection[str]) -> None:
    try:
        _release(bucket, own)
    except KeyboardInterrupt:  # Ctrl-C at this very moment
        _release(bucket, own)
        raise


def _release(bucket: Bucket, own: Collection[str]) -> None:
    if bucket.read_note(LOCK) in own:
        bucket.remove_note(LOCK)


def _own(now: int) -> Holder:
    return Holder(getpass.getuser(), socket.gethostname(), os.getpid(), now)


def _holder(text: str) -> Holder:
    try:
        return Holder(**json.loads(text))
    except (ValueError, TypeError):
        return Holder("somebody", "", 0, 0)


def _dead(holder: Holder, now: int) -> bool:
    if abs(now - holder.since) > LOCK_S:
        return True
    return holder.host == socket.gethostname() and not _runs(holder.process)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
