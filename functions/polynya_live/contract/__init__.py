"""What freeze compiled for the live wing: forms, page ids, prices, and the site's own facts (shared).

`freeze` writes it as `contract.json` with `dump`; the functions read it with `load`. Nothing in it is secret.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from ..values import dataclass, field
from .facts import Asset, Link, SiteFacts, read_facts
from .forms import PATTERN_CHARACTERS, Earlier, Field, Form, earlier_of, fields_of, read_form

__all__ = [
    "PATTERN_CHARACTERS",
    "Asset",
    "Contract",
    "Earlier",
    "Field",
    "Form",
    "Link",
    "PageRef",
    "Row",
    "Rows",
    "SiteFacts",
    "dump",
    "earlier_of",
    "fields_of",
    "load",
]

CONTRACT_FORMAT = 1


@dataclass(frozen=True, slots=True)
class PageRef:
    """A page as the live wing knows it. id: for instance "books/dune". places: how many there are, None without a limit."""

    id: str
    url: str
    title: str
    collection: str
    places: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A page that a quantity field counts: a dish, a ticket. price: integer cents."""

    id: str
    title: str
    price: int


Rows = Mapping[str, tuple[Row, ...]]
"""What quantity fields count, by collection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """Everything a function may trust. pages: of the collections that have a thread; rows: by collection, in page order.

    cursors: of each thread as the frozen pages show it, by "form/page"; a thread that they show nothing of is left out.
    due: when a page comes or goes by its date, milliseconds since 1970 UTC; 0 for never. earlier: by form, what its page of
    before asked for, the newest first.
    """

    release: str
    site: SiteFacts
    forms: Mapping[str, Form]
    pages: Mapping[str, PageRef]
    rows: Rows = field(default_factory=dict)
    cursors: Mapping[str, str] = field(default_factory=dict)
    due: int = 0
    earlier: Mapping[str, tuple[Earlier, ...]] = field(default_factory=dict)

    def cursor_of(self, form: str, page: str) -> str:
        """Say up to where the frozen pages show a thread; "" when they show nothing of it."""
        return self.cursors.get(f"{form}/{page}", "")


def dump(contract: Contract) -> str:
    """Write a contract as JSON text, the same bytes for the same contract. Words stand apart: an older wing passes them by."""
    raw = asdict(contract)
    words = {"words": own} if (own := raw["site"].pop("words")) else {}
    return json.dumps({"format": CONTRACT_FORMAT, **raw, **words}, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def load(path: Path) -> Contract:
    """Read a contract. Raises OSError when it cannot be read, ValueError when another version of Polynya wrote it."""
    raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))  # Any: JSON, given its shape below
    try:
        return _contract(raw)
    except (LookupError, TypeError) as error:
        raise ValueError(f"{path}: another version of Polynya wrote it ({error}); freeze the site again") from error


def _contract(raw: dict[str, Any]) -> Contract:
    if raw["format"] != CONTRACT_FORMAT:
        raise LookupError(f"format {raw['format']!r}, expected {CONTRACT_FORMAT}")
    return Contract(
        release=raw["release"],
        site=read_facts({**raw["site"], "words": raw.get("words", {})}),
        forms={name: read_form(form) for name, form in raw["forms"].items()},
        pages={name: PageRef(**page) for name, page in raw["pages"].items()},
        rows={name: tuple(Row(**row) for row in rows) for name, rows in raw["rows"].items()},
        cursors=raw.get("cursors", {}),
        due=raw.get("due", 0),
        earlier=earlier_of(raw),
    )
