"""Calls DynamoDB over one signed HTTP request, repeats what may be repeated, and names what went wrong (shared).

boto3 would more than double the cold start of a function; this needs nothing but the standard library.
"""

import http.client
import json
import os
import random
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from .. import StoreUnavailable
from .signature import Keys, find_keys, signed

BUDGET_S = 2.0
ATTEMPT_SHARE = 0.4
"""What one try may take of the budget, so that a connection that died leaves time for a second."""
MOST_TRIES = 25
FIRST_DELAY_S = 0.02
LONGEST_DELAY_S = 0.3

Answer = dict[str, Any]  # Any: DynamoDB's JSON, whose shape differs by operation

_REPEATED = frozenset(
    {
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
_REPEATED_REASONS = frozenset(
    {"None", "ConditionalCheckFailed", "ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"}
)


class ConditionFailed(Exception):
    """The condition of a write was not met; nothing was written by this try."""


class Cancelled(Exception):
    """A transaction met a condition or another transaction; nothing was written by this try."""


class Wire(Protocol):
    """Sends one request and returns the status and body of its answer.

    Raises OSError or http.client.HTTPException when none came; then nothing is known of the write.
    """

    def __call__(self, operation: str, body: bytes, timeout_s: float) -> tuple[int, bytes]: ...

    def close(self) -> None: ...


class Turn:
    """The time that one piece of work may take, over all its requests and repeats."""

    def __init__(self, budget_s: float, most_tries: int, pause: Callable[[float], None]) -> None:
        self._end = time.monotonic() + budget_s
        self._most_tries = most_tries
        self._pause = pause
        self._failed = 0

    @property
    def left_s(self) -> float:
        """What is left of the time, in seconds."""
        return self._end - time.monotonic()

    def wait(self, reason: str) -> None:
        """Pause before the next try, longer each time and by chance; raises StoreUnavailable when time is up."""
        self._failed += 1
        # Full jitter: https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
        longest = min(LONGEST_DELAY_S, FIRST_DELAY_S * 2 ** min(self._failed, 10))
        delay = random.uniform(0, longest)  # noqa: S311 -- spreads load, guards nothing
        if self._failed >= self._most_tries or delay >= self.left_s:
            raise StoreUnavailable(f"dynamodb: {reason}, {self._failed} times")
        self._pause(delay)


class Client:
    """Calls one DynamoDB endpoint. pause: waits so many seconds between two tries."""

    def __init__(
        self,
        wire: Wire,
        *,
        budget_s: float = BUDGET_S,
        most_tries: int = MOST_TRIES,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._wire = wire
        self._budget_s = budget_s
        self._most_tries = most_tries
        self._pause = pause

    def turn(self) -> Turn:
        """Start the clock of one piece of work."""
        return Turn(self._budget_s, self._most_tries, self._pause)

    def call(self, operation: str, parameters: Answer, turn: Turn | None = None) -> Answer:
        """Call an operation; every one that this store sends may be repeated without harm.

        Raises StoreUnavailable, ConditionFailed, Cancelled.
        """
        turn = turn or self.turn()
        body = json.dumps(parameters).encode()
        while True:
            try:
                status, content = self._wire(
                    operation, body, max(0.05, min(ATTEMPT_SHARE * self._budget_s, turn.left_s))
                )
            except (OSError, http.client.HTTPException) as error:
                turn.wait(f"{operation}: {error!r}")
                continue
            try:
                answer = dict(json.loads(content))
            except (TypeError, ValueError):  # of something on the way, or cut short: its words are not for a log
                turn.wait(f"{operation}: {status} with {len(content)} bytes that are no answer of DynamoDB's")
                continue
            if status == 200:
                return answer
            turn.wait(_reason_to_repeat(operation, status, answer))

    def close(self) -> None:
        """Let go of connections."""
        self._wire.close()


def _reason_to_repeat(operation: str, status: int, answer: Answer) -> str:
    """Say why this refusal may be tried again; raises what it means when not."""
    name = str(answer.get("__type", "")).rpartition("#")[2]
    reason = f"{operation}: {status} {name} {answer.get('message', answer.get('Message', ''))}"
    if name == "ConditionalCheckFailedException":
        raise ConditionFailed
    if name == "TransactionCanceledException":
        codes = {one.get("Code") or "None" for one in answer.get("CancellationReasons", ())}
        if codes <= _REPEATED_REASONS:
            raise Cancelled(f"{operation}: {', '.join(sorted(codes))}")
    elif status >= 500 or name in _REPEATED:
        return reason
    raise StoreUnavailable(f"dynamodb: {reason}")


class HttpWire:
    """Sends signed requests to an endpoint over connections that are kept open, each used by one thread at a time."""

    def __init__(self, endpoint: str, *, region: str, keys: Callable[[], Keys] = find_keys) -> None:
        url = urlsplit(endpoint)
        self._host, self._port, self._tls = url.hostname or "", url.port, url.scheme == "https"
        self._netloc, self._region, self._keys = url.netloc, region, keys
        self._idle: dict[int, list[http.client.HTTPConnection]] = {}

    def __call__(self, operation: str, body: bytes, timeout_s: float) -> tuple[int, bytes]:
        headers = self._headers(operation, body)
        idle = self._idle.setdefault(os.getpid(), [])  # a connection must not be shared with a forked child
        connection = self._connection(idle, timeout_s)
        try:
            connection.request("POST", "/", body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except BaseException:
            connection.close()
            raise
        idle.append(connection)  # http.client opens it again by itself when the other side closed it in good order
        return answer.status, content

    def close(self) -> None:
        """Close every idle connection of this process."""
        for connection in self._idle.pop(os.getpid(), []):
            connection.close()

    def _headers(self, operation: str, body: bytes) -> dict[str, str]:
        headers = {
            "content-type": "application/x-amz-json-1.0",
            "host": self._netloc,
            "x-amz-target": f"DynamoDB_20120810.{operation}",
        }
        return signed(headers, body, keys=self._keys(), region=self._region, at=datetime.now(UTC))

    def _connection(self, idle: list[http.client.HTTPConnection], timeout_s: float) -> http.client.HTTPConnection:
        try:
            connection = idle.pop()
        except IndexError:
            kind = http.client.HTTPSConnection if self._tls else http.client.HTTPConnection
            return kind(self._host, self._port, timeout=timeout_s)
        connection.timeout = timeout_s
        if connection.sock:
            connection.sock.settimeout(timeout_s)
        return connection
