"""Counts submissions in the SQLite file for the owner: by state, by day, by why they were held (shared)."""

import sqlite3

from ..submissions import State
from . import Figures
from .rows import DAY_MS, WORKERS

_SENT = f"form NOT GLOB '{WORKERS}*' AND (expires IS NULL OR expires * 1000 > :now)"
_DAY = f"(CAST(substr(place, 1, 13) AS INTEGER) - :since) / {DAY_MS}"


def count_state(connection: sqlite3.Connection, state: State, *, now: int, most: int) -> int:
    """Count what visitors sent that is in a state, up to `most`."""
    query = f"SELECT count(*) FROM (SELECT 1 FROM submissions WHERE state = :state AND {_SENT} LIMIT :most)"  # noqa: S608
    return int(connection.execute(query, {"state": state, "now": now, "most": most}).fetchone()[0])


def count_figures(connection: sqlite3.Connection, *, since: int, now: int) -> Figures:
    """Count all that visitors sent since a moment, by day and by reason."""
    values = {"since": since, "now": now, "from": f"{since:013d}"}
    days = f"SELECT {_DAY}, count(*) FROM submissions WHERE place > :from AND {_SENT} GROUP BY 1"  # noqa: S608
    reasons = f"""SELECT value, count(*) FROM submissions, json_each(row, '$.reasons')
        WHERE place > :from AND {_SENT} GROUP BY 1"""  # noqa: S608
    return Figures(days=dict(connection.execute(days, values)), reasons=dict(connection.execute(reasons, values)))
