"""Simulates how the DynamoDB table grows: what a day costs, and how hot its hottest key is: `python bench/growth.py`.

Days of 10, 10,000 and 10 million reviews are shown as they come, on 2,000 pages of which few get most (Zipf); the busiest
second has ten times the ordinary rate. Sizes are those of real items; the rules of counting are AWS's own:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html
"""

import random
from collections import Counter
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from zlib import crc32

import yaml

from polynya_live.store.dynamo.table import BOX_SHARDS, Item, Kept, attributes, kept_item
from polynya_live.store.dynamo.threads import MOST_SHARDS, head_key, shown_key
from polynya_live.store.rows import approved_at, dump
from polynya_live.submissions import State, Submission

PRICES = Path(__file__).parents[1] / "site/polynya/cloud/doctor/prices.yaml"
DAY_S = 86_400
DAYS_OF_A_MONTH = 30
PEAK = 10
PAGES = 2_000
TEXT_CHARACTERS = 400
ISLAND_CACHE_S = 5
LOOKED_AT_PAGES = 200
"""Pages that somebody looks at in every 5 seconds of a busy day: the CDN asks once for all of them."""
KEY_WRITES_PER_SECOND = 1_000
"""What DynamoDB gives one partition; a key that stays hotter is throttled."""


@dataclass(frozen=True, slots=True)
class Write:
    """One item written. units: write request units, those of the indexes among them."""

    key: str
    units: int


def a_row(page: int) -> Submission:
    """Make a review of ordinary length."""
    key = f"{random.getrandbits(96):024x}"
    values = {"author": "Ada Lovelace", "rating": 5, "text": "x" * TEXT_CHARACTERS, "email": "ada@example.org"}
    row = Submission(
        key=key,
        form="review",
        page=f"books/{page}",
        values=values,
        state=State.APPROVED,
        received=1_800_000_000_000,
        digest="d" * 64,
        version="v" * 16,
    )
    return approved_at(row, row.received, row.received)


def size_of(item: Item) -> int:
    """Count the bytes of an item: names and values."""
    return sum(len(name) + len(next(iter(value.values())).encode()) for name, value in item.items())


def units_of(item: Item) -> int:
    """Count the units of one write inside a transaction: twice its kilobytes."""
    return 2 * ceil(size_of(item) / 1024)


def writes_of(row: Submission, shards: int) -> list[Write]:
    """List what showing a review writes: its row and the index, its copy in the thread, and the thread's head."""
    shard = random.randrange(shards)
    item = kept_item(Kept(row, "w" * 24, shard))
    shown = shown_key(row, shard) | attributes(row=dump(row))
    head = head_key(row.thread, shard) | attributes(top=row.approved, shards=shards)
    box = f"box {crc32(row.key.encode()) % BOX_SHARDS}"
    return [
        Write(item["pk"]["S"], units_of(item)),
        Write(box, 1),
        Write(shown["pk"]["S"], units_of(shown)),
        Write(head["pk"]["S"], units_of(head)),
    ]


def busiest_second(per_day: int) -> Counter[str]:
    """Add up the units that each key gets in the busiest second; a page with more than 50 at once has grown its shards."""
    pages = [1 / (n + 1) for n in range(PAGES)]
    came = random.choices(range(PAGES), pages, k=max(1, round(per_day / DAY_S * PEAK)))
    at_once = Counter(came)
    heat: Counter[str] = Counter()
    for page in came:
        for write in writes_of(a_row(page), MOST_SHARDS if at_once[page] > 50 else 1):
            heat[write.key] += write.units
    return heat


def main() -> None:
    """Print the table of the page on growth."""
    prices = {name: price["usd"] for name, price in yaml.safe_load(PRICES.read_text()).items() if name != "as_of"}
    units = sum(write.units for write in writes_of(a_row(1), 1))
    kept_bytes = size_of(kept_item(Kept(a_row(1), "w" * 24, 0))) + len(dump(a_row(1)))
    islands = LOOKED_AT_PAGES * DAY_S / ISLAND_CACHE_S
    print(f"one review shown: {units} write units, {kept_bytes} bytes kept")
    print(
        "| reviews a day | writes, $ a month | islands, $ a month | a year's rows, GB | hottest key in the busiest second |"
    )
    print("|---|---|---|---|---|")
    for per_day in (10, 10_000, 10_000_000):
        random.seed(per_day)
        writes = per_day * units * DAYS_OF_A_MONTH / 1e6 * prices["table_million_writes"]
        reads = min(islands, per_day * 100) * 2 * DAYS_OF_A_MONTH / 1e6 * prices["table_million_reads"]
        kept_gb = per_day * kept_bytes * 365 / 1e9
        key, hottest = busiest_second(per_day).most_common(1)[0]
        share = f"{hottest} of {KEY_WRITES_PER_SECOND} units (`{key.split('#')[0]}`)"
        print(f"| {per_day:,} | {writes:,.2f} | {reads:,.2f} | {kept_gb:,.2f} | {share} |")


if __name__ == "__main__":
    main()
