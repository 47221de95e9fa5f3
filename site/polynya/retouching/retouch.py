"""Draws again what reads the texts and templates that were edited, and nothing else (build wing)."""

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from polynya_live.values import NamedTuple

from ..observing.marks import Seen
from ..observing.memory import Trace
from ..places import Places
from ..problems import Problem, ProblemsFound, Severity, sort_problems
from ..reading.late import LatePage
from ..reading.rows import Row, read_again
from ..reading.walk import PAGE_SUFFIXES
from ..releases import current_name, releases
from ..releases.new import CONTRACT, NewRelease
from .kept import Kept, Touches, begin, finish, save_touches, with_texts
from .stock import readers_of

if TYPE_CHECKING:
    from ..model import Site
    from ..pages.drawing import Drawing
    from ..pages.links import PageLinks

OF_PAGES = ("pages/", "components/")
"""Templates that only pages take: neither the live wing, nor what is drawn once for many."""
OF_SEARCH = "site/pagefind/"


class Retouched(NamedTuple):
    """What retouching gave. drawn: the outputs that were drawn; until: see `kept.Span`."""

    release: str
    drawn: list[Trace]
    warnings: list[Problem]
    pages: int
    site: "Site"
    until: int | None


class _Edits(NamedTuple):
    """What was edited. rows: of the sources, read again, by path below content/; templates: by name."""

    rows: dict[str, Row]
    templates: set[str]


Prepare = Callable[["Site"], "Drawing"]
Progress = Callable[[int, int, str], None]


def retouch(
    places: Places, seen: Seen, *, asked: str, now: int, light: bool, prepare: Prepare, progress: Progress | None = None
) -> Retouched | None:
    """Make a release of the current one when only texts of pages, or templates of pages, were edited; None for any other edit.

    The same bytes as a whole freeze. prepare: makes a drawing of the site; progress: see `freeze.Progress`.
    Raises ProblemsFound.
    """
    begun = begin(places) if seen.digest else None
    if begun is None or begun.release() != current_name(places) or not begun.holds(asked, now, light=light):
        return None
    edited = begun.edited(seen)
    if edited is None:
        return None
    ends, made = begun.ends, begun.touches.files_of(begun.ends.files)
    files = made.get(begun.release(), ends.files)
    with (
        NewRelease(places, known=files, older={ends.release: ends.files, **made, **ends.older}) as release,
        ExitStack() as beside,
    ):
        few = len(edited) if all(_is_text(path, places) for path in edited) else 0  # while the rest is read
        beside.enter_context(release.linked_ahead(drawn=few))
        kept, touches = finish(begun), begun.touches
        edits = _edits(places, kept, edited) if kept else None
        if kept is None or edits is None:
            return None
        urls = _urls(kept, touches, edits)
        if not few:
            beside.enter_context(release.linked_ahead(drawn=len(urls)))
        drawing = prepare(with_texts(kept.stock.site, touches.rows))
        tell = progress or (lambda done, total, url: None)
        drawing.draw(urls, release.put, tell=lambda url: tell(len(drawing.traces), len(urls), url))
        return _release(release, kept, touches, drawing=drawing, files=files, seen=seen, linked=beside.close)


def _urls(kept: Kept, touches: Touches, edits: _Edits) -> list[str]:
    """List the outputs that read what was edited, which is then part of what was retouched."""
    sources = {
        row.page.path
        for name, row in edits.rows.items()
        if row.page and _differs(row, name, kept=kept, touches=touches)
    }
    touches.rows |= edits.rows
    readers = kept.stock.readers if not touches.traces else readers_of(touches.traces)
    return list(kept.stock.readers.of(sources, edits.templates) | readers.of(sources, edits.templates))


def _release(
    release: NewRelease,
    kept: Kept,
    touches: Touches,
    *,
    drawing: "Drawing",
    files: Mapping[str, bytes],
    seen: Seen,
    linked: Callable[[], None],
) -> Retouched | None:
    """Make the release public. linked: waits until files are linked ahead, which is needed last."""
    traces = drawing.traces
    others = [one for url, told in _told(kept, touches).items() if url not in traces for one in told]
    if any(problem.severity is Severity.ERROR for problem in drawing.problems):
        raise ProblemsFound([*kept.ends.warnings, *others, *drawing.problems])
    if not _spots_stand(kept, touches, traces):
        return None
    for trace in traces.values():
        release.register(trace.name, trace.digest, is_new=trace.is_new)
    broken = list(_broken(kept, touches, drawing, files=files))
    try:
        name = _publish(release, drawing, files, linked=linked)
    except FileNotFoundError:  # somebody took files out of the current release
        return None
    _note(release, kept, touches, drawing=drawing, name=name, holds=not broken, seen=seen)
    warnings = sort_problems([*kept.ends.warnings, *others, *drawing.problems, *broken])
    pages = sum(url.endswith(("/", ".html")) for url in drawing.sheet.outputs)
    return Retouched(name, list(traces.values()), warnings, pages, drawing.sheet.site, kept.ends.span.until)


def _publish(release: NewRelease, drawing: "Drawing", files: Mapping[str, bytes], *, linked: Callable[[], None]) -> str:
    from polynya_live.contract import dump  # noqa: PLC0415 -- only when there is something to publish

    from ..outputs.whole import final_contract, publish  # noqa: PLC0415

    contract = final_contract(drawing.sheet)
    release.keep_all(name for name in files if name not in release.files and name != CONTRACT)
    digest = release.digest(dump(contract).encode())
    linked()
    if not release.is_current(digest):
        release.gather()
    return publish(release, contract, digest)


