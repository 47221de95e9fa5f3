"""`freeze check`: list every mistake of the site (build wing)."""

import click

from ..checking.site import check_site
from ..places import Places
from ..problems import Severity
from .showing import problems_as_json, show_json, show_problems


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Write the problems as a JSON list.")
@click.pass_obj
def command(places: Places, *, as_json: bool) -> None:
    """List every mistake at once: file, line, column, what is wrong, and what to do. Writes nothing.

    \b
    freeze check
    freeze check --json

    Ends with 1 when there is an error; warnings alone end with 0.
    """
    problems = check_site(places.root)
    if as_json:
        show_json(problems_as_json(problems))
    elif problems:
        show_problems(problems)
    else:
        click.echo("no problems; next: freeze serve")
    if any(problem.severity is Severity.ERROR for problem in problems):
        click.get_current_context().exit(1)
