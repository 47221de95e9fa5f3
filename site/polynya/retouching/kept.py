"""What a freeze keeps so that the next one can retouch its release, and what those that did have changed since (build wing)."""

import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from polynya_live.values import NamedTuple, dataclass, field

from ..model import Page, Site
from ..observing import memory as memory_file
from ..observing.marks import Seen
from ..observing.memory import Memory, Trace
from ..observing.memory_file import pickle_whole, unpickled
from ..places import Places
from ..problems import Problem
from ..reading.late import LatePage, with_place
from ..reading.rows import Row
from .shelf import KeptRows
from .stock import Ahead, Stock, parts_in, parts_of, put_away, take_over

NAME = "cache/site.pickle"
TOUCHED = "cache/touched.pickle"


class Span(NamedTuple):
    """What was asked of a freeze, and the milliseconds since 1970 UTC between which nothing comes or goes by itself."""

    asked: str
    since: int
    until: int | None

    def holds(self, asked: str, now: int) -> bool:
        """Whether the same is asked, at a moment within."""
        return asked == self.asked and self.since <= now and (self.until is None or now < self.until)


class Ends(NamedTuple):
    """What is known of a stock when its release has a name. files, older: see Memory.

    warnings: all problems but those of outputs; holds: whether every link led somewhere; of_all: whether something is made of
    all pages together.
    """

    token: str
    release: str
    span: Span
    files: Mapping[str, bytes]
    older: Mapping[str, Mapping[str, bytes]]
    warnings: list[Problem]
    holds: bool
    of_all: bool


class Kept(NamedTuple):
    """What a freeze kept. stock: its site has its pages, and they are the pages of its rows."""

    stock: Stock
    ends: Ends


@dataclass(slots=True)
class Touches:
    """What retouching has changed since a memory was kept. token: of that memory.

    releases: those that were made, oldest first, each with the digests of the files that the memory's release has otherwise.
    """

    token: str
    releases: list[tuple[str, dict[str, bytes]]] = field(default_factory=list)
    traces: dict[str, Trace] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)
    holds: bool = True

    def files_of(self, base: Mapping[str, bytes]) -> dict[str, Mapping[str, bytes]]:
        """List the files of each release. base: of the memory's."""
        return {name: {**base, **changed} for name, changed in self.releases}


def keep(
    places: Places,
    memory: Memory,
    site: Site,
    *,
    seen: Seen,
    span: Span,
    warnings: list[Problem],
    ahead: Ahead | None = None,
) -> None:
    """Keep a memory, and all that retouching needs; what was retouched before is part of it.

    warnings: those that are no trace's, nor of links. ahead: what was put away already, of this very site.
    """
    (places.build / TOUCHED).unlink(missing_ok=True)
    token = take_over(places, ahead)
    if not token:
        token = os.urandom(8).hex()
        put_away(places, parts_of(token, site, memory.rows, traces=memory.traces, seen=seen))
    memory_file.save(places, replace(memory, token=token))
    holds, of_all = bool(memory.links), site.settings.search or site.settings.compress
    ends = Ends(token, memory.release, span, memory.files, memory.older, warnings, holds, of_all)
    pickle_whole(places.build / NAME, ends)


def remembered(places: Places) -> Memory:
    """Read what the last freeze left; an empty memory when there is none, or none that can be read."""
    memory, found = memory_file.load(places), load(places)
    if found is None or found[0].ends.token != memory.token:
        return Memory()
    (stock, ends), touches = found
    rows = replace(stock.rows, by_path=dict(stock.rows.by_path))
    return brought_up(replace(memory, rows=rows, files=ends.files, older=ends.older), touches)


