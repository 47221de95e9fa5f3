"""`freeze init`: start a site (build wing)."""

from datetime import UTC, datetime
from pathlib import Path
from shlex import quote

import click

from ...starting.site import new_site
from ...starting.writing import AlreadyThere
from ..showing import show_json


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--json", "as_json", is_flag=True, help="Write the names of the files as JSON.")
def command(folder: Path, *, as_json: bool) -> None:
    """Start a site in FOLDER: a page, a post, a form, and a Makefile whose `make serve` shows them. Never overwrites.

    \b
    freeze init my-site
    cd my-site
    freeze serve
    """
    try:
        files = new_site(folder, today=datetime.now(UTC).date())
    except AlreadyThere as there:
        raise click.ClickException(f"{folder / there.path} is there already; nothing was written.") from None
    if as_json:
        show_json({"folder": str(folder), "files": files})
        return
    for name in files:
        click.echo(f"wrote {folder / name}")
    where = "" if folder == Path() else f"cd {quote(str(folder))} && "
    click.echo(f"next: {where}freeze serve")
