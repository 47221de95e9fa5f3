"""The journal: where a submission is kept durably while the store is down, until it is replayed (shared).

A submission waits as one text under a name that sorts by its time: `waiting/<received>-<key>-<digest>.json`. What the store
refuses when it is replayed (the key is taken by other words) goes to `aside/` under the same name, and is never lost.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from ..store.rows import dump, load
from ..submissions import Submission

WAITING = "waiting"
ASIDE = "aside"
DIGEST_CHARACTERS = 16


class JournalUnavailable(Exception):
    """The journal could not be written or read within its time. Nothing is known of the write."""


class Unreadable(ValueError):
    """What lies under a name is no submission."""


class Box(Protocol):
    """Keeps small texts by name, "waiting/…" or "aside/…". Each method raises JournalUnavailable."""

    def put(self, name: str, content: bytes) -> None:
        """Keep a text: whole, durably, and over what was there."""

    def names(self, folder: str) -> list[str]:
        """List the names in "waiting" or "aside", in their order."""

    def get(self, name: str) -> bytes | None:
        """Read a text; None when there is none."""

    def remove(self, name: str) -> None:
        """Remove a text for good; one that is gone already is no fault."""

    def alone(self) -> AbstractContextManager[None]:
        """Keep others of this machine from replaying and erasing meanwhile; writing goes on."""

    def sweep(self) -> None:
        """Remove what a writer that died had begun; one that is at work has to give up."""

    def ready(self) -> None:
        """Find out whether a text would be kept, as far as that can be seen without one."""


class Journal:
    """Submissions in a box."""

    def __init__(self, box: Box) -> None:
        self._box = box

    def keep(self, submission: Submission) -> None:
        """Keep a submission durably; the same one again takes the place of the first. Raises JournalUnavailable."""
        digest = submission.digest[:DIGEST_CHARACTERS]
        name = f"{WAITING}/{submission.received:013d}-{submission.key}-{digest}.json"
        self._box.put(name, dump(submission).encode())

    def waiting(self) -> list[str]:
        """Name what waits, the oldest first. Raises JournalUnavailable."""
        return self._box.names(WAITING)

    def aside(self) -> list[str]:
        """Name what was set aside, the oldest first. Raises JournalUnavailable."""
        return self._box.names(ASIDE)

    def read(self, name: str) -> Submission | None:
        """Read one; None when it is gone. Raises Unreadable, JournalUnavailable."""
        content = self._box.get(name)
        if content is None:
            return None
        try:
            return load(content.decode())
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise Unreadable(f"{name}: {error}") from error

    def submissions(self) -> Iterator[tuple[str, Submission]]:
        """Read all that can be read, waiting or set aside, each with its name. Raises JournalUnavailable."""
        for name in (*self.waiting(), *self.aside()):
            try:
                found = self.read(name)
            except Unreadable:
                continue
            if found:
                yield name, found

    def drop(self, name: str) -> None:
        """Remove one for good. Raises JournalUnavailable."""
        self._box.remove(name)

    def set_aside(self, name: str) -> None:
        """Move one out of the way of the others. Raises JournalUnavailable."""
        content = self._box.get(name)
        if content is not None:
            self._box.put(f"{ASIDE}/{name.rpartition('/')[2]}", content)
        self._box.remove(name)

    def alone(self) -> AbstractContextManager[None]:
        """Keep others of this machine from replaying and erasing meanwhile. Raises JournalUnavailable."""
        return self._box.alone()

    def sweep(self) -> None:
        """Remove what was begun and never acknowledged. Raises JournalUnavailable."""
        self._box.sweep()

    def ready(self) -> None:
        """Find out whether a submission would be kept, and write none. Raises JournalUnavailable."""
        self._box.ready()


def open_journal(address: str) -> Journal:
    """Open the journal at `address`: "file:///folder" or "s3://bucket/prefix?region=…&endpoint=…"; nothing is touched yet.

    Raises ValueError for an address of another form.
    """
    url = urlsplit(address)
    if url.scheme == "file" and not url.netloc and url.path.strip("/"):
        from .folder import FolderBox  # noqa: PLC0415 -- only the chosen one is imported: cold start

        return Journal(FolderBox(Path(unquote(url.path))))
    if url.scheme == "s3" and url.netloc and url.path.strip("/"):
        from .bucket import BucketBox  # noqa: PLC0415

        return Journal(BucketBox.at(url.netloc, url.path.strip("/"), url.query))
    raise ValueError(f'a journal address is "file:///folder" or "s3://bucket/prefix", not {address!r}')
