"""What a form limits: how often one visitor may post, how many places there are, what is unique, what is held (build wing)."""

import re
from dataclasses import replace

from polynya_live.contract import Field
from polynya_live.values import dataclass
from polynya_live.values.patterns import late

from ..text.positions import Items, Table, Text
from ..text.source import quote
from ..values.declared import Declared

WINDOW_S = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
ANY = "any"
NOTHING = "nothing"
"""What `keep` says of a form that only derives."""
USUAL_LINKS: int | None = 2
_COUNT = late(r"[0-9]{1,7}", re.ASCII)
_KEY = late(r"[A-Za-z_][\w-]*", re.ASCII)
_RATE = late(r"([1-9][0-9]{0,5})\s*(?:/|per|a)\s*(minute|hour|day|week)s?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of a form, named as in polynya_live.contract.Form."""

    per_visitor: tuple[int, int] | None = None
    capacity: int | None = None
    places: str = ""
    takes: str = ""
    unique: tuple[str, ...] = ()
    most_links: int | None = USUAL_LINKS
    held_words: tuple[str, ...] = ()
    proof_of_work: bool = False


def read_whole(declared: Declared, kind: str, limits: tuple[float | None, float | None]) -> bool:
    """Read whether a number field takes whole ones only; where that says nothing, or its limits say otherwise, it is reported."""
    whole = declared.flag("whole", default=False)
    at = declared.table.keys.get("whole", 0)
    if whole and kind != "number":
        fact, hint = f'"whole" means nothing for a field of type {kind}', "take it out."
        declared.source.error("field-limit", at, fact=fact, hint=hint)
    elif whole and (odd := [limit for limit in limits if limit is not None and limit != int(limit)]):
        fact, hint = f"a whole number has no limit of {odd[0]:g}", f"write {int(odd[0])}."
        declared.source.error("field-limit", at, fact=fact, hint=hint)
    return whole and kind == "number"


def with_places(declared: Declared, fields: tuple[Field, ...]) -> tuple[Field, ...]:
    """Let the field that says how many places a post takes ask for whole ones, and one at least.

    A limit of it that says otherwise is reported.
    """
    takes = declared.text("takes").strip()
    return tuple(
        _counting(declared, field) if field.name == takes and field.type == "number" else field for field in fields
    )


def _counting(declared: Declared, field: Field) -> Field:
    for key, limit in (("min", field.min), ("max", field.max)):
        if limit is not None and (limit < 1 or limit != int(limit)):
            fact = f'{quote(field.name)} counts places, so that its "{key}" is a whole number from 1 on, not {limit:g}'
            hint = f"write {key}: {max(1, int(limit))}."
            declared.source.error("field-limit", _limit_at(declared, field.name, key), fact=fact, hint=hint)
    return replace(field, whole=True, min=1 if field.min is None else field.min)


def _limit_at(declared: Declared, name: str, key: str) -> int:
    """Find where a limit of a field is written."""
    fields = declared.table.entries["fields"]
    for one in fields.items if isinstance(fields, Items) else ():
        named = one.entries.get("name") if isinstance(one, Table) else None
        if isinstance(one, Table) and isinstance(named, Text) and named.text.strip() == name:
            return Declared(declared.source, one).at(key)
    return declared.at("takes")


def read_limits(declared: Declared, fields: tuple[Field, ...]) -> Limits:
    """Read `limits`, `takes` and `unique` of a form; what is wrong is reported and left out."""
    capacity, places, most_links = None, "", USUAL_LINKS
    limits = _mapping(declared)
    if limits:
        limits.only(("per_visitor", "capacity", "links", "words", "proof_of_work"), '"limits"')
        capacity, places = _capacity(limits, alone=not declared.has("thread"))
        most_links = _most_links(limits)
    return Limits(
        per_visitor=_per_visitor(limits) if limits else None,
        capacity=capacity,
        places=places,
        takes=_takes(declared, fields),
        unique=declared.fields("unique", [field.name for field in fields], to="keep unique"),
        most_links=most_links,
        held_words=tuple(one.text.strip() for one in limits.texts("words") if one.text.strip()) if limits else (),
        proof_of_work=_proof_of_work(declared, limits) if limits else False,
    )


def _proof_of_work(declared: Declared, limits: Declared) -> bool:
    asked = limits.flag("proof_of_work", default=False)
    if asked and declared.text("keep").strip() == NOTHING:
        fact, hint = (
            '"proof_of_work" means nothing for a form that keeps nothing',
            "take it out: nothing of it is held.",
        )
        declared.source.error("field-limit", limits.table.keys["proof_of_work"], fact=fact, hint=hint)
        return False
    return asked


def _mapping(declared: Declared) -> Declared | None:
    node = declared.table.entries.get("limits")
    if isinstance(node, Table):
        return Declared(declared.source, node)
    if declared.has("limits"):
        hint = "write limits: {per_visitor: 5/hour}."
        declared.source.error("wrong-shape", declared.at("limits"), fact='"limits" is a mapping', hint=hint)
    return None


def _per_visitor(limits: Declared) -> tuple[int, int] | None:
    written = limits.text("per_visitor").strip().lower()
    match = _RATE.fullmatch(written)
    if match:
        return int(match[1]), WINDOW_S[match[2]]
    if written:
        fact = f'"per_visitor" must be a rate such as 5/hour, not {quote(written)}'
        hint = "write a number, a slash and minute, hour, day or week."
        limits.source.error("wrong-type", limits.at("per_visitor"), fact=fact, hint=hint)
    return None


def _capacity(limits: Declared, *, alone: bool) -> tuple[int | None, str]:
    """Read how many places there are: a number for the form, or the front-matter key that says so for each page."""
    written = limits.text("capacity").strip()
    if not written or _COUNT.fullmatch(written):
        return (int(written) if written else None), ""
    if _KEY.fullmatch(written) and not alone:
        return None, written
    if _KEY.fullmatch(written):
        fact = (
            f'"capacity" names {quote(written)} of the front matter, and the form has no thread with pages that say it'
        )
        hint = "write capacity: 30 for the whole form, or thread: and the collection whose pages have places each."
        limits.source.error("field-limit", limits.at("capacity"), fact=fact, hint=hint)
        return None, ""
    fact = f'"capacity" must be a number or a key of the front matter, not {quote(written)}'
    hint = "write capacity: 30, or capacity: places when each page has a key called places."
    limits.source.error("wrong-type", limits.at("capacity"), fact=fact, hint=hint)
    return None, ""


def _most_links(limits: Declared) -> int | None:
    """Read with how many links a submission is still not held."""
    written = limits.text("links").strip().lower()
    if written == ANY:
        return None
    if not written or _COUNT.fullmatch(written):
        return int(written) if written else USUAL_LINKS
    fact = f'"links" must be a number or any, not {quote(written)}'
    hint = "write links: 2 to hold what has three of them, or links: any."
    limits.source.error("wrong-type", limits.at("links"), fact=fact, hint=hint)
    return USUAL_LINKS


def _takes(declared: Declared, fields: tuple[Field, ...]) -> str:
    numbers = [field.name for field in fields if field.type == "number"]
    return declared.field("takes", numbers, called="a field of type number", add="number")
