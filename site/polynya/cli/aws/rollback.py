"""`freeze rollback`: bring the pages of an earlier release back (build wing)."""

import time

import click

from .stopping import stoppable
from .told import as_json, dry_run, progress, reaches_aws, root, stage, write


@click.command("rollback", short_help="Bring earlier pages back.")
@click.argument("release", default="")
@stage
@dry_run
@as_json
@reaches_aws
def command(*, release: str, stage: str, dry_run: bool, as_json: bool) -> None:
    """Bring the pages of RELEASE back, or those before the last publish. Submissions are not touched.

    \b
    freeze rollback
    freeze rollback 0d3c5a7e9b12
    """
    from ...cloud.deploying.deploy import bucket_and_cdn  # noqa: PLC0415 -- only this command needs them
    from ...cloud.publishing import roll_back  # noqa: PLC0415
    from ...cloud.stack import open_session, read_stack, stack_name  # noqa: PLC0415

    session = open_session(root())
    stack = read_stack(session, stack_name(root(), stage))
    bucket, cdn = bucket_and_cdn(stack, session)
    with stoppable("nothing is half done, every link works", hint="freeze rollback"):
        report = roll_back(bucket, cdn, to=release, now=int(time.time()), dry_run=dry_run, progress=progress())
    would = "would bring back" if dry_run else "brought back"
    text = f"{would} {report.release}: {len(report.sent)} files; next: freeze drift"
    write(report, text, machine=as_json)
