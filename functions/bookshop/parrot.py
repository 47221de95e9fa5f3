"""The parrot: says what it was told, and then says it differently (live wing)."""

from collections.abc import Mapping
from typing import Any

from polynya_live.contract import Contract


def repeat(values: Mapping[str, Any], contract: Contract) -> dict[str, Any]:  # Any: answers and facts of any type
    """Repeat a text as it was, in capitals and backwards, and count its words."""
    text = str(values.get("text", ""))
    return {"text": text, "louder": text.upper(), "backwards": text[::-1], "words": len(text.split())}
