"""`freeze diff`: say what visitors and owners have changed since the last freeze (build wing)."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polynya_live.contract import Contract, load
from polynya_live.values import NamedTuple

from ...differing import NAME, Change, Kind, Shown, changes_since, load_shown
from ...places import Places, store_address
from ...refreeze import read_approved
from ...releases import current_name
from ...releases.new import CONTRACT
from ..aws.told import reaches_aws
from ..lending import lend_store, now_ms
from ..showing import show_json
from .stage import STAGE, next_act, of_stage

if TYPE_CHECKING:
    from ...cloud.publishing import Published

DIFFERS = 3
"""The exit code that says that something changed: 1 and 2 say that it could not be found out."""
DIFF_FORMAT = 1


class Frozen(NamedTuple):
    """A release to compare with, and what it shows."""

    name: str
    contract: Contract
    shown: Shown


@click.command("diff")
@click.option("--exit-code", is_flag=True, help="End with 3 when something changed, for a script.")
@click.option("--json", "as_json", is_flag=True, help="Write the changes as JSON.")
@of_stage
@click.pass_obj
def command(places: Places, *, exit_code: bool, as_json: bool) -> None:
    """Say what visitors and owners changed since the last freeze: approved, edited, replied to, withdrawn, erased.

    \b
    freeze diff
    freeze diff --stage prod
    freeze diff --exit-code >/dev/null || freeze

    By the page that a freeze would draw anew. With --stage it compares the published pages with what the deployed store
    holds, on any machine. Edits of texts and templates are no part of it: see `freeze why`. Nothing is written.
    """
    stage = click.get_current_context().meta.get(STAGE, "")
    frozen = _published(places, stage) if stage else _current(places)
    changes = _compare(places, frozen)
    if as_json:
        show_json(_as_json(frozen.name, changes))
    else:
        _tell(changes)
    if changes and exit_code:
        raise click.exceptions.Exit(DIFFERS)


def _compare(places: Places, frozen: Frozen) -> list[Change]:
    with lend_store(places) as store:
        approved = read_approved(frozen.contract.forms.values(), store_address(places.root), now=now_ms())
        return changes_since(frozen.shown, approved, frozen.contract, store=store)


def _current(places: Places) -> Frozen:
    name = current_name(places)
    if not name:
        raise click.ClickException("there is no freeze to compare with yet\nhint: run `freeze` first.")
    release = places.releases / name
    try:
        return Frozen(name, load(release / CONTRACT), load_shown((release / NAME).read_text("utf-8")))
    except (OSError, ValueError):
        raise _no_list(name, "freeze --full") from None


@reaches_aws
def _published(places: Places, stage: str) -> Frozen:
    from ...cloud.deploying.deploy import bucket_and_cdn  # noqa: PLC0415 -- only a stage needs them
    from ...cloud.publishing import read_published  # noqa: PLC0415
    from ...cloud.stack import open_session, read_stack, stack_name  # noqa: PLC0415

    session = open_session(places.root)
    found = read_published(bucket_and_cdn(read_stack(session, stack_name(places.root, stage)), session)[0])
    if not found.release:
        hint = f"hint: run `{next_act()}` first."
        raise click.ClickException(f"nothing is published at the stage {stage} yet\n{hint}")
    return _read(found)


def _read(found: Published) -> Frozen:
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "contract.json"
            file.write_text(found.contract, "utf-8")
            return Frozen(found.release, load(file), load_shown(found.shown))
    except ValueError:
        raise _no_list(found.release, next_act()) from None


def _no_list(release: str, act: str) -> click.ClickException:
    fact = f"the release {release} does not say what it shows: an earlier version made it"
    return click.ClickException(f"{fact}\nhint: run `{act}` once.")


def _tell(changes: Sequence[Change]) -> None:
    if not changes:
        click.echo("nothing changed since the last freeze")
        return
    for where, those in groupby(changes, _where):
        click.echo(f"{where}: {_counted(list(those))}")
    pages = len({_where(change) for change in changes})
    among = f" on {pages} pages" if pages > 1 else ""
    click.echo(f"{_counted(changes)}{among}; next: {next_act()}", err=True)


def _where(change: Change) -> str:
    """Name the page; a form that stands alone has none, and a page may have left the site."""
    return change.url or change.page or f"form {change.form}"


def _counted(changes: Sequence[Change]) -> str:
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {kind}" for kind in Kind if counts[kind])


def _as_json(release: str, changes: Sequence[Change]) -> dict[str, object]:
    pages = [
        {
            "page": those[0].page,
            "url": those[0].url,
            "changes": [{"id": one.key, "form": one.form, "change": one.kind} for one in those],
        }
        for those in (list(group) for _, group in groupby(changes, _where))
    ]
    counts = Counter(change.kind for change in changes)
    total = {"changes": len(changes)} | {kind.value: counts[kind] for kind in Kind}
    return {"format": DIFF_FORMAT, "release": release, "pages": pages, "total": total}
