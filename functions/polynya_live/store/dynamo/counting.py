"""Counts submissions of the DynamoDB table for the owner, as far as that stays cheap (shared)."""

from collections import Counter

from ...submissions import State, Submission
from .. import Figures, Filter
from ..rows import DAY_MS, WORKERS
from .listing import list_inbox
from .reading import Reading
from .table import BOXES, bound, boxes_of

MOST_ROWS = 1000
"""Of which the figures are made: each has to be read whole."""
ROWS_A_PAGE = 200


def count_state(reading: Reading, state: State, *, now: int, most: int) -> int:
    """Count what visitors sent that is in a state, from the index, up to `most`."""
    counted = 0
    for box in boxes_of([state]):
        for answer in reading.answers(
            "Query",
            IndexName=BOXES,
            Select="COUNT",
            Limit=most,
            KeyConditionExpression="box = :box",
            FilterExpression="NOT begins_with(#form, :workers) AND (attribute_not_exists(#expires) OR #expires > :now)",
            ExpressionAttributeNames={"#form": "form", "#expires": "expires"},
            ExpressionAttributeValues=bound(box=box, now=now // 1000, workers=WORKERS),
        ):
            counted += int(answer["Count"])
            if counted >= most:
                return most
    return counted


def count_figures(reading: Reading, *, since: int, now: int) -> Figures:
    """Count the newest that visitors sent since a moment, by day and by reason."""
    rows, whole = _newest(reading, since=since, now=now)
    days = Counter((row.received - since) // DAY_MS for row in rows)
    return Figures(days=days, reasons=Counter(reason for row in rows for reason in row.reasons), whole=whole)


def _newest(reading: Reading, *, since: int, now: int) -> tuple[list[Submission], bool]:
    rows: list[Submission] = []
    after = ""
    while len(rows) < MOST_ROWS:
        listing = list_inbox(reading, Filter(), now=now, limit=ROWS_A_PAGE, after=after)
        young = [row for row in listing.rows if row.received >= since]
        rows += young
        after = listing.next
        if not after or len(young) < len(listing.rows):
            return rows, True
    return rows, False
