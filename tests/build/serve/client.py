"""Asks a server over a real socket, and serves a function of one's own on one."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

from polynya.places import Places
from polynya.serve.address import take_address
from polynya.serve.door import make_site
from polynya.serve.live import Function, Live
from polynya.serve.run import door_of, make_server
from polynya.serve.shelf import CurrentShelf

WAIT_S = 15
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What came back. headers: as sent, names in lower case."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        return next((value for one, value in self.headers if one == name), None)

    def headers_called(self, name: str) -> list[str]:
        return [value for one, value in self.headers if one == name]


def ask(
    url: str, path: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """Send one request; the path goes out as it is."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=WAIT_S)
    try:
        connection.request(method, path, body=body, headers=headers or {})
        response = connection.getresponse()
        return Answer(
            response.status, [(name.lower(), value) for name, value in response.getheaders()], response.read()
        )
    finally:
        connection.close()


def post(url: str, path: str, body: bytes, **headers: str) -> Answer:
    """Post a form from one of the site's own pages."""
    ours = {"Content-Type": FORM, "Sec-Fetch-Site": "same-origin"}
    return ask(url, path, method="POST", headers={**ours, **headers}, body=body)


def say(url: str, words: bytes) -> bytes:
    """Send bytes as they are, and return all that comes back until the server closes."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port or 80), timeout=WAIT_S) as line:
        line.sendall(words)
        heard = b""
        while piece := line.recv(65536):
            heard += piece
        return heard


@contextmanager
def serving_function(function: Function, root: Path) -> Iterator[str]:
    """Serve a function of one's own below /live/, and the release at `root`, without a process of its own."""
    address = take_address("127.0.0.1", 0)
    live = Live(function, door_of(address.url))
    server = make_server(make_site(live, CurrentShelf(Places(root)), preview=None), address)
    ends = Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        try:
            await server.serve()
        except TimeoutError:  # of connections that stay open
            pass
        finally:
            ends.set()

    with address.listener:
        Thread(target=asyncio.run, args=(run(),), daemon=True).start()
        yield address.url
        loops[0].call_soon_threadsafe(server.stop)
        assert ends.wait(WAIT_S)
        live.pool.shutdown()
