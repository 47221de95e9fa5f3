"""A file that takes long to make, so it is made once and kept below `build/cache` under what it is made of (build wing)."""

import os
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from polynya_live.values import dataclass

from ...crew.share import MOST_STRETCHES, share_long
from ...problems import Problem, ProblemsFound

KEPT = "build/cache/made"
KEY = 16
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Made:
    """One such file. address: on the site, with the key in it; key: digest of all that decides its bytes.

    source: a name for the bytes it is a copy of, "" for none; copies of one source are made sooner one after the other.
    effort: of making it, in pixels that have to be read.
    """

    address: str
    key: str
    make: Callable[[], bytes]
    source: str = ""
    effort: int = 0


def made(name: str, ingredients: str, make: Callable[[], bytes], *, source: str = "", effort: int = 0) -> Made:
    """Describe a file without making it. name: below /static/, for instance "icons/icon-192.png".

    ingredients: whatever decides the bytes; a new way of drawing changes it too. source, effort: see `Made`; what has a source
    is kept once, however many names it has.
    """
    key = sha256(f"{'' if source else name}\0{ingredients}".encode()).hexdigest()[:KEY]
    stem, _, suffix = name.rpartition(".")
    return Made(f"/static/{stem}.{key[:_DIGITS]}.{suffix}", key, make, source, effort)


def make_missing(those: Sequence[Made], root: Path, tell: Callable[[int, int], object]) -> None:
    """Make the files of the site at `root` that are not kept yet, over the cores; raise ProblemsFound for those that cannot be.

    tell: hears how many are done, of how many.
    """
    missing = [one for one in those if not _kept_at(one, root).exists()]
    done, problems = len(those) - len(missing), dict[Problem, None]()

    def make(some: Sequence[Made]) -> tuple[int, list[Problem]]:
        return len(some), [problem for one in some for problem in _make(one, root)]

    def take(made: tuple[int, list[Problem]]) -> None:
        nonlocal done
        done += made[0]
        problems.update(dict.fromkeys(made[1]))  # for each picture once, not for each of its copies
        tell(done, len(those))

    share_long(make, list(_in_turns(missing)), take=take)
    if problems:
        raise ProblemsFound([*problems])


def _make(one: Made, root: Path) -> list[Problem]:
    try:
        bytes_of(one, root)
    except ProblemsFound as found:
        return found.problems
    return []


def _in_turns(those: Sequence[Made]) -> Iterator[list[Made]]:
    """Keep copies of one source together, and so many of others that there are not too many turns to hand out.

    What takes longest comes first: at the end it would keep one core busy and the others not.
    """
    few = -(-len(those) // MOST_STRETCHES)
    by_source: dict[str, list[Made]] = {}
    for one in those:
        by_source.setdefault(one.source or one.key, []).append(one)
    turn: list[Made] = []
    for same in sorted(by_source.values(), key=lambda same: -same[0].effort):
        turn += same
        if len(turn) >= few:
            yield turn
            turn = []
    if turn:
        yield turn


def bytes_of(one: Made, root: Path) -> bytes:
    """Return the bytes of a file, made now if that was never done for the site at `root`."""
    path = _kept_at(one, root)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    content = one.make()
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    new.write_bytes(content)
    new.replace(path)  # two freezes, or a killed one, never leave half a picture
    return content


def _kept_at(one: Made, root: Path) -> Path:
    return root / KEPT / one.key[:2] / one.key
