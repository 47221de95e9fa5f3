"""Erasing a person: every submission that names an address, and every mail to it or about them (build wing)."""

import email
import email.policy
from collections.abc import Iterable, Iterator
from pathlib import Path

from polynya_live.accounts.chosen import keep_name
from polynya_live.forms.versions import CHANGED
from polynya_live.inbox.history import read_history
from polynya_live.journal import Journal
from polynya_live.journal.erased import mark_erased
from polynya_live.store import Store
from polynya_live.submissions import Submission


def written_by(rows: Iterable[Submission], address: str) -> Iterator[Submission]:
    """Find the submissions in which any value, one before an edit or the account is this e-mail address; letter case aside."""
    wanted = address.strip().casefold()
    for row in rows:
        changed = row.extra.get(CHANGED)  # "label: words", of a field that has another type by now
        lines = [line.rpartition(": ")[2] for line in changed] if isinstance(changed, list) else []
        before = [value for entry in read_history(row) for value in entry.values.values()]
        texts = (*row.values.values(), *row.extra.values(), *lines, *before)
        if any(isinstance(text, str) and text.strip().casefold() == wanted for text in texts):
            yield row


def journalled_by(journal: Journal, address: str) -> Iterator[tuple[str, Submission]]:
    """Find what waits in a journal, or was set aside, that names an address; each with its name there."""
    for name, row in journal.submissions():
        if list(written_by([row], address)):
            yield name, row


def erase_rows(store: Store, rows: Iterable[Submission]) -> int:
    """Remove submissions for good, and return how many there were."""
    return store.erase([row.key for row in rows])


def erase_account(store: Store, address: str, *, now: int) -> None:
    """End every session of an address and forget the name chosen there; what another machine still replays stays away, too."""
    email = address.strip().lower()
    mark_erased(store, email, now=now)
    keep_name(store, email, "", now=now)


def mails_about(outbox: Path, address: str, keys: Iterable[str]) -> list[Path]:
    """Find the messages in an outbox folder that are to or from an address, or tell of one of these submissions."""
    if not outbox.is_dir():
        return []
    wanted, told = address.strip().casefold(), [key.encode() for key in keys]
    return [path for path in sorted(outbox.glob("*.eml")) if _tells(path, wanted, told)]


def _tells(path: Path, address: str, keys: list[bytes]) -> bool:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    headers = " ".join(str(message.get(name, "")) for name in ("To", "From", "Reply-To", "Cc")).casefold()
    bodies = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
    text = "\n".join(body for body in bodies if isinstance(body, str))
    return address in headers or address in text.casefold() or any(key.decode() in text for key in keys)
