"""What is found on this machine, where a site is served without a cloud: its store, its journal and its disk (build wing)."""

import shutil
from collections.abc import Iterator

from polynya_live.journal import JournalUnavailable, open_journal
from polynya_live.store import StoreError, open_store
from polynya_live.values import dataclass

from ...places import Places, journal_address, store_address
from ...refreeze import is_new

LITTLE_MB = 200
MB = 1_000_000
PAGE = "see docs/incidents/store-down."


@dataclass(frozen=True, slots=True)
class Found:
    """What one look found. level: ok, warn or fail; hint: the next act, "" when all is well."""

    check: str
    level: str
    fact: str
    hint: str = ""


def look_here(places: Places) -> Iterator[Found]:
    """Look at what `freeze serve` keeps on this machine; nothing when nobody was served here yet."""
    address = store_address(places.root)
    if address.startswith("dynamodb:") or not places.var.is_dir():
        return
    yield Found("store here", "ok", "nobody has posted yet") if is_new(address) else _store(address)
    yield _journal(journal_address(places.root))
    yield _disk(places)


def _store(address: str) -> Found:
    try:
        store = open_store(address)
        try:
            store.health()
        finally:
            store.close()
    except (StoreError, ValueError) as error:
        return Found("store here", "fail", str(error), f"posts wait in the journal; {PAGE}")
    return Found("store here", "ok", f"{address} answers")


def _journal(address: str) -> Found:
    try:
        journal = open_journal(address)
        waiting, aside = len(journal.waiting()), len(journal.aside())
    except (JournalUnavailable, ValueError) as error:
        return Found("journal here", "warn", str(error), "without it a post is given back while the store is down.")
    if waiting or aside:
        return Found("journal here", "warn", f"{waiting} wait in it, {aside} are set aside", f"freeze replay; {PAGE}")
    return Found("journal here", "ok", "nothing waits in it")


def _disk(places: Places) -> Found:
    free = shutil.disk_usage(places.var).free // MB
    if free < LITTLE_MB:
        return Found("disk here", "warn", f"{free} MB are left", "make room: on a full disk posts are given back.")
    return Found("disk here", "ok", f"{free} MB are left")
