"""`freeze replay`: bring the journal into the store, and let the worker try again what it has given up (build wing)."""

from dataclasses import asdict

import click

from polynya_live.journal import Journal, JournalUnavailable, open_journal
from polynya_live.journal.replaying import replay_journal
from polynya_live.store import Store, StoreUnavailable
from polynya_live.values import dataclass
from polynya_live.work.replay import replay

from ...places import Places, journal_address
from ..lending import lend_store, now_ms
from ..showing import counted
from .told import as_json, dry_run, reaches_aws, root, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done. submissions: whose mail is tried again. journal: brought in. aside, left: in the journal still."""

    submissions: int = 0
    journal: int = 0
    aside: int = 0
    left: int = 0


@click.command("replay", short_help="Bring in what waits in the journal, and try mail again.")
@click.option("--stage", default="", help="Which deployment: prod, test, …; without it the site on this machine.")
@dry_run
@as_json
@reaches_aws
def command(*, stage: str, dry_run: bool, as_json: bool) -> None:
    """Bring what waits in the journal into the store, and try all mail again that was refused, given up or put off.

    \b
    freeze replay --dry-run
    freeze replay
    freeze replay --stage prod

    The worker does the first by itself as soon as the store answers; mail is tried at once and from the start. On this
    machine `freeze serve` sends it. A deployed stage sends it by itself, and its queue of undone work is emptied.
    """
    try:
        done = _replay_stage(stage, dry_run=dry_run) if stage else _replay_here(dry_run=dry_run)
    except (StoreUnavailable, JournalUnavailable) as error:
        raise click.ClickException(f"{error}\nhint: nothing is lost; try again when it answers.") from error
    sends = "" if stage or dry_run or not done.submissions else "; next: freeze serve"
    told = _told_of_journal(done, dry_run=dry_run)
    would = "would try" if dry_run else "trying"
    told.append(f"{would} the mail of {counted(done.submissions, 'submission')} again{sends}")
    write(asdict(done), "\n".join(told), machine=as_json)


def _told_of_journal(done: Done, *, dry_run: bool) -> list[str]:
    told = []
    if done.journal:
        told.append(f"{'would bring' if dry_run else 'brought'} {counted(done.journal, 'submission')} from the journal")
    if done.left:
        told.append(f"left {counted(done.left, 'submission')} in the journal: the log says why")
    if done.aside:
        told.append(f"{counted(done.aside, 'submission')} set aside in the journal; see docs/incidents/store-down")
    return told


def _replay_here(*, dry_run: bool) -> Done:
    places = Places(root())
    journal = open_journal(journal_address(places.root))
    with lend_store(places, create=bool(journal.waiting()) and not dry_run) as store:
        return _replayed(journal, store, dry_run=dry_run)


def _replay_stage(stage: str, *, dry_run: bool) -> Done:
    from polynya_live.store import open_store  # noqa: PLC0415 -- only a stage needs these

    from ...cloud.stack import open_session, read_stack, stack_name  # noqa: PLC0415
    from ...cloud.undone import drain, queue_of  # noqa: PLC0415

    session = open_session(root())
    stack = read_stack(session, stack_name(root(), stage))
    store = open_store(stack.store)
    try:
        done = _replayed(open_journal(stack.journal) if stack.journal else None, store, dry_run=dry_run)
    finally:
        store.close()
    if not dry_run:
        drain(session, queue_of(stage))
    return done


def _replayed(journal: Journal | None, store: Store | None, *, dry_run: bool) -> Done:
    brought = left = 0
    if journal and (dry_run or store is None):
        brought = len(journal.waiting())
    elif journal and store:
        replayed = replay_journal(journal, store, now=now_ms())
        brought, left = replayed.kept, replayed.left
    return Done(
        submissions=replay(store, now=now_ms(), dry_run=dry_run) if store else 0,
        journal=brought,
        aside=len(journal.aside()) if journal else 0,
        left=left,
    )
