"""`freeze routes`: every address of the site, frozen or live (build wing)."""

import click

from polynya_live.routes import ROUTES

from ..model import Page
from ..pages.outputs import outputs_of
from ..places import Places
from ..problems import ProblemsFound
from ..reading.read import read_site
from .showing import show_json


@click.command("routes")
@click.option("--json", "as_json", is_flag=True, help="Write the table as a JSON list.")
@click.pass_obj
def command(places: Places, *, as_json: bool) -> None:
    """List every address: frozen ones with their source, live ones with what they do.

    \b
    freeze routes
    freeze routes --json
    """
    reading = read_site(places.root)
    if reading.site is None:
        raise ProblemsFound(reading.problems)
    rows = [
        {"kind": "frozen", "method": "GET", "path": url, "from": output.path if isinstance(output, Page) else "-"}
        for url, output in outputs_of(reading.site).items()
    ]
    rows += [{"kind": "live", "method": one.method, "path": one.path, "from": one.does} for one in ROUTES]
    if as_json:
        show_json(rows)
        return
    width = max(len(row["path"]) for row in rows)
    for row in rows:
        click.echo(f"{row['kind']:6}  {row['method']:4}  {row['path']:{width}}  {row['from']}")
