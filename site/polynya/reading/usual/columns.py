"""The usual pages of a stretch as columns: they are sent, and become pages, without a step of Python for each (build wing)."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import repeat
from typing import Any
from zoneinfo import ZoneInfo

from polynya_live.values import NamedTuple

from ..late import KEPT, BodyPlace, LatePage, digest_of_fields, digest_of_text, set_column
from ..text.source import Source
from .page import Ways, read_usual, since_of

_SINCE, _DATE = KEPT.index("since"), KEPT.index("date")
_ALIKE = [
    KEPT.index(one) for one in ("collection", "template", "forms", "aliases", "until", "standing", "number", "anchor")
]


class Columns(NamedTuple):
    """Usual pages. numbers: of their sources in the stretch.

    kept: a column of each field but the Markdown, of one value where all have the same; that of `since`, which follows from
    the date, is empty. digests: of each page; marks, starts, bodies (the digests of them), texts: see `BodyPlace`.
    """

    numbers: Sequence[int]
    kept: Sequence[Sequence[Any]]  # Any: of each field
    digests: Sequence[bytes]
    marks: Sequence[tuple[int, ...]]
    starts: Sequence[int]
    bodies: Sequence[bytes]
    texts: Sequence[str | None]


class Gathering:
    """Gathers the usual pages of a stretch. keep: the Markdown of each as well."""

    def __init__(self, *, keep: bool) -> None:
        self._keep = keep
        self._rows: list[tuple[Any, ...]] = []  # Any: of `Columns`

    def take(self, number: int, source: Source, mark: tuple[int, ...], *, stem: str, ways: Ways) -> bool:
        """Read a page and take it; False when it is no usual one."""
        found = read_usual(source, stem, ways)
        if found is None:
            return False
        kept, start, body = found
        text = body if self._keep else None
        self._rows.append((number, kept, digest_of_fields(kept), mark, start, digest_of_text(body), text))
        return True

    def columns(self) -> Columns | None:
        """Give them column by column; None when there are none."""
        if not self._rows:
            return None
        numbers, each, *others = zip(*self._rows, strict=True)
        kept = list(zip(*each, strict=True))
        kept[_SINCE] = ()
        for at in _ALIKE:
            if kept[at].count(kept[at][0]) == len(numbers):
                kept[at] = kept[at][:1]
        return Columns(numbers, kept, *others)


def pages_of(columns: Columns, root: str, zone: ZoneInfo) -> list[LatePage]:
    """Make the pages."""
    pages: list[LatePage] = list(map(object.__new__, repeat(LatePage, len(columns.numbers))))
    kept = [*columns.kept]
    kept[_SINCE] = [since_of(day, zone) for day in kept[_DATE]]
    for name, column in zip(KEPT, kept, strict=True):
        set_column(name, pages, column if len(column) == len(pages) else repeat(column[0]))
    set_column("digest", pages, columns.digests)
    set_column("place", pages, _places(columns, root))
    return pages


def _places(columns: Columns, root: str) -> Iterable[BodyPlace]:
    no, whole = repeat(False), repeat(True)
    each = zip(repeat(root), columns.marks, columns.starts, no, columns.bodies, columns.texts, whole, strict=False)
    return map(partial(tuple.__new__, BodyPlace), each)  # `_make`, but for each page
