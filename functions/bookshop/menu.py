"""The café's order: what it comes to at the prices on the blackboard (live wing)."""

from collections.abc import Mapping
from typing import Any

from polynya_live.contract import Contract


def total(values: Mapping[str, Any], contract: Contract) -> dict[str, Any]:  # Any: answers and facts of any type
    """Add up an order. Prices are the frozen ones, in whole cents; whatever a browser says of them is not asked for."""
    counts = values.get("dishes", {})
    lines = [
        {"title": row.title, "count": counts[row.id], "sum": row.price * counts[row.id]}
        for row in contract.rows["menu"]
        if counts.get(row.id)
    ]
    return {
        "lines": lines,
        "count": sum(line["count"] for line in lines),
        "total": sum(line["sum"] for line in lines),
    }
