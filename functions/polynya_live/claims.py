"""What a submission takes of something limited: places of a form or a page, a slot that only one may have (live wing)."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from math import ceil
from unicodedata import category

from .contract import Form, PageRef
from .forms.conditions import holds
from .store import Store
from .submissions import Claim, Submission, Value
from .values.composed import composed

ONE = "one"
PLACES = "places"
SLOT_CHARACTERS = 32
UNCONFIRMED_S = 7 * 86_400
"""For how long a submission is kept whose address nobody confirms."""
HOLD_S = 86_400
"""For how long it has what it takes; then others may have it, and whoever confirms later gets what is left."""
HELD = "held"
"""In `Submission.extra`: until when it has what it takes, milliseconds since 1970; absent when that does not end."""
RELEASED = "released"
"""In `Submission.extra`: when that ended, milliseconds since 1970."""
UNCONFIRMED = "unconfirmed"
"""The reason of what is held until its address is confirmed, and of what has lost what it took."""
WRITTEN = frozenset({"text", "textarea", "email", "url", "hidden"})
"""Types of fields whose answers can be spelled in many ways."""


def claims_of(form: Form, page: PageRef | None, values: Mapping[str, Value]) -> tuple[Claim, ...]:
    """List what these answers take. values: checked ones."""
    claims = []
    most = places_of(form, page)
    amount = _amount(form, values)
    if most is not None and (amount or not most):  # what is closed takes nobody, those neither who need no place
        claims += [Claim(name, amount or 1, most) for name in places_names(form, page)]
    if form.unique and all(name in values for name in form.unique):
        answers = [values[name] for name in form.unique]
        # As typed too: that is the name under which slots were taken before spellings counted as one.
        said = (answers, _alike(form, values))
        names = dict.fromkeys(slot_name(where, one) for where in _counted_at(form, page) for one in said)
        claims += [Claim(name, 1, 1) for name in names]
    return tuple(claims)


def places_of(form: Form, page: PageRef | None) -> int | None:
    """Say how many places there are, taken or not; None without a limit."""
    return page.places if form.places and page else form.capacity


def places_names(form: Form, page: PageRef | None) -> tuple[str, ...]:
    """Name the counters of the places of a form, or of one page of its thread: that of all its languages first."""
    return tuple(f"{PLACES}/{where}" for where in _counted_at(form, page))


def slot_name(where: str, answers: Sequence[Value]) -> str:
    """Name the counter of what only one may have, by a digest: it outlives the answers, which may be an address.

    where: the form and the page, "booking/".
    """
    digest = hashlib.sha256(json.dumps(list(answers), sort_keys=True).encode()).hexdigest()[:SLOT_CHARACTERS]
    return f"{ONE}/{where}/{digest}"


def held_until(row: Submission) -> int:
    """Say until when a submission has what it takes, in milliseconds; 0 when that does not end."""
    until = row.extra.get(HELD, 0)
    return until if isinstance(until, int) else 0


def no_room(store: Store, row: Submission, counter: str) -> tuple[str, dict[str, int]]:
    """Name the message that says how much room there is, and what it says; with none at all, asking for less is of no use.

    Raises StoreUnavailable.
    """
    found = next((claim for claim in row.claims if claim.name == counter), None)
    places = found.most if found else 0
    left = max(0, places - store.taken([counter])[counter])
    return "full" if left else "closed" if found and not places else "none_left", {"left": left, "places": places}


def is_slot(name: str) -> bool:
    """Tell whether a counter is a slot that only one may have."""
    return name.startswith(f"{ONE}/")


def _counted_at(form: Form, page: PageRef | None) -> tuple[str, ...]:
    """Say where a form counts what it gives away: with the form that it says in another language, on the same page of that.

    Its own name comes second: there it was counted before languages shared what there is.
    """
    here = page.id if page else ""
    own = f"{form.name}/{here}"
    return (f"{form.original}/{here.removeprefix(f'{form.language}/')}", own) if form.original else (own,)


def _alike(form: Form, values: Mapping[str, Value]) -> list[Value]:
    """Write the answers to a slot so that spellings of one are alike; what was chosen has only one."""
    written = {field.name for field in form.fields if field.type in WRITTEN}
    return [_folded(values[name]) if name in written else values[name] for name in form.unique]


def _folded(value: Value) -> Value:
    """Take out of a text what does not tell two apart: letter case, width, accents written in parts, blanks, unseen signs."""
    if not isinstance(value, str):
        return value
    seen = "".join(sign for sign in composed(value) if category(sign) != "Cf")
    return " ".join(composed(seen.casefold()).split())


def _amount(form: Form, values: Mapping[str, Value]) -> int:
    """Count the places: those that are asked for, else one; none where nobody was asked how many, as who does not come."""
    if form.takes and form.takes not in values:
        counting = next((field for field in form.fields if field.name == form.takes), None)
        return 0 if counting and counting.required_if and not holds(counting, values) else 1
    wanted = values[form.takes] if form.takes else 1
    return max(1, ceil(wanted)) if isinstance(wanted, int | float) else 1
