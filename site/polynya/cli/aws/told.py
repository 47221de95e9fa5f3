"""What the commands that reach AWS share: their stage, and how they say what went wrong (build wing)."""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from ...places import Places

if TYPE_CHECKING:
    from ...cloud.refusals import Refusal

P = ParamSpec("P")
T = TypeVar("T")

_STAGE = re.compile(r"[a-z][a-z0-9-]{0,19}")
"""What fits into the names of buckets, functions and tables."""


def _a_stage(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not _STAGE.fullmatch(value):
        raise click.BadParameter(
            f'"{value}" is no name of a stage: a to z, digits and hyphens, 20 at most, such as "test".'
        )
    return value


stage = click.option(
    "--stage", default="prod", show_default=True, callback=_a_stage, help="Which deployment: prod, test, …"
)
as_json = click.option("--json", "as_json", is_flag=True, help="Write the result as JSON.")
dry_run = click.option("--dry-run", is_flag=True, help="Only say what would be done.")


def root() -> Path:
    """Return the root of the site that this command is for."""
    places: Places = click.get_current_context().obj
    return places.root


def reaches_aws(act: Callable[P, T]) -> Callable[P, T]:
    """Tell an expected error in the operator's words and end with 1."""

    @functools.wraps(act)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return act(*args, **kwargs)
        except ImportError as error:
            if (error.name or "").partition(".")[0] not in ("boto3", "botocore"):
                raise
            hint = "only a site in the cloud needs it: pip install 'polynya[aws]'"
            raise click.ClickException(f"boto3 is missing\nhint: {hint}") from None
        except (click.ClickException, click.exceptions.Exit, click.Abort):  # told already
            raise
        except Exception as error:
            refusal = _explained(error)
            if refusal is None:
                raise
            raise click.ClickException(f"{refusal.fact}\nhint: {refusal.hint}") from None

    return told


def _explained(error: Exception) -> Refusal | None:
    try:
        from ...cloud.refusals import explain  # noqa: PLC0415 -- imports botocore: only when there is something to tell
    except ImportError:  # a machine without what AWS needs
        return None
    return explain(error)


def progress() -> Callable[[int, int], None] | None:
    """Lend what counts files on the terminal; None when nobody looks on."""
    return _count if sys.stderr.isatty() else None


def _count(done: int, of: int) -> None:
    click.echo(f"\r{done} of {of} files", err=True, nl=done == of)


def write(result: Any, text: str, *, machine: bool) -> None:  # Any: a report, or whatever JSON can hold
    """Write the result of a command to stdout."""
    raw = asdict(result) if is_dataclass(result) and not isinstance(result, type) else result
    click.echo(json.dumps(raw, default=str, indent=1) if machine else text)
