"""Writes submissions out, as JSON or for a terminal (build wing)."""

from datetime import UTC, datetime
from typing import Any

import click

from polynya_live.inbox.actions import id_as_seen
from polynya_live.submissions import REPLY, Submission

from ..lending import MS

SHOWN_OF_ID = 8
SHOWN_OF_VALUE = 100


def as_json_row(row: Submission) -> dict[str, Any]:  # Any: JSON
    """Say a submission as `freeze inbox --json` does."""
    return {
        "id": id_as_seen(row, row.key),
        "form": row.form,
        "page": row.page,
        "state": row.state.value,
        "received": _moment(row),
        "values": dict(row.values),
        "reasons": list(row.reasons),
    } | ({"reply": row.extra[REPLY]} if REPLY in row.extra else {})


def as_text(row: Submission) -> str:
    """Say a submission in lines for a terminal, its values cut short."""
    head = f"{click.style(id_as_seen(row, row.key[:SHOWN_OF_ID]), bold=True)}  {_moment(row)}  {row.form}  {row.page or '-'}"
    held = f"  ({', '.join(row.reasons)})" if row.reasons else ""
    values = "".join(f"\n    {name}: {_short(value)}" for name, value in row.values.items())
    return f"{head}  {row.state.value}{held}{values}\n"


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    printable = "".join(sign if sign.isprintable() else "�" for sign in text)  # no escape sequences of a visitor's
    return printable if len(printable) <= SHOWN_OF_VALUE else printable[: SHOWN_OF_VALUE - 1] + "…"


def _moment(row: Submission) -> str:
    return datetime.fromtimestamp(row.received / MS, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
