"""What one freeze leaves for the next: the rows it read, and what each output read and gave (build wing)."""

import gc
import pickle
from array import array
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..places import Places
from ..problems import Problem
from ..reading.rows import Rows
from .memory_file import pickle_whole
from .noting import Key

NAME = "cache/memory.pickle"


class Details(NamedTuple):
    """What is seldom asked for of an output. keys: what it read; targets, spots, written: see `pages.links`; spots are lines."""

    keys: tuple[Key, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    spots: str = ""
    written: tuple[tuple[str, str], ...] = ()


class Pack:
    """The details of outputs that were drawn one after the other, as bytes until they are asked for."""

    __slots__ = ("_details", "_digests", "_keys", "_spots", "_targets")

    def __init__(self, details: Sequence[Details], digest: Callable[[Key], bytes | None]) -> None:
        keys, read = _numbered(each.keys for each in details)
        targets, aimed = _numbered(each.targets for each in details)
        self._keys, self._targets = _packed(keys), _packed(targets)
        self._digests = _packed([digest(key) for key in keys])
        self._spots = _packed([each.spots for each in details])
        self._details = _packed([(*those, each.written) for *those, each in zip(read, aimed, details, strict=True)])

    @property
    def digests(self) -> dict[Key, bytes | None]:
        """The digests of what all their keys name."""
        return dict(zip(_opened(self._keys), _opened(self._digests), strict=True))

    @property
    def targets(self) -> Sequence[tuple[str, str]]:
        """The targets of all of them."""
        found: list[tuple[str, str]] = _opened(self._targets)
        return found

    @property
    def spots(self) -> bytes:
        """The spots of each output, pickled."""
        return self._spots

    def details(self, at: int) -> Details:
        """Look up those of one output."""
        keys, targets, written = _opened(self._details)[at]
        return Details(_named(keys, self._keys), _named(targets, self._targets), _opened(self._spots)[at], written)


def _numbered(each: Iterable[Iterable[Hashable]]) -> tuple[list[Any], list[bytes]]:  # Any: whatever is numbered
    """Number what there is by its first mention: all of it in order, and the numbers of each."""
    numbers: dict[Hashable, int] = {}
    number = numbers.setdefault
    found = [array(_NUMBER, [number(one, len(numbers)) for one in those]).tobytes() for those in each]
    return list(numbers), found


def _named(numbers: bytes, content: bytes) -> tuple[Any, ...]:  # Any: as above
    known = _opened(content)
    return tuple([known[number] for number in array(_NUMBER, numbers)])


def _packed(value: object) -> bytes:
    return pickle.dumps(value, protocol=5)


_NUMBER = "I"
_FEW = 12
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
    pack: Pack = Pack((), lambda _: None)
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
    pickle_whole(places.build / NAME, memory)
