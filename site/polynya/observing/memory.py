"""What one freeze leaves for the next: the rows it read, and what each output read and gave (build wing)."""

import gc
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..places import Places
from ..problems import Problem
from ..reading.rows import Rows
from .memory_file import write_whole
from .noting import Key

NAME = "cache/memory.pickle"


class Trace(NamedTuple):
    """One output as it was drawn. name: of its file in the release; digest: of its bytes; keys: what it read.

    is_new: the release before did not have it like this. targets, spots, written: see `pages.links`; spots are lines.
    """

    url: str
    name: str
    digest: bytes
    is_new: bool
    keys: tuple[Key, ...] = ()
    problems: tuple[Problem, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    spots: str = ""
    written: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Memory:
    """All that is kept. release: whose files these are; frame: a digest of what every output depends on.

    digests: of what the keys of the traces named. files: every file of the release and the digest of its bytes;
    older: the same of the releases before. links: a digest of all that a link may lead to, when every link led somewhere.
    token: of this memory, for what is kept apart from it.
    """

    token: str = ""
    release: str = ""
    frame: bytes = b""
    rows: Rows = field(default_factory=Rows)
    digests: dict[Key, bytes | None] = field(default_factory=dict)
    traces: dict[str, Trace] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    older: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    links: bytes = b""


def load(places: Places) -> Memory:
    """Read what the last freeze left; an empty memory when there is none, or none that can be read."""
    was_enabled = gc.isenabled()
    gc.disable()  # or it looks again and again at what is all still needed
    try:
        found = pickle.loads((places.build / NAME).read_bytes())  # noqa: S301 -- our own file, beside the releases
        return found if isinstance(found, Memory) else Memory()
    except Exception:  # half a file, or one of another version: freeze everything
        return Memory()
    finally:
        if was_enabled:
            gc.enable()


def save(places: Places, memory: Memory) -> None:
    """Keep a memory, all of it or none."""
    write_whole(places.build / NAME, pickle.dumps(memory, protocol=5))
