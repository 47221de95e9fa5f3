"""Answers `/live/` with the function of the live wing, called as Lambda would call it (build wing)."""

import asyncio
import secrets
import sys
import time
import traceback
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Protocol

import click

from polynya_live.values import dataclass, field

from .gateway import Door, Event, Request, event_of, reply_of
from .proxies import SETTING, Proxies
from .replies import Headers, Reply, headers_of, plain

Function = Callable[[Event, object], Event]

BODY_BYTES = 128 * 1024  # the live app refuses from 64 KiB on, in words; what is larger is not even read
BODY_S = 20.0  # for a body to arrive
THREADS = 8
REMAINING_MS = 29_000  # the time an HTTP API gives a function


class Incoming(Protocol):
    """The part of Granian's protocol object that brings a body."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Bring the body in pieces."""


class TooLarge(Exception):
    """A body is larger than BODY_BYTES."""


@dataclass(frozen=True, slots=True)
class Context:
    """What Lambda hands to a function beside the event."""

    aws_request_id: str
    function_name: str = "visitor"
    function_version: str = "$LATEST"
    memory_limit_in_mb: str = "512"

    def get_remaining_time_in_millis(self) -> int:
        """Say how long the function may take."""
        return REMAINING_MS


@dataclass(slots=True)
class Live:
    """The live half of the site. proxies: those on the way to the door. `busy`: answers that are being made."""

    function: Function
    door: Door
    proxies: Proxies = field(default_factory=Proxies)
    pool: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(THREADS, thread_name_prefix="live"))
    busy: int = 0
    warned: bool = False

    async def answer(self, request: Request, incoming: Incoming) -> Reply:
        """Answer a request below /live/; its body is read here."""
        self._warn_of_proxy(request)
        request = self.proxies.seen_through(request)
        https = self.door.scheme == "https"
        more: Headers = ()
        try:
            async with asyncio.timeout(BODY_S):
                body = await _read(incoming, dict(request.headers))
        except TooLarge:
            body, more = bytes(BODY_BYTES), (("connection", "close"),)  # what else is on its way nobody will read
        except TimeoutError:
            return plain(408, "The rest of this request never came.", https=https)
        self.busy += 1
        try:
            reply = await asyncio.get_running_loop().run_in_executor(self.pool, self._call, request, body)
        finally:
            self.busy -= 1
        return replace(reply, headers=(*reply.headers, *more)) if more else reply

    async def finish(self) -> None:
        """Wait until every answer that is being made is made."""
        while self.busy:
            await asyncio.sleep(0.02)

    def _warn_of_proxy(self, request: Request) -> None:
        """Say once that all visitors look like one, for then the limits of one visitor are those of all."""
        if not self.warned and self.proxies.disbelieved(request):
            self.warned = True
            click.echo(
                f"a proxy at {request.address} tells who asks, and is not believed: every visitor counts as one\n"
                f"hint: start the server with {SETTING}={request.address}",
                err=True,
            )

    def _call(self, request: Request, body: bytes) -> Reply:
        context = Context(secrets.token_hex(16))
        event = event_of(
            replace(request, body=body), self.door, request_id=context.aws_request_id, now=time.time_ns() // 1_000_000
        )
        try:
            return reply_of(self.function(event, context))
        except Exception:  # whatever a function does wrong, the server stays; Lambda's log is our terminal
            traceback.print_exc(file=sys.stderr)
            headers = {"Content-Type": "application/json"}
            return Reply(
                status=500,
                headers=headers_of("error", https=self.door.scheme == "https", more=headers),
                body=b'{"message":"Internal Server Error"}',
            )


async def _read(incoming: Incoming, headers: Mapping[str, str]) -> bytes:
    """Read a body. Raises TooLarge, before reading when its length says so."""
    length = headers.get("content-length", "")
    if length.isdecimal() and int(length) > BODY_BYTES:
        raise TooLarge
    if not length and "transfer-encoding" not in headers:
        return b""
    body = bytearray()
    async for piece in incoming:
        body += piece
        if len(body) > BODY_BYTES:
            raise TooLarge
    return bytes(body)
