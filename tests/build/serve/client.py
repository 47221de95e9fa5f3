"""Asks a server over a real socket, and starts one for a function of the tests' own."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

TESTS = Path(__file__).parents[2]
WAIT_S = 120  # on a busy machine; it takes milliseconds
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
def serving_function(name: str, root: Path) -> Iterator[str]:
    """Serve a function of `functions` below /live/, and the release at `root`; its stderr goes to root/function.log."""
    command = [sys.executable, "-m", "build.serve.functions", name, str(root)]
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])}
    with (root / "function.log").open("w") as log:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True, env=environ)
    with process:
        yield process.stdout.readline().strip() if process.stdout else ""
        process.terminate()
