"""Turns what goes wrong while a page is drawn into the author's problem: template, line, what to do (build wing)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from traceback import walk_tb
from types import FrameType

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from polynya_live.templating import NoSuchAsset

from ..markdown.directives import FormMark
from ..markdown.engine import form_marks
from ..model import Page
from ..problems import Problem
from ..reading.text.closeness import closest
from .sheet import NoSuchName, Sheet

OWN_FILTERS = ("day", "iso_day", "stars", "best", "money", "fill")
_QUOTED = re.compile(r"'([^']+)'")
_OUR_OWN = ("polynya", "polynya_live")


def template_problem(error: Exception, sheet: Sheet, *, page: Page | None = None) -> Problem | None:
    """Say what is wrong with a template; None when the fault is not the author's and deserves its traceback.

    page: the one being drawn, blamed when it asks for a template that is not there.
    """
    place = _place(error, sheet.templates)
    if place is None and not isinstance(error, TemplateNotFound):
        return None
    if not isinstance(error, TemplateError | NoSuchName | NoSuchAsset) and _is_ours(error):
        return None
    rule, fact, hint, word = _meaning(error, sheet, page)
    file, line = place or (sheet.site.root / (page.path if page else "templates"), 0)
    source = _line(file, line)
    column = max(source.find(word), 0) + 1 if word else len(source) - len(source.lstrip()) + 1
    return Problem(
        rule=rule,
        path=_shown(file, sheet),
        fact=fact,
        hint=hint,
        line=line,
        column=column if source else 1,
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


def _meaning(error: Exception, sheet: Sheet, page: Page | None) -> tuple[str, str, str, str]:
    """Find rule, fact, hint, and the word of the line that the caret points at."""
    if isinstance(error, NoSuchName):
        word = next(iter(re.findall(r'"([^"]*)"', error.fact)), "")
        return error.rule, error.fact, error.hint, word
    if isinstance(error, NoSuchAsset):
        name = re.sub(r'.*"([^"]*)".*', r"\1", str(error))
        return "unknown-asset", str(error), _did_you_mean(name, sheet.contract.site.assets), name
    if isinstance(error, TemplateSyntaxError):
        return _syntax(error)
    if isinstance(error, TemplateNotFound):
        name = str(error.name or error.message)
        hint = _did_you_mean(name, _template_names(sheet.templates))
        return "unknown-template", f'there is no template "{name}"', hint, name
    if isinstance(error, UndefinedError):
        return _undefined(error, page)
    return "template-error", f"{type(error).__name__}: {error}", "mend the expression on this line.", ""


def _syntax(error: TemplateSyntaxError) -> tuple[str, str, str, str]:
    fact = _lower(error.message or "this is no template").rstrip(".").replace("'", '"')
    unknown = re.match(r'no (filter|test) named "([^"]*)"', fact)
    if unknown is None:
        return "template-syntax", fact, _SYNTAX_HINT, ""
    known = {*FILTERS, *OWN_FILTERS} if unknown[1] == "filter" else set(TESTS)
    return "template-syntax", fact, _did_you_mean(unknown[2], known), unknown[2]


_SYNTAX_HINT = "look for a tag that is not closed: {{ ... }}, {% if %} ... {% endif %}, {% block %} ... {% endblock %}."


def _undefined(error: UndefinedError, page: Page | None) -> tuple[str, str, str, str]:
    message = error.message or ""
    names = _QUOTED.findall(message)
    word = names[-1] if names else ""
    if message.endswith("is undefined"):
        hint = _did_you_mean(word, _context_of(error), otherwise=f"a page template knows {', '.join(KNOWN_TO_PAGES)}.")
        return "undefined-name", f'nothing is called "{word}" here', hint, word
    if "model.Page object" in message:
        known = (field.name for field in fields(Page))
        hint = _did_you_mean(word, known, otherwise=f"front matter is at page.fields: {{{{ page.fields.{word} }}}}.")
        return "undefined-name", f'a page has no "{word}"', hint, word
    fact = _lower(message).replace("'", '"').replace('"dict object"', "the mapping")
    return "undefined-name", fact, _did_you_mean(word, page.fields if page else (), otherwise=_MAY_BE_MISSING), word


KNOWN_TO_PAGES = ("page", "content", "collection", "title", "description", "path", "site", "data", "form", "thread")
_MAY_BE_MISSING = (
    "ask first whether it is there: {% if page.fields.subtitle is defined %}; or declare it in _collection.yaml."
)


def _context_of(error: BaseException) -> Iterable[str]:
    """Read the names that the template knew where it failed."""
    names: set[str] = set()
    for frame in _frames(error):
        context = frame.f_locals.get("context") or frame.f_locals.get("__jinja_context__")
        known = getattr(context, "get_all", None)
        if callable(known):
            names.update(str(name) for name in known())
        names.update(str(name) for name in frame.f_locals if not name.startswith("__"))
    return names


def _did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    names = sorted(known)
    close = closest(word, [name for name in names if name != word])
    if close:
        return f'did you mean "{close}"?'
    return otherwise or f"there are: {', '.join(names[:12])}."


def _place(error: Exception, folders: tuple[Path, ...]) -> tuple[Path, int] | None:
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return Path(error.filename), error.lineno
    found = None
    for frame, line in walk_tb(error.__traceback__):
        file = Path(frame.f_code.co_filename)
        if any(folder in file.parents for folder in folders):
            found = file, line
    return found


def _is_ours(error: Exception) -> bool:
    """Whether it was raised by code of this project, called from a template: a bug, not a mistake in the template."""
    frames = list(_frames(error))
    return bool(frames) and str(frames[-1].f_globals.get("__name__", "")).split(".")[0] in _OUR_OWN


def _frames(error: BaseException) -> Iterator[FrameType]:
    return (frame for frame, _ in walk_tb(error.__traceback__))


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


def _template_names(folders: tuple[Path, ...]) -> list[str]:
    return sorted({p.relative_to(f).as_posix() for f in folders for p in f.rglob("*.html")})


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
