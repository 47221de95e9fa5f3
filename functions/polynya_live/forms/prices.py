"""The prices that a page shows, carried with its posts, so that nobody orders at another price unawares (shared).

What is charged is never read from there: it only tells what the visitor was told. What an order was taken at stays with it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote, unquote

from ..contract import Form, Row, Rows
from ..submissions import Value

AGREED = "prices"
"""In `Submission.extra`: what each row that is ordered was called and cost then, as "menu/tea=250 Tea"."""
NONE: Mapping[str, Value] = {}

_PRICE = re.compile(r"-?\d{1,12}", re.ASCII)


def prices_name(field: str) -> str:
    """Name the input that carries the prices of a quantity field; no field of an author can be called so."""
    return f"{field}.prices"


def write_prices(rows: Iterable[Row]) -> str:
    """Write what rows cost: "menu/tea=250 menu/soup=890", in cents."""
    return " ".join(f"{quote(row.id)}={row.price}" for row in rows)


def read_prices(written: Sequence[str], rows: Iterable[Row]) -> dict[str, int]:
    """Read what a page said that rows cost, by row id; without what it did not say, or said in no way of ours."""
    told = dict(one.rpartition("=")[::2] for text in written for one in text.split())
    said = {row.id: told.get(quote(row.id), "") for row in rows}
    return {name: int(price) for name, price in said.items() if _PRICE.fullmatch(price)}


def agreed_prices(
    form: Form, values: Mapping[str, Value], rows: Rows, *, before: Mapping[str, Value] = NONE
) -> dict[str, Value]:
    """Write what the rows cost that these answers order, for the `extra` of their submission; {} when they order none.

    before: the `extra` of a submission whose prices stay.
    """
    known = agreed_rows(before)
    counted = [(values.get(one.name), rows.get(one.rows, ())) for one in form.fields if one.type == "quantity"]
    ordered = [row for counts, all_rows in counted if isinstance(counts, dict) for row in all_rows if row.id in counts]
    ordered = [*known.values(), *(row for row in ordered if row.id not in known)]
    return {AGREED: [f"{write_prices([row])} {row.title}" for row in ordered]} if ordered else {}


def agreed_rows(extra: Mapping[str, Value]) -> dict[str, Row]:
    """Read the rows of a submission as they were when it was taken, by id; none of one from before they were kept."""
    written = extra.get(AGREED, [])
    parted = (line.partition(" ") for line in (written if isinstance(written, list) else ()))
    told = ((*price.rpartition("=")[::2], title) for price, _, title in parted)
    return {unquote(name): Row(id=unquote(name), title=title, price=int(cents)) for name, cents, title in told}
