"""What an error of a template means, in the author's words: a rule, a fact, a hint, and the word to point at (build wing)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import singledispatch
from traceback import walk_tb
from types import FrameType

from jinja2 import TemplateNotFound, TemplateRuntimeError, TemplateSyntaxError, UndefinedError
from jinja2.filters import FILTERS
from jinja2.tests import TESTS

from polynya_live.routes import ROUTES, live_url
from polynya_live.templating import NoSuchAsset
from polynya_live.values import dataclass
from polynya_live.values.patterns import late

from ..model import Page
from ..reading.text.closeness import closest
from .sheet import NoSuchName, Sheet
from .unfit import unfit_filter, unfit_sign

OWN_FILTERS = ("day", "iso_day", "stars", "best", "money", "fill")
KNOWN_TO_PAGES = ("page", "content", "collection", "title", "description", "path", "site", "data", "form", "thread")
LISTED = 12
_QUOTED = late(r"'([^']+)'")
_LACKING = late(r"missing \d+ required [\w-]+ arguments?: (.*)")
_NO_TEST = late(r"No (filter|test) named '([^']*)'")
_POINTED = late(r'(?:unexpected|got|tag) "([^"]*)"')
_SYNTAX_HINT = "look for a tag that is not closed: {{ ... }}, {% if %} ... {% endif %}, {% block %} ... {% endblock %}."
_MAY_BE_EMPTY = "a value is empty on this page; ask first whether it is there: {% if page.fields.price %}."
_MAY_BE_MISSING = (
    "ask first whether it is there: {% if page.fields.subtitle is defined %}; or declare it in _collection.yaml."
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What to tell the author. word: what the caret points at in the line; "" for its start."""

    rule: str
    fact: str
    hint: str
    word: str = ""


@singledispatch
def meaning_of(error: Exception, sheet: Sheet, page: Page | None) -> Meaning:
    """Say what an error means that a template raised while `page` was drawn."""
    hint = _MAY_BE_EMPTY if "NoneType" in str(error) else "mend the expression on this line."
    if lacking := _LACKING.search(str(error)):
        words = lacking[1].replace("'", '"')
        return Meaning(
            "template-error", f"this call lacks {words}", 'write it between the brackets, as in pages_of("books").'
        )
    unfit = unfit_filter(error) or unfit_sign(error)
    if unfit:
        return Meaning("template-error", *unfit)
    return Meaning("template-error", f"{type(error).__name__}: {error}", hint)


@meaning_of.register
def _of_key(error: KeyError, sheet: Sheet, page: Page | None) -> Meaning:
    """A live route that does not exist, or a part of its address that was not given; otherwise a key of a mapping."""
    if unfit := unfit_filter(error):
        return Meaning("template-error", *unfit)
    name = str(error.args[0]) if error.args else ""
    frame = next(reversed(list(frames_of(error))))
    if frame.f_globals.get("__name__") != live_url.__module__:
        return Meaning("template-error", f'there is no key "{name}"', _MAY_BE_MISSING, name)
    if frame.f_code.co_name == live_url.__name__:
        known = (route.name for route in ROUTES)
        return Meaning("template-error", f'no live route is called "{name}"', _did_you_mean(name, known), name)
    return Meaning("template-error", f'this address needs its "{name}"', f"write live_url(…, {name}=…).", "live_url")


@meaning_of.register
def _of_name(error: NoSuchName, sheet: Sheet, page: Page | None) -> Meaning:
    return Meaning(error.rule, error.fact, error.hint, error.name)


@meaning_of.register
def _of_asset(error: NoSuchAsset, sheet: Sheet, page: Page | None) -> Meaning:
    return Meaning("unknown-asset", str(error), _did_you_mean(error.name, sheet.contract.site.assets), error.name)


@meaning_of.register
def _of_template(error: TemplateNotFound, sheet: Sheet, page: Page | None) -> Meaning:
    name = str(error.name or error.message)
    known = {p.relative_to(folder).as_posix() for folder in sheet.templates for p in folder.rglob("*.html")}
    return Meaning("unknown-template", f'there is no template "{name}"', _did_you_mean(name, known), name)


