"""The command `freeze`, and the table of those below it; each is imported when it is called (build wing)."""

import os
from pathlib import Path

import click

from .. import __version__
from ..places import Places, find_root
from .group import HELP_ASKED, LazyGroup, Miscalled

COMMANDS = {
    "serve": ("serve", "Preview the site: edit, watch, reload."),
    "check": ("check", "List every mistake, broken links included."),
    "why": ("why", "Say why a page would be frozen again."),
    "diff": ("moderating.diff", "List what visitors changed since the last freeze."),
    "inbox": ("moderating.inbox", "List what waits; approve or reject it."),
    "routes": ("routes", "List every address: frozen or live."),
    "new": ("authoring.new", "Start a page or a form."),
    "init": ("authoring.init", "Start a site."),
    "list": ("authoring.list", "List drafts, pages to come, expired ones and orphans."),
    "explain": ("authoring.explain", "Say what a rule means."),
    "schema": ("authoring.schema", "Write JSON Schemas for editors."),
    "export": ("export", "Write submissions to a file."),
    "import": ("bring", "Bring in submissions from an export, Disqus, WordPress or Isso."),
    "erase": ("erase", "Remove a visitor's submissions for good."),
    "replay": ("aws.replay", "Try mail again that did not go out."),
    "pack": ("aws.pack", "Make the function package."),
    "deploy": ("aws.deploy", "Bring functions and pages to AWS."),
    "publish": ("aws.publish", "Bring the pages to the CDN."),
    "rollback": ("aws.rollback", "Bring earlier pages back."),
    "drift": ("aws.drift", "Compare what is deployed with what is here."),
    "doctor": ("aws.doctor", "Say what is missing on this machine."),
}
"""Name -> (module in polynya.cli, help in one line). A command exists when its module does."""


WITHOUT_SITE = ("init", "explain")
"""Commands that need no site."""


@click.group("freeze", cls=LazyGroup, commands_table=COMMANDS, invoke_without_command=True)
@click.option("--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The folder of the site.")
@click.option("--json", "as_json", is_flag=True, help="Write what was frozen as JSON.")
@click.option("--drafts", is_flag=True, help="With drafts and pages to come, to look at.")
@click.option("--full", is_flag=True, help="Draw every page, also those of which nothing changed.")
@click.version_option(__version__, message="%(version)s")
@click.pass_context
def command(context: click.Context, *, root: Path | None, as_json: bool, drafts: bool, full: bool) -> None:
    """Freeze the site: write every page to build/site.

    \b
    freeze
    freeze --drafts
    freeze serve
    freeze --root ../other-site check

    Without --root the site is the nearest folder upward that holds content/. Ends with 0 when done, 1 when the author
    has something to mend, 2 when it was called wrongly.
    """
    if "NO_COLOR" in os.environ:
        context.color = False
    if context.invoked_subcommand in WITHOUT_SITE or context.meta.get(HELP_ASKED):
        return
    found = root or find_root(Path.cwd())
    if found is None:
        from ..starting.found import what_to_move  # noqa: PLC0415 -- only who has no site yet needs it

        lying, hint = what_to_move(Path.cwd())
        fact = "there is no content/ folder here or above; change into a site, or name it with --root DIR."
        first = "hint: a new site begins with: freeze init my-site"
        raise Miscalled(f"{fact}\n{lying} here: {hint}" if lying else f"{fact}\n{first}")
    context.obj = Places(found)
    if context.invoked_subcommand is None:
        from .freeze import freeze  # noqa: PLC0415 -- `freeze --help` needs none of it

        freeze(context.obj, as_json=as_json, early=drafts, full=full)
