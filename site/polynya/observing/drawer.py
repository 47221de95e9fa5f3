"""Draws stretches of a site's outputs, here or in a worker, and says of each what it read and what it gave (build wing)."""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import groupby

from polynya_live.values import NamedTuple

from ..freezer import PagesFreezer, files_of
from ..model import Page
from ..outputs.feeds.entries import let_go
from ..outputs.feeds.lending import LENDING, Lending
from ..pages.app import create_pages_app
from ..pages.links import LinkReader
from ..pages.outputs import is_feed, tells_of_many
from ..pages.sheet import Notes, Sheet
from ..problems import Problem
from .memory import Drawn, Pack
from .noting import ALWAYS, Key
from .truth import Truth
from .watched import Ahead, watched

Keep = Callable[[Sequence[str], Sequence[bytes]], Sequence[tuple[bytes, bool]]]
"""Takes the bytes of files, by their names in the release; says of each its digest, and whether the last release lacks it."""


class Stretch(NamedTuple):
    """What drawing some outputs gave."""

    packs: list[Pack]
    problems: list[Problem]


class _Alike(NamedTuple):
    """What outputs read alike. bodies, templates: of the keys; always: see `Trace`."""

    keys: tuple[Key, ...]
    bodies: tuple[str, ...]
    templates: tuple[str, ...]
    always: bool


TOGETHER = 40
"""Outputs that are drawn, then written, then read for links: a processor is far sooner at what it did just before."""

LARGE_TOGETHER = 6
"""The same of those that tell of many pages: memory that was just let go of is there at once, more has to be asked for."""

MANY = 200
"""Outputs in one stretch, of a site so large that memory is given back; of a small one that takes longer than it is worth."""

AHEAD = 6 * TOGETHER
"""Outputs for which `Ahead` looks at once, and which are packed together."""

_Text = tuple[str, str, Notes]


class Drawer:
    """Draws outputs of a sheet by their addresses. One that cannot be drawn is left out, and its problem told."""

    def __init__(self, sheet: Sheet, truth: Truth, keep: Keep) -> None:
        self._sheet, self._truth, self._keep = sheet, truth, keep
        self._ahead = Ahead()
        self._watched = watched(sheet, truth.learn, self._ahead)
        self._app = create_pages_app(self._watched, quick=True)
        self._told_of_many = False
        self._lending: Lending = self._app.extensions[LENDING]
        self._freezer = PagesFreezer(self._app, [], take=self._take, fail=self._try_plainly)
        self._links = LinkReader(sheet.site.settings.url)
        self._alike: dict[tuple[Key, ...], _Alike] = {}
        self._drawn: list[_Text] = []
        self._traces: list[Drawn] = []
        self._problems: list[Problem] = []

    def draw(self, urls: Sequence[str]) -> Stretch:
        """Draw some outputs, in order; those that tell of many pages first, for then what was kept for them is let go of."""
        telling = any(tells_of_many(self._sheet.outputs[url], self._sheet.site) for url in (*urls[:1], *urls[-1:]))
        if self._told_of_many and not telling:
            self.let_go(many=len(urls) >= MANY)
        self._told_of_many = telling
        self._lend(urls)
        self._drawn, self._problems = [], []
        self._alike.clear()
        packs = [self._pack(urls[at : at + AHEAD]) for at in range(0, len(urls), AHEAD)]
        return Stretch(packs, self._problems)

    def _lend(self, urls: Sequence[str]) -> None:
        """Let feeds at the end have the texts of the pages before them."""
        outputs = self._sheet.outputs
        before = [outputs[url] for url in urls] if urls and is_feed(outputs[urls[-1]]) else []
        self._lending.begin({one.id for one in before if isinstance(one, Page)})

    def _pack(self, urls: Sequence[str]) -> Pack:
        """Draw so many outputs as `Ahead` looks for, and pack what is known of them."""
        self._traces = []
        self._draw_ahead(urls)
        return Pack(self._traces, self._truth.hand_out)

    def _draw_ahead(self, urls: Sequence[str]) -> None:
        outputs, site = self._sheet.outputs, self._sheet.site
        pages = [one for url in urls if isinstance(one := outputs.get(url), Page)]
        self._ahead.look(pages, self._sheet, self._truth.learn)
        for is_large, alike in groupby(urls, lambda url: tells_of_many(outputs[url], site)):
            those, together = [*alike], LARGE_TOGETHER if is_large else TOGETHER
            for at in range(0, len(those), together):
                self._freezer.addresses = those[at : at + together]
                self._freezer.freeze_in_one()
                self._trace_drawn()

    def let_go(self, *, many: bool) -> None:
        """Let go of what was kept for feeds and lists. many: it was so much that others should have the room."""
        let_go(self._app)
        getattr(self._app.jinja_env, "kept", {}).clear()
        if many:
            from ..crew.room import give_room  # noqa: PLC0415 -- see MANY

            give_room()

    def _take(self, url: str, text: str, notes: Notes) -> None:
        self._drawn.append((url, text, notes))

    def _trace_drawn(self) -> None:
        """Keep what was drawn, and say what is known of it: step by step for all of it, see TOGETHER."""
        drawn, self._drawn = self._drawn, []
        names = [f"site/{name}" for name in files_of([url for url, *_ in drawn])]
        kept = self._keep(names, [text.encode() for _, text, _ in drawn])
        links = [
            self._links.read(text, notes.content) if url.endswith((".html", "/")) else None
            for url, text, notes in drawn
        ]
        for (url, _, notes), name, (digest, is_new), linked in zip(drawn, names, kept, links, strict=True):
            own, read = ("item", "sheet.outputs", url), notes.read
            keys, bodies, alike = self._parted(read if read[:1] == (own,) else tuple(dict.fromkeys((own, *read))))
            is_always = ALWAYS in keys or alike.always
            head = url, name, digest, is_new, tuple(notes.problems), bodies + alike.bodies, alike.templates, is_always
            targets, spots = linked or ((), "")
            self._traces.append((head, (keys, targets, spots, (*notes.written.items(),)), alike.keys))

    def _parted(self, keys: tuple[Key, ...]) -> tuple[tuple[Key, ...], tuple[str, ...], "_Alike"]:
        """Part what an output read where its template begins: most outputs read the same from there on.

        Returns the part before, the sources whose Markdown is in it, and what is known of the other.
        """
        at, bodies = 0, []
        for key in keys:
            kind = key[0]
            if kind == "template":
                break
            if kind == "body":
                bodies.append(str(key[1]))
            at += 1
        rest = keys[at:]
        alike = self._alike.get(rest) or self._alike.setdefault(rest, self._alike_of(rest))
        return keys[:at], tuple(bodies), alike

    def _alike_of(self, keys: tuple[Key, ...]) -> "_Alike":
        bodies = tuple([str(key[1]) for key in keys if key[0] == "body"])
        templates = tuple([str(key[1]) for key in keys if key[0] == "template"])
        known = next((one.templates for one in self._alike.values() if one.templates == templates), templates)
        return _Alike(keys, bodies, known, ALWAYS in keys)  # one object for all, so that it is pickled once

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
        from ..pages.faults import template_problem  # noqa: PLC0415 -- what explains mistakes is needed for them alone

        return template_problem(error, self._sheet, page=output if isinstance(output, Page) else None)