@meaning_of.register
def _of_decoding(error: UnicodeDecodeError, sheet: Sheet, page: Page | None) -> Meaning:
    return Meaning("not-utf8", "this line is not UTF-8", "save the template as UTF-8.")


@meaning_of.register
def _of_recursion(error: RecursionError, sheet: Sheet, page: Page | None) -> Meaning:
    hint = "look for an include, an import or a macro that leads back to its own template."
    return Meaning("template-circle", "this leads back to itself without end", hint)


@meaning_of.register
def _of_syntax(error: TemplateSyntaxError, sheet: Sheet, page: Page | None) -> Meaning:
    fact = _lower(error.message or "this is no template").rstrip(".").replace("'", '"')
    unknown = re.match(r'no (filter|test) named "([^"]*)"', fact)
    if unknown is None:
        pointed = _POINTED.search(fact)
        return Meaning("template-syntax", fact, _SYNTAX_HINT, pointed[1] if pointed else "")
    return _of_unknown(*unknown.groups())


@meaning_of.register
def _of_running(error: TemplateRuntimeError, sheet: Sheet, page: Page | None) -> Meaning:
    """Inside of a condition Jinja looks for filters and tests only when it gets there."""
    unknown = _NO_TEST.search(str(error))
    return _of_unknown(*unknown.groups()) if unknown else Meaning("template-error", str(error), "mend this line.")


def _of_unknown(kind: str, name: str) -> Meaning:
    known = {*FILTERS, *OWN_FILTERS} if kind == "filter" else set(TESTS)
    return Meaning("template-syntax", f'no {kind} named "{name}"', _did_you_mean(name, known), name)


@meaning_of.register
def _of_undefined(error: UndefinedError, sheet: Sheet, page: Page | None) -> Meaning:
    message = error.message or ""
    word = next(reversed(_QUOTED.findall(message)), "")
    if message.endswith("is undefined"):
        hint = _did_you_mean(word, _context_of(error), otherwise=f"a page template knows {', '.join(KNOWN_TO_PAGES)}.")
        return Meaning("undefined-name", f'nothing is called "{word}" here', hint, word)
    if ".Page object" in message:
        known = (field.name for field in fields(Page))
        hint = _did_you_mean(word, known, otherwise=f"front matter is at page.fields: {{{{ page.fields.{word} }}}}.")
        return Meaning("undefined-name", f'a page has no "{word}"', hint, word)
    if "_WatchedMapping object" in message and word not in sheet.site.data:
        hint = _did_you_mean(word, sheet.site.data) if sheet.site.data else f"write content/data/{word}.yaml."
        return Meaning("undefined-name", f'no file of content/data/ is called "{word}"', hint, word)
    fact = _lower(message).replace("'", '"').replace('"dict object"', "the mapping")
    return Meaning(
        "undefined-name", fact, _did_you_mean(word, page.fields if page else (), otherwise=_MAY_BE_MISSING), word
    )


def frames_of(error: BaseException) -> Iterator[FrameType]:
    """Walk the frames that an error went through, the raising one last."""
    return (frame for frame, _ in walk_tb(error.__traceback__))


def _context_of(error: BaseException) -> Iterable[str]:
    """Read the names that the template knew where it failed."""
    names: set[str] = set()
    for frame in frames_of(error):
        context = frame.f_locals.get("context") or frame.f_locals.get("__jinja_context__")
        known = getattr(context, "get_all", None)
        if callable(known):
            names.update(str(name) for name in known())
        if "__jinja_exception__" in frame.f_globals:  # where Jinja shows the template in place of its program
            names.update(str(name) for name in frame.f_locals if not name.startswith("__"))
    return names


def _did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    names = sorted(known)
    close = closest(word, [name for name in names if name != word])
    if close:
        return f'did you mean "{close}"?'
    return otherwise or f"there are: {', '.join(names[:LISTED])}."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
