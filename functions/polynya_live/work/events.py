"""The events that Lambda brings to the worker: changes in the table, and the schedule (live wing).

The stream brings each new submission within a second. A record that fails for want of the store is named in the answer,
and Lambda brings it again; mail that does not go out is no failure here: the schedule tries it again, from the index.
https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
"""

import logging
from collections.abc import Iterator
from typing import Any

from ..journal.replaying import Replayed, replay_journal
from ..store.dynamo.stream import Record, due_of, sequence_of
from .mails import SHOWN_OF_ID
from .office import Office
from .refreezing import ask_for_freeze, note_change
from .rounds import work_for, work_once

PATIENCE_MS = 60_000
"""For the stream, which comes first; what is still due after it is the schedule's."""
MINUTE_MS = 60_000
REPLAY_MINUTES = 5
"""Between two looks into the journal, which is nearly always empty: each costs as much as a write."""
LAST_S = 15
"""Seconds that sending one mail may take: with less left, no other is begun."""

Answer = dict[str, Any]  # Any: JSON

log = logging.getLogger("polynya.work")


def answer_records(records: list[Record], office: Office, *, now: int) -> Answer:
    """Do the work of the submissions in a batch of the table's stream; name the records that have to come again."""
    if office.settings.refreeze:
        note_change(records, office.store, now=now)
    return {"batchItemFailures": [{"itemIdentifier": failed} for failed in _failed(records, office, now=now)]}


def answer_schedule(office: Office, context: Any, *, now: int, replay: bool = False) -> Answer:  # Any: Lambda's context
    """Do what is due and was left over: what failed before, and what the stream has lost; now and then, replay the journal.

    Then ask for a freeze when pages would show something else. replay: do that now, too.
    Raises StoreUnavailable, JournalUnavailable.
    """

    def enough() -> bool:
        return _left_s(context) < LAST_S

    done = work_once(office, now=now, patience_ms=PATIENCE_MS, enough=enough)
    replayed = Replayed()
    if office.journal and (replay or now // MINUTE_MS % REPLAY_MINUTES == 0):
        replayed = replay_journal(office.journal, office.store, now=now, enough=enough)
    bus, site = office.settings.refreeze, office.settings.site_url
    asked = {"asked": ask_for_freeze(bus, office.store, site_url=site, now=now)} if bus else {}
    return {"worked": done, "replayed": replayed.kept, **asked}


def _failed(records: list[Record], office: Office, *, now: int) -> Iterator[str]:
    for record in records:
        due = due_of(record)
        if due is None or due.at > now:
            continue
        try:
            work_for(due.key, office, now=now)
        except Exception:  # one record must not hold up the others of its batch
            log.exception("%s: its work is not done", due.key[:SHOWN_OF_ID])
            yield sequence_of(record)


def _left_s(context: Any) -> float:
    return float(context.get_remaining_time_in_millis() / 1000)
