"""Compares what a release shows with what it would show if it were frozen now (build wing)."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from polynya_live.contract import Contract
from polynya_live.store import NoSuchSubmission, Store
from polynya_live.submissions import State
from polynya_live.values import dataclass

from .shown import Approved, Print, Shown, prints_of

WHATEVER_EXPIRED = 0
"""The moment at which nothing has expired yet: what was withdrawn is there until the purge, and says so."""


class Kind(StrEnum):
    """What became of a submission since the freeze."""

    APPROVED = "approved"
    EDITED = "edited"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One submission that the next freeze shows differently. page: its id, "" for a form that stands alone; url: "" then."""

    kind: Kind
    form: str
    page: str
    url: str
    key: str


def changes_since(shown: Shown, approved: Approved, contract: Contract, *, store: Store | None) -> list[Change]:
    """List what differs, by page, then form, in the order in which pages show it; what is gone comes last.

    contract: of the release. approved: as it is now. store: to ask what became of those that are gone; None when there is none.
    Raises StoreUnavailable.
    """
    now = prints_of(approved, contract.forms)
    found = [change for form in contract.forms for change in _of_form(form, shown, now, contract=contract, store=store)]
    return sorted(found, key=lambda change: (change.page, change.form))


def _of_form(form: str, shown: Shown, now: Shown, *, contract: Contract, store: Store | None) -> Iterator[Change]:
    before, after = shown.get(form, {}), now.get(form, {})
    for page in sorted(before.keys() | after.keys()):
        known = contract.pages.get(page)
        for key, kind in _of_thread(before.get(page, {}), after.get(page, {}), store):
            yield Change(kind=kind, form=form, page=page, url=known.url if known else "", key=key)


def _of_thread(
    before: Mapping[str, Print], after: Mapping[str, Print], store: Store | None
) -> Iterator[tuple[str, Kind]]:
    for key, is_now in after.items():
        was = before.get(key)
        if was is None:
            yield key, Kind.APPROVED
        elif was != is_now:
            yield key, _difference(was, is_now)
    for key in sorted(before.keys() - after.keys()):
        yield key, _fate(key, store)


def _difference(was: Print, is_now: Print) -> Kind:
    if was.says != is_now.says:
        return Kind.EDITED
    return Kind.REPLIED if was.reply != is_now.reply else Kind.APPROVED  # anew, and so at another place


def _fate(key: str, store: Store | None) -> Kind:
    """Say what became of a submission that is shown no more."""
    try:
        row = store.get(key, now=WHATEVER_EXPIRED) if store else None
    except NoSuchSubmission:
        row = None
    if row is None:
        return Kind.ERASED
    return Kind.EXPIRED if row.state is State.APPROVED else Kind.WITHDRAWN
