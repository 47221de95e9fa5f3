"""`freeze list`: pages that are not out, and pages that nothing leads to (build wing)."""

import click

from ...checking.asked import list_orphans
from ...places import Places
from ...problems import ProblemsFound
from ...reading.read import read_site
from ..showing import show_json

STATES = ("draft", "future", "expired", "orphan")


@click.command("list")
@click.argument("state", type=click.Choice(STATES), required=False)
@click.option("--json", "as_json", is_flag=True, help="Write the pages as a JSON list.")
@click.pass_obj
def command(places: Places, state: str | None, *, as_json: bool) -> None:
    """List drafts, pages to come, pages that have expired, and pages that no other leads to.

    \b
    freeze list
    freeze list draft
    freeze list orphan --json
    """
    rows = _absent(places) if state != "orphan" else []
    if state in (None, "orphan"):
        rows += [
            {"state": "orphan", "path": page.path, "title": page.title, "url": page.url}
            for page in list_orphans(places.root)
        ]
    rows = [row for row in rows if state in (None, row["state"])]
    if as_json:
        show_json(rows)
        return
    width = max((len(row["path"]) for row in rows), default=0)
    for row in rows:
        click.echo(f"{row['state']:7}  {row['path']:{width}}  {row['title']}")
    if not rows:
        click.echo("every page is out, and another leads to it" if state is None else f"no {state} pages")


def _absent(places: Places) -> list[dict[str, str]]:
    reading = read_site(places.root)
    if reading.site is None:
        raise ProblemsFound(reading.problems)
    pages = {page.path: page for page in reading.site.absent.values()}
    found = [
        {"state": page.standing, "path": page.path, "title": page.title, "url": page.url} for page in pages.values()
    ]
    return sorted(found, key=lambda row: (STATES.index(row["state"]), row["path"]))
