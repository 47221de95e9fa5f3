"""Pages whose Markdown is read only when it is asked for, so that a large site fits into little memory (build wing)."""

import marshal
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, time
from hashlib import sha256
from itertools import repeat
from operator import attrgetter, call, itemgetter
from pathlib import Path
from typing import Any, Protocol

from polynya_live.values import NamedTuple

from ..model import Page
from ..observing.noting import ALWAYS, note
from ..problems import Problem
from .text.source import Source, mark_of, read_source, read_unchanged
from .text.titles import first_heading, without

DIGEST_BYTES = 16
KEPT = tuple(field.name for field in fields(Page) if field.name != "body")
"""The fields that a page has at once."""
MIDNIGHT = time()
_DATE, _FIELDS, _SINCE = KEPT.index("date"), KEPT.index("fields"), KEPT.index("since")


class BodyPlace(NamedTuple):
    """Where the Markdown of a page is. mark: of the file when it was read, see `mark_of`.

    start: its first character; headed: its first heading, which is the title, is to be taken out. digest: of the body.
    text: the body itself, kept where pages are few. whole: the text is what the file holds, byte for byte.
    """

    root: str
    mark: tuple[int, ...]
    start: int
    headed: bool
    digest: bytes
    text: str | None = None
    whole: bool = False


class Written(NamedTuple):
    """A page as its source gives it: the fields of `Page`, and where its Markdown starts in the source."""

    fields: dict[str, Any]  # Any: of each field
    body_at: int


class Bundle(Protocol):
    """Has the fields of some pages that are not there yet."""

    def open(self) -> None:
        """Give every page its fields."""


class LatePage(Page):
    """A page as it was read, without its Markdown. place: where that is; digest: of everything else.

    bundle: has the fields that are not there before one of them is asked for.
    """

    __slots__ = ("bundle", "digest", "place")
    digest: bytes
    bundle: Bundle
    place: BodyPlace

    def __new__(cls, **values: Any) -> Page:  # type: ignore[misc]  # Any: the fields of Page
        """Make a plain page: whoever replaces fields by `dataclasses.replace` has read the Markdown."""
        return Page(**values)

    @property
    def body(self) -> str:
        """The Markdown, noted as read."""
        path, place = self.path, self.place
        note(("body", path))
        if place.text is not None:
            return place.text
        known = _latest.get(id(place))
        return known[1] if known else _body(path, place)

    def __getattr__(self, name: str) -> Any:  # Any: of a field that is not there yet
        if name not in SELDOM:
            raise AttributeError(f"'Page' object has no attribute {name!r}")
        self.bundle.open()
        return SLOTS[name].__get__(self)

    def __reduce__(self) -> tuple[Any, ...]:  # Any: as pickle wants it
        return _sent_page, (_kept_of(self), self.digest, tuple(self.place))


def _sent_page(kept: tuple[Any, ...], digest: bytes, place: tuple[Any, ...]) -> LatePage:  # Any: of the fields
    return _late_page(kept, digest, tuple.__new__(BodyPlace, place))  # `_make`, but for each page


# What an author is told of a page does not depend on how it is kept.
LatePage.__name__ = LatePage.__qualname__ = "Page"


def late(page: Written, source: Source, *, root: str, mark: tuple[int, ...], keep: bool) -> Page:
    """Make a page that reads its Markdown later; one that has it when that is not simply the rest of its file.

    keep: its Markdown in memory all the same.
    """
    body: str = page.fields["body"]
    rest = source.text[page.body_at :]
    headed = body != rest
    if headed and body != _without_heading(rest):
        return Page(**page.fields)
    kept = _kept_in(page.fields)
    place = BodyPlace(root, mark, page.body_at, headed, digest_of_text(body), body if keep else None, source.whole)
    return _late_page(kept, digest_of_fields(kept), place)


def with_fields(page: Page, **changes: Any) -> Page:  # Any: the fields of Page
    """Replace fields of a page other than its Markdown, which is not read for it."""
    if not isinstance(page, LatePage):
        return replace(page, **changes)
    kept = tuple([changes.get(name, getattr(page, name)) for name in KEPT])
    return _late_page(kept, digest_of_fields(kept), page.place)


def with_place(page: Page, place: BodyPlace) -> Page:
    """Let a page read its Markdown elsewhere; everything else stays."""
    return _late_page(_kept_of(page), getattr(page, "digest", b""), place)


