"""The store in one DynamoDB table (shared). Its keys are described in `dynamo/table.py`."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import Self
from urllib.parse import parse_qs

from ...submissions import START, Cursor, State, Submission, ThreadId, Value
from .. import Figures, Filter, Listing, NoSuchSubmission
from ..rows import expired, living, load
from .changes import Changes
from .client import BUDGET_S, Client, ConditionFailed, HttpWire
from .counting import count_figures, count_state
from .listing import count_states, list_due, list_inbox, read_all
from .reading import Reading
from .table import Item, attributes, bound, count_key, kept_of, new_writer, nonce_key, note_key, row_key
from .threads import Threads

MOST_ROWS = 200


class DynamoStore:
    """A `Store` in one DynamoDB table."""

    def __init__(self, client: Client, table: str) -> None:
        self._client = client
        self._table = table
        self._reading = Reading(client, table)
        self._threads = Threads(client, table)
        self._changes = Changes(client, table, self._threads)

    @classmethod
    def at(cls, rest: str) -> Self:
        """Open what follows "dynamodb://": a table, then "?region=", "&endpoint=" and "&budget=" (seconds) as needed.

        The region is that of the environment unless given. Raises ValueError for an address of another form.
        """
        table, _, query = rest.partition("?")
        given = {name: values[-1] for name, values in parse_qs(query).items()}
        region = given.get("region") or os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION")
        if not table or not region or given.keys() - {"region", "endpoint", "budget"}:
            raise ValueError(f'a DynamoDB address is "dynamodb://table?region=eu-central-1", not "dynamodb://{rest}"')
        endpoint = given.get("endpoint", f"https://dynamodb.{region}.amazonaws.com")
        return cls(Client(HttpWire(endpoint, region=region), budget_s=float(given.get("budget", BUDGET_S))), table)

    def submit(self, submission: Submission) -> Submission:
        """Keep a submission once; see the port."""
        return self._changes.submit(submission)

    def get(self, key: str, *, now: int) -> Submission:
        """Read one submission; see the port."""
        kept = kept_of(self._reading.one(row_key(key)))
        return living(kept.row if kept else None, key, now)

    def moderate(
        self, key: str, state: State, *, now: int, revision: int | None = None, extra: Mapping[str, Value] | None = None
    ) -> Submission:
        """Move a submission to `state`; see the port."""
        return self._changes.moderate(key, state, now=now, revision=revision, extra=extra)

    def amend(self, submission: Submission) -> Submission:
        """Replace what an owner may change; see the port."""
        return self._changes.amend(submission)

    def newer_than(self, thread: ThreadId, cursor: Cursor, *, now: int, limit: int = 50) -> list[Submission]:
        """List what was approved after `cursor`; see the port."""
        rows = _living_rows(self._threads.read(thread, cursor), now)
        return list(islice(rows, max(1, min(limit, MOST_ROWS))))

    def thread(self, thread: ThreadId, *, now: int) -> list[Submission]:
        """List all approved of a thread; see the port."""
        return list(_living_rows(self._threads.read(thread, START), now))

    def approved(self, form: str, *, now: int) -> Iterator[Submission]:
        """Read every approved submission of a form; see the port."""
        return _living_rows(self._threads.read_form(form), now)

    def inbox(self, wanted: Filter, *, now: int, limit: int = 50, after: str = "") -> Listing:
        """List submissions for the owner; see the port."""
        return list_inbox(self._reading, wanted, now=now, limit=max(1, min(limit, MOST_ROWS)), after=after)

    def tally(self, form: str, *, now: int) -> dict[State, int]:
        """Count by state; see the port."""
        return count_states(self._reading, form, now=now)

    def count_state(self, state: State, *, now: int, most: int = 1000) -> int:
        """Count a state; see the port."""
        return count_state(self._reading, state, now=now, most=most)

    def figures(self, *, since: int, now: int) -> Figures:
        """Count by day and by reason; see the port."""
        return count_figures(self._reading, since=since, now=now)

    def due(self, *, now: int, limit: int = 50) -> list[Submission]:
        """List what the worker has to look at; see the port."""
        return list_due(self._reading, now=now, limit=max(1, min(limit, MOST_ROWS)))

    def export(self, *, form: str = "", now: int) -> Iterator[Submission]:
        """Read every submission; see the port."""
        return read_all(self._reading, form, now=now)

    def erase(self, keys: Sequence[str]) -> int:
        """Remove submissions for good; see the port."""
        erased = 0
        for key in dict.fromkeys(keys):
            with suppress(NoSuchSubmission):
                self._changes.erase(key)
                erased += 1
        return erased

    def purge(self, *, now: int) -> int:
        """Remove what has expired; see the port. Claims stay taken: a place does not come free because a row is old."""
        condition, names = "#expires <= :now", {"#expires": "expires"}
        values = bound(now=now // 1000)
        purged = 0
        for key in self._reading.scan(condition, values, ExpressionAttributeNames=names, ProjectionExpression="pk, sk"):
            parameters = {"TableName": self._table, "Key": key, "ConditionExpression": condition}
            expressions = {"ExpressionAttributeNames": names, "ExpressionAttributeValues": values}
            with suppress(ConditionFailed):  # kept longer meanwhile, or gone
                self._client.call("DeleteItem", parameters | expressions)
                purged += key["pk"]["S"].startswith("S#")
        return purged

    def count(self, name: str, *, window_s: int, now: int) -> int:
        """Count one more event; see the port."""
        nth = now // (window_s * 1000)
        key = count_key(name, window_s, nth)
        parameters = {
            "TableName": self._table,
            "Key": key,
            "UpdateExpression": "SET #writer = :writer, #expires = :expires ADD #n :one",
            # A repeat whose first try was committed must not count twice.
            "ConditionExpression": "attribute_not_exists(pk) OR #writer <> :writer",
            "ExpressionAttributeNames": {"#writer": "writer", "#expires": "expires", "#n": "n"},
            "ExpressionAttributeValues": bound(writer=new_writer(), expires=(nth + 1) * window_s, one=1),
            "ReturnValues": "ALL_NEW",
        }
        try:
            return int(self._client.call("UpdateItem", parameters)["Attributes"]["n"]["N"])
        except ConditionFailed:
            item = self._reading.one(key)
            return int(item["n"]["N"]) if item else 1

    def taken(self, names: Sequence[str]) -> dict[str, int]:
        """Read claim counters; see the port."""
        return self._changes.taken(list(names), self._client.turn())

    def spend(self, nonce: str, *, expires: int, now: int) -> bool:
        """Mark a nonce as used; see the port. One that has expired already cannot be spent."""
        writer = new_writer()
        if expires * 1000 <= now:
            return False
        item = nonce_key(nonce) | attributes(writer=writer, expires=expires)
        parameters = {"TableName": self._table, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"}
        try:
            self._client.call("PutItem", parameters)
        except ConditionFailed:
            spent = self._reading.one(nonce_key(nonce))
            return spent is not None and spent["writer"]["S"] == writer  # our own first try, whose answer was lost
        return True

    def remember(self, name: str, value: str, *, expires: int) -> None:
        """Keep a small text; see the port."""
        item = note_key(name) | attributes(value=value, expires=expires)
        self._client.call("PutItem", {"TableName": self._table, "Item": item})

    def recall(self, name: str, *, now: int) -> str | None:
        """Read a small text; see the port."""
        item = self._reading.one(note_key(name))
        return item["value"]["S"] if item and int(item["expires"]["N"]) * 1000 > now else None

    def health(self) -> None:
        """Reach the database; see the port."""
        self._reading.one(row_key("health"))

    def ready(self) -> None:
        """Try a write whose condition cannot be met: all but the row itself has to be there; see the port."""
        parameters = {
            "TableName": self._table,
            "Key": row_key("health"),
            "UpdateExpression": "SET #writer = :writer",
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeNames": {"#writer": "writer"},
            "ExpressionAttributeValues": bound(writer="nobody"),
        }
        with suppress(ConditionFailed):
            self._client.call("UpdateItem", parameters)

    def close(self) -> None:
        """Let go of connections; see the port."""
        self._client.close()


def _living_rows(items: Iterable[Item], now: int) -> Iterator[Submission]:
    rows = (load(item["row"]["S"]) for item in items)
    return (row for row in rows if not expired(row, now))
