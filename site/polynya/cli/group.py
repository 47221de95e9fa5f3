"""A group of commands that are imported when called, whose help starts with an example (build wing)."""

import gc
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from ..crew.alone import FreezeRunning
from ..problems import ProblemsFound
from ..waking.late_imports import import_now
from .showing import show_problems

_FOLDER = Path(__file__).parent
_VERBATIM = "\b\n"
HELP_ASKED = f"{__name__}.help_asked"
"""In the meta of a context: whether a command is asked for its help, which needs no site."""


class Miscalled(click.ClickException):
    """A call that cannot be meant; told without examples of other calls."""

    exit_code = 2


class ExampleGroup(click.Group):
    """Commands whose help starts with an example."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find one command; None when there is none of this name."""
        command = super().get_command(ctx, cmd_name)
        return put_example_first(command) if command else None


class LazyGroup(click.Group):
    """Commands of a table: name -> (module in polynya.cli, help in one line)."""

    def __init__(
        self, *args: Any, commands_table: Mapping[str, tuple[str, str]], **more: Any
    ) -> None:  # Any: click's own
        super().__init__(*args, **more)
        self.table = {name: entry for name, entry in commands_table.items() if _exists(entry[0])}
        put_example_first(self)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands there are, in the order of the table."""
        return list(self.table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command; None when there is none of this name."""
        if cmd_name not in self.table:
            return None
        import_now()
        gc.enable()
        command: click.Command = import_module(f"{__package__}.{self.table[cmd_name][0]}").command
        return put_example_first(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; one that does not exist is told with the nearest that does."""
        if args[0] not in self.table and not args[0].startswith("-"):
            from ..reading.text.closeness import closest  # noqa: PLC0415 -- only a slip needs it

            meant = closest(args[0], self.table)
            hint = f"did you mean: freeze {meant}" if meant else "freeze --help lists the commands."
            raise Miscalled(f'there is no command "{args[0]}".\nhint: {hint}')
        ctx.meta[HELP_ASKED] = "--help" in args
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in self.table.items()])

    def invoke(self, ctx: click.Context) -> Any:  # Any: click's own
        """Run a command; tell the author's mistakes, and what the disk refuses, in their words and end with 1."""
        try:
            return super().invoke(ctx)
        except ProblemsFound as found:
            show_problems(found.problems, err=True)
        except FreezeRunning as running:
            click.echo(f"{running}\nhint: wait for it to end; its lock goes with it, however it ends.", err=True)
        except OSError as error:
            from ..disk import disk_refusal  # noqa: PLC0415 -- hardly ever read

            click.echo(disk_refusal(error), err=True)
        return ctx.exit(1)


def put_example_first(command: click.Command) -> click.Command:
    """Let the help of a command start with the examples of its docstring: its first paragraph set off by \\b."""
    before, mark, rest = (command.help or "").partition(_VERBATIM)
    if mark:
        examples, _, after = rest.rstrip().partition("\n\n")
        command.help = f"{before.strip()}\n\n{after}".strip()
        command.context_class = _context_with(examples)
    return command


def _context_with(examples: str) -> type[click.Context]:
    class ExampleContext(click.Context):
        def make_formatter(self) -> click.HelpFormatter:
            formatter = super().make_formatter()
            formatter.write("".join(f"  {line.strip()}\n" for line in examples.splitlines()) + "\n")
            return formatter

    return ExampleContext


def _exists(module: str) -> bool:
    path = _FOLDER.joinpath(*module.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
