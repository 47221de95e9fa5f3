"""Work shared over workers gives what one process gives, in the same order, and loses no mistake."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

import pytest

from build.crew.processes import children
from polynya.crew.share import LAST_STRETCH, LONGEST_STRETCH, share, stretches_of


def _squares(numbers: Sequence[int]) -> list[int]:
    return [number * number for number in numbers]


def _refuse_777(numbers: Sequence[int]) -> list[int]:
    if 777 in numbers:
        raise LookupError("777 is not to be had")
    return list(numbers)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_come_in_the_order_of_the_tasks(workers: int) -> None:
    found: list[int] = []

    share(_squares, range(1000), take=found.extend, workers=workers)

    assert found == [number * number for number in range(1000)]


@pytest.mark.parametrize("workers", [1, 3])
def test_what_a_worker_raises_is_raised_here(workers: int) -> None:
    with pytest.raises(LookupError, match="777 is not to be had"):
        share(_refuse_777, range(1000), take=lambda _: None, workers=workers)


def test_this_process_is_one_of_the_workers() -> None:
    workers: list[int] = []

    share(lambda numbers: os.getpid(), range(1000), take=workers.append, workers=3)

    assert len({*workers, os.getpid()}) <= 3


def test_results_may_be_more_than_fits_between_processes() -> None:
    sizes: list[int] = []

    share(lambda numbers: bytes(3_000_000), range(1000), take=lambda one: sizes.append(len(one)), workers=3)

    assert len(sizes) == len(list(stretches_of(range(1000), 3)))
    assert set(sizes) == {3_000_000}


def test_meanwhile_something_else_is_done_here_once_and_before_the_first_result() -> None:
    told: list[str] = []

    share(_squares, range(1000), take=lambda _: told.append("taken"), workers=2, meanwhile=lambda: told.append("done"))

    assert told[0] == "done"
    assert told.count("done") == 1


def test_a_mistake_made_meanwhile_is_raised_and_leaves_no_worker() -> None:
    def fail() -> None:
        raise LookupError("not here")

    before = children()
    with pytest.raises(LookupError, match="not here"):
        share(_squares, range(1000), take=lambda _: None, workers=2, meanwhile=fail)

    assert children() == before


@pytest.mark.parametrize("tasks", [*range(1, 60), 199, 200, 1_000, 20_233])
@pytest.mark.parametrize("workers", [2, 3, 16])
def test_stretches_hold_every_task_once_and_the_last_are_short(tasks: int, workers: int) -> None:
    found = list(stretches_of(range(tasks), workers))

    assert [number for stretch in found for number in stretch] == list(range(tasks))
    assert len(found[-1]) <= LAST_STRETCH
    assert [len(one) for one in found] == sorted((len(one) for one in found), reverse=True)


@pytest.mark.parametrize("kin", [(), (300, 7)])
def test_stretches_of_very_many_tasks_are_not_longer_for_it(kin: tuple[int, ...]) -> None:
    found = list(stretches_of(range(200_000), 2, kin=kin))

    assert {len(one) for one in found[len(kin) : 150]} == {LONGEST_STRETCH}


@pytest.mark.parametrize("kin", [(1,), (30, 70, 1), (999,), (500, 500)])
@pytest.mark.parametrize("workers", [2, 3, 16])
def test_kin_are_in_stretches_of_their_own(kin: tuple[int, ...], workers: int) -> None:
    found = list(stretches_of(range(1_000), workers, kin=kin))

    assert [number for stretch in found for number in stretch] == list(range(1_000))
    assert tuple(map(len, found[: len(kin)])) == kin


def test_workers_end_when_the_process_that_they_work_for_was_killed() -> None:
    working = (
        "import os, signal; from polynya.crew.share import share\n"
        "main = os.getpid()\n"
        "def work(tasks):\n"
        "    if os.getpid() == main: os.kill(main, signal.SIGKILL)\n"
        "    return bytes(1 << 20)\n"  # fills the pipe that nobody reads any more
        "share(work, range(1000), take=print, workers=3)"
    )
    begun = [sys.executable, "-c", working]
    process = subprocess.Popen(begun, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        assert process.communicate(timeout=60) == (
            b"",
            None,
        )  # all of them hold its end: it comes with the last of them
        assert process.returncode == -signal.SIGKILL
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
