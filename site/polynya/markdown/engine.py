"""The one place that knows the Markdown engine; puts the finishing steps in order (build wing)."""

from collections.abc import Callable
from dataclasses import dataclass

from pyromark import Markdown, Options

from .autolinks import link_bare_addresses
from .code import draw_code
from .directives import FORM_MARK, FormMark, draw_forms, find_forms, set_apart
from .finish import finish_tags
from .headings import Heading, number_headings
from .words import words_of

_ENGINE = Markdown(
    options=Options.ENABLE_TABLES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_DEFINITION_LIST
    | Options.ENABLE_HEADING_ATTRIBUTES
    | Options.ENABLE_GFM,
    highlight=draw_code,
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A Markdown text as HTML, and the headings in it, in order."""

    html: str
    headings: tuple[Heading, ...] = ()


def render(
    body: str,
    *,
    resolve: Callable[[str], str] = str,
    draw_form: Callable[[str], str] | None = None,
    language: str = "en",
) -> Rendered:
    """Turn Markdown into HTML. Raw HTML passes through; nothing in it is ever read as a template.

    resolve: gives the address to write for the address an author wrote, of links and images alike.
    draw_form: gives the HTML for `::form[name]` on a line of its own; without it such a line stays text.
    """
    has_forms = draw_form is not None and FORM_MARK in body
    html = _ENGINE.html(set_apart(body, _ENGINE) if has_forms else body)
    html, headings = number_headings(html)
    html = finish_tags(html, resolve=resolve, words=words_of(language))
    if "://" in body:
        html = link_bare_addresses(html)
    if has_forms and draw_form is not None:
        html = draw_forms(html, draw_form)
    return Rendered(html, tuple(headings))


def form_marks(body: str) -> list[FormMark]:
    """List the `::form[name]` directives of a Markdown text, in order."""
    return find_forms(body, _ENGINE) if FORM_MARK in body else []
