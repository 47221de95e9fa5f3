"""Reads the records of the DynamoDB table's stream, as Lambda brings them (shared).

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
"""

from typing import Any

from ...values import dataclass
from ..rows import load

Record = dict[str, Any]  # Any: JSON
SUBMISSION = "S#"
SHOWN = "T#"


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


def is_shown_anew(record: Record) -> bool:
    """Tell whether a record says that pages would show a thread differently; what the worker notes on mail is no such thing."""
    change = record["dynamodb"]
    if not change.get("Keys", {}).get("pk", {}).get("S", "").startswith(SHOWN):
        return False
    before, after = (change.get(image, {}).get("row", {}).get("S", "") for image in ("OldImage", "NewImage"))
    return not before or not after or _shown(before) != _shown(after)


def _shown(row: str) -> tuple[object, object]:
    try:
        read = load(row)
    except (KeyError, TypeError, ValueError):  # whatever it is, the one before was something else
        return row, None
    return read.values, read.reply
