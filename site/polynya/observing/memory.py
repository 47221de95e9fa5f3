"""What one freeze leaves for the next: the rows it read, and what each output read and gave (build wing)."""

import pickle
from array import array
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from itertools import compress as those_of
from typing import Any, NamedTuple
from zlib import compress, decompress

from ..places import Places
from ..problems import Problem
from ..reading.rows import Rows
from .memory_file import pickle_whole, unpickled
from .noting import Key

NAME = "cache/memory.pickle"


class Details(NamedTuple):
    """What is seldom asked for of an output. keys: what it read; targets, spots, written: see `pages.links`; spots are lines."""

    keys: tuple[Key, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    spots: str = ""
    written: tuple[tuple[str, str], ...] = ()


Digests = Callable[[Sequence[Key], Sequence[Key]], Sequence[bytes | None]]
"""Says the digests of what keys name; then the keys that one output alone has read, which hardly any other will."""

_HEAD = 8  # fields of a trace before its pack


class Pack:
    """What is kept of outputs that were drawn one after the other, as bytes until it is asked for.

    They are pickled once, where they were drawn: no other process nor the next freeze has to make objects of them for it.
    """

    __slots__ = ("_details", "_digests", "_heads", "_keys", "_spots", "_targets", "count")

    def __init__(self, drawn: "Sequence[tuple[Trace, Details]]", digests: Digests) -> None:
        details = [each for _, each in drawn]
        keys, read = _numbered([each.keys for each in details])
        targets, aimed = _numbered([each.targets for each in details])
        times = Counter(chain.from_iterable(read))
        self.count = len(drawn)
        self._heads = _packed([*zip(*[trace[:_HEAD] for trace, _ in drawn], strict=True)])
        self._keys, self._targets = _squeezed(keys), _squeezed(targets)
        self._digests = _packed(digests(keys, [key for number, key in enumerate(keys) if times[number] == 1]))
        self._spots = _packed([each.spots for each in details])
        rows = zip(read, aimed, details, strict=True)
        self._details = _packed([(keys.tobytes(), targets.tobytes(), each.written) for keys, targets, each in rows])

    def traces(self) -> "list[Trace]":
        """List the outputs."""
        heads: list[list[Any]] = pickle.loads(self._heads)  # noqa: S301 -- as below  # Any: of the fields
        return [Trace._make((*head, self, at)) for at, head in enumerate(zip(*heads, strict=True))]

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


class _Numbers(dict[Hashable, int]):
    """Numbers what is looked up by its first mention."""

    def __missing__(self, key: Hashable) -> int:
        self[key] = number = len(self)
        return number


def _numbered(each: Sequence[Sequence[Hashable]]) -> tuple[list[Any], "list[array[int]]"]:  # Any: whatever is numbered
    """Number what there is: all of it in order, and the numbers of each."""
    numbers = _Numbers()
    try:
        found = [array("H", map(numbers.__getitem__, those)) for those in each]
    except OverflowError:  # more than 65,536
        found = [array("I", map(numbers.__getitem__, those)) for those in each]
    return list(numbers), found


def _named(numbers: bytes, content: bytes) -> tuple[Any, ...]:  # Any: as above
    known = _opened(content)
    return tuple([known[number] for number in array("H" if len(known) <= MOST_SMALL else "I", numbers)])


def _packed(value: object) -> bytes:
    return pickle.dumps(value, protocol=5)


def _squeezed(value: object) -> bytes:
    """Pack what is mostly the same again and again."""
    return compress(_packed(value), 1)


MOST_SMALL = 1 << 16
_FEW = 12
_last: dict[int, tuple[bytes, Any]] = {}  # Any: as it was pickled; who asks goes from pack to pack


def _opened(content: bytes) -> Any:  # Any: as above
    known = _last.get(id(content))
    if known is None:
        while len(_last) >= _FEW:
            del _last[next(iter(_last))]
        plain = content if content[:1] == pickle.PROTO else decompress(content)
        known = _last[id(content)] = content, pickle.loads(plain)  # noqa: S301 -- of our own file, or worker
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
    pack: Pack = Pack((), lambda keys, once: [])
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
    """Read what the last freeze left, but for rows and files; an empty memory when there is none, or none that can be read."""
    try:
        token, release, frame, links, packs = unpickled(places.build / NAME)
        traces = {trace.url: trace for pack, there in packs for trace in _those(pack, there)}
        return Memory(token, release, frame, traces=traces, links=links)
    except Exception:  # half a file, or one of another version: freeze everything
        return Memory()


def save(places: Places, memory: Memory) -> None:
    """Keep a memory but for rows and files, all of it or none."""
    packs: dict[int, tuple[Pack, bytearray]] = {}
    for trace in memory.traces.values():
        pack = trace.pack
        known = packs.get(id(pack)) or packs.setdefault(id(pack), (pack, bytearray(pack.count)))
        known[1][trace.at] = 1
    found = [(pack, b"" if all(there) else bytes(there)) for pack, there in packs.values()]
    pickle_whole(places.build / NAME, (memory.token, memory.release, memory.frame, memory.links, found))


def _those(pack: Pack, there: bytes) -> Iterable[Trace]:
    """List the outputs of a pack that are still as they were then; nothing said, all of them."""
    return those_of(pack.traces(), there) if there else pack.traces()
