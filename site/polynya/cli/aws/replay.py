"""`freeze replay`: let the worker try again what it has given up (build wing)."""

import click

from polynya_live.work.replay import replay

from ...places import Places
from ..lending import lend_store, now_ms
from .told import as_json, dry_run, reaches_aws, root, write


@click.command("replay", short_help="Try mail again that did not go out.")
@click.option("--stage", default="", help="Which deployment: prod, test, …; without it the site on this machine.")
@dry_run
@as_json
@reaches_aws
def command(*, stage: str, dry_run: bool, as_json: bool) -> None:
    """Try all mail again that was refused, given up or put off, at once and from the start.

    \b
    freeze replay --dry-run
    freeze replay
    freeze replay --stage prod

    On this machine `freeze serve` sends it. A deployed stage sends it by itself, and its queue of undone work is emptied.
    """
    made_due = _replay_stage(stage, dry_run=dry_run) if stage else _replay_here(dry_run=dry_run)
    would = "would try" if dry_run else "trying"
    sends = "" if stage or dry_run or not made_due else "; next: freeze serve"
    submissions = "1 submission" if made_due == 1 else f"{made_due} submissions"
    write({"submissions": made_due}, f"{would} the mail of {submissions} again{sends}", machine=as_json)


def _replay_here(*, dry_run: bool) -> int:
    with lend_store(Places(root())) as store:
        return replay(store, now=now_ms(), dry_run=dry_run) if store else 0


def _replay_stage(stage: str, *, dry_run: bool) -> int:
    from polynya_live.store import open_store  # noqa: PLC0415 -- only a stage needs these

    from ...cloud.stack import open_session, read_stack, stack_name  # noqa: PLC0415
    from ...cloud.undone import drain, queue_of  # noqa: PLC0415

    session = open_session(root())
    store = open_store(read_stack(session, stack_name(root(), stage)).store)
    try:
        made_due = replay(store, now=now_ms(), dry_run=dry_run)
    finally:
        store.close()
    if not dry_run:
        drain(session, queue_of(stage))
    return made_due
