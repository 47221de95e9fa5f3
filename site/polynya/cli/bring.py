"""`freeze import`: bring in submissions from an export, or comments from another system (build wing)."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, fields
from pathlib import Path

import click

from polynya_live.contract import Form

from ..importing.bring import Report, bring_in, submissions_of
from ..importing.comments import Comment, NotReadable
from ..importing.disqus import read_disqus
from ..importing.fitting import Fate, Fitting, Unfit
from ..importing.isso import read_isso
from ..importing.lines import read_lines
from ..importing.match import Addresses, plain_path
from ..importing.wordpress import read_wordpress
from ..model import Site
from ..places import Places
from ..problems import ProblemsFound
from ..reading.read import Reading, read_site
from .lending import lend_store, now_ms
from .moderating.stage import of_stage
from .showing import printable, show_json

READERS: dict[str, Callable[[Path], Iterator[Comment]]] = {
    "disqus": read_disqus,
    "wordpress": read_wordpress,
    "isso": read_isso,
}
MOST_NAMED = 10
UNREADABLE = "note: this site cannot be read now (see freeze check), so nothing was held against its forms"
FATES = {
    Fate.KEPT: "kept as it is",
    Fate.ASIDE: "on no page; the inbox has the words",
    Fate.LEFT_OUT: "left out",
}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--from", "source", type=click.Choice(["polynya", *READERS]), default="polynya", show_default=True)
@click.option("--form", default="", help="The form whose threads take the comments; needed for other systems.")
@click.option("--moved", multiple=True, metavar="OLD=NEW", help="Paths that changed, such as /blog/=/posts/.")
@click.option("--dry-run", is_flag=True, help="Only say what would be brought in.")
@of_stage
@click.option("--json", "as_json", is_flag=True, help="Write what became of the file as JSON.")
@click.pass_obj
def command(
    places: Places, *, file: Path, source: str, form: str, moved: tuple[str, ...], dry_run: bool, as_json: bool
) -> None:
    """Bring in what visitors wrote before, once: doing it again changes nothing.

    \b
    freeze import backup.jsonl
    freeze import disqus.xml --from disqus --form review --dry-run
    freeze import wxr.xml --from wordpress --form comment --moved /blog/=/posts/
    freeze import comments.db --from isso --form comment
    """
    report, reading = Report(), read_site(places.root)
    fitting = Fitting(reading.site)
    try:
        if source == "polynya":
            rows = fitting.fit(read_lines(file))
            if reading.site is None:
                click.echo(UNREADABLE, err=True)
        else:
            site = _site(reading)
            declared = _form(site, form)
            addresses = Addresses(site, declared.thread, dict(_move(one) for one in moved))
            comments = READERS[source](file)
            rows = submissions_of(comments, declared, source=source, addresses=addresses, report=report)
        with lend_store(places, create=not dry_run) as store:
            bring_in(rows, None if dry_run else store, report, now=now_ms())
    except (NotReadable, UnicodeDecodeError) as error:
        raise click.ClickException(f"{printable(str(error))}\nhint: nothing after this point was brought in") from error
    if as_json:
        told = {one.name: getattr(report, one.name) for one in fields(report)}
        show_json(told | {"unfit": [asdict(one) for one in fitting.unfit], "dry_run": dry_run})
    else:
        _tell(report, dry_run=dry_run)
        _tell_unfit(fitting.unfit)


def _site(reading: Reading) -> Site:
    if reading.site is None:
        raise ProblemsFound(reading.problems)
    return reading.site


def _form(site: Site, name: str) -> Form:
    threads = sorted(form.name for form in site.forms.values() if form.thread)
    if name not in threads:
        known = ", ".join(threads) or "none yet: declare one with `thread:`"
        raise click.UsageError(f"--form has to name a form that has threads; this site has {known}")
    return site.forms[name]


def _move(written: str) -> tuple[str, str]:
    old, sign, new = written.partition("=")
    if not sign:
        raise click.UsageError(f"--moved is written like /blog/=/posts/, not {written!r}")
    return plain_path(old) + "/", plain_path(new) + "/"


def _tell(report: Report, *, dry_run: bool) -> None:
    click.echo(f"{'would bring in' if dry_run else 'brought in'} {report.brought}; there already: {report.known}")
    for reason, count in sorted(report.skipped.items()):
        click.echo(f"skipped {count}: {printable(reason)}")
    for url, count in report.homeless.most_common(MOST_NAMED):
        click.echo(f"no page of this site is at {printable(url)} ({count})")
    if len(report.homeless) > MOST_NAMED:
        click.echo(f"and {len(report.homeless) - MOST_NAMED} more addresses without a page")
    if report.placeless:
        named = ", ".join(report.placeless[:MOST_NAMED])
        click.echo(f"brought in without their place, for others have it by now ({len(report.placeless)}): {named}")
    if report.differs:
        click.echo(f"left as they are, for they say something else here: {', '.join(report.differs[:MOST_NAMED])}")


def _tell_unfit(unfit: list[Unfit]) -> None:
    """Say what does not fit the site as it is declared now, each kind once."""
    for one in unfit[:MOST_NAMED]:
        first, more = one.lines[0], len(one.lines) - 1
        where = f"line {first} and {more} more" if more else f"line {first}"
        what = f"{one.form}.{one.field}: {one.fact}" if one.field else one.fact
        click.echo(printable(f"{where}: {what} ({FATES[one.fate]})"))
    if len(unfit) > MOST_NAMED:
        click.echo(f"and {len(unfit) - MOST_NAMED} more kinds of answers that do not fit; --json has each")
