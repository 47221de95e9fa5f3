"""What one freeze leaves for the next: the rows it read, and what each output read and gave (build wing)."""

import gc
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..places import Places
from ..problems import Problem
from ..reading.rows import Rows
from .memory_file import write_whole
from .noting import Key

NAME = "cache/memory.pickle"


class Details(NamedTuple):
    """What is seldom asked for of an output. keys: what it read; targets, spots, written: see `pages.links`; spots are lines."""

    keys: tuple[Key, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    spots: str = ""
    written: tuple[tuple[str, str], ...] = ()


class Pack:
    """The details of outputs that were drawn one after the other, as bytes until they are asked for.

    digests: of what all their keys name; targets: of all of them.
    """

    __slots__ = ("_digests", "_others", "_spots", "_targets")

    def __init__(self, details: Sequence[Details], digests: Mapping[Key, bytes | None]) -> None:
        self._digests = pickle.dumps(digests, protocol=5)
        self._targets = pickle.dumps(list(dict.fromkeys(one for each in details for one in each.targets)), protocol=5)
        self._spots = pickle.dumps([each.spots for each in details], protocol=5)
        self._others = pickle.dumps([(each.keys, each.targets, each.written) for each in details], protocol=5)

    @property
    def digests(self) -> Mapping[Key, bytes | None]:
        found: dict[Key, bytes | None] = _opened(self._digests)
        return found

    @property
    def targets(self) -> Sequence[tuple[str, str]]:
        found: list[tuple[str, str]] = _opened(self._targets)
        return found

    @property
    def spots(self) -> bytes:
        """The spots of each output, pickled."""
        return self._spots

    def details(self, at: int) -> Details:
        """Look up those of one output."""
        keys, targets, written = _opened(self._others)[at]
        return Details(keys, targets, _opened(self._spots)[at], written)


_FEW = 6
_last: dict[int, tuple[bytes, Any]] = {}  # Any: as it was pickled; who asks goes from pack to pack


def _opened(content: bytes) -> Any:  # Any: as above
    known = _last.get(id(content))
    if known is None:
        while len(_last) >= _FEW:
            del _last[next(iter(_last))]
        known = _last[id(content)] = content, pickle.loads(content)  # noqa: S301 -- of our own file, or worker
    return known[1]


class Trace(NamedTuple):
    """One output as it was drawn. name: of its file in the release; digest: of its bytes; details: in `pack`, at a place.

    is_new: the release before did not have it like this. bodies, templates: that it read; always: see `noting.ALWAYS`.
    """

    url: str
    name: str
    digest: bytes
    is_new: bool
    problems: tuple[Problem, ...] = ()
    bodies: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    always: bool = False
    pack: Pack = Pack((), {})
    at: int = 0

    @property
    def details(self) -> Details:
        """What is seldom asked for."""
        return self.pack.details(self.at)


@dataclass(slots=True)
class Memory:
    """All that is kept. release: whose files these are; frame: a digest of what every output depends on.

    files: every file of the release and the digest of its bytes; older: the same of the releases before.
    links: a digest of all that a link may lead to, when every link led somewhere.
    token: of this memory, for what is kept apart from it.
    """

    token: str = ""
    release: str = ""
    frame: bytes = b""
    rows: Rows = field(default_factory=Rows)
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
