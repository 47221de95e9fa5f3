"""Puts away what takes longest to keep of a freeze, beside other work and before the release has a name (build wing)."""

import gc
import os
import pickle
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from polynya_live.values import NamedTuple, dataclass

from ..crew.aside import aside
from ..model import Site
from ..observing.marks import Seen
from ..observing.memory import Pack, Trace
from ..observing.memory_file import pickle_each, unpickled_each
from ..places import Places
from ..problems import Problem
from ..reading.rows import Rows
from .shelf import shelve, shelve_rows

NAME = "cache/pages.pickle"
OF_A_TASK = 5
"""Pages; to put away so many takes as long as a small task of other work."""


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
class Stock:
    """A site as it was read and drawn, whatever its release is called. Its pages are put away apart, on a shelf.

    seen: what the system said of its files; spots: of the outputs, as `Trace` has them; told: the problems of the outputs
    that have any.
    """

    token: str
    seen: Seen
    site: Site
    rows: Rows
    readers: Readers
    spots: Spots
    told: dict[str, tuple[Problem, ...]]


def parts_of(token: str, site: Site, rows: Rows, *, traces: Mapping[str, Trace], seen: Seen) -> Iterator[object]:
    """Make the stock of a site that was drawn, field by field, then its shelf: at once it would take the room of the site."""
    yield token
    yield seen
    yield replace(site, pages={})
    yield replace(rows, by_path=shelve_rows(rows.by_path, site.pages))
    yield readers_of(traces)
    yield spots_of(traces)
    yield {url: trace.problems for url, trace in traces.items() if trace.problems}
    yield shelve(site.pages)


class Ahead(NamedTuple):
    """A stock that was put away. path: the file, when there is one already."""

    token: str
    path: Path


@contextmanager
def kept_ahead(places: Places, site: Site, rows: Rows, *, traces: Mapping[str, Trace], seen: Seen) -> Iterator[Ahead]:
    """Put a stock away beside what is done within, when it is much; it lies where only `take_over` looks for it."""
    token = os.urandom(8).hex()
    ahead = Ahead(token, places.build / f"{NAME}.{token}")

    def put_away() -> None:
        gc.disable()  # or it would look through all pages, and make a copy of each
        pickle_each(ahead.path, parts_of(token, site, rows, traces=traces, seen=seen))

    try:
        with aside(put_away, tasks=len(site.pages) // OF_A_TASK):
            yield ahead
    except BaseException:
        ahead.path.unlink(missing_ok=True)
        raise


def take_over(places: Places, ahead: Ahead | None) -> str:
    """Let a stock that was put away be the one that counts; return its token, "" when there is none."""
    token = ""
    if ahead is not None and ahead.path.is_file():
        ahead.path.replace(places.build / NAME)
        token = ahead.token
    for left in (places.build / NAME).parent.glob(f"*{Path(NAME).name}.*"):  # by a freeze that was ended halfway
        left.unlink(missing_ok=True)
    return token


def put_away(places: Places, parts: Iterator[object]) -> None:
    """Put a stock away as the one that counts. parts: see `parts_of`."""
    pickle_each(places.build / NAME, parts)


def parts_in(places: Places) -> Iterator[Any]:  # Any: of each field
    """Read the stock that counts, field by field. Raises what `unpickled_each` does."""
    return unpickled_each(places.build / NAME)


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
