"""Draws stretches of a site's outputs, here or in a worker, and says of each what it read and what it gave (build wing)."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from ..freezer import PagesFreezer, file_of
from ..model import Page
from ..pages.app import create_pages_app
from ..pages.faults import template_problem
from ..pages.links import LinkReader
from ..pages.sheet import Notes, Sheet
from ..problems import Problem
from .memory import Details, Pack, Trace
from .noting import ALWAYS, Key
from .truth import Truth
from .watched import watched

Keep = Callable[[str, bytes], tuple[bytes, bool]]
"""Takes the bytes of a file by its name in the release; says their digest, and whether the last release lacks them."""


class Stretch(NamedTuple):
    """What drawing some outputs gave."""

    packs: list[Pack]
    problems: list[Problem]


PACKED = 250
"""Outputs that are packed together."""

TOGETHER = 40
"""Outputs that are drawn, then written, then read for links: a processor is far sooner at what it did just before."""

_Drawn = tuple[str, str, bytes, Notes]


class Drawer:
    """Draws outputs of a sheet by their addresses. One that cannot be drawn is left out, and its problem told."""

    def __init__(self, sheet: Sheet, truth: Truth, keep: Keep) -> None:
        self._sheet, self._truth, self._keep = sheet, truth, keep
        self._watched = watched(sheet, truth.learn)
        app = create_pages_app(self._watched, quick=True)
        self._freezer = PagesFreezer(app, [], take=self._take, fail=self._try_plainly)
        self._links = LinkReader(sheet.site.settings.url)
        self._shared: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._drawn: list[_Drawn] = []
        self._traces: list[tuple[Trace, Details]] = []
        self._problems: list[Problem] = []

    def draw(self, urls: Sequence[str]) -> Stretch:
        """Draw some outputs, in order."""
        self._drawn, self._traces, self._problems = [], [], []
        self._shared.clear()
        for at in range(0, len(urls), TOGETHER):
            self._freezer.addresses = urls[at : at + TOGETHER]
            self._freezer.freeze_in_one()
            self._trace_drawn()
        starts = range(0, len(self._traces), PACKED)
        return Stretch([Pack(self._traces[at : at + PACKED], self._truth.hand_out) for at in starts], self._problems)

    def _take(self, url: str, text: str, notes: Notes) -> None:
        self._drawn.append((url, text, text.encode(), notes))

    def _trace_drawn(self) -> None:
        """Keep what was drawn, and say what is known of it: step by step for all of it, see TOGETHER."""
        drawn, self._drawn = self._drawn, []
        kept = [self._keep(f"site/{file_of(url)}", content) for url, _, content, _ in drawn]
        links = [self._links.read(text) if url.endswith((".html", "/")) else None for url, text, _, _ in drawn]
        for (url, _, _, notes), (digest, is_new), linked in zip(drawn, kept, links, strict=True):
            own: Key = ("item", "sheet.outputs", url)
            keys = notes.read if notes.read[:1] == (own,) else tuple(dict.fromkeys((own, *notes.read)))
            bodies, templates = _read_of(keys)
            name, problems, is_always = f"site/{file_of(url)}", tuple(notes.problems), ALWAYS in notes.read
            trace = Trace(url, name, digest, is_new, problems, bodies, self._same(templates), is_always)
            details = Details(keys, *linked, tuple(notes.written.items())) if linked is not None else Details(keys)
            self._traces.append((trace, details))

    def _same(self, templates: tuple[str, ...]) -> tuple[str, ...]:
        """Make what is equal one object, so that it is pickled once."""
        return self._shared.setdefault(templates, templates)

    def _try_plainly(self, url: str, error: Exception) -> None:
        """Draw an output again from the templates as they were written, which say where the error is."""
        if self._problem_of(url, error) is None:
            raise error
        self._plain.addresses = [url]
        self._plain.freeze_in_one()

    @cached_property
    def _plain(self) -> PagesFreezer:
        return PagesFreezer(create_pages_app(self._watched), [], take=self._take, fail=self._fail)

    def _fail(self, url: str, error: Exception) -> None:
        problem = self._problem_of(url, error)
        if problem is None:
            raise error
        self._problems.append(problem)

    def _problem_of(self, url: str, error: Exception) -> Problem | None:
        output = self._sheet.outputs[url]
        return template_problem(error, self._sheet, page=output if isinstance(output, Page) else None)


def _read_of(keys: Iterable[Key]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Find the sources whose Markdown was read, and the templates."""
    bodies, templates = [], []
    for key in keys:
        if key[0] == "template":
            templates.append(str(key[1]))
        elif key[0] == "body":
            bodies.append(str(key[1]))
    return tuple(bodies), tuple(templates)
