"""`freeze new`: start a page, a form, or the words of a language (build wing)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from ...places import Places
from ...problems import ProblemsFound
from ...reading.walk import LANGUAGE
from ...starting.form import new_form
from ...starting.page import NoSuchCollection, new_page
from ...starting.writing import AlreadyThere
from ..showing import counted, show_json


@click.command("new")
@click.argument("kind")
@click.argument("title")
@click.option("--json", "as_json", is_flag=True, help="Write what was made as JSON.")
@click.pass_obj
def command(places: Places, kind: str, title: str, *, as_json: bool) -> None:
    """Start a page of a collection, a form, or words, with a comment for everything it may say. Never overwrites.

    \b
    freeze new book "The Snow Queen"
    freeze new page "About us"
    freeze new form contact
    freeze new words fr

    KIND is a collection, in the singular or the plural, or "page", "form", or "words": what the kit says, to be said in
    another language. To words that are there it adds those that are missing.
    """
    if kind == "words" and LANGUAGE.fullmatch(title):
        _words(places, title, as_json=as_json)
        return
    try:
        path = new_form(places.root, title) if kind == "form" else _page(places, kind, title)
    except AlreadyThere as there:
        raise click.ClickException(f"{there.path} is there already; nothing was written.") from None
    except NoSuchCollection as unknown:
        hint = unknown.hint if kind != "words" else "words are called after their language: freeze new words fr"
        raise click.UsageError(f'there is no collection "{kind}".\nhint: {hint}') from None
    except ValueError:
        hint = "a to z, digits and -, a letter first, at most 40 characters; for example: freeze new form contact"
        raise click.UsageError(f'no form can be called "{title}".\nhint: {hint}') from None
    if as_json:
        show_json({"path": path})
    else:
        following = f"::form[{title}] in a page" if kind == "form" else "freeze serve --drafts"
        click.echo(f"wrote {path}; next: {following}")


def _words(places: Places, language: str, *, as_json: bool) -> None:
    from ...starting.words import Unfinished, new_words  # noqa: PLC0415 -- nothing else needs the texts of the kit

    try:
        path, added = new_words(places.root, language)
    except Unfinished as unfinished:
        raise click.ClickException(f"nothing can be added to {unfinished.path}.\nhint: {unfinished.hint}") from None
    if as_json:
        show_json({"path": path, "added": added})
    elif added:
        click.echo(f"wrote {counted(added, 'text')} to {path}; next: say some of them, freeze check")
    else:
        click.echo(f"{path} has every text; next: freeze check")


def _page(places: Places, kind: str, title: str) -> str:
    from ...reading.read import read_site  # noqa: PLC0415 -- `freeze new form` needs none of it

    reading = read_site(places.root)
    if reading.site is None:
        raise ProblemsFound(reading.problems)
    today = datetime.now(ZoneInfo(reading.site.settings.timezone)).date()
    return new_page(reading.site, kind, title, today=today)
