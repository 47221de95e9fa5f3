"""`--stage` of the commands that read or change submissions: they reach those of a deployment (build wing)."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from ...places import Places
from ..aws.told import reaches_aws

STAGE = "polynya.stage"
"""The name by which a command finds the stage that it was told, in its context."""

Command = Callable[..., Any]  # Any: what click decorates


def of_stage(command: Command) -> Command:
    """Give a command the option --stage: until it ends, store and journal are those of that deployment."""
    return click.option(
        "--stage",
        default="",
        expose_value=False,
        callback=_enter,
        help="Those of which deployment: prod, test, …; without it those of this machine.",
    )(command)


def acting(command: Command) -> Command:
    """Give a command that moderates what all of these share: --stage and --json."""
    told = click.option("--json", "as_json", is_flag=True, help="Write the ids of what it was done with as JSON.")
    return of_stage(told(command))


def next_act() -> str:
    """Say which command brings what was moderated into the pages."""
    stage = click.get_current_context().meta.get(STAGE, "")
    return f"freeze publish --stage {stage}" if stage else "freeze"


def _enter(context: click.Context, _option: click.Parameter, value: str) -> None:
    if value and not context.resilient_parsing:
        places: Places = context.find_root().obj
        context.meta[STAGE] = value
        context.with_resource(_environment(*_addresses(places, value)))


@reaches_aws
def _addresses(places: Places, stage: str) -> tuple[str, str]:
    from ...cloud.stack import open_session, read_stack, stack_name  # noqa: PLC0415 -- only a stage needs it

    stack = read_stack(open_session(places.root), stack_name(places.root, stage))
    return stack.store, stack.journal


@contextmanager
def _environment(store: str, journal: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ["POLYNYA_STORE"] = store
    if journal:
        os.environ["POLYNYA_JOURNAL"] = journal
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
