"""Compiles what the live wing needs: the contract, and its templates as Python modules (build wing)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, ModuleLoader

from polynya_live.contract import Contract, Form, PageRef, Row, SiteFacts
from polynya_live.submissions import Submission
from polynya_live.templating import prepare

from .model import Page, Settings, Site
from .observing.digests import digest_of
from .observing.memory_file import write_whole
from .pages.ways import Ways
from .problems import Problem

ApprovedRows = Mapping[str, Mapping[str, Sequence[Submission]]]
"""By form and page, oldest approval first."""

END = b"\n# whole\n"
LIVE_TEMPLATES = ("layouts/", "fragments/", "forms/", "inbox/", "mail/")


def site_facts(settings: Settings) -> SiteFacts:
    """Take over what layouts need to know; the assets are added when they have their names."""
    return SiteFacts(
        title=settings.title,
        url=settings.url,
        description=settings.description,
        descriptions=settings.descriptions,
        language=settings.language,
        timezone=settings.timezone,
        currency=settings.currency,
        navigation=settings.navigation,
        footer=settings.footer,
        logo=settings.logo,
        styles=settings.styles,
        scripts=settings.scripts,
        search=settings.search,
        words=settings.words,
    )


def make_contract(site: Site, facts: SiteFacts) -> tuple[Contract, list[Problem]]:
    """Compile forms, the pages that have a thread, and the rows that are counted. `release` is set when it is known."""
    threads = {form.thread for form in site.forms.values() if form.thread}
    counted = {field.rows for form in site.forms.values() for field in form.fields if field.rows}
    problems: list[Problem] = []
    refs = {p.id: _ref(p, site.forms, problems) for name in threads for p in site.pages_of(name)}
    rows = {name: tuple(_rows(site, name, problems)) for name in sorted(counted)}
    facts = replace(facts, account=_account(site), **_ways_in_languages(site))
    return Contract(release="", site=facts, forms=site.forms, pages=refs, rows=rows), problems


def _account(site: Site) -> str:
    page = site.pages.get("account")
    return page.url if page and page.template == "pages/account.html" else ""


def _ways_in_languages(site: Site) -> dict[str, Any]:  # Any: facts of the site
    """Gather what the frame of a page says otherwise in each language."""
    ways, others = Ways(site), site.settings.languages[1:]
    return {
        "navigation": ways.navigation_in(site.settings.language),
        "navigations": {language: ways.navigation_in(language) for language in others},
        "footer": ways.in_words_of(site.settings.language, site.settings.footer),
        "footers": {language: ways.in_words_of(language, site.settings.footer) for language in others},
        "fronts": {language: ways.front(language) for language in others},
    }


def with_cursors(contract: Contract, approved: ApprovedRows, *, due: int) -> Contract:
    """Write into a contract how far the pages show each thread, and when a page comes or goes. due: milliseconds, 0 for never."""
    pages = ((form, page, rows) for form, threads in sorted(approved.items()) for page, rows in sorted(threads.items()))
    return replace(contract, cursors={f"{form}/{page}": rows[-1].cursor for form, page, rows in pages if rows}, due=due)


def with_release(contract: Contract, release: str) -> Contract:
    """Write the release into a contract."""
    return replace(contract, release=release)


def compile_templates(
    folders: tuple[Path, ...], facts: SiteFacts, kept: Path | None = None
) -> Iterator[tuple[str, bytes]]:
    """Compile the templates of the live wing to Python modules: (file name, source), the same bytes each time.

    kept: a folder in which what this very code compiled is found again. Raises TemplateSyntaxError.
    """
    env = Environment(loader=FileSystemLoader(folders), autoescape=True)
    prepare(env, facts)
    loader = FileSystemLoader(folders)
    known = digest_of(replace(facts, words={}))  # which are said when a template is drawn
    for name in env.list_templates(filter_func=_is_live):
        text, _, _ = loader.get_source(env, name)
        file = kept / f"live-{digest_of((name, text, known)).hex()}" if kept else None
        code = _compiled(file)
        if code is None:
            code = env.compile(text, name, str(_file(folders, name)), raw=True, defer_init=True).encode()
            if file:
                with suppress(OSError):
                    write_whole(file, code + END)
        yield ModuleLoader.get_module_filename(name), code


def _compiled(file: Path | None) -> bytes | None:
    """Read what was compiled of a template; None when it was not."""
    try:
        found = file.read_bytes() if file else b""
    except OSError:
        return None
    return found.removesuffix(END) if found.endswith(END) else None


def _file(folders: tuple[Path, ...], name: str) -> Path:
    return next(folder / name for folder in folders if (folder / name).is_file())


def _is_live(name: str) -> bool:
    file = name.rpartition("/")[2]
    return name.startswith(LIVE_TEMPLATES) and not file.startswith(".") and file.endswith((".html", ".txt", ".svg"))


def _rows(site: Site, collection: str, problems: list[Problem]) -> Iterator[Row]:
    for page in site.pages_of(collection):
        price = page.fields.get("price")
        if isinstance(price, int) and not isinstance(price, bool):
            yield Row(id=page.id, title=page.title, price=price)
        else:
            problems.append(_without_price(page))


def _ref(page: Page, forms: Mapping[str, Form], problems: list[Problem]) -> PageRef:
    """Make what the live wing knows of a page; its places are those that the forms of its thread count."""
    counting = [form for form in forms.values() if form.thread == page.collection and form.places]
    places = page.fields.get(counting[0].places) if counting else None
    fits = isinstance(places, int | float) and not isinstance(places, bool) and places >= 0 and places == int(places)
    if counting and not fits:
        problems.append(_without_places(page, counting[0]))
    return PageRef(page.id, page.url, page.title, page.collection, int(places) if fits and places is not None else None)


def _without_places(page: Page, form: Form) -> Problem:
    return Problem(
        rule="no-places",
        path=page.path,
        fact=f'"{page.title}" does not say how many places it has, and the form "{form.name}" gives them away',
        hint=f"add {form.places}: 30 to its front matter, and {form.places}: {{type: number, required: true}} to its collection.",
    )


def _without_price(page: Page) -> Problem:
    return Problem(
        rule="no-price",
        path=page.path,
        fact=f'"{page.title}" can be ordered and has no price',
        hint="add price: 4.50 to its front matter, and price: {type: money} to the fields of its collection.",
    )
