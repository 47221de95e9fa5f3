"""What one look at a deployment, or at this machine, found; it asks for nothing of AWS (build wing)."""

from enum import StrEnum

from polynya_live.journal import JournalUnavailable, open_journal
from polynya_live.values import dataclass

INCIDENT = "see docs/incidents/store-down."
UNKEPT = "without it a post is given back while the store is down."


class Level(StrEnum):
    """How much a finding matters: none, later, or before anything else."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found. hint: the next act, "" when all is well."""

    check: str
    level: Level
    fact: str
    hint: str = ""


def look_at_journal(check: str, address: str, *, replay: str) -> Finding:
    """Say what waits in a journal. replay: the command that empties it. Raises ValueError for no address of a journal."""
    journal = open_journal(address)
    try:
        waiting, aside = len(journal.waiting()), len(journal.aside())
    except JournalUnavailable as error:
        return Finding(check, Level.WARN, str(error), UNKEPT)
    if waiting or aside:
        fact = f"{waiting} wait in it, {aside} are set aside"
        return Finding(check, Level.WARN, fact, f"{replay}; {INCIDENT}")
    return Finding(check, Level.OK, "nothing waits in it")
