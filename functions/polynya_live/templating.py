"""What every template may use, the same in frozen pages and in live answers, and the one way to draw a form (shared)."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, tzinfo
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from jinja2 import Environment, StrictUndefined, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup

from .contract import Asset, Form, PageRef, Rows, SiteFacts
from .routes import live_url
from .submissions import Value
from .threads import BEST, best_of, tally_of
from .values import dataclass
from .words import bring, say
from .words.changing import Changing
from .words.linking import linked
from .words.messages import message
from .words.telling import all_in_words, in_words
from .words.writing import day_in_words, decimal, direction, money

if TYPE_CHECKING:
    from .forms import DeclaredForm

MS = 1000
_TURNING = frozenset(("R", "AL", "AN", "RLE", "RLO", "RLI", "LRE", "LRO", "LRI", "FSI"))
_END_OF_ISOLATE = "\u2069"
_RIGHT_TO_LEFT = Markup(' dir="rtl"')

_BLANKS: WeakKeyDictionary[Environment, dict[str, tuple[Form, Rows, "DeclaredForm", Markup]]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Said:
    """What a form that keeps nothing has said before, the newest first. carried: the hidden fields that bring it back."""

    earlier: tuple[Mapping[str, Any], ...] = ()
    carried: tuple[str, ...] = ()


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class FormBack:
    """What a form comes back with after a post; in a frozen page there is nothing of it.

    bound: what was typed, after `validate`. stamp: carried as it is; "" leaves a spot that asks for one. challenge: the sum
    that goes with the stamp, "" for none. notice: a sentence above the fields. facts: what was derived from what was typed.
    said: what a form that keeps nothing has said before.
    """

    bound: "DeclaredForm | None" = None
    stamp: str = ""
    challenge: str = ""
    notice: str = ""
    facts: Mapping[str, Any] | None = None
    said: Said = NOTHING_SAID


UNTOUCHED = FormBack()


class NoSuchAsset(LookupError):
    """A template asks for a file that is not in the release. name: as it was asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(f'no file is called "{name}" in static/')
        self.name = name


def prepare(env: Environment, site: SiteFacts) -> None:
    """Make an environment fit for our templates, and bring the words of the site. Call it before a template is loaded.

    Autoescape is on, but not in the text of mails (.txt); an undefined name raises. Globals: `site`, `asset(name)` (raises
    NoSuchAsset), `live_url(...)`,
    `t(text)`, in the language that `spoken` finds.
    Filters: `day`, `iso_day`, `stars`, `best`, `money`, `decimal`, `dir` (of a language, as an attribute), `fill`, `linked`,
    `tally`, `message`, and of answers `in_words` (of a field) and `all_in_words` (of a form).
    """
    bring(site.words)
    env.autoescape = _escapes
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.globals |= {
        "site": site,
        "asset": _asset_finder(site),
        "live_url": live_url,
        "t": pass_context(lambda context, text: say(text, spoken(context, site))),
    }
    zone = _zone(site.timezone)
    env.filters |= {
        "day": pass_context(lambda context, moment: day_in_words(_day(moment, zone), spoken(context, site))),
        "iso_day": lambda moment: _written(moment) if type(moment) is date else iso_day(moment, site.timezone),
        "stars": stars,
        "best": best_of,
        "money": pass_context(lambda context, cents: money(cents, site.currency, spoken(context, site))),
        "decimal": pass_context(lambda context, number: decimal(number, spoken(context, site))),
        "dir": lambda language: _RIGHT_TO_LEFT if direction(language) else "",
        "in_words": pass_context(lambda context, field, value: in_words(field, value, spoken(context, site))),
        "all_in_words": pass_context(lambda context, form, said: all_in_words(form, said, spoken(context, site))),
        "fill": fill,
        "linked": linked,
        "tally": tally_of,
        "message": message,
    }


def spoken(context: Context, site: SiteFacts) -> str:
    """Find the language a template speaks: that of its page, else of the form or thread it draws, else of the site."""
    found = context.resolve_or_missing("language")
    given: str = "" if found is missing else found or ""
    if not given:
        form = getattr(context.get("thread"), "form", None) or context.get("form")
        given = getattr(form, "language", "")
    return given or site.language


def _escapes(name: str | None) -> bool:
    return not (name or "").endswith(".txt")


