"""Reads `content/` as a whole: declarations first, then every page, then what only all of them show (build wing)."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from polynya_live.contract import Form, Link
from polynya_live.values import dataclass
from polynya_live.words import bring

from ..model import Collection, Page, Settings, Site
from ..observing.marks import Seen
from ..places import Places
from ..problems import Problem, Severity, sort_problems
from .addresses.clashes import report_clashes, with_own_ids
from .datafiles import nest, read_data
from .declarations.collection import Known, read_collection, undeclared
from .declarations.defaults import read_defaults
from .declarations.form_notify import with_digest
from .declarations.form_words import with_words
from .declarations.settings import read_settings
from .late import LateSource, with_fields
from .lists.arrange import arrange
from .lists.bundles import addresses_beside
from .lists.fields import Resolving, resolve_fields
from .lists.languages import collection_like, spread_languages
from .order import in_order
from .rows import Row, Rows, Task, read_rows
from .schedule import Clock, Schedule, clock_at, coming, links_that_are_out, next_due, scheduled
from .schema import said_of_foreign
from .sections import collection_names, collection_of, generated, titled, usual_navigation
from .sheet import Desk, Place
from .slugs import LOST, humanise
from .text.positions import Node
from .text.source import Source, read_source
from .values.kinds import Here
from .walk import Folder, Tree, walk


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading gave. site: None when one of the problems is an error. problems: in order of file and line."""

    site: Site | None
    problems: list[Problem]


def read_site(
    root: Path,
    *,
    kept: Rows | None = None,
    clock: Clock | None = None,
    seen: Seen | None = None,
    meanwhile: Callable[[], object] = int,
) -> Reading:
    """Read everything below `root`/content; every mistake is among the problems, none is raised.

    kept: the rows of the last reading; a page whose source is as it was is taken from there. It holds the new rows then.
    clock: what counts as out; the pages of this moment when not given. seen: what the system said of the files just now.
    meanwhile: is done while workers read, when there are workers.
    """
    reader = _Reader(Places(root), Rows() if kept is None else kept, clock or clock_at(None), meanwhile=meanwhile)
    reader.seen = seen or Seen()
    site = reader.site()
    problems = sort_problems(reader.found)
    wrong = any(problem.severity is Severity.ERROR for problem in problems)
    return Reading(None if wrong else site, problems)


