"""Draws every page of a sheet in order, and keeps what is to be said about them (build wing)."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain, groupby
from time import monotonic

from ..assets import StaticFile
from ..compile import compile_templates
from ..crew.share import cores, share
from ..freezer import file_of, files_of
from ..model import Page
from ..observing.digests import digest_of
from ..observing.drawer import Drawer, Keep, Stretch
from ..observing.frame import frame_of
from ..observing.memory import Memory, Trace
from ..observing.noting import Key
from ..observing.templates.kept import room
from ..observing.truth import Truth
from ..outputs.feeds.entries import pages_in
from ..outputs.pictures.made import bytes_of
from ..outputs.robots import twin_of
from ..outputs.whole import made_for, make_pictures
from ..problems import Problem, ProblemsFound
from .blame import blame
from .links import PageLinks, are_there, broken_links
from .outputs import is_feed, tells_of_many
from .sheet import Sheet

HEAVY = 4
"""A feed takes as long as so many other outputs."""
MOST_KIN = 1_200
"""Outputs, a feed counted as HEAVY; what several workers give for so many fits in their pipes."""

MANY = 5_000
"""Outputs of a site so large that what drew them is given back before the rest is done."""

SILENT_S = 1.0
"""In which nobody asks how far it is."""


class Drawing:
    """A sheet being drawn. traces: of what was drawn, by address; problems: found so far."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.truth = Truth(sheet)
        self.problems: list[Problem] = []
        self.traces: dict[str, Trace] = {}
        self.recalled: frozenset[str] = frozenset()
        self._changed: dict[int, set[Key]] = {}  # what differs of what was read, by pack

    def recall(self, memory: Memory, *, keep: Callable[[str], bool]) -> bytes:
        """Take over the traces of the last freeze whose outputs read what is still so. Returns the digest for `Memory.frame`.

        keep: takes a file over into the new release; an output whose file is gone is drawn.
        """
        frame = frame_of(self.sheet)
        if memory.frame == frame:
            for url in self.sheet.outputs:
                trace = memory.traces.get(url)
                if trace and self._holds(trace) and keep(trace.name):
                    self.traces[url] = trace if not trace.is_new else trace._replace(is_new=False)
                    self.problems += trace.problems
            self.recalled = frozenset(self.traces)
        return frame

    def _holds(self, trace: Trace) -> bool:
        """Whether everything that an output read is still so."""
        changed = self._changed.get(id(trace.pack))
        if changed is None:
            before = trace.pack.digests.items()
            changed = {key for key, digest in before if not digest or self.truth.digest(key) != digest}
            self._changed[id(trace.pack)] = changed
        return not changed or changed.isdisjoint(trace.details.keys)

    def draw(self, urls: Sequence[str], keep: Keep, *, tell: Callable[[str], None] | None = None) -> None:
        """Draw outputs, over the cores when there are many. One with a mistake is left out, and the mistake noted in `problems`.

        tell: hears of each address that is done.
        """
        if not urls:
            return
        drawer = Drawer(self.sheet, self.truth, keep)

        def take(stretch: Stretch) -> None:
            self.problems += stretch.problems
            for trace in chain.from_iterable(pack.traces() for pack in stretch.packs):
                self.traces[trace.url] = trace
                self.problems += trace.problems
                if tell:
                    tell(trace.url)

        few = self._one_of_each_template(urls)
        take(drawer.draw(few))  # first and here, so that workers find every template compiled
        kin, rest = self._in_turns(urls, apart=frozenset(few))
        tasks = [*chain.from_iterable(kin), *rest]
        if tasks:
            share(drawer.draw, tasks, take=take, kin=[len(those) for those in kin])
        drawer.let_go(many=len(tasks) >= MANY)

    def _one_of_each_template(self, urls: Sequence[str]) -> list[str]:
        outputs = self.sheet.outputs
        return list({one.template: url for url in reversed(urls) if isinstance(one := outputs[url], Page)}.values())

    def _in_turns(self, urls: Sequence[str], *, apart: Set[str]) -> tuple[list[list[str]], list[str]]:
        """Put outputs in turns: feeds, behind the pages they tell of; then what may tell of all pages, and the other pages."""
        feeds, telling, others = list[str](), list[str](), dict[str, None]()
        for url in urls:
            output = self.sheet.outputs[url]
            if url in apart:
                continue
            if tells_of_many(output, self.sheet.site):
                (feeds if is_feed(output) else telling).append(url)
            else:
                others[url] = None
        share_of_one = (len(urls) + (HEAVY - 1) * len(feeds)) // cores()
        return self._kin(feeds, others, most=min(share_of_one, MOST_KIN)), [*telling, *others]

    def _kin(self, feeds: Sequence[str], others: dict[str, None], *, most: int) -> list[list[str]]:
        """Take the pages that feeds tell of out of the others, and put them before these. most: about as many together."""
        found, pages, those = list[list[str]](), list[str](), list[str]()
        for folder, files in groupby(feeds, lambda url: url[: url.rindex("/") + 1]):
            those += files
            for page in pages_in(self.sheet.feeds[folder], self.sheet):
                pages += [url for url in (page.url, twin_of(page.url)) if others.pop(url, self) is None]
            if len(pages) + HEAVY * len(those) >= most:
                found.append(pages + those)
                pages, those = [], []
        return [*found, pages + those] if those else found

    def files_beside(self) -> Iterator[tuple[str, bytes]]:
        """Read the files that lie beside the pages: (path within the site, bytes)."""
        for address, path in self.sheet.site.files.items():
            yield file_of(address), (self.sheet.site.root / path).read_bytes()

    def made_files(self, tell: Callable[[int, int], object] | None = None) -> Iterator[tuple[str, bytes]]:
        """Make, or take from the cache, the pictures that the pages ask for: (path within the site, bytes).

        tell: hears how many there are of how many, once this takes longer than SILENT_S.
        """
        found, silent_until = made_for(self.sheet), monotonic() + SILENT_S
        make_pictures(self.sheet, found, lambda *far: tell and monotonic() > silent_until and tell(*far))
        for address, one in found.items():
            yield file_of(address), bytes_of(one, self.sheet.site.root)

    def compile_live(self) -> Iterator[tuple[str, bytes]]:
        """Compile the templates of the live wing. Raises ProblemsFound for one that is no template."""
        facts = replace(
            self.sheet.contract.site, assets={}
        )  # what a template says of them is found out when it is drawn
        try:
            yield from compile_templates(self.sheet.templates, facts, room(self.sheet.site.root))
        except Exception as error:
            from .faults import template_problem  # noqa: PLC0415 -- what explains mistakes is needed for them alone

            problem = template_problem(error, self.sheet)
            if problem is None:
                raise
            raise ProblemsFound([problem]) from error

    def compile_problems(self) -> list[Problem]:
        """Say what is wrong with the templates of the live wing."""
        try:
            for _ in self.compile_live():
                pass
        except ProblemsFound as found:
            return found.problems
        return []

    def broken_links(
        self, statics: Mapping[str, StaticFile], memory: Memory | None = None
    ) -> tuple[bytes, list[Problem]]:
        """List the links of the pages drawn that lead nowhere; first the digest for `Memory.links`.

        memory: of the last freeze; when all its links led somewhere and all that was there still is, only what was drawn
        now is looked at.
        """
        site, outputs = self.sheet.site, self.sheet.outputs
        beside = (static.asset.url for static in statics.values())
        files = files_of(chain(outputs, beside, site.files, made_for(self.sheet)))
        around = digest_of(("\n".join(sorted(files)), sorted(site.forms), site.settings.url))
        holds = memory is not None and memory.links == around and self._spots_stand(memory)
        doubtful = self._doubtful(frozenset(files), self.recalled if holds else frozenset())
        urls = [url for url in outputs if url in doubtful] if doubtful else []
        links = _Links(self.traces) if urls else {}
        found = broken_links(links, files, site_url=site.settings.url, forms=site.forms, urls=urls)
        known = {(p.path, p.line, p.column) for p in self.problems}
        told = [p for p in blame(found, self.sheet) if not p.line or (p.path, p.line, p.column) not in known]
        return b"" if told or known else around, told

    def _doubtful(self, files: frozenset[str], skipped: frozenset[str]) -> set[str]:
        """Find the outputs, but for those skipped, that were packed with some whose targets are not all plainly there."""
        looked_at = [trace for trace in self.traces.values() if trace.url not in skipped]
        packs, site_url = {trace.pack for trace in looked_at}, self.sheet.site.settings.url
        doubtful = {pack for pack in packs if not are_there(pack.targets, files, site_url=site_url)}
        return {trace.url for trace in looked_at if trace.pack in doubtful} if doubtful else set()

    def _spots_stand(self, memory: Memory) -> bool:
        """Whether every spot of the pages that were drawn again is still there, for others may point at it."""
        drawn = [trace for url, trace in self.traces.items() if url not in self.recalled and url in memory.traces]
        return all(
            set(memory.traces[one.url].details.spots.split("\n")) <= set(one.details.spots.split("\n")) for one in drawn
        )


class _Links(Mapping[str, PageLinks]):
    """The links of the pages drawn, taken out of their traces one at a time."""

    def __init__(self, traces: Mapping[str, Trace]) -> None:
        self._traces = {url: trace for url, trace in traces.items() if url.endswith((".html", "/"))}

    def __getitem__(self, url: str) -> PageLinks:
        trace = self._traces[url]
        _, targets, spots, written = trace.details
        return PageLinks(list(targets), set(spots.split("\n")), dict(written))

    def __iter__(self) -> Iterator[str]:
        return iter(self._traces)

    def __len__(self) -> int:
        return len(self._traces)
