"""`freeze schema`: JSON Schemas of what an author writes, for editors (build wing)."""

from pathlib import Path

import click

from ...places import Places
from ...problems import ProblemsFound
from ...reading.read import read_site
from ...schemas import write_schemas
from ..showing import show_json

USUAL = ".polynya/schemas"


@click.command("schema")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), help=f"The folder; {USUAL} of the site.")
@click.option("--json", "as_json", is_flag=True, help="Write the names of the files as a JSON list.")
@click.pass_obj
def command(places: Places, *, output: Path | None, as_json: bool) -> None:
    """Write JSON Schemas: of site.yaml, collections and forms, and of the front matter of each collection.

    \b
    freeze schema
    freeze schema --output ../schemas

    Editors that know YAML then complete keys and mark mistakes; the documentation shows how to tell them.
    """
    reading = read_site(places.root)
    if reading.site is None:
        raise ProblemsFound(reading.problems)
    folder = output or places.root / USUAL
    names = write_schemas(reading.site, folder)
    if as_json:
        show_json(names)
        return
    click.echo(f"wrote {len(names)} schemas to {folder}")
