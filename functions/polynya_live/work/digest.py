"""The digest: one mail a day of all that came, instead of one for each submission (live wing).

It is a row of the worker's own, one for each address and day, due in the morning. Working on a submission of a form with a
digest files its key there; working on the row writes the mail, of what the submissions say by then. Filing twice is filing
once, and the mail has the key of its row, so a repeat of either tells nobody twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta, tzinfo

from ..contract import Form, PageRef
from ..guards.signing import sign
from ..mail import Mail
from ..store import NoSuchSubmission, StaleRevision, StoreUnavailable
from ..submissions import State, Submission, Value, digest_of
from ..templating import zone_of
from ..values import dataclass
from .lines import Line, lines_of
from .links import DIGEST_FORM, moderate_link
from .mails import draw_mail
from .office import Office
from .status import DIGEST, Errand, Fate, read_statuses

MS = 1000
MORNING = time(7)
CLOSING = timedelta(minutes=5)
"""Before the morning the row is filed no more, so that whoever files is done before it is read."""
KEPT_S = 8 * 86_400
MOST_TOLD = 200
DAY_MS = 86_400_000
MOST_DAYS = 7
MOST_MEETINGS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One submission in a digest. moderate: where it is approved or rejected, "" when there is nothing to decide."""

    form: Form
    page: PageRef | None
    number: str
    state: str
    lines: list[Line]
    moderate: str


def file_in_digest(row: Submission, to: str, office: Office, *, now: int) -> None:
    """Let the next digest to an address tell of a submission. Raises StoreUnavailable."""
    filed = _digest_to_come(row.key, to, office, now=now)
    for _ in range(MOST_MEETINGS):
        values = _with_key(filed.values, row.key)
        if values == dict(filed.values):
            return
        try:
            office.store.amend(replace(filed, values=values))
        except StaleRevision as stale:
            filed = stale.current
        except NoSuchSubmission:
            break
        else:
            return
    raise StoreUnavailable(f"the digest to be filed in was changed {MOST_MEETINGS} times")


def write_digest(errand: Errand, row: Submission, office: Office, *, now: int) -> Mail | None:
    """Write a digest; None when nothing is left to tell of. Raises StoreUnavailable."""
    told = list(_told(row, errand.to, office, now=now))
    if not told:
        return None
    more = row.values.get("more", 0)
    context: dict[str, object] = {
        "home": office.settings.site_url,
        "told": told,
        "more": more,
        "day": row.values["day"],
    }
    return draw_mail(office.templates, errand, context, key=f"{row.key}/{DIGEST}/{errand.to}")


def next_digest(now: int, zone: tzinfo) -> int:
    """Say when what comes now is told of: at seven in the morning, milliseconds since 1970."""
    moment = datetime.fromtimestamp(now / MS, zone) + CLOSING
    day = moment.date() if moment.time() < MORNING else moment.date() + timedelta(days=1)
    return int(datetime.combine(day, MORNING, zone).timestamp()) * MS


def _digest_to_come(key: str, to: str, office: Office, *, now: int) -> Submission:
    """Find the first digest to an address that has not gone out: a clock that was ahead may have sent the next one already."""
    for days in range(MOST_DAYS):
        filed = office.store.submit(_digest_row(key, to, office, now=now + days * DAY_MS))
        if all(status.fate is Fate.DUE for status in read_statuses(filed)):
            return filed
    raise StoreUnavailable(f"the digests of {MOST_DAYS} days to come have gone out already")


def _digest_row(key: str, to: str, office: Office, *, now: int) -> Submission:
    zone = zone_of(office.contract.site.timezone)
    due = next_digest(now, zone)
    day = datetime.fromtimestamp(due / MS, zone).date().isoformat()
    return Submission(
        key=sign(office.settings.secret, DIGEST, to, day),
        form=DIGEST_FORM,
        page="",
        values={"to": to, "day": day, "keys": [key]},
        state=State.PRIVATE,
        received=now,
        digest=digest_of(DIGEST_FORM, "", {"to": to, "day": day}),
        expires=due // MS + KEPT_S,
        due=due,
    )


def _with_key(values: Mapping[str, Value], key: str) -> dict[str, Value]:
    keys, more = values["keys"], values.get("more", 0)
    listed = keys if isinstance(keys, list) else []
    if key in listed:
        return dict(values)
    if len(listed) < MOST_TOLD:
        return {**values, "keys": [*listed, key]}
    return {**values, "more": (more if isinstance(more, int) else 0) + 1}


def _told(row: Submission, to: str, office: Office, *, now: int) -> Iterator[Told]:
    keys = row.values["keys"]
    for key in keys if isinstance(keys, list) else ():
        try:
            one = office.store.get(key, now=now)
        except NoSuchSubmission:
            continue
        form = office.contract.forms.get(one.form)
        if form is not None and one.state is not State.REJECTED:
            yield Told(
                form=form,
                page=office.contract.pages.get(one.page),
                number=one.number,
                state=one.state.value,
                lines=lines_of(one, office.contract),
                moderate=moderate_link(one, to, office.settings) if one.state is State.PENDING else "",
            )
