"""Lends the site's store to a command, and says in words what is wrong with it (build wing)."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

from polynya_live.store import Filter, Store, StoreError, StoreUnavailable, open_store
from polynya_live.submissions import Submission

from ..places import Places, store_address
from ..refreeze import is_new

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
        raise click.ClickException(f"the store cannot be reached: {error}\nhint: see POLYNYA_STORE") from error
    except (StoreError, ValueError) as error:
        raise click.ClickException(str(error)) from error


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
