"""Reads the sources of all pages, over the cores, and takes over from the last freeze what is as it was (build wing)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice, repeat
from typing import Any
from zoneinfo import ZoneInfo

from polynya_live.values import NamedTuple, dataclass, field

from ..crew.share import share
from ..model import Collection, Page
from ..observing.digests import digest_of
from ..observing.marks import Seen, code_marks
from ..problems import Problem
from .late import late
from .pages import read_page
from .sheet import Desk, Place
from .text.source import Source, mark_of, read_marked
from .usual.columns import Columns, Gathering, pages_of
from .usual.page import Ways, ways_of

FEW = 500
"""Pages; the Markdown of fewer is kept in memory."""


class Row(NamedTuple):
    """What reading one source gave. page: None when it is too broken. mark: of the file, see `mark_of`.

    place: folder, collection and part its page has there. foreign: keys of other generators in it, and where they are.
    """

    mark: tuple[int, ...]
    place: tuple[str, ...]
    page: Page | None
    problems: tuple[Problem, ...] = ()
    foreign: tuple[tuple[str, str, int], ...] = ()


@dataclass(slots=True)
class Rows:
    """The rows of one freeze, for the next one. key: a digest of all that reading a page depends on beside its source, code too.

    desk, collections: what the pages were read with, to read one of them again.
    """

    key: bytes = b""
    by_path: Mapping[str, Row] = field(default_factory=dict)
    desk: Desk | None = None
    collections: Mapping[str, Collection] = field(default_factory=dict)


class Task(NamedTuple):
    """One source to be read. path: below content/."""

    path: str
    place: Place


def read_rows(
    tasks: Sequence[Task],
    desk: Desk,
    kept: Rows,
    *,
    around: object,
    seen: Seen,
    meanwhile: Callable[[], object] = int,
) -> Mapping[str, Row]:
    """Read each source, by its path below content/, in order. kept: is made to hold these rows and no others.

    around: whatever else reading a page looks at, as a value that has a digest. seen: see `read_site`; meanwhile: see `share`.
    """
    own, content = replace(desk, foreign={}), _content(desk)
    key = digest_of((own, around, repr(code_marks())))
    old = kept.by_path if kept.key == key else {}
    found: dict[str, Row] = {}
    missing: list[Task] = []
    for task in tasks if old else ():
        row = old.get(task.path)
        if (
            row is not None
            and row.place == _place(task)
            and row.mark == (seen.mark(file := content + task.path) or _mark(file))
        ):
            found[task.path] = row
        else:
            missing.append(task)

    missing = missing if old else [*tasks]
    waiting = iter(missing)

    def take(result: _Result) -> None:
        found.update(_rows_of(result, list(islice(waiting, result.tasks)), desk))

    share(partial(_read_all, _Asked(desk, seen, len(tasks) < FEW)), missing, take=take, meanwhile=meanwhile)
    kept.desk, kept.collections = own, {task.place.collection.name: task.place.collection for task in tasks}
    kept.key, kept.by_path = key, {task.path: found[task.path] for task in tasks}
    return kept.by_path


def read_again(path: str, kept: Rows) -> Row | None:
    """Read one source again, as it was read for `kept`; None for one that was not. path: below content/."""
    row = kept.by_path.get(path)
    if row is None or row.page is None or kept.desk is None:
        return None
    folder, stem, collection, index, heads = row.place
    place = Place(folder, stem, kept.collections[collection], index == "True", heads == "True")
    return _read(Task(path, place), replace(kept.desk, foreign={}), keep=len(kept.by_path) < FEW)


class _Result(NamedTuple):
    """What reading a stretch of sources gave. unusual: those that are not among the usual ones, by number."""

    tasks: int
    usual: Columns | None
    unusual: dict[int, tuple[Any, ...]]  # Any: the fields of Row


class _Asked(NamedTuple):
    """How sources are read. keep: the Markdown in memory; seen: see `read_site`."""

    desk: Desk
    seen: Seen
    keep: bool


def _read_all(asked: _Asked, tasks: Sequence[Task]) -> _Result:
    """Read some sources."""
    own, content, seen = replace(asked.desk, foreign={}), _content(asked.desk), asked.seen
    usual, unusual = Gathering(keep=asked.keep), dict[int, tuple[Any, ...]]()
    ways: dict[str, Ways | None] = {}
    for number, task in enumerate(tasks):
        place, opened = task.place, _open(task, content, seen)
        source, mark, problems = opened
        if place.folder not in ways and not place.index:
            ways[place.folder] = ways_of(place, own)
        its = None if place.index or problems else ways[place.folder]
        if not (its and source and usual.take(number, source, mark, stem=place.stem, ways=its)):
            row = _read_opened(opened, task, own, keep=asked.keep)
            unusual[number] = tuple(row)  # which comes from a worker sooner than a Row
    return _Result(len(tasks), usual.columns(), unusual)


def _rows_of(result: _Result, tasks: Sequence[Task], desk: Desk) -> Iterator[tuple[str, Row]]:
    for number, row in result.unusual.items():
        yield tasks[number].path, _row_of(row)
    if columns := result.usual:
        own = [tasks[number] for number in columns.numbers]
        pages = pages_of(columns, str(desk.root), ZoneInfo(desk.settings.timezone))
        rows = map(_row_of, zip(columns.marks, map(_place, own), pages, repeat(()), repeat(()), strict=False))
        yield from zip([task.path for task in own], rows, strict=True)


_row_of = partial(tuple.__new__, Row)


Opened = tuple[Source | None, tuple[int, ...], list[Problem]]
"""A source, None when it cannot be read; its mark; what is wrong with it so far."""


def _open(task: Task, content: str, seen: Seen) -> Opened:
    problems: list[Problem] = []
    file = content + task.path
    return *read_marked(file, f"content/{task.path}", problems, mark=seen.mark(file)), problems


def _read(task: Task, desk: Desk, *, keep: bool) -> Row:
    return _read_opened(_open(task, _content(desk), Seen()), task, desk, keep=keep)


def _content(desk: Desk) -> str:
    return f"{desk.root}/content/"


def _read_opened(opened: Opened, task: Task, desk: Desk, *, keep: bool) -> Row:
    """Read a source in the way that is the same for all."""
    source, mark, problems = opened
    place = _place(task)
    if source is None:
        return Row((), place, None, tuple(problems))
    if not source.text or source.text.isspace():
        fact, hint = "is empty, so its page shows a title only", "write something, or take the file away."
        source.warn("empty-file", None, fact=fact, hint=hint)
    desk.foreign.clear()
    page = read_page(source, task.place, desk)
    foreign = tuple((*key, at) for key, places in desk.foreign.items() for _, at in places)
    kept = late(page, source, root=str(desk.root), mark=mark, keep=keep) if page else None
    return Row(mark, place, kept, tuple(problems), foreign)


def _place(task: Task) -> tuple[str, ...]:
    place = task.place
    return place.folder, place.stem, place.collection.name, str(place.index), str(place.heads)


def _mark(file: str) -> tuple[int, ...]:
    try:
        return mark_of(file)
    except OSError:
        return ()