class Begun(NamedTuple):
    """What was kept, as far as it is read in no time. seen: see Stock; rest: its other fields and its shelf, still to be read."""

    ends: Ends
    seen: Seen
    touches: Touches
    rest: Iterator[Any]  # Any: of each field

    def release(self) -> str:
        """Name the release that was made last."""
        return self.touches.releases[-1][0] if self.touches.releases else self.ends.release

    def holds(self, asked: str, now: int, *, light: bool) -> bool:
        """Whether the same is asked as then, all links led somewhere, and nothing has to be made of all pages together."""
        of_all = self.ends.of_all and not light
        return not of_all and self.touches.holds and self.ends.holds and self.ends.span.holds(asked, now)

    def edited(self, seen: Seen) -> list[str] | None:
        """List the files that are otherwise than when they were seen last; None when more than that changed."""
        before = self.touches.seen if self.touches.releases else self.seen
        if before.around != seen.around or before.files.keys() != seen.files.keys():
            return None
        return [path for path, mark in seen.files.items() if before.files[path] != mark]


def begin(places: Places) -> Begun | None:
    """Begin to read what was kept; None when there is nothing that can be read."""
    with suppress(Exception):  # half a file, or one of another version: freeze as ever
        rest, ends = parts_in(places), unpickled(places.build / NAME)
        token, seen = next(rest), next(rest)
        if isinstance(ends, Ends) and ends.token == token:
            return Begun(ends, seen, touches_of(places, token, seen), rest)
    return None


def finish(begun: Begun) -> Kept | None:
    """Read the rest of what was kept; None when that cannot be read."""
    with suppress(Exception):  # as above
        *fields, shelf = begun.rest
        stock, pages = Stock(begun.ends.token, begun.seen, *fields), shelf.pages()
        stock.site = replace(stock.site, pages=pages)
        if isinstance(stock.rows.by_path, KeptRows):
            stock.rows.by_path.pages = pages
        return Kept(stock, begun.ends)
    return None


def load(places: Places) -> tuple[Kept, Touches] | None:
    """Read what was kept, and what was retouched since; None when there is nothing that can be read."""
    begun = begin(places)
    kept = finish(begun) if begun else None
    return (kept, begun.touches) if begun and kept else None


def touches_of(places: Places, token: str, seen: Seen) -> Touches:
    """Read what was retouched since; nothing, when none was. token, seen: of the stock."""
    try:
        found = unpickled(places.build / TOUCHED)
    except FileNotFoundError:
        return Touches(token)
    if not isinstance(found, Touches) or found.token != token:
        raise ValueError(TOUCHED)
    found.seen = found.seen._replace(files={**seen.files, **found.seen.files})
    return found


def save_touches(places: Places, touches: Touches, kept: Kept) -> None:
    """Keep what was retouched; of the files that were seen those that are otherwise, for there are the same ones."""
    before = kept.stock.seen.files
    files = {path: mark for path, mark in touches.seen.files.items() if before.get(path) != mark}
    pickle_whole(places.build / TOUCHED, replace(touches, seen=touches.seen._replace(files=files)))


def brought_up(memory: Memory, touches: Touches) -> Memory:
    """Bring a memory up to what was retouched since."""
    if not touches.releases:
        return memory
    found = touches.files_of(memory.files)
    release = touches.releases[-1][0]
    older = {name: files for name, files in found.items() if name != release}
    rows = replace(memory.rows, by_path={**memory.rows.by_path, **touches.rows})
    return replace(
        memory,
        release=release,
        rows=rows,
        traces={**memory.traces, **touches.traces},
        files=found[release],
        older={memory.release: memory.files, **older, **memory.older},
        links=memory.links if touches.holds else b"",
    )


def with_texts(site: Site, rows: Mapping[str, Row]) -> Site:
    """Let the pages of these sources read the Markdown that is there now. rows: by path below content/."""
    fresh = {row.page.path: row.page for row in rows.values() if row.page}
    pages: dict[str, Page] = {}
    for name, page in site.pages.items():
        new = fresh.get(page.path)
        pages[name] = with_place(page, new.place) if isinstance(new, LatePage) and isinstance(page, LatePage) else page
    return replace(site, pages=pages)
