"""`freeze replay`: let the worker do now what it had set aside (build wing)."""

import click

from .told import as_json, reaches_aws, root, stage, write


@click.command("replay", short_help="Let the worker do what it set aside.")
@stage
@as_json
@reaches_aws
def command(*, stage: str, as_json: bool) -> None:
    """Let the worker do all that is due now, and empty the queue of what had been set aside.

    \b
    freeze replay
    """
    from ...cloud.replay import replay  # noqa: PLC0415 -- only this command needs it
    from ...cloud.stack import open_session, read_stack, stack_name  # noqa: PLC0415

    session = open_session(root())
    report = replay(read_stack(session, stack_name(root(), stage)), session)
    write(report, f"worked on {report.worked} submissions; {report.set_aside} had been set aside", machine=as_json)
