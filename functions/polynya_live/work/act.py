"""Does the work of one submission: sends the mail that is due and notes what became of it (live wing)."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from zlib import crc32

from ..claims import HELD, HOLD_S, RELEASED, UNCONFIRMED, UNCONFIRMED_S, held_until
from ..guards.signing import sign
from ..mail import MailRefused, MailUnavailable, mailbox_of
from ..store import NoSuchSubmission, StaleRevision, Store, StoreUnavailable
from ..store.rows import among_others, expired
from ..submissions import State, Submission
from ..values.patterns import late
from .digest import file_in_digest, write_digest
from .links import CONFIRM, DIGEST_FORM
from .mails import RECEIPT, errands_of, short_id, write_mail
from .office import Office
from .status import DIGEST, Errand, Fate, MailStatus, read_statuses, with_statuses

FIRST_WAIT_MS = 30_000
LONGEST_WAIT_MS = 4 * 3_600_000
MOST_TRIES = 30
"""With the waits between them about four days, as long as mail servers try."""
TO_STRANGERS = frozenset({RECEIPT, CONFIRM})
"""Kinds of mail that go to an address which a visitor typed, and which may be anybody's."""
WINDOW_S = 3_600
MOST_TO_STRANGER = 10

_ADDRESS = late(r"[^\s<>\"]+@[^\s<>\"]*")

log = logging.getLogger("polynya.work")


def work_on(row: Submission, office: Office, *, now: int) -> int:
    """Give back what a submission may hold no longer, send its mails that are due, and note it; return how many went out.

    row: as it was read just now. Raises StoreUnavailable, before a mail goes out when a look tells that it could not be noted;
    when that shows only afterwards, the same mails go out again.
    """
    row = _let_go(row, office.store, now=now)
    planned = _planned(row, office, now=now)
    if office.mailer and any(_is_due(status, now) for status in planned):
        office.store.ready()  # or on a full disk each look, every second, would send the same mails
    done = [_tried(status, row, office, now=now) for status in planned]
    _note(row, done, office.store, now=now)
    return len([one for one, before in zip(done, planned, strict=True) if one != before and one.fate is Fate.SENT])


def _let_go(row: Submission, store: Store, *, now: int) -> Submission:
    """Give back what a submission takes, once nobody has confirmed it in time; return it as it is to be noted.

    It stays for who confirms late. Raises StoreUnavailable.
    """
    if not 0 < held_until(row) <= now:
        return row
    if row.state is not State.REJECTED:
        try:
            extra = {**row.extra, RELEASED: now}
            row = store.moderate(row.key, State.REJECTED, now=now, revision=row.revision, extra=extra)
        except StaleRevision as stale:
            return stale.current  # it is due as before: the next look finds it as it is then
        except NoSuchSubmission:
            return row
    extra = {name: value for name, value in row.extra.items() if name != HELD}
    reasons = tuple(dict.fromkeys((*row.reasons, *([UNCONFIRMED] if RELEASED in extra else []))))
    return replace(row, extra=extra, reasons=reasons, expires=now // 1000 + UNCONFIRMED_S - HOLD_S)


def next_wait(tries: int, name: str) -> int:
    """Say how long to wait after so many tries, in milliseconds: twice as long each time, up to four hours.

    name: of the mail; spreads those that failed together over a quarter of the wait.
    """
    wait = min(LONGEST_WAIT_MS, FIRST_WAIT_MS << min(tries - 1, 20))
    return wait + crc32(name.encode("utf-8", "replace")) % (wait // 4)


def _planned(row: Submission, office: Office, *, now: int) -> list[MailStatus]:
    """List the mails of a submission: all at the first look; later only those, for an owner who came since has no part in it."""
    errands = errands_of(row, office.contract, office.settings) if office.mailer else []
    noted = read_statuses(row)
    if not noted:
        return [MailStatus(errand=errand, next=now) for errand in errands]
    return [status for status in noted if status.fate is not Fate.DUE or status.errand in errands]


def _is_due(status: MailStatus, now: int) -> bool:
    return status.fate is Fate.DUE and status.next <= now


def _tried(status: MailStatus, row: Submission, office: Office, *, now: int) -> MailStatus:
    if not _is_due(status, now) or office.mailer is None:
        return status
    kind, to = status.errand.kind, status.errand.to
    tries = status.tries + 1
    try:
        if kind in TO_STRANGERS and not status.tries:
            _spare(to, office, now=now)
        _carry_out(status.errand, row, office, now=now)
    except MailRefused as error:
        log.warning("%s: mail %s is refused: %s", short_id(row), kind, _without_addresses(error))
        return replace(status, fate=Fate.FAILED, tries=tries, next=0)
    except (MailUnavailable, StoreUnavailable) as error:
        log.warning("%s: mail %s has to wait: %s", short_id(row), kind, _without_addresses(error))
    except Exception:  # a template of the site's own, for instance: the mails of others must not wait for it
        log.exception("%s: mail %s cannot be written", short_id(row), kind)
    else:
        return replace(status, fate=Fate.SENT, tries=tries, next=0)
    if tries >= MOST_TRIES:
        return replace(status, fate=Fate.FAILED, tries=tries, next=0)
    return replace(status, tries=tries, next=now + next_wait(tries, f"{row.key}/{kind}/{to}"))


def _spare(address: str, office: Office, *, now: int) -> None:
    """Count a mail to an address, of all forms and visitors together. Raises MailRefused for one too many, StoreUnavailable."""
    name = f"mail/address/{sign(office.settings.secret, 'mail address', mailbox_of(address))}"
    if office.store.count(name, window_s=WINDOW_S, now=now) > MOST_TO_STRANGER:
        raise MailRefused(f"more than {MOST_TO_STRANGER} mails in an hour to one address that visitors typed")


def _carry_out(errand: Errand, row: Submission, office: Office, *, now: int) -> None:
    """Send one mail, or leave it to the digest. Raises MailRefused, MailUnavailable, StoreUnavailable."""
    if errand.kind == DIGEST and row.form != DIGEST_FORM:
        file_in_digest(row, errand.to, office, now=now)
        return
    mail = (
        write_digest(errand, row, office, now=now)
        if row.form == DIGEST_FORM
        else write_mail(errand, row, office.contract, settings=office.settings, templates=office.templates)
    )
    if mail and office.mailer:
        office.mailer.send(mail, now=now)


def _note(row: Submission, statuses: Iterable[MailStatus], store: Store, *, now: int) -> None:
    """Write down what became of the mails, whatever others change in the row meanwhile; nothing in one that is forgotten."""
    mine = list(statuses)

    def note(row: Submission) -> None:
        if not expired(row, now):
            sent = {status.errand: status for status in read_statuses(row) if status.fate is Fate.SENT}
            store.amend(with_statuses(row, [sent.get(status.errand, status) for status in mine]))

    with suppress(NoSuchSubmission):  # erased: nothing is left to be noted
        among_others(row, note)


def _without_addresses(error: Exception) -> str:
    """Write an error for the log, where no address of a visitor belongs: a server may say it in another spelling."""
    return _ADDRESS.sub("…", str(error))
