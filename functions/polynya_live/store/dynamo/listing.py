"""Lists submissions of the DynamoDB table for the owner: by state newest first, counts, and everything for an export (shared)."""

import heapq
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from ...submissions import State, Submission
from .. import Filter, Listing
from ..rows import WORKERS, expired, matches, place_of
from .reading import MOST_KEYS, Reading, name_of
from .table import BOXES, WORK, Item, bound, boxes_of, kept_of, row_key, sent_box, work_boxes

KEY_FROM = 14
"""Where the key starts in a place, after 13 digits and a hyphen."""
MOST_LOOKED = 200
"""Rows that one page of a search reads: each takes a unit of reading, of which a table has some hundred a second."""
NAMED_AT_ONCE = 500
LONGEST_PLACE = 250
"""Letters of where to go on, which an address names: DynamoDB compares 1,024 bytes at most."""
_NAMES = {"#expires": "expires"}
_ALIVE = "(attribute_not_exists(#expires) OR #expires > :now)"


def list_inbox(reading: Reading, wanted: Filter, *, now: int, limit: int, after: str) -> Listing:
    """List what a filter wants, newest first; one page looks through 200 rows or so at most, for each of them costs."""
    places = places_of(reading, wanted, now=now, after=after)
    found: dict[str, Submission] = {}  # by key: a row that is moved while we read stands in two boxes for a moment
    last, looked = "", 0
    while len(found) <= limit and looked < MOST_LOOKED:
        chunk = list(islice(places, min(MOST_KEYS, limit + 1)))
        if not chunk:
            return Listing(list(found.values()))
        last, looked = chunk[-1], looked + len(chunk)
        for row in chain.from_iterable(_read(reading, chunk)):
            if matches(row, wanted) and not expired(row, now):
                found.setdefault(row.key, row)
    rows = list(found.values())
    return Listing(rows[:limit], place_of(rows[limit - 1]) if len(rows) > limit else last)


def places_of(reading: Reading, wanted: Filter, *, now: int, after: str) -> Iterator[str]:
    """Read the places that the index names, newest first; form, page and expiry are sorted out there already."""
    after = after[:LONGEST_PLACE]
    if wanted.account:
        return _sent(reading, wanted.account, after)
    boxes = [_box(reading, box, wanted, now=now, after=after) for box in boxes_of(wanted.states)]
    return heapq.merge(*boxes, reverse=True)


def _sent(reading: Reading, account: str, after: str) -> Iterator[str]:
    """Read the places of what an account has sent, newest first, from the table itself."""
    found = reading.query(
        "pk = :box AND sk < :after" if after else "pk = :box",
        bound(box=sent_box(account), after=after or None),
        ScanIndexForward=False,
        ConsistentRead=True,
    )
    return (item["sk"]["S"] for item in found)


def _box(reading: Reading, box: str, wanted: Filter, *, now: int, after: str) -> Iterator[str]:
    asked = {name: value for name, value in (("form", wanted.form), ("page", wanted.page)) if value}
    conditions = [_ALIVE, *(f"#{name} = :{name}" for name in asked)]
    if not wanted.form:
        conditions.append("NOT begins_with(#form, :workers)")
    found = reading.query(
        "box = :box AND place < :after" if after else "box = :box",
        bound(box=box, now=now // 1000, after=after or None, workers=None if wanted.form else WORKERS, **asked),
        IndexName=BOXES,
        ScanIndexForward=False,
        Limit=NAMED_AT_ONCE,
        FilterExpression=" AND ".join(conditions),
        ExpressionAttributeNames=_NAMES | {f"#{name}": name for name in {"form", *asked}},
    )
    return (item["place"]["S"] for item in found)


def list_due(reading: Reading, *, now: int, limit: int) -> list[Submission]:
    """List what the worker has to look at, the longest due first."""
    condition = "#work = :work AND #due <= :now"
    names = {"#work": "work", "#due": "due"}
    boxes = [
        reading.query(condition, bound(work=box, now=now), IndexName=WORK, Limit=limit, ExpressionAttributeNames=names)
        for box in work_boxes()
    ]
    named = heapq.merge(*boxes, key=lambda item: int(item["due"]["N"]))
    keys = [{name: item[name] for name in ("pk", "sk")} for item in islice(named, limit)]
    items = reading.many(keys)
    rows = [kept.row for key in keys if (kept := kept_of(items.get(name_of(key))))]
    return [row for row in rows if 0 < row.due <= now and not expired(row, now)]


def count_states(reading: Reading, form: str, *, now: int) -> dict[State, int]:
    """Count the submissions of a form by state, from the index (it may be some milliseconds behind)."""
    counts = {state: sum(_count(reading, box, form, now=now) for box in boxes_of([state])) for state in State}
    return {state: count for state, count in counts.items() if count}


def _count(reading: Reading, box: str, form: str, *, now: int) -> int:
    answers = reading.answers(
        "Query",
        IndexName=BOXES,
        Select="COUNT",
        KeyConditionExpression="box = :box",
        FilterExpression=f"#form = :form AND {_ALIVE}",
        ExpressionAttributeNames=_NAMES | {"#form": "form"},
        ExpressionAttributeValues=bound(box=box, form=form, now=now // 1000),
    )
    return sum(int(answer["Count"]) for answer in answers)


def read_all(reading: Reading, form: str, *, now: int) -> Iterator[Submission]:
    """Read every submission (of one form) from the table, ordered by received, then key.

    The order is made in memory, of the places alone: some 100 bytes a submission.
    """
    condition = "begins_with(pk, :kind)" + (" AND #form = :form" if form else "")
    values = bound(kind="S#", form=form or None)
    names = {"#place": "place"} | ({"#form": "form"} if form else {})
    found = reading.scan(condition, values, ProjectionExpression="#place", ExpressionAttributeNames=names)
    for rows in _read(reading, sorted(item["place"]["S"] for item in found)):
        yield from (row for row in rows if not expired(row, now))


def _read(reading: Reading, places: Iterable[str]) -> Iterator[list[Submission]]:
    """Read the rows at these places from the table, in order; a place whose row is gone is left out."""
    rest = iter(places)
    while chunk := list(islice(rest, MOST_KEYS)):
        keys = [row_key(place[KEY_FROM:]) for place in dict.fromkeys(chunk)]
        items: dict[str, Item] = reading.many(keys)
        yield [kept.row for key in keys if (kept := kept_of(items.get(name_of(key))))]
