"""The rate guard: how often one visitor may post one form (live wing)."""

from ..contract import Form
from ..store import Store

S = 1000


def wait_s(store: Store, form: Form, visitor: str, *, now: int) -> int:
    """Count one more post of a visitor, and return how many seconds to wait when that is too many; 0 when it is not.

    visitor: as `visitor_id` hides it. Raises StoreUnavailable.
    """
    if form.per_visitor is None:
        return 0
    most, window_s = form.per_visitor
    counted = store.count(f"rate/{form.original or form.name}/{visitor}", window_s=window_s, now=now)
    return window_s - now // S % window_s if counted > most else 0
