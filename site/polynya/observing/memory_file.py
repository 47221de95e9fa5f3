"""Writes the files that one freeze leaves for the next (build wing)."""

import copyreg
import os
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(path)


def pickle_whole(path: Path, value: object, *, ways: Mapping[type, Callable[[Any], Any]] | None = None) -> None:
    """Pickle a value into such a file, which is never in memory as a whole. ways: how some types are pickled, for `copyreg`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with new.open("wb") as opened:
        pickler = pickle.Pickler(opened, protocol=5)
        pickler.dispatch_table = {**copyreg.dispatch_table, **(ways or {})}
        pickler.dump(value)
    new.replace(path)
