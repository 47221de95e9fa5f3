"""The pages app: one GET route that finds a page by its address and draws it (build wing)."""

from collections.abc import Callable, Mapping
from functools import partial
from html import unescape
from typing import Any

from flask import Flask, abort, current_app
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from polynya_live.contract import PageRef, SiteFacts
from polynya_live.templating import draw_form, prepare
from polynya_live.values.patterns import late
from polynya_live.words import say, sayer

from ..markdown import Fault, Rendered, render
from ..model import Page
from ..observing.templates import QuickEnvironment, WatchedEnvironment
from ..observing.templates.kept import compiled
from ..observing.templates.taking_in import InliningLoader
from ..outputs.feeds.lending import LENDING, Lending
from ..outputs.head import About
from ..outputs.pictures.sizes import with_sizes
from ..outputs.structured import forget_above
from .addresses import body_of, resolver, unlinked
from .catalogue import Catalogue
from .components import component_drawer, extras_of, problem_of
from .outputs import WRITERS, Written
from .sheet import NoSuchName, Notes, Sheet
from .ways import Around

NOT_IN_FROZEN_PAGES = ("request", "session", "g", "config", "url_for", "get_flashed_messages")
"""What Flask gives to templates and would freeze one reader's request, or nothing at all, into everyone's page."""

_TAG = late(r"<[^<>]*>")

Answer = tuple[str, Mapping[str, str]]
"""What a view returns: a text and its headers; Flask makes a response of it, and the freezer needs none."""

SURE = {
    "page": frozenset(Page.__dataclass_fields__),
    "site": frozenset(SiteFacts.__dataclass_fields__),
    "about": frozenset(("canonical", "lost", "early", "search", "found", "kind", "twin", "json")),
}
"""Attributes that are there whenever a template of a page asks what is called so for them."""

Begun = Callable[[], str]
"""The rest of drawing an output, which gives its text."""

BEGIN = "polynya.begin"
"""The extension of the app that begins to draw what is at a path: the Markdown of a page, but not its template."""

_HTML = {"Content-Type": "text/html; charset=utf-8"}


def create_pages_app(sheet: Sheet, *, quick: bool = False) -> Flask:
    """Make the Flask app that draws the pages of `sheet`; it has nothing to hide and nothing that changes.

    quick: with templates taken into those that include them, so that errors are not where they seem to be.
    """
    forget_above()  # of the sheet before: a preview makes an app for each freeze
    app = Flask("polynya.pages", static_folder=None, template_folder=None)
    app.jinja_environment = QuickEnvironment if quick else WatchedEnvironment
    app.config["PROPAGATE_EXCEPTIONS"] = True
    app.jinja_options = {
        "loader": (InliningLoader if quick else FileSystemLoader)(sheet.templates),
        "auto_reload": False,
        "cache_size": -1,
        "bytecode_cache": compiled(sheet.site.root, quick=quick),
    }
    if isinstance(app.jinja_env, QuickEnvironment):
        app.jinja_env.sure = SURE
    prepare(app.jinja_env, sheet.contract.site)
    _share(app.jinja_env, sheet)
    app.add_url_rule("/", "page", partial(_page, sheet, app.jinja_env, path=""), methods=["GET"])
    app.add_url_rule("/<path:path>", "page", methods=["GET"])
    app.extensions[LENDING] = Lending()
    app.extensions[BEGIN] = partial(_begin, sheet, app.jinja_env)
    return app


def _share(env: Environment, sheet: Sheet) -> None:
    for name in NOT_IN_FROZEN_PAGES:
        env.globals.pop(name, None)
    env.globals |= {
        "catalogue": Catalogue(),
        "data": sheet.site.data,
        "pages_of": sheet.pages_of,
        "pictures_in": sheet.pictures_in,
        "page_of": sheet.page_of,
        "page_url": sheet.page_url,
        "thread_of": sheet.thread,
        "languages": sheet.site.settings.spoken,
        "navigation_in": sheet.ways.navigation_in,
        "front_in": sheet.ways.front,
        "say": say,
        "above": sheet.ways.above,
        "below": sheet.ways.below,
        "neighbours": sheet.ways.neighbours,
        "related": sheet.ways.related,
        "terms": sheet.ways.terms,
        "terms_of": sheet.ways.terms_of,
    }


def _page(sheet: Sheet, env: Environment, *, path: str) -> Answer:
    text = _begin(sheet, env, path=path, notes=Notes())()  # a request of the app has no use for notes
    output = sheet.outputs[f"/{path}"]
    return text, _HTML if isinstance(output, Page) else {"Content-Type": f"{output.mimetype}; charset=utf-8"}


