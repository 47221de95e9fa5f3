"""Gives approved rows their place in a thread of the DynamoDB table, and reads threads without missing one (shared).

A page keeps the cursor of the last row it shows and later asks for what came after. So no row may appear below a cursor
that someone has seen, although many functions approve at once, each with its own clock:

- Each shard of a thread has a head, the last position given out. A transaction that shows a row moves the head forward,
  on the condition that it was lower. Within a shard, rows appear in the order of their positions.
- A quiet thread has one shard. Approvals that keep meeting each other add one, up to 8, in other buckets.
- A reader takes the highest head as its ceiling, first raises the other heads to it, and shows only rows up to it. What
  is approved later lands above. On a thread with one shard there is nothing to raise, and reading writes nothing.
"""

import heapq
import random
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from zlib import crc32

from ...submissions import Cursor, Submission, ThreadId
from ...values import dataclass
from ..rows import dump, next_position
from .client import Client, ConditionFailed, Turn
from .reading import Reading, name_of
from .table import Item, attributes, bound

BUCKETS = 16
MOST_SHARDS = 8
PATIENCE = 2
"""Meetings with others before a thread gets another shard."""
LONGEST_CURSOR = 64

Part = dict[str, Any]  # Any: one part of TransactWriteItems, whose shape differs by kind


@dataclass(frozen=True, slots=True)
class Seat:
    """A position for a row: its shard, and what a transaction must do to take it."""

    shard: int
    position: int
    parts: list[Part]


