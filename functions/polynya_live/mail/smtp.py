"""Mail through an SMTP server (live wing)."""

import smtplib
import ssl
from urllib.parse import unquote, urlsplit

from . import Mail, MailError, MailUnavailable, fault_of, write_message

TIMEOUT_S = 10
FOR_GOOD = 500
OF_US = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPSenderRefused,
)
PORTS = {"smtp": 587, "smtps": 465}


class SmtpMailer:
    """An SMTP server. `smtps://` speaks TLS from the first byte; `smtp://` turns to it as soon as the server offers it.

    A name and a password are never sent without TLS.
    """

    def __init__(self, address: str, sender: str) -> None:
        parts = urlsplit(address)
        self._scheme, self._host = parts.scheme, parts.hostname or ""
        self._port = parts.port or PORTS[parts.scheme]
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._sender = sender

    def send(self, mail: Mail, *, now: int) -> None:
        """Hand one message to the server. Raises MailRefused for 5xx of the address or the message, else MailUnavailable.

        What it says of us, when it is called or of the sender, is about no message: all of them wait until that is mended.
        """
        message = write_message(mail, sender=self._sender, now=now)
        try:
            with self._server() as server:
                server.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            raise _fault(error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise MailUnavailable(str(error)) from error

    def _server(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(self._host, self._port, timeout=TIMEOUT_S, context=context)
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif self._user:
                server.close()
                raise MailUnavailable(f"{self._host} offers no TLS: the password stays here")
        if self._user:
            server.login(self._user, self._password)
        return server


def _fault(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPResponseException) -> MailError:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    else:
        codes = [] if isinstance(error, OF_US) else [error.smtp_code]
    return fault_of(str(error), refused=bool(codes) and min(codes) >= FOR_GOOD)
