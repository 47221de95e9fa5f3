"""`freeze drift`: whether functions and published pages belong together (build wing)."""

import json

import click

from .told import as_json, reaches_aws, root, stage, write


@click.command("drift", short_help="Compare functions with pages.")
@stage
@click.option("--connect", default="", metavar="HOST:PORT", help="Where the CDN is, while its name leads elsewhere.")
@as_json
@reaches_aws
def command(*, stage: str, connect: str, as_json: bool) -> None:
    """Compare the forms that the functions answer with those in the published pages; exit 1 when a post may be refused.

    \b
    freeze drift --stage prod
    """
    from polynya_live.routes import live_url  # noqa: PLC0415 -- only this command needs them

    from ...cloud.deploying.deploy import bucket_and_cdn  # noqa: PLC0415
    from ...cloud.deploying.smoke import browser  # noqa: PLC0415
    from ...cloud.drift import compare  # noqa: PLC0415
    from ...cloud.publishing.record import remember  # noqa: PLC0415
    from ...cloud.stack import open_session, read_stack, stack_name  # noqa: PLC0415

    session = open_session(root())
    stack = read_stack(session, stack_name(root(), stage))
    bucket, _ = bucket_and_cdn(stack, session)
    current = remember(bucket).current
    host, _, port = connect.partition(":")
    answer = browser(stack.site_url, connect=(host, int(port or 443)) if connect else None)(
        "GET", live_url("contract"), None
    )
    if answer.status != 200:
        raise click.ClickException(f"{live_url('contract')} answered {answer.status}\nhint: see the function's log.")
    found = compare(current.forms if current else {}, json.loads(answer.body)["forms"])
    lines = [f"{one.form}: {one.drift}" for one in found] or ["functions and pages belong together"]
    write([{"form": one.form, "drift": one.drift.name.lower()} for one in found], "\n".join(lines), machine=as_json)
    if any(one.harmful for one in found):
        click.echo("hint: freeze deploy", err=True)
        raise click.exceptions.Exit(1)
