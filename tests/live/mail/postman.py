"""A mail server on this machine: it knows no mailbox called `nobody`, and that of `later` is full."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class PostOffice:
    """A running server.

    received: each message as it came, with the dot that ends it. arrived: can be acquired once for each. closed: it takes
    nothing now. refused: what it says instead of yes when it is called (CALL), to a command (its first word), at the end (KEPT).
    """

    address: str
    received: list[bytes] = field(default_factory=list)
    arrived: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    closed: bool = False
    refused: dict[bytes, bytes] = field(default_factory=dict)

    def messages(self) -> list[EmailMessage]:
        """Read what was received."""
        read = [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.received]
        return [message for message in read if isinstance(message, EmailMessage)]


class Postman(socketserver.StreamRequestHandler):
    """One connection."""

    office: PostOffice

    def handle(self) -> None:
        greeting = b"421 closed\r\n" if self.office.closed else b"220 floe ESMTP\r\n"
        self.wfile.write(self.said(b"CALL", greeting))
        while line := self.rfile.readline():
            self.wfile.write(self.answer(line.strip()))
            if line.upper().startswith(b"QUIT"):
                return

    def said(self, when: bytes, otherwise: bytes) -> bytes:
        return self.office.refused.get(when, otherwise.strip()) + b"\r\n"

    def answer(self, line: bytes) -> bytes:
        if line.upper().startswith(b"RCPT"):
            full = b"452 full\r\n" if b"later" in line else b"250 ok\r\n"
            return b"550 no such user\r\n" if b"nobody" in line else full
        if line.upper() != b"DATA":
            return b"221 bye\r\n" if line.upper() == b"QUIT" else self.said(line.upper()[:4], b"250 ok")
        self.wfile.write(b"354 go on\r\n")
        body = b""
        while not body.endswith(b"\r\n.\r\n"):
            body += self.rfile.readline()
        if b"KEPT" in self.office.refused:
            return self.said(b"KEPT", b"")
        self.office.received.append(body)
        self.office.arrived.release()
        return b"250 kept\r\n"


@contextmanager
def post_office() -> Iterator[PostOffice]:
    """Run a server while the block lasts."""
    office = PostOffice("")
    handler = type("Here", (Postman,), {"office": office})
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        office.address = f"smtp://127.0.0.1:{server.server_address[1]}?from=shop@floe.example"
        yield office
        server.shutdown()
