"""The list of the submissions that a release shows, kept beside its pages, never among them (build wing)."""

import json
from collections.abc import Mapping, Sequence
from hashlib import blake2b

from polynya_live.contract import Form
from polynya_live.submissions import Submission
from polynya_live.values import NamedTuple

NAME = "record/shown.json"
"""In a release: beside site/, so that it is never published, and beside live/, so that no function has it."""
SHOWN_FORMAT = 1
DIGEST = 9  # bytes


class Print(NamedTuple):
    """What a release shows of one submission. place: of its thread; says: digest of its answers; reply: "" for none."""

    place: str
    says: str
    reply: str


Approved = Mapping[str, Mapping[str, Sequence[Submission]]]
"""By form and page."""

Shown = Mapping[str, Mapping[str, Mapping[str, Print]]]
"""By form, page and key."""


def print_of(row: Submission, form: Form) -> Print:
    """Digest what pages show of a submission. The key goes in, so that equal words of two people have two digests."""
    values = {name: row.values[name] for name in form.show if name in row.values}
    return Print(row.cursor, _digest(row.key, values), _digest(row.key, row.reply) if row.reply else "")


def prints_of(approved: Approved, forms: Mapping[str, Form]) -> Shown:
    """Digest all that pages show."""
    return {
        name: {page: {row.key: print_of(row, forms[name]) for row in rows} for page, rows in pages.items()}
        for name, pages in approved.items()
    }


def dump_shown(approved: Approved, forms: Mapping[str, Form]) -> bytes:
    """Write what a release shows, the same bytes for the same submissions."""
    told = {"format": SHOWN_FORMAT, "shown": prints_of(approved, forms)}
    return (json.dumps(told, sort_keys=True, separators=(",", ":")) + "\n").encode()


def load_shown(text: str) -> Shown:
    """Read what `dump_shown` wrote. Raises ValueError for anything else."""
    raw = json.loads(text)
    if not isinstance(raw, dict) or raw.get("format") != SHOWN_FORMAT:
        raise ValueError(f"a list of what is shown has format {SHOWN_FORMAT}")
    return {
        form: {page: {key: Print(*one) for key, one in rows.items()} for page, rows in pages.items()}
        for form, pages in raw["shown"].items()
    }


def _digest(key: str, said: object) -> str:
    text = json.dumps([key, said], sort_keys=True)
    return blake2b(text.encode(), digest_size=DIGEST).hexdigest()