def _late_page(kept: Sequence[Any], digest: bytes, place: BodyPlace) -> LatePage:  # Any: the fields of Page
    if len(kept) != len(KEPT):
        raise ValueError("a page of another version")
    page: LatePage = object.__new__(LatePage)
    deque(map(call, _SETTERS, repeat(page), (*kept, digest, place)), maxlen=0)  # the quickest way
    return page


def set_column(name: str, pages: Iterable[LatePage], column: Iterable[Any]) -> None:  # Any: of that field
    """Set one field of several pages."""
    deque(map(SLOTS[name].__set__, pages, column), maxlen=0)


SLOTS: Mapping[str, Any] = {**vars(Page), **vars(LatePage)}  # Any: slot descriptors
_SETTERS = [SLOTS[name].__set__ for name in (*KEPT, "digest", "place")]
OFTEN = ("id", "url", "path", "collection", "template", "aliases", "standing", "number", "date")
SELDOM = (*(name for name in KEPT if name not in OFTEN), "place")
_kept_in = itemgetter(*KEPT)
_kept_of = attrgetter(*KEPT)


_latest: dict[int, tuple[BodyPlace, str]] = {}
"""The Markdown that was read last, by the identity of its place: of a page are asked for its HTML, its twin, and its length."""

MOST_LATEST = 60
"""More than there are pages whose drawing is begun and not ended (see `PagesFreezer.freeze_in_one`)."""


def _body(path: str, place: BodyPlace) -> str:
    file = f"{place.root}/{path}"
    text = _text_again(file, place)
    is_same = text is not None
    if text is None:  # changed since: whatever is drawn from it is drawn again by the next freeze
        note(ALWAYS)
        source = read_source(file, path, [])
        text = source.text if source else ""
    body = text[place.start :]
    if place.headed:
        body = _without_heading(body)
    if is_same:
        if len(_latest) >= MOST_LATEST:
            del _latest[next(iter(_latest))]
        _latest[id(place)] = place, body
    return body


def _text_again(file: str, place: BodyPlace) -> str | None:
    """Read the text of a file that is as it was; None when it is not. What was seen to be plain is not looked at again."""
    if place.whole:
        raw = read_unchanged(file, place.mark)
        return raw.decode("utf-8", "replace") if raw is not None else None
    source = read_source(file, "", []) if mark_of(file) == place.mark else None
    return source.text if source else None


def _without_heading(rest: str) -> str:
    heading = first_heading(rest)
    return without(rest, heading) if heading else rest


def digest_of_fields(kept: Sequence[Any]) -> bytes:  # Any: of each field
    """Say what a page is, but for its Markdown. kept: its fields, in order."""
    try:
        return sha256(_said(kept)).digest()[:DIGEST_BYTES]
    except ValueError:  # a value that only `repr` writes
        return digest_of_text(repr(kept))


def _said(kept: Sequence[Any]) -> bytes:  # Any: as above
    """Write the fields of a usual page, in half the time of `repr`; 2: in the same way whatever else they are part of."""
    day, fields, since = kept[_DATE], kept[_FIELDS], kept[_SINCE]
    number = day.toordinal() if type(day) is date else day
    is_of_day = type(fields.get("date")) is date and fields["date"] == day
    if is_of_day:
        fields = {**fields, "date": None}
    if since is not None:
        is_whole = number is not day and since == datetime.combine(day, MIDNIGHT, since.tzinfo) and not since.fold
        since = (is_whole, repr(since.tzinfo if is_whole else since))
    return marshal.dumps(
        (*kept[:_DATE], number, *kept[_DATE + 1 : _FIELDS], fields, is_of_day, since, *kept[_SINCE + 1 :]), 2
    )


def digest_of_text(text: str) -> bytes:
    """Say what a text is."""
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:DIGEST_BYTES]


class LateSource(Source):
    """A source whose text is read when a problem in it is told."""

    __slots__ = ("_file",)

    def __init__(self, path: str, found: list[Problem], file: Path | str) -> None:
        self.path, self.found, self._file, self._starts, self.whole = path, found, file, [], False

    @property
    def text(self) -> str:
        """The text as it is on the disk."""
        source = read_source(self._file, self.path, [])
        return source.text if source else ""

    @text.setter
    def text(self, text: str) -> None: ...
