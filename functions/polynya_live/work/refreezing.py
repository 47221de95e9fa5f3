"""Asks for a freeze in the cloud, once pages would show something else: one event a minute at most, on EventBridge (live wing).

The table's stream brings each change of what is shown; that is only noted, in the table. The schedule of each minute puts one
event for all that was noted since the last, and notes that it did: at least once, however often that fails; no moderation waits.
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
"""

import json
import logging
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from ..store import Store
from ..store.dynamo.stream import Record, is_shown_anew, sequence_of

CHANGED = "refreeze/changed"
ASKED = "refreeze/asked"
KEPT_S = 14 * 86_400
S = 1000
TIMES_S = 3
SOURCE = "polynya"
DETAIL_TYPE = "pages changed"

log = logging.getLogger("polynya.work")


class BusUnavailable(Exception):
    """The event was not taken."""


class Bus:
    """An event bus of EventBridge, in one region. endpoint: "" for Amazon's own."""

    def __init__(self, name: str, region: str | None, endpoint: str) -> None:
        import boto3  # noqa: PLC0415 -- the Lambda runtime has it; one machine may not
        from botocore.config import Config  # noqa: PLC0415

        times = Config(connect_timeout=TIMES_S, read_timeout=TIMES_S, retries={"total_max_attempts": 1})
        # Any: boto3 makes clients at run time.
        self.client: Any = boto3.client("events", region_name=region, endpoint_url=endpoint or None, config=times)
        self._name = name

    def put(self, detail: dict[str, str]) -> None:
        """Put one event. Raises BusUnavailable."""
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 -- see above

        entry = {"EventBusName": self._name, "Source": SOURCE, "DetailType": DETAIL_TYPE, "Detail": json.dumps(detail)}
        try:
            answer = self.client.put_events(Entries=[entry])
        except (BotoCoreError, ClientError) as error:
            raise BusUnavailable(str(error)) from error
        if answer.get("FailedEntryCount"):
            raise BusUnavailable(str(answer["Entries"][0].get("ErrorMessage", "")))


@lru_cache(maxsize=2)
def open_bus(address: str) -> Bus:
    """Open the bus at an address such as "eventbridge://default?region=eu-central-1"."""
    parts = urlsplit(address)
    asked = parse_qs(parts.query)
    return Bus(parts.netloc, asked.get("region", [None])[0], asked.get("endpoint", [""])[0])


def note_change(records: Iterable[Record], store: Store, *, now: int) -> None:
    """Note that pages would show something else, when one of these records says so. Raises StoreUnavailable."""
    changed = [record for record in records if is_shown_anew(record)]
    if changed:
        store.remember(CHANGED, f"{now}-{sequence_of(changed[-1])}", expires=now // S + KEPT_S)


def ask_for_freeze(bus: str, store: Store, *, site_url: str, now: int) -> bool:
    """Put an event on a bus when something changed since the last one; tell whether one went out. Raises StoreUnavailable.

    One that does not go out is put a minute later.
    """
    changed = store.recall(CHANGED, now=now)
    if changed is None or changed == store.recall(ASKED, now=now):
        return False
    try:
        open_bus(bus).put({"site": site_url})
    except BusUnavailable as error:
        log.error("no freeze was asked for, which is tried again in a minute: %s", error)
        return False
    store.remember(ASKED, changed, expires=now // S + KEPT_S)
    return True
