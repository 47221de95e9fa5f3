"""The one DynamoDB table: its keys, its index and its items (shared).

| item | pk | sk | holds |
|---|---|---|---|
| submission | `S#<key>` | `S` | the row; the one truth about it |
| shown | `T#<form>#<bucket>` | `<page>\\n<cursor>` | a copy of an approved row, so a thread is read in order |
| head | `H#<form>#<bucket>` | `<page>\\n<shard>` | the last position given out in a shard of a thread; shard 0 knows how many |
| claim | `C#<name>` | `C` | how much is taken |
| count | `N#<name>#<window>#<nth>` | `N` | how many came in this window |
| nonce | `O#<nonce>` | `O` | that it is spent |
| note | `M#<name>` | `M` | a small text, such as a session |
| sent | `A#<account>` | `<place>` | that an account has sent the row of that place |

Submissions, claims, counts and nonces spread by their own key. Shown rows and heads of a form spread over 16 buckets by page;
a thread that many approve at once grows up to 8 shards, each in another bucket (see `dynamo/threads.py`).

The index `boxes` is for the owner: `<state>#<n>` over 4 partitions, newest last. It is eventually consistent, so it only
names rows, and each is read from the table before it is believed. The index `work` is for the worker, in the same way:
`due#<n>`, the longest due first; only rows that wait for the worker are in it. `expires` is the table's TTL, in seconds; DynamoDB
removes days later, so every read filters.
"""

import secrets
from collections.abc import Iterable
from typing import Any
from zlib import crc32

from ...submissions import State, Submission
from ...values import dataclass
from ..rows import dump, load, place_of

BOXES = "boxes"
WORK = "work"
BOX_SHARDS = 4
"""Partitions of an index for one state; that of the worker has as many."""
TTL = "expires"

Item = dict[str, dict[str, str]]
"""An item as DynamoDB's JSON writes it, by attribute: {"pk": {"S": "S#..."}}. Only S and N occur."""


def table_properties(name: str) -> dict[str, Any]:  # Any: the properties differ in shape
    """Describe the table in the words of `AWS::DynamoDB::Table`; serverless.yml must say the same."""
    keys = {"pk": "S", "sk": "S", "box": "S", "place": "S", "work": "S", "due": "N"}
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": kind} for key, kind in keys.items()],
        "KeySchema": _key_schema("pk", "sk"),
        "GlobalSecondaryIndexes": [
            {
                "IndexName": BOXES,
                "KeySchema": _key_schema("box", "place"),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["form", "page", TTL]},
            },
            {
                "IndexName": WORK,
                "KeySchema": _key_schema("work", "due"),
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            },
        ],
        "TimeToLiveSpecification": {"AttributeName": TTL, "Enabled": True},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        "StreamSpecification": {"StreamViewType": "NEW_AND_OLD_IMAGES"},
    }


def create_parameters(name: str) -> dict[str, Any]:  # Any: as above
    """Describe the table in the words of the CreateTable call, which leaves TTL and backups to calls of their own."""
    later = ("TimeToLiveSpecification", "PointInTimeRecoverySpecification")
    properties = {key: value for key, value in table_properties(name).items() if key not in later}
    return properties | {"StreamSpecification": {"StreamEnabled": True} | properties["StreamSpecification"]}


def _key_schema(hashed: str, ranged: str) -> list[dict[str, str]]:
    return [{"AttributeName": hashed, "KeyType": "HASH"}, {"AttributeName": ranged, "KeyType": "RANGE"}]


@dataclass(frozen=True, slots=True)
class Kept:
    """A submission as the table holds it. writer: of its last change. shard: of its thread, when it is shown."""

    row: Submission
    writer: str
    shard: int


def new_writer() -> str:
    """Name one act of writing, so that a repeat whose first try was committed recognises its own work."""
    return secrets.token_hex(12)


def attributes(**values: str | int | None) -> Item:
    """Write values as attributes; None is left out."""
    kinds = {str: "S", int: "N"}
    return {name: {kinds[type(value)]: str(value)} for name, value in values.items() if value is not None}


def bound(**values: str | int | None) -> Item:
    """Write the values of an expression, each by the name it has there after a colon."""
    return {f":{name}": value for name, value in attributes(**values).items()}


def row_key(key: str) -> Item:
    """Write the key of a submission's item."""
    return attributes(pk=f"S#{key}", sk="S")


def claim_key(name: str) -> Item:
    """Write the key of a claim counter."""
    return attributes(pk=f"C#{name}", sk="C")


def count_key(name: str, window_s: int, nth: int) -> Item:
    """Write the key of the count in one window."""
    return attributes(pk=f"N#{name}#{window_s}#{nth}", sk="N")


def nonce_key(nonce: str) -> Item:
    """Write the key of a spent nonce."""
    return attributes(pk=f"O#{nonce}", sk="O")


def note_key(name: str) -> Item:
    """Write the key of a small text."""
    return attributes(pk=f"M#{name}", sk="M")


def sent_box(account: str) -> str:
    """Write the partition that names what an account has sent."""
    return f"A#{account}"


def sent_key(row: Submission) -> Item:
    """Write the key of the item that says who has sent a row."""
    return attributes(pk=sent_box(row.account), sk=place_of(row))


def kept_item(kept: Kept) -> Item:
    """Write the item of a submission."""
    row = kept.row
    shard = crc32(row.key.encode()) % BOX_SHARDS
    return row_key(row.key) | attributes(
        row=dump(row),
        writer=kept.writer,
        shard=kept.shard,
        revision=row.revision,
        form=row.form,
        page=row.page,
        place=place_of(row),
        box=box_of(row.state, shard),
        work=f"due#{shard}" if row.due else None,
        due=row.due or None,
        expires=row.expires,
    )


def kept_of(item: Item | None) -> Kept | None:
    """Read the item of a submission, also from the table's stream; None for none."""
    return Kept(load(item["row"]["S"]), item["writer"]["S"], int(item["shard"]["N"])) if item else None


def box_of(state: State, shard: int) -> str:
    """Write the index partition of a state."""
    return f"{state}#{shard}"


def work_boxes() -> list[str]:
    """List the index partitions of what waits for the worker."""
    return [f"due#{shard}" for shard in range(BOX_SHARDS)]


def boxes_of(states: Iterable[State]) -> list[str]:
    """List the index partitions of these states, or of all when there are none."""
    return [box_of(state, shard) for state in (sorted(states) or State) for shard in range(BOX_SHARDS)]
