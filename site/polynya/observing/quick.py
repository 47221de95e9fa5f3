"""Says that nothing has changed since the last freeze, before anything slow is imported (build wing)."""

import json
from collections.abc import Mapping
from typing import Any

from ..places import Places
from ..problems import Problem, Severity

NAME = "cache/seen.json"


def remember(
    places: Places, seen: str, report: Mapping[str, Any], *, since: int, until: int | None, asked: str
) -> None:
    """Keep what a freeze reported. seen: as `marks.look` saw it before; asked: the options of the freeze.

    since, until: milliseconds since 1970 UTC between which nothing comes or goes by itself.
    """
    if seen:
        from .memory_file import write_whole  # noqa: PLC0415 -- with pickle; where nothing changed, nothing is written

        kept = {"seen": seen, "asked": asked, "since": since, "until": until, "report": report}
        write_whole(places.build / NAME, json.dumps(kept, default=str).encode())


def unchanged(places: Places, seen: str, *, now: int, asked: str, release: str) -> dict[str, Any] | None:
    """Return the fields of the last report when a freeze would give the same release again; None to find out."""
    try:
        kept = json.loads((places.build / NAME).read_bytes())
        report: dict[str, Any] = kept["report"]
        same = bool(seen) and (kept["seen"], kept["asked"], report["release"]) == (seen, asked, release)
        if not same or now < kept["since"] or (kept["until"] is not None and now >= kept["until"]):
            return None
        warnings = [Problem(**{**one, "severity": Severity(one["severity"])}) for one in report["warnings"]]
        return {**report, "warnings": warnings, "changed": 0}
    except (OSError, ValueError, KeyError, TypeError):
        return None
