"""Reads the records of the DynamoDB table's stream, as Lambda brings them (shared).

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
"""

from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]  # Any: JSON
SUBMISSION = "S#"


@dataclass(frozen=True, slots=True)
class Due:
    """A submission that waited for the worker when the record was written. at: milliseconds."""

    key: str
    at: int


def due_of(record: Record) -> Due | None:
    """Read what a record says of the worker's work; None for other items, removals, and what waits for nothing."""
    image = record["dynamodb"].get("NewImage", {})
    name = image.get("pk", {}).get("S", "")
    if not name.startswith(SUBMISSION) or "due" not in image:
        return None
    return Due(name.removeprefix(SUBMISSION), int(image["due"]["N"]))


def sequence_of(record: Record) -> str:
    """Read the number that names a record to Lambda."""
    return str(record["dynamodb"]["SequenceNumber"])
