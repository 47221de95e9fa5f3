"""Of two steps the second is done behind the first, and whatever goes wrong in either is told."""

import errno
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from build.crew.processes import children
from polynya.crew.relay import relay
from polynya.crew.share import WorkerLost


def test_the_second_step_is_done_once_for_all_that_the_first_was_done_for(tmp_path: Path) -> None:
    names = [str(number) for number in range(100)]

    def second(name: str) -> None:
        with (tmp_path / name / "file").open("x") as file:  # fails without its folder, and the second time
            file.write(name)

    relay(names, lambda name: (tmp_path / name).mkdir(), second)

    assert {(tmp_path / name / "file").read_text() for name in names} == set(names)


def test_what_the_first_step_raises_is_raised(tmp_path: Path) -> None:
    (tmp_path / "1").touch()
    before = children()

    with pytest.raises(FileExistsError):
        relay(["0", "1", "2"], lambda name: (tmp_path / name).mkdir(), lambda name: None)

    assert not (tmp_path / "2").exists()
    assert children() == before


def _of_which_the_other_fails(fail: Callable[[], object]) -> None:
    here = os.getpid()
    taken, take = os.pipe()

    def first(number: int) -> None:
        if number:
            os.read(taken, 1)  # the other process has the one before

    def second(number: int) -> None:
        if os.getpid() != here:
            os.write(take, b".")
            fail()

    try:
        relay([0, 1], first, second)
    finally:
        os.close(taken)
        os.close(take)


def test_what_the_second_step_raises_in_the_other_process_is_raised_here() -> None:
    def fail() -> None:
        raise OSError(errno.ENOSPC, "no space left")

    with pytest.raises(OSError, match="no space left") as raised:
        _of_which_the_other_fails(fail)

    assert raised.value.errno == errno.ENOSPC


def test_that_the_other_process_was_ended_is_told() -> None:
    with pytest.raises(WorkerLost, match="was ended"):
        _of_which_the_other_fails(lambda: os.kill(os.getpid(), signal.SIGKILL))
