"""`freeze inbox`: list what waits, approve it or reject it (build wing)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import click

from polynya_live.store import Filter
from polynya_live.submissions import State, Submission

from ..places import Places
from .group import ExampleGroup
from .lending import MS, lend_store, now_ms, rows_of
from .showing import show_json

SHOWN_OF_ID = 8
SHOWN_OF_VALUE = 100
DASHED = {"ignore_unknown_options": True}  # an id may begin with a dash
STATES = [state.value for state in State]


@click.group("inbox", cls=ExampleGroup, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Write the submissions as a JSON list.")
@click.option("--state", "states", type=click.Choice([*STATES, "all"]), multiple=True, help="pending when not given.")
@click.option("--form", default="", help="Only those of this form.")
@click.pass_context
def command(context: click.Context, *, as_json: bool, states: tuple[str, ...], form: str) -> None:
    """List what visitors sent and nobody has read yet.

    \b
    freeze inbox
    freeze inbox approve 3fa9c2d1 77ab
    freeze inbox --json --state approved --form review

    An ID may be shortened as long as only one submission starts with it.
    """
    if context.invoked_subcommand is not None:
        return
    wanted = frozenset() if "all" in states else frozenset(State(state) for state in states or ("pending",))
    with lend_store(context.obj) as store:
        rows = list(rows_of(store, Filter(states=wanted, form=form))) if store else []
    if as_json:
        show_json([_as_json(row) for row in rows])
        return
    for row in rows:
        click.echo(_as_text(row))
    click.echo(_count(len(rows), pending="pending" in (states or ("pending",))), err=True)


@command.command("approve", context_settings=DASHED)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.pass_obj
def approve(places: Places, *, ids: tuple[str, ...]) -> None:
    """Show submissions on their pages: at once in the island, and in the page itself after the next freeze.

    \b
    freeze inbox approve 3fa9c2d1
    """
    done = _moderate(places, ids, State.APPROVED)
    click.echo(f"approved {done}; next: freeze")


@command.command("reject", context_settings=DASHED)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.pass_obj
def reject(places: Places, *, ids: tuple[str, ...]) -> None:
    """Keep submissions from every page.

    \b
    freeze inbox reject 3fa9c2d1 77ab
    """
    done = _moderate(places, ids, State.REJECTED)
    click.echo(f"rejected {done}; next: freeze")


def _moderate(places: Places, ids: Sequence[str], state: State) -> int:
    """Move submissions to `state`; none is moved unless every id is known."""
    with lend_store(places) as store:
        keys = [] if store is None else [row.key for row in rows_of(store, Filter())]
        wanted = [_resolve(written, keys) for written in dict.fromkeys(ids)]
        for key in dict.fromkeys(wanted):
            if store:
                store.moderate(key, state, now=now_ms())
    return len(set(wanted))


def _resolve(written: str, keys: Sequence[str]) -> str:
    found = [key for key in keys if key == written] or [key for key in keys if key.startswith(written)]
    if len(found) == 1:
        return found[0]
    if found:
        raise click.ClickException(f'{len(found)} submissions start with "{written}"; write more of the id')
    raise click.ClickException(
        f'no submission has the id "{written}"; nothing was changed\nhint: freeze inbox --state all'
    )


def _as_json(row: Submission) -> dict[str, Any]:  # Any: JSON
    return {
        "id": row.key,
        "form": row.form,
        "page": row.page,
        "state": row.state.value,
        "received": _moment(row),
        "values": dict(row.values),
        "reasons": list(row.reasons),
    }


def _as_text(row: Submission) -> str:
    head = f"{click.style(row.key[:SHOWN_OF_ID], bold=True)}  {_moment(row)}  {row.form}  {row.page or '-'}"
    held = f"  ({', '.join(row.reasons)})" if row.reasons else ""
    values = "".join(f"\n    {name}: {_short(value)}" for name, value in row.values.items())
    return f"{head}  {row.state.value}{held}{values}\n"


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    printable = "".join(sign if sign.isprintable() else "�" for sign in text)  # no escape sequences of a visitor's
    return printable if len(printable) <= SHOWN_OF_VALUE else printable[: SHOWN_OF_VALUE - 1] + "…"


def _moment(row: Submission) -> str:
    return datetime.fromtimestamp(row.received / MS, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _count(count: int, *, pending: bool) -> str:
    if not count:
        return "nothing waits" if pending else "nothing is there"
    return (
        f"{count} {'waits' if count == 1 else 'wait'}; next: freeze inbox approve ID" if pending else f"{count} in all"
    )
