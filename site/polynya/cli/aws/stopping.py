"""Ctrl-C, SIGTERM or a lost terminal while a command changes what is live: once, in words, all tidied up (build wing)."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

import click

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(click.ClickException):
    """The command was stopped before it had begun to change anything, or what it has begun goes on without it."""

    exit_code = 130  # as a shell writes it


def heard() -> tuple[signal.Signals, ...]:
    """List the signals that end this process: what was begun with `nohup` outlives its terminal."""
    return tuple(one for one in SIGNALS if one != signal.SIGHUP or signal.getsignal(one) is not signal.SIG_IGN)


@contextmanager
def stoppable(stands: str, *, hint: str) -> Iterator[None]:
    """Let these signals stop what is inside, once; a second one does not disturb the tidying up.

    stands: what is true after a stop that nothing else explains. hint: the next act.
    """
    before = {one: signal.signal(one, _stop) for one in heard()} if _is_main() else {}
    try:
        yield
    except KeyboardInterrupt:
        raise Interrupted(f"stopped: {stands}\nhint: {hint}") from None
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _stop(_number: int, _frame: FrameType | None) -> None:
    for one in heard():
        signal.signal(one, _patience)
    raise KeyboardInterrupt


def _patience(_number: int, _frame: FrameType | None) -> None:
    with suppress(OSError):  # the terminal may be gone
        click.echo("stopping: what is under way is brought to its end first", err=True)


def _is_main() -> bool:
    return threading.current_thread() is threading.main_thread()
