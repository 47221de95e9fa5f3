"""Runs a command and says what it took: wall, CPU, and the memory of all its processes together (Linux)."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

SAMPLES_S = 0.1


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took. wall, cpu: seconds. memory: MB, the peak over all processes, shared pages counted once."""

    wall: float
    cpu: float
    memory: float


def run(command: list[str], folder: Path) -> Run:
    """Run a command to its end. Exits when it fails, with the end of what it said."""
    # Python keeps what it compiled, as on the machine of an author.
    around = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    with (folder / "bench.log").open("w+") as log:
        process = subprocess.Popen(command, cwd=folder, env=around, stdout=log, stderr=log, start_new_session=True)
        watch = _Watch(process.pid)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        peak = watch.end()
        if status:
            log.seek(0)
            sys.exit(f"{' '.join(command)} ended with {status}\n{log.read()[-2000:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, max(peak, usage.ru_maxrss / 1024))


class _Watch:
    """Adds up the proportional memory of a process and those below it, again and again, and keeps the highest sum.

    It looks at no other process of the machine, for that would take a part of what is measured.
    """

    def __init__(self, process: int) -> None:
        self.process, self.peak, self._over = process, 0.0, Event()
        self._thread = Thread(target=self._sample, daemon=True)
        self._thread.start()

    def end(self) -> float:
        """Stop and return the peak in MB."""
        self._over.set()
        self._thread.join()
        return self.peak

    def _sample(self) -> None:
        while not self._over.wait(SAMPLES_S):
            self.peak = max(self.peak, sum(map(_proportional_mb, _with_those_below(self.process))))


def _with_those_below(process: int) -> Iterator[int]:
    yield process
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _with_those_below(int(child))


def _proportional_mb(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
