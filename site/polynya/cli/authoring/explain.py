"""`freeze explain`: what a rule means and what to do (build wing)."""

from dataclasses import asdict

import click

from ...reading.text.closeness import suggest
from ...rules import RULES
from ..showing import show_json


def _beginning(_context: click.Context, _argument: click.Parameter, typed: str) -> list[str]:
    """List the rules that a shell may complete."""
    return [name for name in sorted(RULES) if name.startswith(typed)]


@click.command("explain")
@click.argument("rule", required=False, shell_complete=_beginning)
@click.option("--json", "as_json", is_flag=True, help="Write the rule, or all of them, as JSON.")
def command(rule: str | None, *, as_json: bool) -> None:
    """Say what a rule means and what to do. Without one, list them all.

    \b
    freeze explain unknown-form
    freeze explain
    """
    if rule is None:
        _all(as_json=as_json)
        return
    found = RULES.get(rule)
    if found is None:
        raise click.UsageError(f'there is no rule "{rule}".\nhint: {suggest(rule, RULES, having="some are")}')
    if as_json:
        show_json(asdict(found))
    else:
        click.echo(f"{found.name}: {found.summary}\n\n{found.explanation}")


def _all(*, as_json: bool) -> None:
    if as_json:
        show_json([asdict(one) for one in RULES.values()])
        return
    width = max(map(len, RULES))
    for one in RULES.values():
        click.echo(f"{one.name:{width}}  {one.summary}")
