"""`freeze publish`: freeze with the cloud's submissions and bring the pages to the CDN (build wing)."""

import time

import click

from .stopping import stoppable
from .told import as_json, dry_run, progress, reaches_aws, root, stage, write


@click.command("publish", short_help="Bring the pages to the CDN.")
@stage
@dry_run
@click.option("--allow-shrink", is_flag=True, help="Publish even when more than 30 % of the pages vanish.")
@click.option("--as-it-is", is_flag=True, help="Do not freeze first: publish the current release.")
@as_json
@reaches_aws
def command(*, stage: str, dry_run: bool, allow_shrink: bool, as_it_is: bool, as_json: bool) -> None:
    """Freeze with the submissions of the deployed store, and bring what changed to the bucket.

    \b
    freeze publish --dry-run
    freeze publish

    Ctrl-C is safe: every link works, and publishing again finishes.
    """
    from ...cloud.deploying.deploy import bucket_and_cdn, freeze_from  # noqa: PLC0415 -- only this command needs them
    from ...cloud.pack import current_release  # noqa: PLC0415
    from ...cloud.publishing import fetch_contract, publish  # noqa: PLC0415
    from ...cloud.stack import open_session, read_stack, stack_name  # noqa: PLC0415
    from ...places import Places  # noqa: PLC0415

    with stoppable("nothing is half done, every link works", hint="freeze publish"):
        session = open_session(root())
        stack = read_stack(session, stack_name(root(), stage))
        bucket, cdn = bucket_and_cdn(stack, session)
        fetch_contract(bucket, Places(root()).build)
        name = current_release(Places(root())) if as_it_is else freeze_from(root(), stack.store)
        release = Places(root()).releases / name
        report = publish(
            release, bucket, cdn, now=int(time.time()), dry_run=dry_run, allow_shrink=allow_shrink, progress=progress()
        )
    would = "would publish" if dry_run else "published"
    text = f"{would} {len(report.sent)} of {report.files} files (removed {len(report.removed)}) as {report.release}"
    write(report, text if dry_run else f"{text}: {stack.site_url}/", machine=as_json)
