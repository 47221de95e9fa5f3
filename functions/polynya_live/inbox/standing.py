"""Says where visitors see a submission: in the frozen page, only in its island, not yet, or still (live wing)."""

from enum import StrEnum
from pathlib import Path

from ..contract import Contract, Form
from ..submissions import State, Submission
from .history import Act, Entry, read_history

CONTRACT = "contract.json"
MS = 1_000_000
OLDEST_MS = 1_000_000_000_000
"""September 2001. Files of a package that is the same bytes each time are dated earlier than that."""


class Standing(StrEnum):
    """Where visitors see a submission now."""

    NOWHERE = ""
    LIVE = "live"
    FROZEN = "frozen in"
    OUTDATED = "frozen in as it was"
    STILL = "still frozen in"


def frozen_at(folder: Path) -> int:
    """Say when the release was frozen, in milliseconds since 1970; 0 when its file does not tell, as in a package."""
    try:
        written = (folder / CONTRACT).stat().st_mtime_ns // MS
    except OSError:
        return 0
    return written if written > OLDEST_MS else 0


def standing_of(row: Submission, contract: Contract, *, frozen: int) -> Standing:
    """Say where visitors see a submission. frozen: when the release was, milliseconds; 0 when that is not known."""
    form = contract.forms.get(row.form)
    shown = contract.cursor_of(row.form, row.page)
    if form is None or form.private or not (shown or row.cursor):
        return Standing.NOWHERE
    since = [entry for entry in read_history(row) if entry.at > frozen]
    if row.state is not State.APPROVED:
        return Standing.STILL if any("" < entry.cursor <= shown for entry in since) else Standing.NOWHERE
    if row.cursor > shown:
        return Standing.LIVE
    return Standing.OUTDATED if any(_shows(entry, form) for entry in since) else Standing.FROZEN


def _shows(entry: Entry, form: Form) -> bool:
    """Tell whether an act changed what visitors see."""
    return entry.act is Act.UNDO or entry.reply is not None or not entry.values.keys().isdisjoint(form.show)
