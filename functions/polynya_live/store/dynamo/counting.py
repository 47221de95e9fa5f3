"""Counts submissions of the DynamoDB table for the owner, as far as that stays cheap (shared)."""

from collections import Counter
from itertools import islice

from ...submissions import State
from .. import Figures, Filter
from ..rows import DAY_MS, WORKERS
from .listing import list_inbox, places_of
from .reading import Reading
from .table import BOXES, bound, boxes_of

MOST_PLACES = 2000
"""Of which the days are made: the index holds them, 50 to a unit of reading."""
MOST_ROWS = 50
"""Of which the reasons are made: each has to be read whole, for a unit or more."""
RECEIVED = slice(0, 13)
"""Where a place says when a row was received."""


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
    """Count the newest that visitors sent since a moment, by day; and by reason what is the newest of that."""
    received = [int(place[RECEIVED]) for place in islice(places_of(reading, Filter(), now=now, after=""), MOST_PLACES)]
    young = [at for at in received if at >= since]
    rows = list_inbox(reading, Filter(), now=now, limit=MOST_ROWS, after="").rows
    return Figures(
        days=Counter((at - since) // DAY_MS for at in young),
        reasons=Counter(reason for row in rows if row.received >= since for reason in row.reasons),
        whole=len(young) < MOST_PLACES,
        newest=MOST_ROWS if len(young) > MOST_ROWS else 0,
    )
