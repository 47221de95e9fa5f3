"""Let the worker do now what it had set aside (build wing).

The queue only says that something failed: the table itself says what every submission still waits for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .stack import Stack

if TYPE_CHECKING:
    import boto3

MOST_ROUNDS = 100  # of 50 submissions each


class WorkerFailed(Exception):
    """The worker raised an error. The text is what it said."""


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What a replay did. worked: submissions looked at; set_aside: messages that were in the queue."""

    worked: int
    set_aside: int


def replay(stack: Stack, session: boto3.Session) -> ReplayReport:
    """Let the worker go round until nothing is due, then empty the queue.

    Mail that was tried just now waits for its next turn. Raises WorkerFailed; the queue stays as it is then.
    """
    functions: Any = session.client("lambda")  # Any: boto3 makes its clients as it runs
    worked = 0
    for _ in range(MOST_ROUNDS):
        done = _round(functions, stack.worker)
        worked += done
        if not done:
            break
    return ReplayReport(worked, _empty(session.client("sqs"), stack.undone))


def _round(functions: Any, worker: str) -> int:
    answer = functions.invoke(FunctionName=worker, Payload=b"{}")
    said = json.loads(answer["Payload"].read())
    if answer.get("FunctionError") or "worked" not in said:
        raise WorkerFailed(said.get("errorMessage", str(said)))
    return int(said["worked"])


def _empty(queues: Any, queue: str) -> int:
    emptied = 0
    while messages := queues.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", []):
        for message in messages:
            queues.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        emptied += len(messages)
    return emptied
