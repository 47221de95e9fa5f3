"""Reads the approved submissions that pages show, one pass over the store for each form (build wing)."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from polynya_live.contract import Form
from polynya_live.store import StoreUnavailable, open_store
from polynya_live.submissions import Submission

from .problems import Problem, ProblemsFound

SQLITE = "sqlite:///"

Approved = Mapping[str, Mapping[str, list[Submission]]]
"""Submissions by form and page, oldest approval first."""


def read_approved(forms: Iterable[Form], address: str, *, now: int) -> Approved:
    """Read what may be shown of `forms`. address: of the store; a SQLite file that is not there yet is an empty store.

    now: milliseconds since 1970 UTC. Raises ProblemsFound when the store cannot be read: a page without its reviews
    would look as if they had been deleted.
    """
    shown = [form for form in forms if not form.private]
    if not shown:
        return {}
    try:
        if is_new(address):
            return {}
        store = open_store(address)
        try:
            return {form.name: _by_page(store.approved(form.name, now=now)) for form in shown}
        finally:
            store.close()
    except (StoreUnavailable, ValueError, ImportError, OSError) as error:
        raise ProblemsFound([_unreadable(address, error)]) from error


def _by_page(submissions: Iterable[Submission]) -> dict[str, list[Submission]]:
    pages: dict[str, list[Submission]] = {}
    for submission in submissions:
        pages.setdefault(submission.page, []).append(submission)
    return pages


def is_new(address: str) -> bool:
    """Whether the store is a SQLite file that nothing was ever written to."""
    return address.startswith(SQLITE) and not Path(address.removeprefix(SQLITE)).exists()


def act_after_losing(error: Exception) -> str:
    """Name the next act when the store gives no answer."""
    from .cloud.codes import act_after  # noqa: PLC0415 -- a freeze needs it only then

    return act_after(str(error)) or "see that it is there and may be read (POLYNYA_STORE)."


def _unreadable(address: str, error: Exception) -> Problem:
    return Problem(
        rule="store-unavailable",
        path=address,
        fact=f"the store cannot be read: {error or type(error).__name__}",
        hint=f"{act_after_losing(error)} The last release stays as it is.",
    )
