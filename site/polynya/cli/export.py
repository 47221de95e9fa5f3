"""`freeze export`: write submissions to a file, for a spreadsheet or to be brought in again (build wing)."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from polynya_live.store.rows import WORKERS, dump
from polynya_live.submissions import Submission

from ..keeping.table import write_table
from ..model import Site
from ..places import Places
from ..problems import ProblemsFound
from ..reading.read import read_site
from .lending import lend_store, now_ms
from .moderating.stage import of_stage
from .showing import counted, printable, show_json

BOM = "\ufeff"
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


@click.command("export")
@click.option("--form", default="", help="Only those of this form.")
@click.option(
    "--csv", "as_csv", is_flag=True, help="A table for a spreadsheet; else JSON lines, which keep everything."
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file; standard output when not given."
)
@of_stage
@click.option("--json", "as_json", is_flag=True, help="With --output: write what was exported as JSON.")
@click.pass_obj
def command(places: Places, *, form: str, as_csv: bool, output: Path | None, as_json: bool) -> None:
    """Write every submission, oldest first.

    \b
    freeze export --output backup.jsonl
    freeze export --form review --csv --output reviews.csv

    `freeze import backup.jsonl` brings JSON lines in again, into this store or another.
    """
    site = _site(places) if as_csv else None
    with lend_store(places) as store, _opened(output) as file:
        kept = store.export(form=form, now=now_ms()) if store else iter(())
        rows = (row for row in kept if not row.form.startswith(WORKERS))
        count = _write_table(rows, site, file, form=form) if site else _write_lines(rows, file)
    if as_json and output:
        show_json({"exported": count, "file": str(output)})
        return
    click.echo(f"exported {counted(count, 'submission')}", err=True)


def _site(places: Places) -> Site:
    reading = read_site(places.root)
    if reading.site is None:
        raise ProblemsFound(reading.problems)
    return reading.site


def _write_table(rows: Iterable[Submission], site: Site, file: TextIO, *, form: str) -> int:
    if file is not sys.stdout and not isinstance(file, _Terminal):
        file.write(BOM)  # without it Excel takes the file for one of its own encoding: Ã¥ for å
    forms = [one for one in site.forms.values() if form in ("", one.name)]
    return write_table(rows, forms, file, currency=site.settings.currency)


def _write_lines(rows: Iterable[Submission], file: TextIO) -> int:
    return sum(1 for row in rows if file.write(dump(row) + "\n"))


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    """Open the file for its owner only, for it holds what visitors wrote; csv ends its lines itself, hence newline="".

    One that is there already gives way only to a whole new one: it may be the last copy of a store that is broken by now.
    """
    if output is None:
        yield _Terminal() if sys.stdout.isatty() else sys.stdout
    elif output.exists() and not output.is_file():  # a pipe or a device
        with output.open("w", encoding="utf-8", newline="") as file:
            yield file
    else:
        target = output.resolve()
        if not target.parent.is_dir():
            raise click.ClickException(f"there is no folder {target.parent}\nhint: make it, or mount its disk.")
        new = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(new, _NEW_FILE, 0o600), "w", encoding="utf-8", newline="") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            new.replace(target)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


class _Terminal(io.StringIO):
    """Standard output where a person looks at it: what visitors wrote must not give orders to the terminal."""

    def write(self, text: str) -> int:
        """Write a text without control characters."""
        return sys.stdout.write(printable(text.replace("\r\n", "\n")))
