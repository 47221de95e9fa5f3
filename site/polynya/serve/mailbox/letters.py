"""Reads the messages of an outbox folder (build wing)."""

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path

from polynya_live.values import dataclass

MOST_LISTED = 200
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One message. name: of its file, without suffix. html: "" for a message of text only."""

    name: str
    to: str
    subject: str
    date: str
    text: str
    html: str


def letters_in(folder: Path) -> list[Letter]:
    """Read the messages of a folder, newest first, 200 at most."""
    found = sorted(folder.glob("*.eml"), key=_written, reverse=True)[:MOST_LISTED] if folder.is_dir() else []
    return [letter for path in found if (letter := find_letter(folder, path.stem))]


def find_letter(folder: Path, name: str) -> Letter | None:
    """Read one message; None when there is none of this name."""
    if not _NAME.fullmatch(name):
        return None
    try:
        raw = (folder / f"{name}.eml").read_bytes()
    except OSError:
        return None
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    to, subject, date = (str(message.get(header, "")) for header in ("To", "Subject", "Date"))
    return Letter(
        name=name, to=to, subject=subject, date=date, text=_part(message, "plain"), html=_part(message, "html")
    )


def told_of(letter: Letter, link: str) -> str:
    """Write what the terminal says of a message. link: to sign in with, "" for none."""
    told = f"Mail to {letter.to}: {letter.subject}" + (f"\n  {link}" if link else "")
    return "".join(sign for sign in told if sign.isprintable() or sign == "\n")


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
