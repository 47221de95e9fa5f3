"""What one freeze leaves for the next: the rows it read, and what each output read and gave (build wing)."""

import pickle
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate, chain, count, pairwise, repeat
from itertools import compress as those_of
from typing import Any, TypeVar
from zlib import compress, decompress

from polynya_live.values import NamedTuple, dataclass, field

from ..places import Places
from ..problems import Problem
from ..reading.rows import Rows
from .memory_file import pickle_whole, unpickled
from .noting import Key

T = TypeVar("T")
NAME = "cache/memory.pickle"


class Details(NamedTuple):
    """What is seldom asked for of an output. keys: what it read; targets, spots, written: see `pages.links`; spots are lines."""

    keys: tuple[Key, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    spots: str = ""
    written: tuple[tuple[str, str], ...] = ()


Drawn = tuple[tuple[Any, ...], tuple[Any, ...], tuple[Key, ...]]  # Any: as said below
"""An output as it is packed: the first fields of `Trace`, those of `Details`, and further keys that it read.

The further keys are one object for all outputs that read the same ones: they are numbered once.
"""

Digests = Callable[[Sequence[Key], Sequence[Key]], Sequence[bytes | None]]
"""Says the digests of what keys name; then the keys that one output alone has read, which hardly any other will."""

_HEAD = 8  # fields of a trace before its pack


class Pack:
    """What is kept of outputs that were drawn one after the other, as bytes until it is asked for.

    They are pickled once, where they were drawn: no other process nor the next freeze has to make objects of them for it.
    """

    __slots__ = ("_details", "_digests", "_heads", "_keys", "_spots", "_targets", "count")

    def __init__(self, drawn: Sequence[Drawn], digests: Digests) -> None:
        heads, details, alike = [*zip(*drawn, strict=True)] or ((), (), ())
        read_by, aimed_at, spots, written = [*zip(*details, strict=True)] or [()] * len(Details._fields)
        (keys, read), (targets, aimed) = _numbered(read_by, alike), _numbered(aimed_at)
        self.count = len(drawn)
        self._heads = _packed([*zip(*heads, strict=True)][:_HEAD])
        self._keys, self._targets = _squeezed(keys), _squeezed(targets)
        self._digests = _packed(digests(keys, _once(read_by, alike)))
        self._spots = _packed([*spots])
        self._details = _packed((read, aimed, written))

    def traces(self) -> "list[Trace]":
        """List the outputs."""
        heads: list[list[Any]] = pickle.loads(self._heads)  # noqa: S301 -- as below  # Any: of the fields
        return [*map(_trace_of, zip(*heads, repeat(self, self.count), range(self.count), strict=True))]

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
        keys, targets, written = [column[at] for column in _opened(self._details)]
        return Details(_named(keys, self._keys), _named(targets, self._targets), _opened(self._spots)[at], written)


def _numbered(
    each: Sequence[Sequence[Hashable]], alike: Sequence[Sequence[Hashable]] = ()
) -> tuple[list[Any], list[bytes]]:  # Any: whatever there is
    """Number what there is: all of it in order of its first mention, and the numbers of each.

    alike: what stands behind each, the same object wherever it is the same: that is numbered once.
    """
    numbers: defaultdict[Hashable, int] = defaultdict(count().__next__)
    mentions = [*map(numbers.__getitem__, chain.from_iterable(each))]
    behind = {id(one): [*map(numbers.__getitem__, one)] for one in _each_once(alike)}
    code = "H" if len(numbers) <= MOST_SMALL else "I"
    plain, ends = memoryview(array(code, mentions)), pairwise(accumulate(map(len, each), initial=0))
    found = [plain[start:end].tobytes() for start, end in ends]
    if alike:
        more = {name: array(code, those).tobytes() for name, those in behind.items()}
        found = [own + more[id(one)] for own, one in zip(found, alike, strict=True)]
    return [*numbers], found


def _once(each: Sequence[Sequence[Key]], alike: Sequence[Sequence[Key]]) -> list[Key]:
    """List what is mentioned once; see `_numbered`."""
    times, often = Counter(chain.from_iterable(each)), Counter(map(id, alike))
    for one in _each_once(alike):
        times.update(dict.fromkeys(one, often[id(one)]))
    return [key for key, number in times.items() if number == 1]


def _each_once(alike: Sequence[T]) -> Iterable[T]:
    return {id(one): one for one in alike}.values()


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


_trace_of = partial(tuple.__new__, Trace)


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
