"""The greeting for whoever gives a name (live wing)."""

from collections.abc import Mapping
from typing import Any

from polynya_live.contract import Contract


def greet(values: Mapping[str, Any], contract: Contract) -> dict[str, Any]:  # Any: answers and facts of any type
    """Greet a visitor by name, as a frozen page greets those it knows."""
    return {"greeting": f"Hello, {values.get('username', 'stranger')}"}