def draw_form(
    env: Environment,
    form: Form,
    page: PageRef | str | None,
    *,
    back: FormBack = UNTOUCHED,
    rows: Rows | None = None,
) -> Markup:
    """Draw templates/forms/form.html: in a frozen page and in a live answer to the same bytes.

    page: whose thread it adds to; for a form that stands alone the address of the page it is on, as far as that is known.
    back: what it comes back with after a post. rows: what quantity fields count, by collection.
    """
    from .forms import TRAP  # noqa: PLC0415 -- here and below: a site without forms needs no WTForms

    if back.bound is None:
        filled, fields = _blank(env, form, rows or {})
    else:
        filled, fields = back.bound, _drawn_fields(env, back.bound)
    context = {
        "form": form,
        "page": page if isinstance(page, PageRef) else None,
        "place": page if isinstance(page, str) else "",
        "bound": filled,
        "fields": fields,
        "stamp": back.stamp,
        "challenge": back.challenge,
        "notice": back.notice,
        "facts": back.facts,
        "said": back.said,
        "trap": TRAP,
    }
    return Markup(env.get_template("forms/form.html").render(context))  # noqa: S704 -- the template escaped what it was given


def _blank(env: Environment, form: Form, rows: Rows) -> "tuple[DeclaredForm, Markup]":
    """Make a form in which nothing was typed, and draw its fields: once, for they are the same on every page."""
    from .forms import form_class  # noqa: PLC0415

    known = _BLANKS.setdefault(env, {})
    found = known.get(form.name)
    if found is None or found[0] is not form or found[1] != rows:
        bound = form_class(form, rows)()
        found = known[form.name] = (form, rows, bound, _drawn_fields(env, bound))
    return found[2], found[3]


def _drawn_fields(env: Environment, bound: "DeclaredForm") -> Markup:
    template, language = env.get_template("forms/field.html"), bound.declared.language
    # A module speaks the language of the site unless it is told another: prices are written in that of the form.
    module = template.make_module({"language": language}) if language else template.module
    draw = module.field  # type: ignore[attr-defined]  # the macro in it
    return Markup("").join(draw(control) for control in bound.controls)


def draw_fields(env: Environment, bound: "DeclaredForm") -> Markup:
    """Draw the fields of a form alone, with what was typed; for a form of another purpose around them."""
    return _drawn_fields(env, bound)


def stars(given: float, most: int = BEST) -> str:
    """Draw a rating as stars, rounded to whole ones: 4 of 5 is ★★★★☆."""
    full = max(0, min(most, int(given + 0.5)))
    return "★" * full + "☆" * (most - full)


def iso_day(moment: int | str | date, timezone: str) -> str:
    """Write the day of a moment (milliseconds since 1970, or a date) as it is in a time zone, like 2027-03-14."""
    return _written(moment) if type(moment) is date else _day(moment, _zone(timezone)).isoformat()


@lru_cache(maxsize=1024)  # lists say the days of their pages again
def _written(day: date) -> str:
    return day.isoformat()


def fill(sentence: str, values: Mapping[str, Value]) -> str:
    """Put answers into a sentence: "Thank you, {author}." A name without an answer leaves nothing behind."""
    first, others = _parted(sentence.of(values) if isinstance(sentence, Changing) else sentence)
    return first + "".join([_apart(_words(values.get(name, ""))) + rest if name else rest for name, rest in others])


def _apart(words: str) -> str:
    """Keep what is written from right to left from turning the rest of a sentence round: https://www.w3.org/TR/string-meta/"""
    if words.isascii():
        return words
    from unicodedata import bidirectional  # noqa: PLC0415 -- most answers need none: cold start

    turns = not {bidirectional(sign) for sign in words}.isdisjoint(_TURNING)
    return f"\u2068{words.replace(_END_OF_ISOLATE, '')}{_END_OF_ISOLATE}" if turns else words


@lru_cache(maxsize=256)  # pages say the same few
def _parted(sentence: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Part a sentence at its names; "" for a brace that starts none, with what follows it."""
    first, *others = sentence.split("{")
    parts = (part.partition("}") for part in others)
    return first, tuple(
        (name, rest) if closed and name.isidentifier() else ("", f"{{{name}{closed}{rest}")
        for name, closed, rest in parts
    )


def _words(value: Value) -> str:
    if type(value) is str:
        return value.strip(" ")  # phones put a blank behind each word that they complete
    if type(value) is int:
        return str(value)
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, dict):
        return ", ".join(f"{count} × {row}" for row, count in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _asset_finder(site: SiteFacts) -> Callable[[str], Asset]:
    def asset(name: str) -> Asset:
        try:
            return site.assets[name]
        except KeyError:
            raise NoSuchAsset(name) from None

    return asset


def _day(moment: int | str | date, zone: tzinfo) -> date:
    """Take the day of milliseconds since 1970, of a text like "2027-03-14", or of a date."""
    if type(moment) is date:  # most
        return moment
    if isinstance(moment, int):
        return datetime.fromtimestamp(moment / MS, zone).date()
    if isinstance(moment, str):
        return date.fromisoformat(moment)
    return moment.date() if isinstance(moment, datetime) else moment


@cache
def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 -- most sites never need it: cold start

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC  # a function's image may have no zones; a day too early or late is better than no answer


zone_of = _zone
"""Find a time zone by its name."""
