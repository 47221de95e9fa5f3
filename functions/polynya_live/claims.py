"""What a submission takes of something limited: places of a form or a page, a slot that only one may have (live wing)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from math import ceil
from unicodedata import category, normalize

from .contract import Form, PageRef
from .submissions import Claim, Value

ONE = "one"
PLACES = "places"
SLOT_CHARACTERS = 32
WRITTEN = frozenset({"text", "textarea", "email", "url", "hidden"})
"""Types of fields whose answers can be spelled in many ways."""


def claims_of(form: Form, page: PageRef | None, values: Mapping[str, Value]) -> tuple[Claim, ...]:
    """List what these answers take. values: checked ones."""
    claims = []
    most = places_of(form, page)
    if most is not None:
        claims.append(Claim(places_name(form, page), _amount(form, values), most))
    if form.unique and all(name in values for name in form.unique):
        answers = [values[name] for name in form.unique]
        # As typed too: that is the name under which slots were taken before spellings counted as one.
        names = dict.fromkeys(slot_name(form, page, said) for said in (answers, _alike(form, values)))
        claims += [Claim(name, 1, 1) for name in names]
    return tuple(claims)


def places_of(form: Form, page: PageRef | None) -> int | None:
    """Say how many places there are, taken or not; None without a limit."""
    return page.places if form.places and page else form.capacity


def places_name(form: Form, page: PageRef | None) -> str:
    """Name the counter of the places of a form, or of one page of its thread."""
    return f"{PLACES}/{form.name}/{page.id if page else ''}"


def slot_name(form: Form, page: PageRef | None, answers: Sequence[Value]) -> str:
    """Name the counter of what only one may have, by a digest: it outlives the answers, which may be an address."""
    digest = hashlib.sha256(json.dumps(list(answers), sort_keys=True).encode()).hexdigest()[:SLOT_CHARACTERS]
    return f"{ONE}/{form.name}/{page.id if page else ''}/{digest}"


def is_slot(name: str) -> bool:
    """Tell whether a counter is a slot that only one may have."""
    return name.startswith(f"{ONE}/")


def _alike(form: Form, values: Mapping[str, Value]) -> list[Value]:
    """Write the answers to a slot so that spellings of one are alike; what was chosen has only one."""
    written = {field.name for field in form.fields if field.type in WRITTEN}
    return [_folded(values[name]) if name in written else values[name] for name in form.unique]


def _folded(value: Value) -> Value:
    """Take out of a text what does not tell two apart: letter case, width, accents written in parts, blanks, unseen signs."""
    if not isinstance(value, str):
        return value
    seen = "".join(sign for sign in normalize("NFKC", value) if category(sign) != "Cf")
    return " ".join(normalize("NFKC", seen.casefold()).split())


def _amount(form: Form, values: Mapping[str, Value]) -> int:
    wanted = values.get(form.takes, 1) if form.takes else 1
    return max(1, ceil(wanted)) if isinstance(wanted, int | float) else 1
