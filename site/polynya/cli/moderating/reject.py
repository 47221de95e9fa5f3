"""`freeze inbox reject` by what submissions have in common, for a wave of spam (build wing)."""

import click

from polynya_live.store import Filter
from polynya_live.submissions import State

from ...places import Places
from ..lending import lend_store, rows_of

MOST_SHOWN = 5


def ids_to_reject(places: Places, ids: tuple[str, ...], wanted: Filter, *, sure: bool) -> tuple[str, ...]:
    """Take the ids given, else list what waits and fits a filter, once whoever types has said yes. sure: said beforehand."""
    if bool(ids) == bool(wanted.form or wanted.reason or wanted.text):
        raise click.UsageError("name IDs, or what they have in common with --form, --reason or --search")
    if ids:
        return ids
    with lend_store(places) as store:
        rows = list(rows_of(store, wanted)) if store else []
    if not rows:
        return ()
    for row in rows[:MOST_SHOWN]:
        said = " ".join(" ".join(str(value).split()) for value in row.values.values())
        shown = "".join(sign if sign.isprintable() else "�" for sign in said[:70])
        click.echo(f"{row.key[:8]}  {row.form}  ({', '.join(row.reasons)})  {shown}", err=True)
    if len(rows) > MOST_SHOWN:
        click.echo(f"and {len(rows) - MOST_SHOWN} more", err=True)
    if not sure:
        click.confirm(f"reject {len(rows)}?", abort=True, err=True)
    return tuple(row.key for row in rows)


def waiting(*, form: str, reason: str, search: str) -> Filter:
    """Write the filter for what waits; all of it when nothing is named."""
    return Filter(states=frozenset({State.PENDING}), form=form, reason=reason, text=search)