class _Reader:
    """One run over one `content/` folder."""

    def __init__(self, places: Places, kept: Rows, clock: Clock, *, meanwhile: Callable[[], object]) -> None:
        self.places, self.kept, self.clock, self.meanwhile = places, kept, clock, meanwhile
        self.seen = Seen()
        self.schedule = Schedule([], [])
        self.lists: list[Page] = []
        self.found: list[Problem] = []
        self.nothing = Source("content", "", self.found)
        self.tree = Tree()
        self.content = str(places.content)

    def site(self) -> Site | None:
        if not self.places.content.is_dir():
            self._tell_of_no_content()
            return None
        self.tree = walk(self.places.content, self.nothing)
        if not any(folder.pages for folder in self.tree.folders.values()) and not self.found:
            self._tell_of_no_content()
            return None
        source = self._source(self.tree.settings) if self.tree.settings else None
        settings = read_settings(source, static=self.places.root / "static")
        if self.tree.words:
            from .wording import worded  # noqa: PLC0415 -- most sites have none

            settings = worded(settings, map(self._source, self.tree.words), self.places.root / "templates")
        bring(settings.words)  # forms are compiled with them
        spread_languages(self.tree, settings, self.nothing)
        known = self._known()
        here = Here(settings.timezone, currency=settings.currency)
        collections = self._collections(known, here, settings.languages)
        forms = self._forms(known, settings)
        defaults = self._defaults(collections, known, here)
        pages = self._pages(Desk(self.places.root, settings, known, _threads(forms), defaults), collections)
        return self._whole(settings, collections, pages, forms=forms)

    def _tell_of_no_content(self) -> None:
        from ..starting.found import why_no_content  # noqa: PLC0415 -- only who has no site yet needs it

        fact, hint = why_no_content(self.places)
        self.nothing.error("no-content", None, fact=fact, hint=hint)

    def _whole(
        self, settings: Settings, collections: dict[str, Collection], pages: list[Page], *, forms: dict[str, Form]
    ) -> Site:
        title = settings.title or next((page.title for page in pages if page.id == ""), "") or self._folder_title()
        pages = [
            page if page.title else with_fields(page, title=title, fields={**page.fields, "title": title})
            for page in pages
        ]
        collections = titled(collections, pages, title)
        ordered = _ordered(pages, collections, settings.language)
        links = settings.navigation or usual_navigation(
            [page for page in ordered.values() if page.id not in settings.languages[1:]], collections
        )
        files = addresses_beside(self.tree.beside, ordered.values(), self.schedule.absent)
        absent = {key: page for page in self.schedule.absent for key in (page.path, page.url)}
        ordered = resolve_fields(Resolving(ordered, collections, absent, files), self._source_of)
        language = settings.language
        arranged = arrange(ordered, collections, settings.taxonomies, source_of=self._source_of, language=language)
        written = [*self.schedule.out, *coming(self.schedule)]
        report_clashes(written, [*self.lists, *arranged.made], self._source_of)
        there = {page.url for page in arranged.pages.values()}
        absent = {key: page for key, page in absent.items() if key not in there}
        return Site(
            root=self.places.root,
            settings=replace(
                settings,
                title=title,
                navigation=self._navigation(links, absent),
                footer=self._navigation(settings.footer, absent),
            ),
            collections=arranged.collections,
            pages=arranged.pages,
            lists=arranged.lists,
            below=arranged.below,
            terms=arranged.terms,
            forms=forms,
            data=self._data(),
            files=files,
            absent=absent,
            due=next_due(self.schedule, self.clock, settings.timezone),
        )

    def _navigation(self, links: tuple[Link, ...], absent: dict[str, Page]) -> tuple[Link, ...]:
        return links_that_are_out(links, absent, self._late_source(self.tree.settings))

    def _source(self, path: str) -> Source | None:
        return read_source(self.places.content / path, f"content/{path}", self.found)

    def _folder_title(self) -> str:
        return humanise(self.places.root.resolve().name) or "Home"

    def _known(self) -> Known:
        forms = frozenset(path.rpartition("/")[2].rsplit(".", 1)[0] for path in self.tree.forms)
        templates = frozenset(name for folder in self.places.templates for name in _files_below(folder))
        return Known(forms, templates, collection_names(self.tree))

    def _collections(self, known: Known, here: Here, languages: tuple[str, ...]) -> dict[str, Collection]:
        collections = {name: undeclared(name) for name in sorted(known.collections)}
        for name, folder in self.tree.folders.items():
            if folder.declared:
                source = self._source(f"{name}/{folder.declared}".lstrip("/"))
                own = folder.plain_name
                found = source and read_collection(source, own, known, here=here, languages=languages)
                collections[own] = found or collections[own]
            elif folder.like and (source := self._source(folder.like)):
                language, ours = name.partition("/")[0], folder.like.rpartition("/")[0]
                others = (language, *(one for one in languages if one != language))
                if found := read_collection(source, ours, known, here=here, languages=others):
                    collections[folder.plain_name] = collection_like(found, folder.plain_name, language)
        return collections

    def _defaults(self, collections: dict[str, Collection], known: Known, here: Here) -> dict[str, dict[str, Node]]:
        found: dict[str, dict[str, Node]] = {}
        for name, folder in self.tree.folders.items():
            for file in (folder.declared, folder.defaults):
                source = self._source(f"{name}/{file}".lstrip("/")) if file else None
                if source:
                    own = collections[collection_of(self.tree, folder, index=False)]
                    found.setdefault(name, {}).update(read_defaults(source, own, known, here=here))
        return found

    def _forms(self, known: Known, settings: Settings) -> dict[str, Form]:
        if not self.tree.forms:
            return {}
        from .declarations.form import form_name, forms_of  # noqa: PLC0415 -- most sites have none

        forms: dict[str, Form] = {}
        for path in self.tree.forms:
            source = self._source(path)
            name = form_name(source, path.removeprefix("forms/")) if source else ""
            if source and name in forms:
                fact, hint = f"there are two forms called {name}", "rename one of the files."
                source.error("form-name", None, fact=fact, hint=hint)
            elif source and name:
                forms |= forms_of(
                    source, name, known.collections, functions=self.places.functions, languages=settings.languages
                )
        return {name: with_digest(with_words(form, settings), settings) for name, form in forms.items()}

    def _pages(self, desk: Desk, collections: dict[str, Collection]) -> list[Page]:
        tasks = [task for folder in self.tree.folders.values() for task in self._tasks(folder, collections)]
        around = collections, self.tree.beside, _files_below(self.places.root / "static")
        rows = read_rows(tasks, desk, self.kept, around=around, seen=self.seen, meanwhile=self.meanwhile)
        self.found += [problem for row in rows.values() for problem in row.problems]
        self._report_foreign(rows)
        pages = [row.page for row in rows.values() if row.page and row.page.url not in LOST]
        if not desk.threads:  # which an id keeps
            pages = with_own_ids(pages, tasks, self._source_of)
        self.schedule = scheduled(pages, self.clock)
        declared = {folder.plain_name for folder in self.tree.folders.values() if folder.declared}
        self.lists = generated(self.schedule.out, collections, declared)
        return [*self.schedule.out, *self.lists]

    def _tasks(self, folder: Folder, collections: dict[str, Collection]) -> Iterator[Task]:
        are_index = {name == folder.index for name in folder.pages}
        own = {index: collections[collection_of(self.tree, folder, index=index)] for index in are_index}
        for name in folder.pages:
            index = name == folder.index
            heads = index and own[index].name == folder.plain_name
            place = Place(folder.name, name.rpartition(".")[0], own[index], index, heads)
            yield Task(folder.sources.get(name) or f"{folder.name}/{name}".lstrip("/"), place)

    def _report_foreign(self, rows: Mapping[str, Row]) -> None:
        places: dict[tuple[str, str], list[tuple[str, int]]] = {}
        for path, row in rows.items():
            for collection, key, at in row.foreign:
                places.setdefault((collection, key), []).append((path, at))
        for (collection, key), where in places.items():
            path, at = where[0]
            more = f" (and on {len(where) - 1} more)" if len(where) > 1 else ""
            fact, hint = said_of_foreign(collection, key, more)
            self._late_source(path).warn("foreign-key", at, fact=fact, hint=hint)

    def _late_source(self, path: str) -> Source:
        return LateSource(f"content/{path}", self.found, f"{self.content}/{path}")

    def _source_of(self, page: Page) -> Source:
        return self._late_source(page.path.removeprefix("content/"))

    def _data(self) -> dict[str, Any]:  # Any: whatever the files hold
        data: dict[str, Any] = {}
        for path in self.tree.data:
            source = self._source(path)
            name = path.removeprefix("data/").rsplit(".", 1)[0]
            if source and not nest(data, name, read_data(source)):
                fact, hint = f"another file is data.{name.replace('/', '.')} already", "rename one of the two."
                source.error("data-clash", None, fact=fact, hint=hint)
        return data


def _files_below(folder: Path) -> list[str]:
    found = []
    for here, _, files in os.walk(folder):
        start = Path(here).relative_to(folder).as_posix()
        found += [f"{start}/{file}".removeprefix("./") for file in files]
    return found


def _threads(forms: dict[str, Form]) -> dict[str, tuple[str, ...]]:
    threads: dict[str, tuple[str, ...]] = {}
    for form in forms.values():
        if form.thread:
            threads[form.thread] = (*threads.get(form.thread, ()), form.name)
    return threads


def _ordered(pages: list[Page], collections: dict[str, Collection], language: str) -> dict[str, Page]:
    members: dict[str, list[Page]] = {name: [] for name in sorted(collections)}
    for page in pages:
        members[page.collection].append(page)
    ordered: dict[str, Page] = {}
    for name, own in members.items():
        ordered |= {page.id: page for page in own if page.id == name}
        collection = collections[name]
        rest = in_order([one for one in own if one.id != name], collection, language=collection.language or language)
        ordered |= {page.id: page for page in rest}
    return ordered
