"""What is found on this machine, where a site is served without a cloud: its store, its journal and its disk (build wing)."""

import os
import shutil
from collections import deque
from collections.abc import Iterator

from polynya_live.store import StoreError, open_store

from ...cloud.finding import INCIDENT, UNKEPT, Finding, Level, look_at_journal
from ...places import Places, journal_address, store_address
from ...refreeze import is_new

LITTLE_MB = 200
FEW_FILES = 1000  # a release needs some for each page
MB = 1_000_000


def look_here(places: Places) -> Iterator[Finding]:
    """Look at what `freeze serve` keeps on this machine; nothing when nobody was served here yet."""
    address = store_address(places.root)
    if address.startswith("dynamodb:") or not places.var.is_dir():
        return
    yield Finding("store here", Level.OK, "nobody has posted yet") if is_new(address) else _store(address)
    yield _journal(journal_address(places.root))
    yield _disk(places)


def _store(address: str) -> Finding:
    try:
        store = open_store(address)
        try:
            deque(store.export(now=0), maxlen=0)  # every row: a broken part of a file is found by reading it alone
            store.ready()
        finally:
            store.close()
    except (StoreError, ValueError) as error:
        return Finding("store here", Level.FAIL, str(error), f"posts wait in the journal; {INCIDENT}")
    return Finding("store here", Level.OK, f"{address} answers, and would keep a post")


def _journal(address: str) -> Finding:
    try:
        return look_at_journal("journal here", address, replay="freeze replay")
    except ValueError as error:
        return Finding("journal here", Level.WARN, str(error), UNKEPT)


def _disk(places: Places) -> Finding:
    free = shutil.disk_usage(places.var).free // MB
    if free < LITTLE_MB:
        return Finding(
            "disk here", Level.WARN, f"{free} MB are left", "make room: on a full disk posts are given back."
        )
    disk = os.statvfs(places.var)
    if disk.f_files and disk.f_favail < FEW_FILES:
        return Finding(
            "disk here", Level.WARN, f"{disk.f_favail} more files fit, though {free} MB are left", "see `df -i`."
        )
    return Finding("disk here", Level.OK, f"{free} MB are left")
