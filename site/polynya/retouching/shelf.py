"""The pages and rows of a site as they are kept: columns, of which most stay bytes until they are asked for (build wing)."""

import pickle
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import repeat
from operator import attrgetter
from typing import Any

from polynya_live.values import dataclass, field

from ..model import Page
from ..reading.late import OFTEN, SELDOM, SLOTS, BodyPlace, LatePage
from ..reading.rows import Row

TOGETHER = 50
"""Pages, or rows, that are opened together: many sooner at once than one by one, a few without all others."""
_FIRST = (*OFTEN, "digest")
_ALL = tuple(one.name for one in fields(Page))
_first_of, _seldom_of, _all_of = attrgetter(*_FIRST), attrgetter(*SELDOM), attrgetter(*_ALL)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The pages of a site. ids: of all, in order; whole: columns of those that are no late ones, and their ids before them.

    first: columns of all others; seldom: those that are seldom asked for, pickled together for some of those pages.
    """

    ids: list[str]
    whole: list[Sequence[Any]]  # Any: of each field
    first: list[Sequence[Any]]  # Any: of each field
    seldom: list[bytes]

    def pages(self) -> dict[str, Page]:
        """Make the pages, without the fields that are seldom asked for."""
        whole = _whole(self.whole) if self.whole else {}
        ids = [one for one in self.ids if one not in whole]
        pages: list[LatePage] = list(map(object.__new__, repeat(LatePage, len(ids))))
        for name, column in zip(_FIRST, self.first, strict=False):  # column by column: no step of Python for a page
            _set(name, pages, column)
        for at, content in enumerate(self.seldom):
            some = pages[at * TOGETHER : (at + 1) * TOGETHER]
            _set("bundle", some, repeat(_Bundle(some, content)))
        found = dict(zip(ids, pages, strict=True))
        return {one: whole.get(one) or found[one] for one in self.ids} if whole else dict[str, Page](found)


def _whole(columns: list[Sequence[Any]]) -> dict[str, Page]:  # Any: of each field
    ids, *rest = columns
    pages = list(map(object.__new__, repeat(Page, len(ids))))
    for name, column in zip(_ALL, rest, strict=True):
        deque(map(vars(Page)[name].__set__, pages, column), maxlen=0)
    return dict(zip(ids, pages, strict=True))


class _Bundle:
    """The fields of some pages that are not there yet."""

    __slots__ = ("_content", "_pages")

    def __init__(self, pages: Sequence[LatePage], content: bytes) -> None:
        self._pages, self._content = pages, content

    def open(self) -> None:
        """Give every page its fields."""
        *columns, places = pickle.loads(self._content)  # noqa: S301 -- of our own file
        for name, column in zip(SELDOM, (*columns, map(BodyPlace._make, places)), strict=True):
            _set(name, self._pages, column)
        self._pages = ()


def _set(name: str, pages: Sequence[LatePage], column: Any) -> None:  # Any: of that field
    deque(map(SLOTS[name].__set__, pages, column), maxlen=0)


def shelve(pages: Mapping[str, Page]) -> Shelf:
    """Put pages away. pages: by id."""
    late = {one: page for one, page in pages.items() if isinstance(page, LatePage)}
    each = list(late.values())
    seldom = [_seldom(each[at : at + TOGETHER]) for at in range(0, len(each), TOGETHER)]
    whole = [(one, *_all_of(page)) for one, page in pages.items() if one not in late]
    return Shelf(list(pages), [*zip(*whole, strict=True)], [*zip(*map(_first_of, each), strict=True)], seldom)


def _seldom(pages: Sequence[LatePage]) -> bytes:
    *columns, places = zip(*map(_seldom_of, pages), strict=True)
    return pickle.dumps((*columns, [*map(tuple, places)]), protocol=5)


@dataclass(slots=True)
class KeptRows(Mapping[str, Row]):
    """Rows by path, each made with those around it when it is asked for. pages: those of the site, by id."""

    paths: list[str]
    content: list[bytes]
    pages: Mapping[str, Page] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    _opened: dict[int, list[Row]] = field(default_factory=dict)

    def __reduce__(self) -> tuple[Any, ...]:  # Any: as pickle wants it
        return KeptRows, (self.paths, self.content)

    def __getitem__(self, path: str) -> Row:
        if not self._places:
            self._places = {one: at for at, one in enumerate(self.paths)}
        number, at = divmod(self._places[path], TOGETHER)
        if number not in self._opened:
            self._opened[number] = [self._row(*one) for one in pickle.loads(self.content[number])]  # noqa: S301 -- as above
        return self._opened[number][at]

    def __iter__(self) -> Iterator[str]:
        return iter(self.paths)

    def __len__(self) -> int:
        return len(self.paths)

    def _row(self, page: object, *others: Any) -> Row:  # Any: of the other fields
        mark, place, *rest = others
        return Row(mark, place, self.pages[page] if isinstance(page, str) else page, *rest)  # type: ignore[arg-type]  # a page


def shelve_rows(rows: Mapping[str, Row], pages: Mapping[str, Page]) -> KeptRows:
    """Put rows away. pages: those of the site, which need not be kept twice."""
    each = [_as_kept(row, pages) for row in rows.values()]
    content = [pickle.dumps(each[at : at + TOGETHER], protocol=5) for at in range(0, len(each), TOGETHER)]
    return KeptRows(list(rows), content)


def _as_kept(row: Row, pages: Mapping[str, Page]) -> tuple[object, ...]:
    mark, place, page, *rest = row
    return (page.id if page and pages.get(page.id) is page else page, mark, place, *rest)
