"""What an account has sent: found, rewritten while that is still possible, withdrawn (live wing).

The visitor's function may not delete a row. What is withdrawn is emptied and expires at once: no answer shows it any more, and
the next purge removes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from ..contract import Contract, Form, PageRef, Rows
from ..forms.controls import TICKED
from ..forms.prices import agreed_prices
from ..guards.wording import looks_odd
from ..store import Filter, Listing, NoSuchSubmission, StaleRevision, Store, StoreUnavailable
from ..store.rows import MOST_MEETINGS, WORKERS, among_others
from ..submissions import ACCOUNT, EDITED, State, Submission, Value
from ..values import dataclass
from ..work.lines import Line, lines_of
from ..work.status import told_anew
from .account import Account

S = 1000
ON_ONE_PAGE = 20
MOST_AT_ONCE = 100

NO_ROWS: Rows = {}


class TooLate(Exception):
    """A submission can not be rewritten any more, or never could."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A submission as its sender sees it. form, page: None when the site has them no more."""

    row: Submission
    form: Form | None
    page: PageRef | None
    lines: list[Line]
    open: bool

    @property
    def title(self) -> str:
        """What it was sent with."""
        return self.form.title if self.form else self.row.form


def list_sent(store: Store, account: Account, *, now: int, after: str = "", limit: int = ON_ONE_PAGE) -> Listing:
    """List what an account has sent, newest first. Raises StoreUnavailable."""
    return store.inbox(Filter(account=account.email), now=now, limit=limit, after=after)


def find_sent(store: Store, account: Account, key: str, *, now: int) -> Submission:
    """Read one submission of an account. Raises NoSuchSubmission, also for one of somebody else."""
    row = store.get(key, now=now)
    if row.account != account.email or row.form.startswith(WORKERS):
        raise NoSuchSubmission(key)
    return row


def as_seen(row: Submission, contract: Contract, *, now: int) -> Sent:
    """Make of a row what its sender sees."""
    form = contract.forms.get(row.form)
    lines = lines_of(row, contract) if form else []
    return Sent(row=row, form=form, page=contract.pages.get(row.page), lines=lines, open=is_open(row, form, now=now))


def is_open(row: Submission, form: Form | None, *, now: int) -> bool:
    """Tell whether a submission may still be rewritten by its sender: soon after it came, and when nothing hangs on it.

    What took a place, or has an address confirmed, can only be withdrawn and sent again.
    """
    if form is None or form.limited or form.confirm or row.state not in (State.PENDING, State.APPROVED):
        return False
    return now < row.received + form.edit_s * S


def typed_of(values: Mapping[str, Value]) -> "MultiDict[str, str]":
    """Write answers as a form posts them."""
    return MultiDict([pair for name, value in values.items() for pair in _typed(name, value)])


def rewrite(
    store: Store, row: Submission, values: Mapping[str, Value], *, form: Form, now: int, rows: Rows = NO_ROWS
) -> Submission:
    """Put other answers into a submission, which then waits to be read, unless its form shows everything unread.

    What looks like spam waits in any case, with the reason. rows: what quantity fields count; what is ordered anew costs what
    it costs now. Raises TooLate, NoSuchSubmission, StoreUnavailable.
    """
    odd, own = looks_odd(form, values), {field.name for field in form.fields}

    def put(row: Submission) -> Submission:
        if not is_open(row, form, now=now):
            raise TooLate
        together = {name: value for name, value in row.values.items() if name not in own} | dict(values)
        if together == dict(row.values):
            return row
        if row.state is State.APPROVED and (form.moderation != "none" or odd):
            # First nothing shows, then it is changed: what nobody has read is never on a page.
            row = store.moderate(row.key, State.PENDING, now=now, revision=row.revision)
        reasons = tuple(dict.fromkeys((*row.reasons, *odd)))
        extra = {**row.extra, **agreed_prices(form, values, rows), EDITED: now}
        edited = replace(row, values=together, reasons=reasons, extra=extra)
        return store.amend(told_anew(edited, now=now))

    return among_others(row, put)


def withdraw(store: Store, key: str, *, now: int, nameless: bool = False) -> None:
    """Take a submission back, with the places it took. Doing it twice is doing it once. Raises StoreUnavailable.

    nameless: whether its row forgets at once whose it was, too.
    """
    for _ in range(MOST_MEETINGS):
        try:
            # Each time anew: an owner who approves it meanwhile takes its places again.
            row = store.moderate(key, State.REJECTED, now=now)
            # It keeps the account, so that the note of who sent it goes when it goes.
            extra: dict[str, Value] = {} if nameless else {ACCOUNT: row.account}
            store.amend(replace(row, values={}, reasons=(), expires=now // S, due=0, extra=extra))
        except StaleRevision:
            continue
        except NoSuchSubmission:
            return
        else:
            return
    raise StoreUnavailable(f"{key}: changed by others {MOST_MEETINGS} times")


def withdraw_all(store: Store, account: Account, *, now: int) -> None:
    """Take back all that an account has sent. Raises StoreUnavailable; called again, it goes on."""
    for row in _all(store, account, now=now):
        withdraw(store, row.key, now=now)


def _all(store: Store, account: Account, *, now: int) -> Iterator[Submission]:
    after = ""
    while True:
        listing = list_sent(store, account, now=now, after=after, limit=MOST_AT_ONCE)
        yield from listing.rows
        after = listing.next
        if not after:
            return


def _typed(name: str, value: Value) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        yield from ((f"{name}[{row}]", str(count)) for row, count in value.items())
    elif isinstance(value, list):
        yield from ((name, one) for one in value)
    elif isinstance(value, bool):
        yield from [(name, TICKED)] if value else []
    else:
        yield name, str(value)
