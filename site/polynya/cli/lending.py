"""Lends the site's store to a command, and says in words what is wrong with it (build wing)."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from polynya_live.journal import Journal, JournalUnavailable, open_journal
from polynya_live.store import Filter, Store, StoreError, StoreUnavailable, open_store
from polynya_live.submissions import Submission

from ..places import Places, journal_address, store_address
from ..refreeze import act_after_losing, is_new

MS = 1000


@contextmanager
def lend_store(places: Places, *, create: bool = False) -> Iterator[Store | None]:
    """Lend the site's store; None when nobody has posted anything yet and it is not to be created."""
    address = store_address(places.root)
    if is_new(address) and not create:
        yield None
        return
    try:
        store = open_store(address)
        try:
            yield store
        finally:
            store.close()
    except StoreUnavailable as error:
        raise click.ClickException(f"the store cannot be reached: {error}\nhint: {act_after_losing(error)}") from error
    except (StoreError, ValueError) as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def lend_journal(places: Places) -> Iterator[Journal]:
    """Lend the site's journal, alone: nobody of this machine replays meanwhile, so nothing slips from it into the store."""
    if store_address(places.root).startswith("dynamodb:") and not os.environ.get("POLYNYA_JOURNAL"):
        click.echo("note: the journal of this machine; for that of the cloud set POLYNYA_JOURNAL=s3://…", err=True)
    try:
        journal = open_journal(journal_address(places.root))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    try:
        with journal.alone():
            yield journal
    except JournalUnavailable as error:
        raise click.ClickException(f"the journal cannot be reached: {error}\nhint: see POLYNYA_JOURNAL") from error


def rows_of(store: Store, wanted: Filter) -> Iterator[Submission]:
    """Read every submission that the filter wants, page after page of the listing, newest received first."""
    after = ""
    while True:
        listing = store.inbox(wanted, now=now_ms(), limit=200, after=after)
        yield from listing.rows
        if not listing.next:
            return
        after = listing.next


def now_ms() -> int:
    """Say what time it is, in milliseconds since 1970 UTC."""
    return round(time.time() * MS)
