"""`freeze inbox`: list what waits, approve it or reject it, edit it, reply to it (build wing)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

import click

from polynya_live.contract import Contract, load
from polynya_live.forms.prices import agreed_prices
from polynya_live.inbox.actions import Decision, NotForThis, TooLate, act_on, id_as_seen, mark_of
from polynya_live.inbox.edit import as_typed, edit_form, edited_values
from polynya_live.inbox.history import Act
from polynya_live.store import Filter, Full, NoSuchSubmission, StaleRevision, Store
from polynya_live.submissions import EDITED, State, Submission, Value

from ...places import Places
from ..group import ExampleGroup
from ..lending import lend_store, now_ms, rows_of
from ..showing import show_json
from .reject import ids_to_reject, waiting
from .rows import SHOWN_OF_ID, as_json_row, as_text
from .stage import acting, next_act, of_stage

DASHED = {"ignore_unknown_options": True}  # an id may begin with a dash
PRIVATE = frozenset({State.PRIVATE})
STATES = [state.value for state in State]
ON_WORDS = {Act.APPROVE, Act.REPLY}
"""What is done because of what somebody said, and so with the very words that were read."""
WHO = "freeze inbox"
"""Who it is that acts in a terminal, in the history of a submission."""


@click.group("inbox", cls=ExampleGroup, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Write the submissions as a JSON list.")
@click.option("--state", "states", type=click.Choice([*STATES, "all"]), multiple=True, help="pending when not given.")
@click.option("--form", default="", help="Only those of this form.")
@click.option("--page", default="", help="Only those on this page, such as books/dune.")
@click.option("--reason", default="", help="Only those held for this reason, such as honeypot.")
@click.option("--search", default="", help="Only those that say this, letter case aside.")
@click.option("--limit", type=click.IntRange(min=1), help="So many at most; all when not given.")
@click.option("--after", default="", metavar="ID", help="Go on after this one.")
@of_stage
@click.pass_context
def command(
    context: click.Context, /, *, as_json: bool, states: tuple[str, ...], limit: int | None, after: str, **narrowed: str
) -> None:
    """List what visitors sent and nobody has read yet.

    \b
    freeze inbox
    freeze inbox approve 3fa9c2d1 77ab
    freeze inbox --reason honeypot --search casino --limit 20
    freeze inbox --json --state approved --form review

    An ID may be shortened as long as only one submission starts with it.
    """
    if context.invoked_subcommand is not None:
        return
    wanted = frozenset() if "all" in states else frozenset(State(state) for state in states or ("pending",))
    asked = Filter(
        states=wanted,
        form=narrowed["form"],
        page=narrowed["page"].strip("/"),
        reason=narrowed["reason"],
        text=narrowed["search"],
    )
    with lend_store(context.obj) as store:
        rows = islice(_listed(store, asked, after), limit) if store else iter(())
        count = _show(rows, as_json=as_json)
        aside = store and not (count or states) and any(_listed(store, replace(asked, states=PRIVATE), ""))
    if not as_json:
        more = "; what only you may read: freeze inbox --state private" if aside else ""
        click.echo(_count(count, pending="pending" in (states or ("pending",))) + more, err=True)


@command.command("approve", context_settings=DASHED)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@acting
@click.pass_obj
def approve(places: Places, *, ids: tuple[str, ...], as_json: bool) -> None:
    """Show submissions on their pages: at once in the island, and in the page itself after the next freeze.

    \b
    freeze inbox approve 3fa9c2d1
    """
    done = _act(places, ids, Act.APPROVE)
    _tell(f"approved {len(done)}; next: {next_act()}", done, as_json=as_json)


@command.command("reject", context_settings=DASHED)
@click.argument("ids", nargs=-1, metavar="[ID...]")
@click.option("--form", default="", help="Instead of IDs: all that waits of this form.")
@click.option("--reason", default="", help="Instead of IDs: all that is held for this reason, such as links.")
@click.option("--search", default="", help="Instead of IDs: all that waits and says this.")
@click.option("--yes", "sure", is_flag=True, help="Do not ask first.")
@acting
@click.pass_obj
def reject(places: Places, /, *, ids: tuple[str, ...], sure: bool, as_json: bool, **narrowed: str) -> None:
    """Keep submissions from every page.

    \b
    freeze inbox reject 3fa9c2d1 77ab
    freeze inbox reject --reason links --search casino
    """
    done = _act(places, ids_to_reject(places, ids, waiting(**narrowed), sure=sure), Act.REJECT)
    _tell(f"rejected {len(done)}; next: {next_act()}", done, as_json=as_json)


@command.command("undo", context_settings=DASHED)
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@acting
@click.pass_obj
def undo(places: Places, *, ids: tuple[str, ...], as_json: bool) -> None:
    """Take back what was done last with submissions: here at any time, whoever did it.

    \b
    freeze inbox undo 3fa9c2d1
    """
    done = _act(places, ids, Act.UNDO)
    _tell(f"took back {len(done)}; next: {next_act()}", done, as_json=as_json)


@command.command("reply", context_settings=DASHED)
@click.argument("written", metavar="ID")
@click.argument("text")
@acting
@click.pass_obj
def reply(places: Places, *, written: str, text: str, as_json: bool) -> None:
    """Put your reply under a submission on its page, in place of the one before; "" takes it away.

    \b
    freeze inbox reply 3fa9c2d1 "Thank you, we have more of these."
    """
    done = _act(places, (written,), Act.REPLY, reply=text)
    did = "replied" if text.strip() else "took the reply away"
    _tell(f"{did}; next: {next_act()}", done, as_json=as_json)


@command.command("edit", context_settings=DASHED)
@click.argument("written", metavar="ID")
@click.argument("answers", nargs=-1, required=True, metavar="FIELD=ANSWER...")
@acting
@click.pass_obj
def edit(places: Places, *, written: str, answers: tuple[str, ...], as_json: bool) -> None:
    """Change answers of a submission; what they were before stays in its history.

    \b
    freeze inbox edit 3fa9c2d1 author="Mara L." rating=4

    The same field given twice has two answers; one given as FIELD= has none.
    """
    contract = _contract(places)
    with lend_store(places) as store:
        row = _named(store, (written,), as_seen=True)[0]
        values = _edited(row, contract, answers)
        if store:
            prices = agreed_prices(contract.forms[row.form], values, contract.rows, before=row.extra)
            mark = mark_of(row)
            _decide(store, Decision(key=row.key, act=Act.EDIT, who=WHO, mark=mark, values=values, extra=prices))
    _tell(f"edited; next: {next_act()}", [row.key], as_json=as_json)


def _tell(said: str, ids: Sequence[str], *, as_json: bool) -> None:
    """Say what was done, or the ids of what it was done with."""
    if as_json:
        show_json({"done": list(ids)})
    else:
        click.echo(said)


def _listed(store: Store, wanted: Filter, after: str) -> Iterator[Submission]:
    rows = rows_of(store, wanted)
    if after:
        key = _named(store, (after,))[0].key
        for row in rows:
            if row.key == key:
                break
    return rows


def _show(rows: Iterator[Submission], *, as_json: bool) -> int:
    """Write rows as they are read; return how many there were."""
    if as_json:
        listed = [as_json_row(row) for row in rows]
        show_json(listed)
        return len(listed)
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 -- it counts
        click.echo(as_text(row))
    return count


def _act(places: Places, ids: Sequence[str], act: Act, *, reply: str = "") -> list[str]:
    """Do one thing with submissions; none is touched unless every id is known. Returns their whole ids."""
    with lend_store(places) as store:
        rows = _named(store, ids, as_seen=act in ON_WORDS)
        for row in rows:
            if store:
                mark = mark_of(row) if act in ON_WORDS else ""
                _decide(store, Decision(key=row.key, act=act, who=WHO, mark=mark, reply=reply, anytime=True))
    return [row.key for row in rows]


def _decide(store: Store, decision: Decision) -> None:
    short = decision.key[:SHOWN_OF_ID]
    try:
        act_on(store, decision, now=now_ms())
    except TooLate as error:
        raise click.ClickException(f"nothing was done with {short} that could be taken back") from error
    except NotForThis as error:
        raise click.ClickException(f"{short} is private: it is shown nowhere") from error
    except StaleRevision as error:
        raise _changed(error.current) from error
    except Full as error:
        raise click.ClickException(f"{short} has no room any more: {error}") from error


def _edited(row: Submission, contract: Contract, answers: Sequence[str]) -> dict[str, Value]:
    form = contract.forms.get(row.form)
    if form is None:
        raise click.ClickException(f'this site declares no form "{row.form}"; freeze it first')
    typed, given = as_typed(row, form), [answer.partition("=") for answer in answers]
    bound = edit_form(row, form, contract.rows, typed=typed)
    inputs = {name for control in bound.controls for name in control.inputs()}
    for name in dict.fromkeys(name for name, _, _ in given):
        if name not in inputs:
            raise click.ClickException(f'no answer is called "{name}"; these are: {", ".join(sorted(inputs))}')
        typed.setlist(name, [text for other, _, text in given if other == name and text])
    bound = edit_form(row, form, contract.rows, typed=typed)
    if not bound.validate():
        lines = (f"{control.short_name}: {' '.join(control.errors)}" for control in bound.controls if control.errors)
        raise click.ClickException("this does not fit; nothing was changed\n" + "\n".join(lines))
    return edited_values(row, bound)


def _contract(places: Places) -> Contract:
    try:
        return load(places.build / "live/contract.json")
    except OSError as error:
        raise click.ClickException("nothing was frozen yet, so no form is known\nhint: freeze") from error
    except ValueError as error:
        raise click.ClickException(f"{error}\nhint: freeze") from error


def _named(store: Store | None, ids: Sequence[str], *, as_seen: bool = False) -> list[Submission]:
    """Find submissions by their ids, or by how these begin, each once. as_seen: only with the words of then."""
    rows: dict[str, Submission] = {}
    for written in dict.fromkeys(ids):
        key = written.partition(":")[0]
        row = (store and _whole(store, key)) or _resolve(key, list(rows_of(store, Filter())) if store else [])
        is_marked = ":" in written
        if as_seen and (is_marked or EDITED in row.extra) and written != id_as_seen(row, key, mailed=is_marked):
            raise _changed(row)
        rows[row.key] = row
    return list(rows.values())


def _changed(row: Submission) -> click.ClickException:
    short = row.key[:SHOWN_OF_ID]
    hint = "hint: read it as it is now, and use the id that `freeze inbox` shows for it then."
    return click.ClickException(f"{short} was changed since it had this id; nothing was done with it\n{hint}")


def _whole(store: Store, key: str) -> Submission | None:
    try:
        return store.get(key, now=now_ms())
    except NoSuchSubmission:
        return None


def _resolve(written: str, rows: Sequence[Submission]) -> Submission:
    found = [row for row in rows if row.key.startswith(written)]
    if len(found) == 1:
        return found[0]
    if found:
        raise click.ClickException(f'{len(found)} submissions start with "{written}"; write more of the id')
    raise click.ClickException(
        f'no submission has the id "{written}"; nothing was changed\nhint: freeze inbox --state all'
    )


def _count(count: int, *, pending: bool) -> str:
    if not count:
        return "nothing waits" if pending else "nothing is there"
    return (
        f"{count} {'waits' if count == 1 else 'wait'}; next: freeze inbox approve ID" if pending else f"{count} in all"
    )
