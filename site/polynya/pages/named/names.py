"""Finds the one page or file that a name stands for: by the name of its file, its title, an alias, its address (build wing)."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late

from ...model import Page, Site
from ...reading.lists.languages import of_language
from ...reading.schedule import not_out
from ...reading.slugs import folded, slugify, unnumbered
from ...reading.text.closeness import closest
from ...reading.walk import INDEX_STEMS, PAGE_SUFFIXES

NEAR_LETTERS = 2
"""Names that begin otherwise are not looked through for one that was meant: there may be thousands of either."""

MOST_COMPARED = 60
"""Names that are compared with one of nothing, for each link anew: in a folder of Note 1 to Note 600 it would take minutes."""


_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_DAY = late(r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* ([0-9]{1,2})(?:st|nd|rd|th)?, ([0-9]{4})")
_JOURNAL = late(r"(?<![^/])([0-9]{4})_([0-9]{2})_([0-9]{2})\Z")
"""A day as Logseq names it, in links and in files."""


class Meant(NamedTuple):
    """What a name stands for. paths: of all it may be, one when that is sure; none when there is nothing of that name.

    url, title: of the one; a file has no title. by_file: it is named by its file. absent: why it is not out, "" when it is.
    near: a name that may have been meant, where there is nothing of this one.
    """

    paths: tuple[str, ...] = ()
    url: str = ""
    title: str = ""
    by_file: bool = False
    absent: str = ""
    near: str = ""


class _One(NamedTuple):
    """A page, or a file beside pages. path: of its source; url: its address; page: None for a file."""

    path: str
    url: str
    page: Page | None


_Places = Mapping[str, list[tuple[str, _One]]]
"""Where things are below content/, without suffix and folded, by the last part of that."""


class Names:
    """The names of a site."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def find(self, name: str, path: str) -> Meant:
        """Find what a name means on the page at a path. Whatever is in the same folder or language comes first."""
        wanted = folded(_without_suffix(name.replace("\\", "/").strip()))
        if wanted.startswith(("./", "../")):
            wanted = "/" + posixpath.normpath(posixpath.join(folded(_folder_of(path)), wanted)).lstrip("./")
        if not wanted.strip("/"):
            return Meant()
        for find, by_file in self._ways:
            if found := self._nearest(find(wanted), wanted, path):
                return _meant(found, by_file=by_file)
        if (day := _as_day(wanted)) != wanted:
            return self.find(day, path)
        absent = self._nearest(_at(wanted, self._absent), wanted, path)
        if absent and absent[0].page:
            return _meant(absent, by_file=True)._replace(absent=not_out(absent[0].page))
        others = () if wanted[0].isdecimal() else self._initials.get(wanted[:NEAR_LETTERS], ())
        return Meant(near=closest(wanted, others) if len(others) <= MOST_COMPARED else "")

    @cached_property
    def _ways(self) -> tuple[tuple[Callable[[str], Iterable[_One]], bool], ...]:
        return (
            (lambda wanted: _at(wanted, self._files), True),
            (lambda wanted: self._titles.get(wanted, ()), False),
            (lambda wanted: self._aliases.get(wanted, ()), False),
            (lambda wanted: self._slugs.get(slugify(wanted), ()) if "/" not in wanted else (), True),
        )

    def _nearest(self, found: Iterable[_One], wanted: str, path: str) -> list[_One]:
        """Leave out what is farther away, where several have a name."""
        those = [*{one.path: one for one in found}.values()]
        nearer: tuple[Callable[[_One], bool], ...] = (
            lambda one: self._language(one.path) == self._language(path),
            lambda one: folded(_without_suffix(one.path.removeprefix("content/"))) == wanted.strip("/"),
            lambda one: _folder_of(one.path) == _folder_of(path),
        )
        for is_near in nearer if len(those) > 1 else ():
            those = [one for one in those if is_near(one)] or those
        return those

    def _language(self, path: str) -> str:
        return of_language(self._ids.get(path) or path.removeprefix("content/"), self._site.settings.languages)

    @cached_property
    def _ids(self) -> Mapping[str, str]:
        return {page.path: page.id for page in self._pages}

    @cached_property
    def _pages(self) -> list[Page]:
        return [
            one for one in self._site.pages.values() if one.number == 1 and one.path.lower().endswith(PAGE_SUFFIXES)
        ]

    @cached_property
    def _files(self) -> _Places:
        pages = [_One(page.path, page.url, page) for page in self._pages]
        return _by_last([*pages, *(_One(path, url, None) for url, path in self._site.files.items())])

    @cached_property
    def _absent(self) -> _Places:
        absent = {page.path: page for page in self._site.absent.values()}
        return _by_last([_One(path, page.url, page) for path, page in absent.items()])

    @cached_property
    def _titles(self) -> Mapping[str, list[_One]]:
        return _grouped((folded(page.title), page) for page in self._pages)

    @cached_property
    def _aliases(self) -> Mapping[str, list[_One]]:
        named = ((page.fields.get("aliases"), page) for page in self._pages)
        return _grouped(
            (folded(one), page)
            for those, page in named
            if isinstance(those, list)
            for one in those
            if isinstance(one, str)
        )

    @cached_property
    def _slugs(self) -> Mapping[str, list[_One]]:
        each = ((page, place) for page in self._pages for place in _places_of_page(page))
        return _grouped((slugify(place.rpartition("/")[2]), page) for page, place in each)

    @cached_property
    def _initials(self) -> Mapping[str, list[str]]:
        """The names that there are, by their first letters."""
        found: dict[str, list[str]] = {}
        for one in dict.fromkeys((*self._files, *self._titles)):
            found.setdefault(one[:NEAR_LETTERS], []).append(one)
        return found


