"""Mail: the port, the message, and the one place that opens a backend (live wing)."""

import hashlib
import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import Header
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from ..settings import without_password
from ..values import dataclass

MOST_SUBJECT = 150
MOST_LINE = 76
MS = 1000


class _Whole(UnstructuredHeader):
    """A header on one line: the standard library would write a long link as encoded words, which no mail program follows."""

    def fold(self, *, policy: Policy) -> str:
        """Write name and value as they are."""
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


class _Words(UnstructuredHeader):
    """Words as they are: the standard library would decode "=?utf-8?q?=0ABcc:...?=" in them, and write a header of its own."""

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:  # Any: as the library has it
        """Take the value for what it is."""
        kwds["parse_tree"], kwds["decoded"] = None, value

    def fold(self, *, policy: Policy) -> str:
        """Write the value as it is when it fits one line and says nothing else to a reader, else encoded."""
        name: str = self.name  # type: ignore[attr-defined]
        said = str(self)
        plain = said.isascii() and "=?" not in said and len(f"{name}: {said}") <= MOST_LINE
        written = Header(said, None if plain else "utf-8", header_name=name)
        return f"{name}: {written.encode(linesep=policy.linesep)}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("subject", _Words)  # type: ignore[arg-type]  # as the library has it
_HEADERS.map_to_type("list-unsubscribe", _Whole)  # type: ignore[arg-type]  # as the library has it
_POLICY = SMTP.clone(header_factory=_HEADERS)


_OF_THE_ACCOUNT = ("not verified", "suspended", "paused")
"""In what a service says of who sends: an address that it does not know, an account that may not send just now."""


class MailError(Exception):
    """Base of what a backend raises on purpose."""


class MailRefused(MailError):
    """This message will never go out: the address or the message is at fault. Do not try again."""


class MailUnavailable(MailError):
    """It did not go out now, or nothing is known of it. Try again later with the same key."""


def fault_of(said: str, *, refused: bool) -> MailError:
    """Make the fault of what a service said. refused: whether that is for good, unless it is about the account.

    Of such a message nothing is wrong: it goes out once that is mended.
    """
    of_the_account = any(word in said.lower() for word in _OF_THE_ACCOUNT)
    return MailRefused(said) if refused and not of_the_account else MailUnavailable(said)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One message to one address.

    key: the same for every try of the same message; its Message-ID and, in an outbox, its file come of it.
    html: "" for a message of text only. unsubscribe: an absolute URL that a POST unsubscribes at, or "". language: of its
    words, "" for none that is told.
    """

    key: str
    to: str
    subject: str
    text: str
    html: str = ""
    reply_to: str = ""
    unsubscribe: str = ""
    language: str = ""


class Mailer(Protocol):
    """A way for mail to go out."""

    def send(self, mail: Mail, *, now: int) -> None:
        """Hand one message over. now: milliseconds since 1970. Raises MailRefused, MailUnavailable."""


def open_mailer(address: str, *, site_url: str) -> Mailer:
    """Open the backend at `address`: "outbox:FOLDER", "smtp[s]://[user:password@]host[:port]" or "ses://region".

    `?from=` in it names the sender; without, it is no-reply at the host of `site_url`.
    Raises ValueError for an address of another form.
    """
    scheme, _, rest = address.partition(":")
    folder, _, query = rest.partition("?")
    sender = _sender(query, site_url)
    if scheme == "outbox" and folder:
        from .outbox import Outbox  # noqa: PLC0415 -- only the chosen backend is imported: cold start

        return Outbox(folder, sender)
    if scheme in {"smtp", "smtps"} and urlsplit(address).hostname:
        from .smtp import SmtpMailer  # noqa: PLC0415

        return SmtpMailer(address, sender)
    if scheme == "ses":
        from .ses import SesMailer  # noqa: PLC0415

        return SesMailer(urlsplit(address).hostname, sender)
    raise ValueError(
        f'a mail address starts with "outbox:", "smtp://", "smtps://" or "ses://", not {without_password(address)!r}'
    )


def write_message(mail: Mail, *, sender: str, now: int) -> EmailMessage:
    """Write `mail` as a MIME message. Raises MailRefused for an address that is not exactly one."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = _address(sender)
    message["To"] = _address(mail.to)
    if mail.reply_to:
        message["Reply-To"] = _address(mail.reply_to)
    message["Subject"] = one_line(mail.subject)[:MOST_SUBJECT]
    message["Date"] = format_datetime(datetime.fromtimestamp(now / MS, UTC))
    message["Message-ID"] = f"<{digest_of(mail.key)}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{one_line(mail.unsubscribe)}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"  # https://www.rfc-editor.org/rfc/rfc8058
    message.set_content(_without_controls(mail.text))
    if mail.html:
        message.add_alternative(_without_controls(mail.html), subtype="html")
    if mail.language:
        message["Content-Language"] = mail.language  # last: it would become one of the first part alone
    return message


def _without_controls(text: str) -> str:
    """Show what servers refuse, and what a terminal obeys, as a sign that stands for it: a mail with a NUL may never arrive."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "\ufffd", text)


def is_address(text: str) -> bool:
    """Tell whether mail may go to `text`: exactly one address."""
    try:
        _address(text)
    except MailRefused:
        return False
    return True


def mailbox_of(address: str) -> str:
    """Name the mailbox behind an address, to count by: boss+any@ and b.oss@ are read by boss@ at the hosts of most people.

    boss@ⓔxample.org is a second way to write boss@example.org.
    """
    try:
        plain = _with_plain_domain(address)
    except UnicodeError:  # no domain at all: nobody is reached there
        plain = address
    name, at, domain = plain.lower().rpartition("@")
    return (name.partition("+")[0].replace(".", "") or name) + at + domain


def one_line(text: str) -> str:
    """Make a header's value of any text: control characters, line ends of every kind among them, become a space."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()


def digest_of(key: str) -> str:
    """Name a message by its key: 32 hexadecimal digits, the same for every try."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _address(text: str) -> Address:
    try:
        plain = _with_plain_domain(text)
        address = Address(addr_spec=plain)
    except (ValueError, IndexError, HeaderParseError) as error:  # the standard library raises them all
        raise MailRefused(f"{text!r} is not one e-mail address") from error
    if not address.domain or address.addr_spec != plain or not plain.isascii() or re.search(r"[<>,;\[\]\s]", plain):
        raise MailRefused(f"{text!r} is not one e-mail address")
    return address


def _with_plain_domain(text: str) -> str:
    """Write the domain of an address as every mail server takes it: smörgås.example is xn--smrgs-pra0j.example."""
    name, _, domain = text.rpartition("@")
    return text if text.isascii() else f"{name}@{domain.encode('idna').decode()}"


def _sender(query: str, site_url: str) -> str:
    named = parse_qs(query).get("from", [""])[0]
    return named or f"no-reply@{urlsplit(site_url).hostname or 'localhost'}"