def _begin(sheet: Sheet, env: Environment, *, path: str, notes: Notes) -> Begun:
    output = sheet.outputs.get(f"/{path}")
    if output is None:
        abort(404)
    if isinstance(output, Page):
        return _draw(output, sheet, env, notes=notes)
    body = WRITERS[output.kind](sheet, output.about) if isinstance(output, Written) else output.body
    return lambda: body


def _draw(page: Page, sheet: Sheet, env: Environment, *, notes: Notes) -> Begun:
    def form(name: str) -> Markup:
        return _form(sheet.ways.in_language(name, page), page, sheet=sheet, env=env)

    around, taken = sheet.around(page), sheet.taken_ids
    context: dict[str, Any] = {  # Any: whatever a template may be given
        "page": page,
        "collection": sheet.collection(page.collection),
        "form": form,
        "thread": partial(_thread, sheet, page),
        "title": page.title,
        "title_id": "" if page.anchor in taken else page.anchor,
        "description": page.description,
        "path": page.url,
        "about": About(page, sheet, around),
        **_ways_of(page, around, sheet=sheet),
    }
    lending: Lending = current_app.extensions[LENDING]
    rendered = lending.keep(page, partial(_rendered, page, sheet, env, context=context, notes=notes))
    notes.content = rendered
    html = unlinked(rendered.html) if notes.absent else rendered.html
    if not rendered.plain:
        html = _sized(html, sheet)
    context["content"] = str.__new__(Markup, html)
    context["headed"] = not rendered.plain and _has_title(html, page.title)
    context["headings"] = rendered.headings
    return lambda: env.get_template(page.template).render(context)


def _has_title(html: str, title: str) -> bool:
    """Whether a text brings its title: one heading of the first level, before all others. More of them are parts of it.

    One with words above it, as of a README with its badges, has to say the title of the page.
    """
    at = html.find("<h1")
    if at < 0 or html.find("<h1", at + 1) >= 0 or any(0 <= html.find(f"<h{level}") < at for level in range(2, 7)):
        return False
    return "<p>" not in html[:at] or _letters(title) in _letters(html[at : html.find("</h1>", at)])


def _letters(html: str) -> str:
    """Leave out tags, and all signs that may be written otherwise."""
    return "".join(filter(str.isalnum, unescape(_TAG.sub("", html)).casefold()))


def _rendered(page: Page, sheet: Sheet, env: Environment, *, context: Mapping[str, Any], notes: Notes) -> Rendered:
    """Turn the Markdown of a page into HTML. context: what its template is given besides."""

    def form_of_text(name: str) -> str:
        try:
            drawn: Markup = context["form"](name)
        except NoSuchName as unknown:
            from .faults import misplaced_form  # noqa: PLC0415 -- only where it has to be explained

            notes.problems.append(misplaced_form(name, page, unknown))
            return ""
        return drawn

    def tell(fault: Fault) -> None:
        notes.problems.append(problem_of(fault, page))

    return render(
        body_of(page, sheet=sheet, notes=notes),
        resolve=resolver(page, sheet=sheet, notes=notes),
        draw_form=form_of_text,
        draw_component=component_drawer(sheet.components, env, context, fault=tell),
        language=context["language"],
        extras=extras_of(page, sheet.site.settings),
        taken=sheet.taken_ids,
        title=page.anchor,
        fault=tell,
    )


def _ways_of(page: Page, around: Around, *, sheet: Sheet) -> dict[str, Any]:  # Any: as above
    """Gather what a page shows of others, and what its language changes."""
    ways = sheet.ways
    return {
        "listing": around.listing,
        "language": around.language,
        "navigation": sheet.contract.site.navigation if around.navigation is None else around.navigation,
        "translations": around.translations,
        "pages_of": lambda name: sheet.pages_of(sheet.ways.in_language(name, page)),
        "above": lambda other: around.above if other is page else ways.above(other),
        "terms_of": lambda other, taxonomy="": (
            around.terms if other is page and not taxonomy else ways.terms_of(other, taxonomy)
        ),
        "t": sayer(around.language),
    }


def _sized(html: str, sheet: Sheet) -> str:
    return with_sizes(html, sheet.picture_at) if "<img" in html and sheet.site.settings.pictures else html


def _thread(sheet: Sheet, page: Page, name: str) -> object:
    form = sheet.form(name := sheet.ways.in_language(name, page))
    return sheet.thread(name, page.id if form.thread else "")


def _form(name: str, page: Page, *, sheet: Sheet, env: Environment) -> Markup:
    declared = sheet.form_on(name, page)
    about: PageRef | None = sheet.contract.pages[page.id] if declared.thread else None
    return draw_form(env, declared, about or page.url, rows=sheet.contract.rows)
