"""Finds where an author wrote an address that leads nowhere: in a page's Markdown, in a template, in site.yaml (build wing)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..model import Page
from ..problems import Problem, Severity
from .addresses import find_address, place_of
from .links import Broken
from .sheet import Sheet

HINT = 'link to a Markdown file by its path, as in [Dune](../books/dune.md), or to an address such as "/books/".'
_WRITTEN_BY_AUTHORS = ("*.html", "*.yaml", "*.yml")


def blame(broken: Iterable[Broken], sheet: Sheet) -> Iterator[Problem]:
    """Turn broken links into problems: each at its place in Markdown, else once for all the pages that have it."""
    elsewhere: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in broken:
        page = sheet.outputs[one.url]
        line, column, source = place_of(one.target, page) if isinstance(page, Page) else (0, 0, "")
        if isinstance(page, Page) and line:
            yield _problem(page.path, one.fault, line, column=column, source=source)
        else:
            elsewhere[one.target, one.fault].append(one.url)
    for (target, fault), urls in elsewhere.items():
        yield _anywhere(target, fault, urls, sheet=sheet)


def _anywhere(target: str, fault: str, urls: list[str], *, sheet: Sheet) -> Problem:
    more = f" and {len(urls) - 1} more" if len(urls) > 1 else ""
    fact = f"{fault} (on {urls[0]}{more})"
    for file in files_of_authors(sheet):
        line, column, source = find_address(target, file.read_text(encoding="utf-8", errors="replace"))
        if line:
            path = file.relative_to(sheet.site.root).as_posix()
            return _problem(path, fact, line, column=column, source=source)
    page = sheet.outputs[urls[0]]
    return _problem(page.path if isinstance(page, Page) else "content", fact, 0)


def files_of_authors(sheet: Sheet) -> Iterator[Path]:
    """List what else an author writes addresses in."""
    root = sheet.site.root
    own = [folder for folder in (*sheet.templates, root / "content") if folder.is_relative_to(root)]
    for folder in own:
        for pattern in _WRITTEN_BY_AUTHORS:
            yield from sorted(folder.rglob(pattern))


def _problem(path: str, fact: str, line: int, *, column: int = 0, source: str = "") -> Problem:
    return Problem(
        rule="broken-link",
        path=path,
        fact=fact,
        hint=HINT,
        line=line,
        column=column,
        source=source,
        severity=Severity.WARNING,
    )