class Threads:
    """The threads of one table."""

    def __init__(self, client: Client, table: str) -> None:
        self._client = client
        self._table = table
        self._reading = Reading(client, table)

    def seat(self, turn: Turn, thread: ThreadId, approved: int, *, met: int) -> Seat:
        """Plan the position of a row approved at `approved`. met: how often this approval met others before."""
        first = self._reading.one(head_key(thread, 0), turn)
        shards = _number(first, "shards", 1)
        if first and met >= PATIENCE and shards < MOST_SHARDS:
            position = _aligned(next_position(approved, _number(first, "top")), shards)
            grown = self._head(thread, 0, position, shards=shards + 1)
            return Seat(shards, position, [grown, self._head(thread, shards, position)])
        shard = random.randrange(shards)  # noqa: S311 -- spreads load, guards nothing
        head = first if shard == 0 else self._reading.one(head_key(thread, shard), turn)
        position = next_position(approved, _number(head, "top"))
        position = _aligned(position, shard) if shards > 1 else position
        return Seat(shard, position, [self._head(thread, shard, position)])

    def show(self, row: Submission, shard: int) -> Part:
        """Plan to put the copy of an approved row."""
        item = shown_key(row, shard) | attributes(row=dump(row), expires=row.expires)
        return {"Put": {"TableName": self._table, "Item": item}}

    def hide(self, row: Submission, shard: int) -> Part:
        """Plan to remove the copy of an approved row."""
        return {"Delete": {"TableName": self._table, "Key": shown_key(row, shard)}}

    def read(self, thread: ThreadId, after: Cursor) -> Iterator[Item]:
        """Read the shown rows of a thread after a cursor, in order."""
        shards, ceiling = self._level(thread, self._reading.one(head_key(thread, 0)))
        low = _low(thread.page, after[:LONGEST_CURSOR])
        high = _high(thread.page, ceiling)
        if low > high:
            return iter(())
        ranges = [self._range(f"T#{thread.form}#{_bucket(thread.page, shard)}", low, high) for shard in range(shards)]
        return heapq.merge(*ranges, key=_sort_key) if shards > 1 else ranges[0]

    def read_form(self, form: str) -> Iterator[Item]:
        """Read the shown rows of all threads of a form, ordered by page, then cursor."""
        ceilings = {page: _high(page, ceiling) for page, ceiling in self._ceilings(form)}
        rows = heapq.merge(*(self._partition(f"T#{form}#{bucket}") for bucket in range(BUCKETS)), key=_sort_key)
        return (item for item in rows if _sort_key(item) <= ceilings.get(_sort_key(item).partition("\n")[0], ""))

    def _ceilings(self, form: str) -> Iterator[tuple[str, int]]:
        for bucket in range(BUCKETS):
            for head in self._partition(f"H#{form}#{bucket}"):
                page, _, shard = _sort_key(head).rpartition("\n")
                if shard == "0":
                    yield page, self._level(ThreadId(form, page), head)[1]

    def _level(self, thread: ThreadId, first: Item | None) -> tuple[int, int]:
        """Raise every head of a thread to the highest; return how many there are, and that ceiling. first: head 0."""
        shards, top = _number(first, "shards", 1), _number(first, "top")
        if shards == 1:
            return shards, top
        keys = [head_key(thread, shard) for shard in range(shards)]
        heads = self._reading.many(keys)
        tops = [_number(heads.get(name_of(key)), "top") for key in keys]
        for shard, top in enumerate(tops):
            if top < max(tops):
                self._raise_head(thread, shard, max(tops))
        # A thread that has grown meanwhile may hold a row below the ceiling in a shard that we have not raised.
        again = self._reading.one(keys[0])
        return (shards, max(tops)) if _number(again, "shards", 1) == shards else self._level(thread, again)

    def _raise_head(self, thread: ThreadId, shard: int, position: int) -> None:
        # When the condition fails, an approval has just raised it higher, which is as good.
        with suppress(ConditionFailed):
            self._client.call("UpdateItem", self._head(thread, shard, position)["Update"])

    def _head(self, thread: ThreadId, shard: int, position: int, *, shards: int = 1) -> Part:
        """Plan to move a head forward. shards: more than 1 for shard 0 of a thread that grows to so many."""
        grows = shards > 1
        condition = "(attribute_not_exists(pk) OR #top < :top)" + (" AND #shards = :before" if grows else "")
        update = {
            "TableName": self._table,
            "Key": head_key(thread, shard),
            "UpdateExpression": f"SET #top = :top, #shards = {':shards' if grows else 'if_not_exists(#shards, :shards)'}",
            "ConditionExpression": condition,
            "ExpressionAttributeNames": {"#top": "top", "#shards": "shards"},
            "ExpressionAttributeValues": bound(top=position, shards=shards, before=shards - 1 if grows else None),
        }
        return {"Update": update}

    def _range(self, partition: str, low: str, high: str) -> Iterator[Item]:
        values = bound(pk=partition, low=low, high=high)
        return self._reading.query("pk = :pk AND sk BETWEEN :low AND :high", values, ConsistentRead=True)

    def _partition(self, name: str) -> Iterator[Item]:
        return self._reading.query("pk = :pk", bound(pk=name), ConsistentRead=True)


def head_key(thread: ThreadId, shard: int) -> Item:
    """Write the key of a head."""
    return attributes(pk=f"H#{thread.form}#{_bucket(thread.page, shard)}", sk=f"{thread.page}\n{shard}")


def shown_key(row: Submission, shard: int) -> Item:
    """Write the key of the copy of an approved row."""
    return attributes(pk=f"T#{row.form}#{_bucket(row.page, shard)}", sk=f"{row.page}\n{row.cursor}")


def _bucket(page: str, shard: int) -> int:
    return (crc32(page.encode()) + shard) % BUCKETS


def _aligned(position: int, shard: int) -> int:
    """Raise a position to one that only this shard gives out."""
    return position + (shard - position) % MOST_SHARDS


def _low(page: str, after: Cursor) -> str:
    return f"{page}\n{after}!"  # "!" sorts before all that a cursor may hold, so `after` itself is left out


def _high(page: str, ceiling: int) -> str:
    return f"{page}\n{ceiling:013d}-~"  # "~" sorts after all that a cursor may hold


def _number(item: Item | None, name: str, default: int = 0) -> int:
    return int(item[name]["N"]) if item else default


def _sort_key(item: Item) -> str:
    return item["sk"]["S"]
