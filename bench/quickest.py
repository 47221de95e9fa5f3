"""Prints the Python that a setup takes: the first on the PATH that will do, unless another there is clearly quicker.

How a Python was built makes up to a quarter of its speed; the quickest is often not the one that comes first. This is written for
Pythons that are too old for Polynya, too.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("python3", "python3.13", "python3.12", "python3.11")
CLEARLY = 0.9
"""Of the time of the first: what is nearer may be chance, and the first is the one that its user chose."""
ROUNDS = 3  # in turns: a machine that was busy for a moment is not to choose

PROBE = """
import sys
if sys.version_info < (3, 11):
    sys.exit(1)
import ctypes, ensurepip, sqlite3, ssl, time, venv

class Page:
    def __init__(self, number):
        self.title = f"Page {number}"

    def words(self):
        return self.title.lower().split(" ")

def work():
    found = {}
    for number in range(20_000):
        for word in Page(number).words():
            found.setdefault(word, []).append(number)
    return sorted(found)

times = []
for _ in range(15):
    started = time.process_time()
    work()
    times.append(time.process_time() - started)
print(min(times))
"""


def main() -> None:
    """Print the path of one; without any that will do `python3`, whose fault is told where it is used."""
    print(quickest(os.environ.get("PATH", "")) or "python3")


def quickest(path: str) -> str:
    """Choose among the Pythons in the folders of a PATH; "" when none will do."""
    times = {}
    for python in _on(path) * ROUNDS:
        time = _time_of(python)
        if time:
            times[python] = min(time, times.get(python, time))
    if not times:
        return ""
    first, best = next(iter(times)), min(times, key=times.__getitem__)
    return best if times[best] < CLEARLY * times[first] else first


def _on(path: str) -> "list[str]":
    """List those in the folders of a PATH, each once, however many names it has."""
    found = {}
    for name in NAMES:
        for folder in path.split(os.pathsep):
            python = shutil.which(name, path=folder)
            if python:
                found.setdefault(os.path.realpath(python), python)
    return list(found.values())


def _time_of(python: str) -> float:
    """Measure, in seconds; 0 for one that is too old, lacks a module, or does not start."""
    try:
        said = subprocess.run(
            [python, "-I", "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=True
        )
        return float(said.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return 0


if __name__ == "__main__":
    sys.exit(main())
