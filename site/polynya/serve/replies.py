"""What a request is answered with, and how it goes out through Granian (build wing)."""

from collections.abc import Callable, Mapping
from typing import Protocol

from polynya_live.headers import CACHE_CONTROL, Kind, security_headers
from polynya_live.values import dataclass

Headers = tuple[tuple[str, str], ...]

BODYLESS = {204, 304}


class Outlet(Protocol):
    """The part of Granian's protocol object that a finished answer needs."""

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        """Send no body."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Send a body; its length is added, and for HEAD it stays here."""

    def response_file(self, status: int, headers: list[tuple[str, str]], file: str) -> None:
        """Send a file without reading it in Python."""

    response_file_range: Callable[[int, list[tuple[str, str]], str, int, int], None]
    """Send the bytes of a file from the fourth argument to before the fifth."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer. file: an absolute path to send instead of `body`. part: (first, last + 1) of its bytes, None for all."""

    status: int
    headers: Headers = ()
    body: bytes = b""
    file: str = ""
    part: tuple[int, int] | None = None


def send(reply: Reply, outlet: Outlet) -> None:
    """Send an answer."""
    headers = list(reply.headers)
    if reply.file and reply.part:
        outlet.response_file_range(reply.status, headers, reply.file, *reply.part)
    elif reply.file:
        outlet.response_file(reply.status, headers, reply.file)
    elif reply.status in BODYLESS:
        outlet.response_empty(reply.status, headers)
    else:
        outlet.response_bytes(reply.status, headers, reply.body)


def headers_of(kind: Kind, *, https: bool, more: Mapping[str, str]) -> Headers:
    """Write the headers of one kind of answer: ours for safety and caching, then `more`, which may say otherwise."""
    all_of_them = {**security_headers(kind, https=https), "Cache-Control": CACHE_CONTROL[kind], **more}
    return tuple((name.lower(), value) for name, value in all_of_them.items())


def plain(status: int, text: str, *, https: bool = False, more: Mapping[str, str] | None = None) -> Reply:
    """Answer with one sentence, for a request that no person's browser sends."""
    headers = {"Content-Type": "text/plain; charset=utf-8", **(more or {})}
    return Reply(status=status, headers=headers_of("error", https=https, more=headers), body=f"{text}\n".encode())
