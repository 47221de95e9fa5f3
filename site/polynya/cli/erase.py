"""`freeze erase`: remove a person's submissions for good (build wing)."""

from contextlib import nullcontext
from itertools import chain

import click

from polynya_live.passkeys.kept import PASSKEY_FORM
from polynya_live.store import Filter
from polynya_live.submissions import Submission
from polynya_live.work.links import PASSKEY_TOLD_FORM, SIGN_IN_FORM

from ..crew.alone import one_freeze
from ..keeping.erasing import erase_account, erase_rows, journalled_by, mails_about, written_by
from ..keeping.forgetting import forget_freezes
from ..keeping.table import moment
from ..places import Places
from .lending import lend_journal, lend_store, now_ms, rows_of
from .moderating.stage import next_act, of_stage
from .showing import counted, show_json

WANTED = (Filter(), *(Filter(form=form) for form in (SIGN_IN_FORM, PASSKEY_FORM, PASSKEY_TOLD_FORM)))


@click.command("erase")
@click.option("--email", required=True, help="The address whose submissions are erased.")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@of_stage
@click.option("--json", "as_json", is_flag=True, help="Write what was erased as JSON.")
@click.pass_obj
def command(places: Places, *, email: str, dry_run: bool, as_json: bool) -> None:
    """Remove everything that names an e-mail address: submissions, account, passkeys, journal and mail in the outbox.

    \b
    freeze erase --email mara@example.org --dry-run
    freeze erase --email mara@example.org

    Pages, feeds and the search index lose it with the next freeze, and older releases are removed.
    """
    alone = nullcontext() if dry_run else one_freeze(places)
    with alone, lend_journal(places) as journal, lend_store(places) as store:
        waiting = dict(journalled_by(journal, email))
        every = chain(*(rows_of(store, wanted) for wanted in WANTED)) if store else ()
        found = list(written_by(every, email))
        told = (*found, *waiting.values())
        mails = mails_about(places.var / "outbox", email, [row.key for row in told])
        for row in told if not as_json else ():
            click.echo(f"{row.key[:8]}  {moment(row.received)}  {row.form}  {row.page or '-'}  {row.state.value}")
        if not dry_run:
            for name in waiting:
                journal.drop(name)
            journal.sweep()
            if store:
                erase_rows(store, found)
                erase_account(store, email, now=now_ms())
            for mail in mails:
                mail.unlink(missing_ok=True)
            if told:
                forget_freezes(places)
    if as_json:
        show_json({"erased": not dry_run, "submissions": [_as_json(row) for row in told], "mails": len(mails)})
        return
    verb = "would erase" if dry_run else "erased"
    in_journal = f", {len(waiting)} in the journal" if waiting else ""
    of_store, of_mail = counted(len(found), "submission"), counted(len(mails), "mail")
    click.echo(f"{verb} {of_store}{in_journal} and {of_mail}; next: {next_act()}", err=True)


def _as_json(row: Submission) -> dict[str, str]:
    return {
        "key": row.key,
        "received": moment(row.received),
        "form": row.form,
        "page": row.page,
        "state": row.state.value,
    }
