"""The one place that knows the Markdown engine; puts the finishing steps in order (build wing)."""

import re
from bisect import bisect
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from operator import itemgetter

from pyromark import Markdown, Options

from polynya_live.values import NamedTuple, dataclass
from polynya_live.values.patterns import late

from .attributes import has_strange_headings, may_have_attributes, set_attributes, with_allowed
from .autolinks import link_bare_addresses
from .callouts import MARK as CALLOUT
from .callouts import draw_callouts
from .code import draw_code, hide_spaces, may_have_options, show_spaces
from .directives import (
    FORM_MARK,
    Directive,
    Draw,
    FormMark,
    Marked,
    draw_directives,
    find_forms,
    may_have_directives,
    set_apart,
)
from .emphasis import loosen, may_have_tight_stars, tighten
from .faults import Tell, ignore
from .finishing import finish
from .finishing.pointing import only_links
from .footnotes import MARK, gather
from .formulas import draw_formulas
from .headings import TOC, Heading, draw_contents
from .leftovers import may_have_leftovers, tell_of_leftovers
from .typography import keep_own, set_quotes
from .words import words_of

_USUAL = (
    Options.ENABLE_TABLES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_DEFINITION_LIST
    | Options.ENABLE_HEADING_ATTRIBUTES
    | Options.ENABLE_GFM
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What a site or a page has to ask for. math: `$…$` is a formula; typography: quotes as its language sets them."""

    math: bool = False
    typography: bool = False


NONE = Extras()
_COLON = late(r"^[ \t>]*(?=:\S)", re.MULTILINE)
_BEFORE_COLON = "\ue0f3"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A Markdown text as HTML, and the headings in it, in order.

    plain: that it surely has no picture and no heading of the first level, so that nobody has to look for them.
    addresses: of its links, as they are written in it, in order, where surely nothing else in it points anywhere or can be
    pointed at but its headings; None where that is not known.
    """

    html: str
    headings: tuple[Heading, ...] = ()
    plain: bool = False
    addresses: Sequence[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Who draws what the text only names. form: `::form[name]`; component: any other directive; both may be missing.

    fault: is told what is wrong in the text.
    """

    form: Callable[[str], str] | None = None
    component: Draw | None = None
    fault: Tell = ignore


def render(
    body: str,
    *,
    resolve: Callable[[str], str] = str,
    draw_form: Callable[[str], str] | None = None,
    draw_component: Draw | None = None,
    language: str = "en",
    extras: Extras = NONE,
    taken: Collection[str] = (),
    title: str = "",
    fault: Tell = ignore,
) -> Rendered:
    """Turn Markdown into HTML. Raw HTML passes through; nothing in it is ever read as a template.

    resolve: gives the address to write for the address an author wrote, of links and images alike.
    draw_form: gives the HTML for `::form[name]` on a line of its own; without it such a line stays text.
    draw_component: the same for every other directive. taken: ids that no heading may get by itself.
    title: the id of the heading above the text.
    fault: is told what is wrong in the text, by its lines.
    """
    drawing = Drawing(form=draw_form, component=draw_component, fault=fault) if may_have_directives(body) else None
    words = words_of(language)
    engine = _engine(extras.math and "$" in body, extras.typography)
    marked = _marked(body, engine, drawing) if drawing else None
    text = marked.text if marked else body
    html = _html(text, engine, extras)
    _tell_of_left(html, text, engine, told=(body, fault))
    if extras.math and "math math-" in html:
        html = draw_formulas(html, body, fault, label=words["formula"])
    if has_notes := _may_have_notes(body):
        html = _notes(html, words)
    finished = finish(html, resolve, words, taken=taken, title=title, boxes="|" in body)
    html, headings, plain, addresses = finished
    if extras.typography:
        html = set_quotes(html, language)
    if "://" in body or "@" in body or "www." in body:
        html = link_bare_addresses(html)
    if "[" in html and TOC in body:  # most texts have brackets of links only
        html = html.replace(f"<p>{TOC}</p>", draw_contents(headings, words))
    if marked and drawing:
        contents = draw_contents(headings, words)
        html = draw_directives(html, marked, lambda one: _draw(one, drawing, contents), fault=fault)
    if marked or extras.math or has_notes or html != finished.html or not only_links(body):
        addresses = None
    return Rendered(html, tuple(headings), plain and not marked, addresses)


def form_marks(body: str) -> list[FormMark]:
    """List the `::form[name]` directives of a Markdown text, in order."""
    return find_forms(body, _engine(False, False)) if FORM_MARK in body else []


class Spans(NamedTuple):
    """Where what is no plain text stands in a Markdown text: first character, and the one after the last.

    code: within a line, formulas as well; blocks: of code; links: pictures and marks of footnotes as well.
    """

    code: list[tuple[int, int]]
    blocks: list[tuple[int, int]]
    html: list[tuple[int, int]]
    links: list[tuple[int, int]]


def spans_in(body: str, *, math: bool = False) -> Spans:
    """Find what is code, raw HTML or a link. math: whether there may be formulas."""
    spans = Spans([], [], [], [])
    plain, raw, offset, at = body.isascii(), body.encode(), 0, 0
    for event, where in _engine(math and "$" in body, False).events_with_range(body):
        tag = event.get("Start", event) if type(event) is dict else event
        into = _KINDS.get(next(iter(tag))) if type(tag) is dict else None
        if into is None:
            continue
        start, end = where["start"], where["end"]
        if not plain:  # the engine counts bytes
            at, offset = at + len(raw[offset:start].decode()), start
            start, end = at, at + len(raw[start:end].decode())
        getattr(spans, into).append((start, end))
    return spans


_KINDS = {
    **dict.fromkeys(("Code", "InlineMath", "DisplayMath"), "code"),
    **dict.fromkeys(("Html", "InlineHtml"), "html"),
    **dict.fromkeys(("Link", "Image", "FootnoteReference"), "links"),
    "CodeBlock": "blocks",
}


@cache
def _engine(math: bool, typography: bool) -> Markdown:
    options = _USUAL
    if math:
        options |= Options.ENABLE_MATH
    if typography:
        options |= Options.ENABLE_SMART_PUNCTUATION
    return Markdown(options=options, highlight=draw_code)


def _marked(body: str, engine: Markdown, drawing: Drawing) -> Marked | None:
    """Find the directives; None when there are none, or nobody to draw them."""
    wanted = FORM_MARK if drawing.component is None else "::"
    if wanted not in body or (drawing.form is None and drawing.component is None):
        return None
    marked = set_apart(body, engine, drawing.fault)
    return marked if marked.directives else None


def _html(body: str, engine: Markdown, extras: Extras) -> str:
    """Run the engine, with what it cannot do itself before and after, for texts that ask for it."""
    has_braces = "{" in body
    has_options = may_have_options(body)
    if has_options:
        body = hide_spaces(body)
    if is_tight := may_have_tight_stars(body):
        body = loosen(body)
    html = _drawn(body, engine, extras)
    if "<dd>" in html and _COLON.search(body):
        html = _drawn(_no_definitions(body), engine, extras).replace(_BEFORE_COLON, "")
    if has_options:
        html = show_spaces(html)
    if is_tight:
        html = tighten(html)
    return set_attributes(html) if has_braces and may_have_attributes(html) else html


def _drawn(body: str, engine: Markdown, extras: Extras) -> str:
    """Run the engine; what a heading may not have, it does not get."""
    text = keep_own(body) if extras.typography else body
    html = engine.html(text)
    return engine.html(with_allowed(text, engine)) if "{" in text and has_strange_headings(html) else html


def _tell_of_left(html: str, text: str, engine: Markdown, *, told: tuple[str, Tell]) -> None:
    """Tell of what the engine left in the text, as it read it. told: what the author wrote, and who is told."""
    body, fault = told
    if fault is not ignore and may_have_leftovers(html):
        tell_of_leftovers(loosen(text) if may_have_tight_stars(text) else text, body, engine, tell=fault)


def _no_definitions(body: str) -> str:
    """Set a sign before colons that no definition has, as in `:tada: Done`; the engine takes it for one below a line."""
    blocks = spans_in(body).blocks

    def marked(found: re.Match[str]) -> str:
        before = bisect(blocks, found.end(), key=itemgetter(0))
        return found[0] if before and found.end() < blocks[before - 1][1] else f"{found[0]}{_BEFORE_COLON}"

    return _COLON.sub(marked, body)


def _may_have_notes(body: str) -> bool:
    """Say whether there could be footnotes or callouts; one sign is found far sooner than two in a row."""
    return ("^" in body and "[^" in body) or ("!" in body and "[!" in body)


def _notes(html: str, words: Mapping[str, str]) -> str:
    """Gather footnotes, and draw the callouts that the engine takes for quotes."""
    html = gather(html, words) if MARK in html else html
    return draw_callouts(html, words) if CALLOUT in html else html


def _draw(directive: Directive, drawing: Drawing, contents: str) -> str | None:
    if directive.name == "form" and directive.label and not directive.opens and drawing.form:
        return drawing.form(directive.label)
    if directive.name == "toc" and not directive.opens:
        return contents
    return drawing.component(directive) if drawing.component else None
