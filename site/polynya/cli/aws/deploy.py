"""`freeze deploy`: functions and pages together, tried at the end (build wing)."""

import click

from .stopping import stoppable
from .told import as_json, reaches_aws, root, stage, write


@click.command("deploy", short_help="Deploy functions and pages.")
@stage
@click.option("--connect", default="", metavar="HOST:PORT", help="Where the CDN is, while its name leads elsewhere.")
@click.option(
    "--new",
    is_flag=True,
    help="Make this stage beside those there are, though serverless.yml names it nowhere or it lies elsewhere.",
)
@click.option(
    "--renew",
    type=click.Choice(["secret", "origin-secret"]),
    multiple=True,
    help="Make this secret anew: it leaked. See docs/incidents/secret-leaked.",
)
@as_json
@reaches_aws
def command(*, stage: str, connect: str, new: bool, renew: tuple[str, ...], as_json: bool) -> None:
    """Freeze, pack, deploy serverless.yml, publish, and post a form as a visitor would; take all back if that fails.

    \b
    freeze doctor
    freeze deploy
    """
    from ...cloud.deploying.deploy import check_stage, deploy  # noqa: PLC0415 -- only this command needs it

    host, _, port = connect.partition(":")
    where = (host, int(port or 443)) if connect else None
    if not new:
        check_stage(root(), stage)
    with stoppable(
        "what CloudFormation has begun goes on by itself", hint=f"freeze doctor --stage {stage}; then deploy."
    ):
        report = deploy(root(), stage, say=lambda line: click.echo(line, err=True), connect=where, renew=renew)
    tried = f'a post to "{report.tried}" arrived' if report.tried else "no form could be tried"
    write(report, f"{report.site_url}/ is live, release {report.release}; {tried}", machine=as_json)
