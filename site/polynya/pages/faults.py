"""Turns what goes wrong while a page is drawn into the author's problem: template, line, what to do (build wing)."""

from collections import Counter
from pathlib import Path
from traceback import walk_tb

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from polynya_live.templating import NoSuchAsset
from polynya_live.values.patterns import late

from ..markdown.directives import FormMark
from ..markdown.engine import form_marks
from ..model import Page
from ..problems import Problem
from .components import FOLDER
from .meanings import Meaning, frames_of, meaning_of
from .sheet import NoSuchName, Sheet
from .unfit import unfit_filter

_OUR_OWN = ("polynya", "polynya_live")
_FILTERS = ("polynya_live.templating", "polynya_live.words.writing", "polynya_live.routes")
"""What templates call with values of their own choice: a value that it cannot take is the template's mistake."""
_WRONG_VALUE = (TypeError, ValueError, AttributeError, KeyError)
_NAMING = late(r"""\s*["']?(?:list_)?template["']?\s*[:=]""")
_EXPLAINED = (TemplateError, NoSuchName, NoSuchAsset, RecursionError)


def template_problem(error: Exception, sheet: Sheet, *, page: Page | None = None) -> Problem | None:
    """Say what is wrong with a template; None when the fault is not the author's and deserves its traceback.

    page: the one being drawn, blamed when it asks for a template that is not there.
    """
    place = _place(error, sheet.templates)
    if place is None and not isinstance(error, TemplateNotFound):
        return None
    if not isinstance(error, _EXPLAINED) and _is_ours(error):
        return None
    meaning = meaning_of(error, sheet, page)
    if place and page and (named := _named_of_kit(place[0], page, sheet)):
        return _unfit_template(*named, meaning=meaning, page=page)
    given = _given(place[0], meaning.word, _lines(sheet, page.path)) if place and page else 0
    place = (sheet.site.root / page.path, given) if page and given else place
    file, line = place or (sheet.site.root / (page.path if page else "templates"), 0)
    source = _line(file, line)
    column = max(source.find(meaning.word), 0) + 1 if meaning.word else len(source) - len(source.lstrip()) + 1
    return Problem(
        rule=meaning.rule,
        path=_shown(file, sheet),
        fact=meaning.fact,
        hint=meaning.hint,
        line=line,
        column=column if source else 1,
        source=source,
    )


def _given(file: Path, word: str, lines: list[str]) -> int:
    """Find the line of a page (from 1) that gives a component the word that it stopped at; 0 when none does."""
    if file.parent.name != FOLDER or not word:
        return 0
    return next((at for at, line in enumerate(lines, 1) if f"::{file.stem}{{" in line and word in line), 0)


def _named_of_kit(file: Path, page: Page, sheet: Sheet) -> tuple[str, int, str] | None:
    """Find what names a template of the kit for a page, in which `file` is: its path, line and text; None when nothing does.

    The page itself comes first, then what the folders above it say of their pages.
    """
    own = sheet.templates[:-1]
    if not _shown(file, sheet).startswith("kit/") or any((folder / page.template).exists() for folder in own):
        return None
    name = page.template.removeprefix("pages/")
    written = [line if number < page.body_line else "" for number, line in enumerate(_lines(sheet, page.path), 1)]
    found = next(((page.path, n, line) for n, line in enumerate(written, 1) if _NAMING.match(line)), None)
    folders = Path(page.path, "_").parents
    said = ((folder / f"_{what}.yaml").as_posix() for folder in folders for what in ("defaults", "collection"))
    lines = ((path, n, line) for path in said for n, line in enumerate(_lines(sheet, path), 1))
    return found or next((one for one in lines if _NAMING.match(one[2]) and name in one[2]), None)


def _lines(sheet: Sheet, path: str) -> list[str]:
    """Read a source by its lines; none of what is no file."""
    try:
        return (sheet.site.root / path).read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return []


def _unfit_template(path: str, line: int, source: str, *, meaning: Meaning, page: Page) -> Problem:
    name = page.template.removeprefix("pages/")
    return Problem(
        rule="unfit-template",
        path=path,
        fact=f'the template "{name}" of the kit is made for other pages: {meaning.fact}',
        hint="take the line out for the usual page, or name a template of yours in templates/pages/.",
        line=line,
        column=len(source) - len(source.lstrip()) + 1,
        source=source,
    )


def misplaced_form(name: str, page: Page, unknown: NoSuchName) -> Problem:
    """Say that `::form[name]` in a page's Markdown, or `forms` of its front matter, names no form for this page."""
    mark = next((m for m in form_marks(page.body) if m.name == name), FormMark(name, 0, 0))
    lines = page.body.split("\n")
    return Problem(
        rule=unknown.rule,
        path=page.path,
        fact=unknown.fact,
        hint=unknown.hint,
        line=page.body_line + mark.line - 1 if mark.line else 0,
        column=mark.column,
        source=lines[mark.line - 1] if mark.line else "",
    )


def _place(error: Exception, folders: tuple[Path, ...]) -> tuple[Path, int] | None:
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Path(error.filename), error.lineno
    if isinstance(error, UnicodeDecodeError):
        return _undecodable(error)
    places = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    found = [place for place in places if any(folder in place[0].parents for folder in folders)]
    if isinstance(error, RecursionError):  # it may have ended in any template on the way round, also in one of the kit
        own = [place for place in found if folders[-1] not in place[0].parents]
        counted = Counter(own or found)
        most = max(counted.values(), default=0) - 1  # the last way round may have ended half way
        found = sorted((place for place, count in counted.items() if count >= most), key=lambda place: place[1])
    return found[-1] if found else None


def _undecodable(error: UnicodeDecodeError) -> tuple[Path, int] | None:
    """Find the template that was being loaded."""
    names = [frame.f_locals.get("filename") for frame in frames_of(error) if frame.f_code.co_name == "get_source"]
    return (Path(str(names[-1])), error.object.count(b"\n", 0, error.start) + 1) if names and names[-1] else None


def _is_ours(error: Exception) -> bool:
    """Whether it was raised by code of this project, called from a template: a bug, not a mistake in the template."""
    modules = [str(frame.f_globals.get("__name__", "")) for frame in frames_of(error)]
    if (modules and modules[-1] in _FILTERS and isinstance(error, _WRONG_VALUE)) or unfit_filter(error):
        return False
    return bool(modules) and modules[-1].split(".")[0] in _OUR_OWN


def _line(file: Path, line: int) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").split("\n")[line - 1] if line else ""
    except (OSError, IndexError):
        return ""


def _shown(file: Path, sheet: Sheet) -> str:
    for base, prefix in ((sheet.site.root, ""), (sheet.templates[-1].parent, "kit/")):
        if file.is_relative_to(base):
            return prefix + file.relative_to(base).as_posix()
    return file.as_posix()