def _meant(found: list[_One], *, by_file: bool) -> Meant:
    paths = tuple(one.path for one in found)
    if len(found) > 1:
        return Meant(paths)
    [one] = found
    return Meant(paths, one.url, one.page.title if one.page else "", by_file)


def _at(wanted: str, places: _Places) -> Iterator[_One]:
    """List what is at the end of a path; from content/ on where that begins with a slash."""
    whole = wanted.strip("/")
    for place, one in places.get(whole.rpartition("/")[2], ()):
        if place == whole or (wanted[0] != "/" and place.endswith(f"/{whole}")):
            yield one


def _by_last(those: Iterable[_One]) -> _Places:
    found: dict[str, list[tuple[str, _One]]] = {}
    for one in those:
        for place in _places_of_page(one.page) if one.page else (folded(one.path.removeprefix("content/")),):
            found.setdefault(place.rpartition("/")[2], []).append((place, one))
    return found


def _places_of_page(page: Page) -> Iterable[str]:
    """Say where a page is: by its file, by its id, and by its file without what Notion and Logseq write into names."""
    stem = folded(_without_suffix(page.path.removeprefix("content/")))
    days = _JOURNAL.sub(r"\1-\2-\3", stem)
    own = dict.fromkeys((stem, unnumbered(stem), stem.replace("___", "/"), days, folded(page.id)))
    return [one for one in own if one]


def _as_day(name: str) -> str:
    """Write a day as Logseq names it, `jan 31st, 2024`, as its file is called."""
    found = _DAY.fullmatch(name)
    return f"{found[3]}-{_MONTHS.index(found[1]) // 3 + 1:02}-{int(found[2]):02}" if found else name


def _grouped(pairs: Iterable[tuple[str, Page]]) -> Mapping[str, list[_One]]:
    found: dict[str, list[_One]] = {}
    for name, page in pairs:
        found.setdefault(name, []).append(_One(page.path, page.url, page))
    return found


def _folder_of(path: str) -> str:
    return posixpath.dirname(path).removeprefix("content").lstrip("/")


def _without_suffix(path: str) -> str:
    return path.rpartition(".")[0] if path.lower().endswith(PAGE_SUFFIXES) else path


def is_index(name: str) -> bool:
    """Whether a file of this name is the page of its folder."""
    return name.lower() in INDEX_STEMS
