"""Submissions as a CSV table that no spreadsheet runs (build wing)."""

import csv
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TextIO

from polynya_live.contract import Form
from polynya_live.forms.prices import agreed_rows
from polynya_live.submissions import Submission, Value
from polynya_live.words.writing import plain_money

MS = 1000
TOTAL = "total"
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet takes for the start of a formula, the full-width signs among them."""
_INSIDE = re.compile(r"(?<=[;\t\r\n])(?=[ \"]*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a cell ends for a spreadsheet that takes semicolons or tabs between them, as it does in much of Europe; there, an empty
pair of quotation marks before a formula is nothing."""

ALWAYS = ("id", "form", "page", "state", "received", "approved", "reasons")


def write_table(rows: Iterable[Submission], forms: Iterable[Form], file: TextIO, *, currency: str) -> int:
    """Write a header and a line for each submission, and return how many those were.

    Columns: those every submission has, then the fields of `forms` in their order ("values.state" for one that is called like
    another column); a value of a field that no form
    declares any more is left out (JSON lines keep it). Where something is ordered, its sum comes last.
    """
    declared = [field for form in forms for field in form.fields]
    fields = list(dict.fromkeys(field.name for field in declared))
    counted = [field.name for field in declared if field.type == "quantity"]
    writer = csv.writer(file)
    own = {*ALWAYS, TOTAL}
    columns = [f"values.{name}" if name in own else name for name in fields]  # as JSON lines have it
    writer.writerow([*ALWAYS, *columns, *([TOTAL] if counted else [])])
    count = 0
    for row in rows:
        cells = [*map(harmless, _always(row)), *(_cell(row.values.get(name, "")) for name in fields)]
        cells += [_total(row, counted, currency)] if counted else []
        writer.writerow(cells)
        count += 1
    return count


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run. https://owasp.org/www-community/attacks/CSV_Injection"""
    cell = _INSIDE.sub("'", cell)
    return f"'{cell}" if cell.lstrip(" ").startswith(RUNS) else cell


def moment(ms: int) -> str:
    """Write milliseconds since 1970 as ISO 8601 in UTC; "" for 0."""
    return datetime.fromtimestamp(ms / MS, UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if ms else ""


def _always(row: Submission) -> tuple[str, ...]:
    state, reasons = row.state.value, " ".join(row.reasons)
    return row.key, row.form, row.page, state, moment(row.received), moment(row.approved), reasons


def _total(row: Submission, counted: Iterable[str], currency: str) -> str:
    """Add up what was ordered at the prices it was ordered at; "" when they are not known."""
    prices = agreed_rows(row.extra)
    counts = [one for name in counted if isinstance(one := row.values.get(name), dict)]
    asked = {name: count for one in counts for name, count in one.items()}
    if not asked or not asked.keys() <= prices.keys():
        return ""
    return plain_money(sum(prices[name].price * count for name, count in asked.items()), currency)


def _cell(value: Value) -> str:
    """Write one answer; a number stays one, below nought too: a spreadsheet does not run it."""
    if isinstance(value, dict):
        return harmless(", ".join(f"{count} × {name}" for name, count in value.items()))
    if isinstance(value, int | float):
        return str(value)
    return harmless(", ".join(value) if isinstance(value, list) else value)
