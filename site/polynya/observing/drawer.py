"""Draws stretches of a site's outputs, here or in a worker, and says of each what it read and what it gave (build wing)."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar, cast

from ..freezer import PagesFreezer, file_of
from ..model import Page
from ..pages.app import create_pages_app
from ..pages.faults import template_problem
from ..pages.links import links_of
from ..pages.sheet import Notes, Sheet
from ..problems import Problem
from .memory import Trace
from .noting import Key
from .truth import Truth
from .watched import watched

V = TypeVar("V")
Keep = Callable[[str, bytes], tuple[bytes, bool]]
"""Takes the bytes of a file by its name in the release; says their digest, and whether the last release lacks them."""


class Stretch(NamedTuple):
    """What drawing some outputs gave. digests: of what their keys name, as far as this worker had not told before."""

    traces: list[Trace]
    digests: dict[Key, bytes | None]
    problems: list[Problem]


class Drawer:
    """Draws outputs of a sheet by their addresses. One that cannot be drawn is left out, and its problem told."""

    def __init__(self, sheet: Sheet, truth: Truth, keep: Keep) -> None:
        self._sheet, self._truth, self._keep = sheet, truth, keep
        self._freezer = PagesFreezer(
            create_pages_app(watched(sheet, truth.learn)), [], take=self._take, fail=self._fail
        )
        self._told: set[Key] = set()
        self._shared: dict[object, object] = {}
        self._traces: list[Trace] = []
        self._problems: list[Problem] = []

    def draw(self, urls: Sequence[str]) -> Stretch:
        """Draw some outputs, in order."""
        self._traces, self._problems = [], []
        self._freezer.addresses = urls
        for _ in self._freezer.freeze_yield():
            pass
        new = dict.fromkeys(key for trace in self._traces for key in trace.keys if key not in self._told)
        self._told |= new.keys()
        return Stretch(self._traces, {key: self._truth.digest(key) for key in new}, self._problems)

    def _take(self, url: str, content: bytes, notes: Notes) -> None:
        name = f"site/{file_of(url)}"
        links = links_of(content.decode()) if url.endswith((".html", "/")) else None
        digest, is_new = self._keep(name, content)
        trace = Trace(
            url, name, digest, is_new, self._once(("item", "sheet.outputs", url), notes), tuple(notes.problems)
        )
        if links is not None:
            targets = self._same(links.far_targets(self._sheet.site.settings.url))
            written = tuple(notes.written.items())
            trace = trace._replace(targets=targets, spots=links.lines_of_spots(), written=written)
        self._traces.append(trace)

    def _once(self, own: Key, notes: Notes) -> tuple[Key, ...]:
        return self._same(dict.fromkeys((own, *notes.read)))

    def _same(self, values: Iterable[V]) -> tuple[V, ...]:
        """Make what is equal one object, so that it is pickled once."""
        share = cast(Callable[[V, V], V], self._shared.setdefault)
        return tuple([share(value, value) for value in values])

    def _fail(self, url: str, error: Exception) -> None:
        output = self._sheet.outputs[url]
        problem = template_problem(error, self._sheet, page=output if isinstance(output, Page) else None)
        if problem is None:
            raise error
        self._problems.append(problem)
