"""Draws every page of a sheet in order, and keeps what is to be said about them (build wing)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..assets import StaticFile
from ..compile import compile_templates
from ..freezer import PagesFreezer, file_of
from ..model import Page
from ..outputs.pictures.made import bytes_of
from ..outputs.whole import made_for
from ..problems import Problem, ProblemsFound
from .app import create_pages_app
from .blame import blame
from .faults import template_problem
from .links import PageLinks, broken_links, links_of
from .sheet import Notes, Sheet


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it is frozen. path: of its file within the site."""

    url: str
    path: str
    content: bytes


class Drawing:
    """A sheet being drawn. problems: found so far."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.problems: list[Problem] = []
        self._links: dict[str, PageLinks] = {}
        self._drawn: list[Drawn] = []

    def draw_all(self) -> Iterator[Drawn]:
        """Draw page by page. One with a mistake is left out, and the mistake noted in `problems`."""
        freezer = PagesFreezer(create_pages_app(self.sheet), list(self.sheet.outputs), take=self._take, fail=self._fail)
        for _ in freezer.freeze_yield():
            while self._drawn:
                yield self._drawn.pop()

    def files_beside(self) -> Iterator[tuple[str, bytes]]:
        """Read the files that lie beside the pages: (path within the site, bytes)."""
        for address, path in self.sheet.site.files.items():
            yield file_of(address), (self.sheet.site.root / path).read_bytes()

    def made_files(self) -> Iterator[tuple[str, bytes]]:
        """Make, or take from the cache, the pictures that the pages ask for: (path within the site, bytes)."""
        for address, one in made_for(self.sheet).items():
            yield file_of(address), bytes_of(one, self.sheet.site.root)

    def compile_live(self) -> Iterator[tuple[str, bytes]]:
        """Compile the templates of the live wing. Raises ProblemsFound for one that is no template."""
        try:
            yield from compile_templates(self.sheet.templates, self.sheet.contract.site)
        except Exception as error:
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

    def broken_links(self, statics: Mapping[str, StaticFile]) -> list[Problem]:
        """List the links of the pages drawn that lead nowhere."""
        files = {file_of(url) for url in self.sheet.outputs}
        files |= {file_of(static.asset.url) for static in statics.values()}
        files |= {file_of(address) for address in (*self.sheet.site.files, *made_for(self.sheet))}
        known = {(p.path, p.line, p.column) for p in self.problems}
        found = broken_links(self._links, files, site_url=self.sheet.site.settings.url, forms=self.sheet.site.forms)
        return [p for p in blame(found, self.sheet) if not p.line or (p.path, p.line, p.column) not in known]

    def _take(self, url: str, content: bytes, notes: Notes) -> None:
        self.problems += notes.problems
        if url.endswith((".html", "/")):
            self._links[url] = links_of(content.decode())
            self._links[url].written = notes.written
        self._drawn.append(Drawn(url, file_of(url), content))

    def _fail(self, url: str, error: Exception) -> None:
        output = self.sheet.outputs[url]
        problem = template_problem(error, self.sheet, page=output if isinstance(output, Page) else None)
        if problem is None:
            raise error
        self.problems.append(problem)
