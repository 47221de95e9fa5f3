"""`freeze pack`: make the function package of the current release (build wing)."""

import click

from ...cloud.wheels import Platform
from .told import as_json, reaches_aws, root, write

MACHINES = ("aarch64", "x86_64")


@click.command("pack", short_help="Make the function package.")
@click.option("--platform", "machine", type=click.Choice(MACHINES), default="aarch64", show_default=True)
@click.option("--python", default="3.13", show_default=True, help="The version that runs it.")
@as_json
@reaches_aws
def command(*, machine: str, python: str, as_json: bool) -> None:
    """Write build/package/functions.zip and owner.zip for Lambda, and cdn.json for CloudFront.

    \b
    freeze && freeze pack
    """
    from ...cloud.pack import pack  # noqa: PLC0415 -- only this command needs it

    report = pack(root(), platform=Platform(machine, python))
    if not report.compiled:
        click.echo(
            f"no Python {python} here: packed without bytecode, first answers take about twice as long", err=True
        )
    sizes = f"{report.size / 1e6:.2f} MB (the owner's {report.owner_size / 1e6:.2f} MB)"
    text = f"packed {report.files} files, {sizes}, release {report.release}; next: freeze deploy"
    write(report, text, machine=as_json)
