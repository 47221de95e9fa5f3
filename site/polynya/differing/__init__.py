"""Says what visitors and owners have changed since a freeze: what a release shows beside what it would show now (build wing)."""

from .changes import Change, Kind, changes_since
from .shown import NAME, Shown, dump_shown, load_shown

__all__ = ["NAME", "Change", "Kind", "Shown", "changes_since", "dump_shown", "load_shown"]
