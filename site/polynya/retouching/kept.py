"""What a freeze keeps so that the next one can retouch its release, and what those that did have changed since (build wing)."""

import os
import pickle
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from polynya_live.values import dataclass, field

from ..model import Page, Site
from ..observing import memory as memory_file
from ..observing.marks import Seen
from ..observing.memory import Memory, Pack, Trace
from ..observing.memory_file import pickle_whole, unpickled
from ..places import Places
from ..problems import Problem
from ..reading.late import LatePage, with_place
from ..reading.rows import Row, Rows
from .shelf import KeptRows, Shelf, shelve, shelve_rows

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


class Readers(NamedTuple):
    """Which outputs read what can be retouched, by address. texts: by path of the source; templates: by all they took together.

    always: read what cannot be compared.
    """

    texts: dict[str, tuple[str, ...]]
    templates: dict[tuple[str, ...], list[str]]
    always: tuple[str, ...]

    def of(self, sources: set[str], templates: set[str]) -> dict[str, None]:
        """List the outputs that read any of these."""
        found = dict.fromkeys(url for source in sources for url in self.texts.get(source, ()))
        if templates:
            groups = (urls for names, urls in self.templates.items() if not templates.isdisjoint(names))
            found |= dict.fromkeys(url for urls in groups for url in urls)
        return found | dict.fromkeys(self.always)


class Spots(NamedTuple):
    """The spots of all outputs, see `memory.Details`. packs: addresses, each between the ends of lines, and the spots of each."""

    packs: list[tuple[str, bytes]]

    def of(self, url: str) -> str:
        """Look up those of one output; "" when it has none."""
        for urls, spots in self.packs:
            at = urls.find(f"\n{url}\n")
            if at >= 0:
                found: list[str] = pickle.loads(spots)  # noqa: S301 -- of our own file
                return found[urls.count("\n", 0, at)]
        return ""


@dataclass(slots=True)
class Kept:
    """A site as it was read for a release, and what is to be known of its outputs. files, older: see Memory.

    seen: what the system said of its files. shelf: the pages, which the site in the file is without. spots: of the outputs,
    as `Trace` has them; told: the problems of the outputs that have any; warnings: all others. holds: whether every link led
    somewhere.
    """

    token: str
    release: str
    site: Site
    rows: Rows
    seen: Seen
    span: Span
    readers: Readers
    files: Mapping[str, bytes]
    older: Mapping[str, Mapping[str, bytes]]
    spots: Spots
    told: dict[str, tuple[Problem, ...]]
    warnings: list[Problem]
    holds: bool
    shelf: Shelf | None = None


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


def keep(places: Places, memory: Memory, site: Site, *, seen: Seen, span: Span, warnings: list[Problem]) -> None:
    """Keep a memory, and all that retouching needs; what was retouched before is part of it.

    warnings: those that are no trace's, nor of links.
    """
    token = os.urandom(8).hex()
    kept = Kept(
        token,
        memory.release,
        site=replace(site, pages={}),
        rows=replace(memory.rows, by_path=shelve_rows(memory.rows.by_path, site.pages)),
        seen=seen,
        span=span,
        readers=readers_of(memory.traces),
        files=memory.files,
        older=memory.older,
        spots=spots_of(memory.traces),
        told={url: trace.problems for url, trace in memory.traces.items() if trace.problems},
        warnings=warnings,
        holds=bool(memory.links),
        shelf=shelve(site.pages),
    )
    (places.build / TOUCHED).unlink(missing_ok=True)
    memory_file.save(places, replace(memory, token=token))
    pickle_whole(places.build / NAME, kept)


def remembered(places: Places) -> Memory:
    """Read what the last freeze left; an empty memory when there is none, or none that can be read."""
    memory, found = memory_file.load(places), load(places)
    if found is None or found[0].token != memory.token:
        return Memory()
    kept, touches = found
    rows = replace(kept.rows, by_path=dict(kept.rows.by_path))
    return brought_up(replace(memory, rows=rows, files=kept.files, older=kept.older), touches)


def readers_of(traces: Mapping[str, Trace]) -> Readers:
    """Find out which outputs read what."""
    texts: dict[str, tuple[str, ...]] = {}
    templates: dict[tuple[str, ...], list[str]] = {}
    for url, trace in traces.items():
        for path in trace.bodies:
            texts[path] = (*texts.get(path, ()), url)
        templates.setdefault(trace.templates, []).append(url)
    return Readers(texts, templates, tuple(url for url, trace in traces.items() if trace.always))


def spots_of(traces: Mapping[str, Trace]) -> Spots:
    """Gather the spots of outputs."""
    packs: dict[int, tuple[Pack, dict[int, str]]] = {}
    for url, trace in traces.items():
        packs.setdefault(id(trace.pack), (trace.pack, {}))[1][trace.at] = url
    return Spots([(_lines(urls), pack.spots) for pack, urls in packs.values()])


def _lines(urls: Mapping[int, str]) -> str:
    return "".join(f"\n{urls.get(at, '')}" for at in range(max(urls) + 1)) + "\n"


def load(places: Places) -> tuple[Kept, Touches] | None:
    """Read what was kept, and what was retouched since; None when there is nothing that can be read."""
    with suppress(Exception):  # half a file, or one of another version: freeze as ever
        kept = unpickled(places.build / NAME)
        return (_taken_out(kept), touches_of(places, kept)) if isinstance(kept, Kept) else None
    return None


def _taken_out(kept: Kept) -> Kept:
    """Give the site its pages, and the rows theirs."""
    if kept.shelf is not None and isinstance(kept.rows.by_path, KeptRows):
        kept.site = replace(kept.site, pages=kept.shelf.pages())
        kept.rows.by_path.pages = kept.site.pages
    return kept


def touches_of(places: Places, kept: Kept) -> Touches:
    """Read what was retouched since; nothing, when none was."""
    try:
        found = unpickled(places.build / TOUCHED)
    except FileNotFoundError:
        return Touches(kept.token)
    if not isinstance(found, Touches) or found.token != kept.token:
        raise ValueError(TOUCHED)
    found.seen = found.seen._replace(files={**kept.seen.files, **found.seen.files})
    return found


def save_touches(places: Places, touches: Touches, kept: Kept) -> None:
    """Keep what was retouched; of the files that were seen those that are otherwise, for there are the same ones."""
    before = kept.seen.files
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
