"""The prices that a page shows, carried with its posts, so that nobody orders at another price unawares (shared).

What is charged is never read from there: it only tells what the visitor was told.
"""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from ..contract import Row

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