def _edits(places: Places, kept: Kept, edited: list[str]) -> _Edits | None:
    """Find out what was edited; None when it is anything but texts and templates of pages."""
    rows: dict[str, Row] = {}
    templates: set[str] = set()
    for path in edited:
        if name := _template(path, places):
            templates.add(name)
        elif row := _text(path, kept, places):
            rows[row[0]] = row[1]
        else:
            return None
    return _Edits(rows, templates)


def _template(path: str, places: Places) -> str:
    for folder in places.templates:
        name = path.removeprefix(f"{folder}/")
        if name != path and name.startswith(OF_PAGES):
            return name
    return ""


def _is_text(path: str, places: Places) -> bool:
    return path.startswith(f"{places.content}/") and path.lower().endswith(PAGE_SUFFIXES)


def _text(path: str, kept: Kept, places: Places) -> tuple[str, Row] | None:
    """Read a source again; None when more than its text changed, or there is something to be told of it."""
    name = path.removeprefix(f"{places.content}/")
    before = kept.stock.rows.by_path.get(name)
    if not _is_text(path, places) or before is None or not Path(path).is_file():
        return None
    row = read_again(name, kept.stock.rows)
    old, new = before.page, row.page if row else None
    if row is None or not isinstance(old, LatePage) or not isinstance(new, LatePage) or old.digest != new.digest:
        return None
    same = not row.problems and not before.problems and row.foreign == before.foreign and row.mark
    return (name, row) if same else None


def _differs(row: Row, name: str, *, kept: Kept, touches: Touches) -> bool:
    """Whether a text was edited, and not only its file touched."""
    before = (touches.rows.get(name) or kept.stock.rows.by_path[name]).page
    return not (
        isinstance(before, LatePage) and isinstance(row.page, LatePage) and before.place.digest == row.page.place.digest
    )


def _told(kept: Kept, touches: Touches) -> dict[str, tuple[Problem, ...]]:
    return {**kept.stock.told, **{url: trace.problems for url, trace in touches.traces.items()}}


def _spots_stand(kept: Kept, touches: Touches, traces: Mapping[str, Trace]) -> bool:
    """Whether every spot of the pages that were drawn is still there, for others may point at it."""
    return all(
        set(_spots(url, kept, touches).split("\n")) <= set(trace.details.spots.split("\n"))
        for url, trace in traces.items()
    )


def _spots(url: str, kept: Kept, touches: Touches) -> str:
    return touches.traces[url].details.spots if url in touches.traces else kept.stock.spots.of(url)


def _broken(kept: Kept, touches: Touches, drawing: "Drawing", *, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Find the links of the pages that were drawn which lead nowhere."""
    from ..pages.blame import blame  # noqa: PLC0415
    from ..pages.links import are_there, broken_links  # noqa: PLC0415

    site, traces = drawing.sheet.site, drawing.traces
    there, site_url = _There(files), site.settings.url
    if all(are_there(pack.targets, there, site_url=site_url) for pack in {trace.pack for trace in traces.values()}):
        return iter(())
    urls = [url for url in traces if url.endswith((".html", "/"))]
    links = _Links(kept, touches, traces)
    found = broken_links(links, there, site_url=site_url, forms=site.forms, urls=urls)
    known = {(p.path, p.line, p.column) for p in drawing.problems}
    return (p for p in blame(found, drawing.sheet) if not p.line or (p.path, p.line, p.column) not in known)


class _There(Set[str]):
    """The files within the site that a link may lead to. Most often a few are looked up, for which no other set is made."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def __contains__(self, name: object) -> bool:
        return f"site/{name}" in self._files and not f"site/{name}".startswith(OF_SEARCH)

    def __iter__(self) -> Iterator[str]:
        return (name[5:] for name in self._files if name[:5] == "site/" and not name.startswith(OF_SEARCH))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __ge__(self, other: Set[object]) -> bool:
        return all(name in self for name in other)  # without counting its own


class _Links(dict[str, "PageLinks"]):
    """The links of pages, made when they are asked for; of those that were not drawn only the spots."""

    def __init__(self, kept: Kept, touches: Touches, traces: Mapping[str, Trace]) -> None:
        super().__init__()
        self._kept, self._touches, self._traces = kept, touches, traces

    def __contains__(self, url: object) -> bool:
        return url in self._traces or bool(self._kept.stock.spots.of(str(url)))

    def __missing__(self, url: str) -> "PageLinks":
        from ..pages.links import PageLinks  # noqa: PLC0415

        if trace := self._traces.get(url):
            _, targets, spots, written = trace.details
            found = PageLinks(list(targets), set(spots.split("\n")), dict(written))
        else:
            found = PageLinks(spots=set(_spots(url, self._kept, self._touches).split("\n")))
        self[url] = found
        return found


def _note(
    release: NewRelease, kept: Kept, touches: Touches, *, drawing: "Drawing", name: str, holds: bool, seen: Seen
) -> None:
    places, files = release.places, release.files
    there = {one.name for one in releases(places)}
    changed = {file: digest for file, digest in files.items() if kept.ends.files.get(file) != digest}
    before = [one for one in touches.releases if one[0] in there and one[0] != name]
    traces = {url: trace._replace(is_new=False) for url, trace in drawing.traces.items()}
    there_are = {**touches.traces, **traces}
    new = replace(touches, releases=[*before, (name, changed)], traces=there_are, seen=seen, holds=holds)
    save_touches(places, new, kept)
