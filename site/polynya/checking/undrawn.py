"""Finds forms that a page names and does not draw, and those whose approved answers no page draws, or too many (build wing)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..markdown.engine import form_marks
from ..model import Page
from ..observing.noting import ALWAYS, Key
from ..pages.sheet import Sheet
from ..problems import Problem, Severity

THREAD = "sheet.thread"
NO_PAGE = ""
Place = tuple[str, int, int, str]
"""A file below the root, the line and the column from 1, and the line itself."""


def undrawn_forms(sheet: Sheet, drawn: Iterable[tuple[Page | None, str]]) -> Iterator[Problem]:
    """Say which forms are named for a page, in its front matter or for its whole collection, and stand nowhere on it.

    Those that stand nowhere at all are told, too. drawn: each page that is out, and None for lists, with each form on it.
    """
    there: dict[str, set[str]] = defaultdict(set)
    for page, form in drawn:
        there[page.id if page else NO_PAGE].add(form)
    yield from _homeless(sheet, set().union(*there.values()))
    told = set()
    for page in (one for one in sheet.site.pages.values() if one.id in there):
        for name in page.forms:
            if sheet.ways.in_language(name, page) in there[page.id] or name in there[page.id]:
                continue
            place = _named_at(sheet.site.root, page, name)
            if (place, page.template) not in told:
                told.add((place, page.template))
                yield _undrawn(page, name, place)


def _homeless(sheet: Sheet, drawn: set[str]) -> Iterator[Problem]:
    """Say which forms that stand alone no page draws; where a line of a text seems to mean one, there."""
    named = {name for page in sheet.site.pages.values() for name in page.forms}
    for name, form in sheet.site.forms.items():
        others = {f"{name}-{language}".lower() for language in sheet.site.settings.languages}
        own = f"content/forms/{name}.yaml"
        if form.thread or name in named or {name, *others} & drawn or not (sheet.site.root / own).is_file():
            continue
        meant = _meant_at(sheet.site.pages.values(), name)
        fact = f'the form "{name}" stands on no page that is out' + (
            ", and this line does not draw it" if meant else ""
        )
        hint = f"write ::form[{name}] on a line of its own into a page, with nothing before or behind it."
        if meant and meant[3].strip() == f"::form[{name}]":
            hint = (
                "write {{ content }} into the template of the page; or take the line out of the code that it stands in."
            )
        yield _warning("form-not-drawn", meant or (own, 0, 0, ""), fact=fact, hint=hint)


def _meant_at(pages: Iterable[Page], name: str) -> Place | None:
    """Find a line that seems to mean a form: `:form[name]`, `::form(name)`, `- ::form[name]`, `::form[name] and more`."""
    meant = re.compile(rf":+\s*form\W{{0,2}}{re.escape(name)}(?![\w-])", re.IGNORECASE)
    for page in pages:
        for number, line in enumerate(page.body.split("\n")):
            if found := meant.search(line):
                return page.path, page.body_line + number, found.start() + 1, line
    return None


def _undrawn(page: Page, name: str, place: Place) -> Problem:
    where = "" if place[0] == page.path else f" (on {page.url})"
    fact = f'the form "{name}" is named here, and templates/{page.template} draws it nowhere{where}'
    hint = f'write {{{{ form("{name}") }}}} into templates/{page.template}, or ::form[{name}] into the text, or take it out.'
    return _warning("form-not-drawn", place, fact=fact, hint=hint)


def _warning(rule: str, place: Place, *, fact: str, hint: str) -> Problem:
    path, line, column, source = place
    severity = Severity.WARNING
    return Problem(
        rule=rule, path=path, fact=fact, hint=hint, line=line, column=column, source=source, severity=severity
    )


def _named_at(root: Path, page: Page, name: str) -> Place:
    """Find where a form is named for a page: in its front matter, for its folder, or by the form itself."""
    folders = [folder.as_posix() for folder in Path(page.path).parents if folder.parts]
    files = [(f"{folder}/{file}", "forms?") for folder in folders for file in ("_defaults.yaml", "_collection.yaml")]
    for path, key in ((page.path, "forms?"), *files, (f"content/forms/{name}.yaml", "thread")):
        lines = _lines(root / path)
        head = lines[: page.body_line - 1] if path == page.path else lines
        if found := _written(head, key, "" if key == "thread" else name):
            line, column = found
            return path, line, column, lines[line - 1]
    return page.path, 0, 0, ""


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8", errors="replace").split("\n") if path.is_file() else []


def _written(lines: list[str], key: str, name: str) -> tuple[int, int] | None:
    """Find a name below a key, as line and column from 1; the value of the key for ""."""
    inside = False
    for number, line in enumerate(lines, 1):
        began = re.match(rf"[\"']?{key}[\"']?\s*[:=]\s*", line)
        inside = bool(began) or (inside and bool(re.match(r"\s|-|\]|#|$", line)))
        start = began.end() if began else 0
        found = (
            re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])" if name else "").search(line, start) if inside else None
        )
        if found:
            return number, found.start() + 1
    return None


def undrawn_threads(sheet: Sheet, keys: Iterable[Iterable[Key]]) -> Iterator[Problem]:
    """Say which forms may show answers, stand in a text, and have their thread on no page at all.

    keys: what each page read while it was drawn. A form with a tally is passed over: that may be asked for live alone.
    """
    read = {key for one in keys for key in one}
    waiting = {form.name for form in sheet.site.forms.values() if form.show and not form.tally} - _threads(read)
    if not waiting or ALWAYS in read:
        return
    for page in sheet.site.pages.values():
        for mark in form_marks(page.body):
            name = sheet.ways.in_language(mark.name, page)
            if name in waiting:
                waiting.remove(name)
                place = page.path, page.body_line + mark.line - 1, mark.column, page.body.split("\n")[mark.line - 1]
                fact = f'what you approve of "{mark.name}" appears on no page: `::form` draws the form alone'
                hint = (
                    f"write `forms: [{mark.name}]` into the front matter in its place: it draws the thread and the form "
                    f"below it. Or take `show` out of content/forms/{mark.name}.yaml."
                )
                yield _warning("thread-not-drawn", place, fact=fact, hint=hint)


def shared_threads(sheet: Sheet) -> Iterator[Problem]:
    """Say which forms are meant for each page of a folder, and show all of them the same answers."""
    for name, form in sheet.site.forms.items():
        pages = [page for page in sheet.site.pages.values() if name in page.forms]
        if form.thread or form.tally or not form.show or len(pages) < 2:
            continue
        place = _named_at(sheet.site.root, pages[0], name)
        if place[0] == pages[0].path:  # by its own front matter, and so by those of the others
            continue
        fact = f'all {len(pages)} pages show the same answers of "{name}", for it has no thread'
        hint = f'write "thread: {pages[0].collection}" into content/forms/{name}.yaml: then each page has its own.'
        yield _warning("thread-shared", place, fact=fact, hint=hint)


def _threads(read: Iterable[Key]) -> set[str]:
    """List the forms whose threads were read."""
    calls: Any = [
        key[2:] for key in read if key[:2] == ("call", THREAD)
    ]  # Any: arguments, as observing.watched names them
    return {(words[0] if words else dict(named)["name"])[1] for words, named in calls}
