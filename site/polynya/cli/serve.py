"""`freeze serve`: freeze the site and serve it; freeze again at every change (build wing)."""

import os
import sys

import click

from ..places import Places


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 for every network.")
@click.option(
    "--port", default=5000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any that is free."
)
@click.option("--no-watch", is_flag=True, help="Only serve: no watching, no reloading, no page for mistakes.")
@click.option(
    "--no-refreeze", is_flag=True, help="Leave what is moderated to the next `freeze`; islands show it until then."
)
@click.option("--drafts", is_flag=True, help="With drafts and pages to come; each says that it is one.")
@click.pass_obj
def command(places: Places, *, host: str, port: int, no_watch: bool, no_refreeze: bool, drafts: bool) -> None:
    """Freeze the site and serve it on this machine, forms too; freeze again at every change and every moderation.

    \b
    freeze serve
    freeze serve --drafts
    freeze serve --port 8080 --host 0.0.0.0
    freeze serve --no-watch

    Everything under /live/ takes the way it takes in the cloud. Settings come from the environment (POLYNYA_SITE_URL,
    POLYNYA_STORE, POLYNYA_MAIL, POLYNYA_SECRET and others); what is missing is set for this machine, in var/.
    """
    from ..serve.address import CannotListen, take_address  # noqa: PLC0415 -- `freeze --help` needs none of it
    from ..serve.machine import make_ready  # noqa: PLC0415
    from ..serve.run import run, warm_up  # noqa: PLC0415

    here = Places(places.root.resolve())
    try:
        address = take_address(host, port)
        make_ready(here, address.url)
        warm_up()
    except CannotListen as refusal:
        raise click.ClickException(f"{refusal.fact}\nhint: {refusal.hint}") from None
    except ValueError as wrong:  # SettingsWrong: a line for each
        raise click.ClickException(
            f"{wrong}\nhint: these are set in the environment; without it the secret is the file var/secret."
        ) from None
    with address.listener:
        run(here, address, watching=not no_watch, refreezing=not no_refreeze, early=drafts)
    sys.stdout.flush()
    sys.stderr.flush()
    # All that has to last is written. A thread of Granian's that asks for Python while Python takes itself apart would
    # abort the process; so it ends here, at once.
    os._exit(0)
