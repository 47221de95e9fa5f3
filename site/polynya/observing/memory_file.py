"""Writes the files that one freeze leaves for the next (build wing)."""

import os
import pickle
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(path)


def pickle_whole(path: Path, value: object) -> None:
    """Pickle a value into such a file, which is never in memory as a whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with new.open("wb") as opened:
        pickle.dump(value, opened, protocol=5)
    new.replace(path)
