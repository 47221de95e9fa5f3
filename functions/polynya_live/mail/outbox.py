"""Mail into a folder, one `.eml` file a message: the default on one machine (live wing)."""

import os
from pathlib import Path

from . import Mail, MailUnavailable, digest_of, write_message


class Outbox:
    """A folder of messages. A second try of a message takes the place of its first."""

    def __init__(self, folder: str, sender: str) -> None:
        self._folder = Path(folder)
        self._sender = sender

    def send(self, mail: Mail, *, now: int) -> None:
        """Write the message, whole or not at all. Raises MailRefused; MailUnavailable when the folder cannot be written."""
        content = bytes(write_message(mail, sender=self._sender, now=now))
        try:
            self._keep(f"{digest_of(mail.key)}.eml", content)
        except OSError as error:
            raise MailUnavailable(f"{self._folder}: {error.strerror}") from error

    def _keep(self, name: str, content: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = self._folder / name
        fresh = target.with_suffix(".new")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(target)
