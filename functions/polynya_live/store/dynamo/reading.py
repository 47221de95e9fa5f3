"""Reads from the DynamoDB table: one item, many by key, and listings followed to their last page (shared)."""

from collections.abc import Iterator, Sequence
from typing import Any

from .client import Client, Turn
from .table import Item

MOST_KEYS = 100
"""As many as BatchGetItem takes."""
MOST_BYTES_OF_A_KEY = 2048
"""A longer one DynamoDB refuses to look for. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html"""


class Reading:
    """Reads one table. What is read by its key, or with `strong`, is as it is now."""

    def __init__(self, client: Client, table: str) -> None:
        self._client = client
        self._table = table

    def one(self, key: Item, turn: Turn | None = None) -> Item | None:
        """Read one item; there is none of a key that is too long, as only a visitor writes it."""
        if len(str(key["pk"]["S"]).encode()) > MOST_BYTES_OF_A_KEY:
            return None
        parameters = {"TableName": self._table, "Key": key, "ConsistentRead": True}
        return self._client.call("GetItem", parameters, turn).get("Item")

    def many(self, keys: Sequence[Item], turn: Turn | None = None) -> dict[str, Item]:
        """Read items by their different keys; returns those that exist, by `pk` and `sk` with a newline between."""
        found: dict[str, Item] = {}
        for start in range(0, len(keys), MOST_KEYS):
            turn_here = turn or self._client.turn()
            wanted = {self._table: {"Keys": list(keys[start : start + MOST_KEYS]), "ConsistentRead": True}}
            while wanted:
                answer = self._client.call("BatchGetItem", {"RequestItems": wanted}, turn_here)
                found |= {name_of(item): item for item in answer["Responses"].get(self._table, ())}
                wanted = answer.get("UnprocessedKeys", {})
                if wanted:
                    turn_here.wait("BatchGetItem: keys left over")
        return found

    def query(self, condition: str, values: Item, **more: Any) -> Iterator[Item]:  # Any: parameters differ in type
        """Read what a key condition finds, in its order, all pages. more: further parameters of Query."""
        for answer in self.answers("Query", KeyConditionExpression=condition, ExpressionAttributeValues=values, **more):
            yield from answer["Items"]

    def scan(self, condition: str, values: Item, **more: Any) -> Iterator[Item]:  # Any: as above
        """Read the whole table, strongly consistent, for the items that meet a filter."""
        for answer in self.answers(
            "Scan", FilterExpression=condition, ExpressionAttributeValues=values, ConsistentRead=True, **more
        ):
            yield from answer["Items"]

    def answers(self, operation: str, **parameters: Any) -> Iterator[dict[str, Any]]:  # Any: as above
        """Call Query or Scan until its last page."""
        start: dict[str, Item] | None = {}
        while start is not None:
            answer = self._client.call(operation, {"TableName": self._table, **parameters, **start})
            yield answer
            last = answer.get("LastEvaluatedKey")
            start = {"ExclusiveStartKey": last} if last else None


def name_of(key: Item) -> str:
    """Write the key of an item as one text."""
    return f"{key['pk']['S']}\n{key['sk']['S']}"
