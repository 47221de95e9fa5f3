"""`freeze why`: say why a page would be frozen again (build wing)."""

import click

from ..checking.asked import why
from ..places import Places
from .showing import show_json


@click.command("why")
@click.argument("page")
@click.option("--json", "as_json", is_flag=True, help="Write the reasons as a JSON list.")
@click.pass_obj
def command(places: Places, *, page: str, as_json: bool) -> None:
    """Say why the next freeze would draw a page again: what it read the last time, and what of that has changed.

    \b
    freeze why books/dune
    freeze why /sitemap.xml
    freeze why content/books/dune.md

    PAGE is an id, an address, or the path of a source. Nothing is written.
    """
    url, found = why(places.root, page)
    if as_json:
        show_json({"url": url, "reasons": found})
    elif not found:
        click.echo(f"{url}: nothing that it reads has changed")
    for line in found if not as_json else ():
        click.echo(f"{url}: {line}")
