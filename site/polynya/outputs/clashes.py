"""Older addresses that are in the way of a file which the site has (build wing)."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from ..freezer import file_of
from ..model import Site
from ..pages.outputs import Output
from ..problems import Problem
from ..reading.late import LateSource
from ..reading.slugs import folded
from .redirects import redirect_pages, redirects_of

OF_SEARCH = "pagefind/"


def alias_clashes(site: Site, outputs: Mapping[str, Output]) -> list[Problem]:
    """Say which older addresses are in the way of a file that this site has: a feed, the search, a picture beside a page.

    outputs: everything that is frozen, by address. The addresses of pages themselves are compared where pages are read.
    """
    older, moved = redirects_of(site), redirect_pages(site)
    if not moved:
        return []
    there = (*(url for url in outputs if not _leads_on(url, outputs, moved)), *site.files)
    files = {folded(file_of(url)): url for url in there}
    folders = {parent.as_posix() for file in files for parent in PurePosixPath(file).parents}
    found: list[Problem] = []
    for alias in moved:
        file = folded(file_of(alias))
        ways = (file, *(parent.as_posix() for parent in PurePosixPath(file).parents))
        taken = next((files[way] for way in ways if way in files), alias if file in folders else "")
        if not taken and site.settings.search and file.startswith(OF_SEARCH):
            taken = f"/{OF_SEARCH}"
        if taken:
            path = older[alias].path
            _tell(alias, taken, LateSource(path, found, site.root / path))
    return found


def _leads_on(url: str, outputs: Mapping[str, Output], moved: Mapping[str, str]) -> bool:
    return url in moved and getattr(outputs.get(url), "body", None) == moved[url]


def _tell(alias: str, taken: str, source: LateSource) -> None:
    written = next((one for one in (alias, alias.rstrip("/"), alias.strip("/")) if one in source.text), "")
    at = source.text.find(written) if written else None
    fact = f"the alias {alias} is in the way of {taken}, which this site has"
    source.error("url-clash", at, fact=fact, hint="take it out of the aliases.")
