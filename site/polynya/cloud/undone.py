"""The queue of what the worker has set aside: records of the table's stream that failed again and again (build wing)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import boto3

MOST_MESSAGES = 10
"""As many as SQS hands out at once."""


def queue_of(stage: str) -> str:
    """Write the name of a stage's queue; serverless.yml must say the same."""
    return f"polynya-{stage}-undone"


def drain(session: boto3.Session, name: str) -> int:
    """Empty the queue and return how many messages it held. Raises botocore's errors.

    They only say which records failed; the rows themselves are due in the table. So make those due first.
    """
    queue: Any = session.client("sqs")
    url = queue.get_queue_url(QueueName=name)["QueueUrl"]
    drained = 0
    while messages := queue.receive_message(QueueUrl=url, MaxNumberOfMessages=MOST_MESSAGES).get("Messages"):
        names = [{"Id": str(n), "ReceiptHandle": one["ReceiptHandle"]} for n, one in enumerate(messages)]
        drained += len(queue.delete_message_batch(QueueUrl=url, Entries=names).get("Successful", []))
    return drained
