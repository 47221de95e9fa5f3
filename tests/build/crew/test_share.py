"""Work shared over workers gives what one process gives, in the same order, and loses no mistake."""

from collections.abc import Sequence

import pytest

from polynya.crew import share


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
