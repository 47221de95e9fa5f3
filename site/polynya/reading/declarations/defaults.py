"""Front matter for all pages of a folder and below it: `_defaults.yaml`, or `defaults` of `_collection.yaml` (build wing)."""

from collections.abc import Mapping

from ...model import Collection, FieldRule
from ..sheet import Place
from ..text.closeness import suggest
from ..text.front import top_table
from ..text.positions import Node, Table
from ..text.source import Source, quote
from ..values.declared import Declared
from ..values.kinds import Here, Unfit, fit
from .collection import Known, form_exists, template_name
from .collection_fields import KNOWN

_ANY = FieldRule(name="")
OF_ONE_PAGE = ("title", "id", "slug", "url", "aliases")
"""What no two pages can have alike."""


def read_defaults(source: Source, collection: Collection, known: Known, *, here: Here) -> dict[str, Node]:
    """Read the defaults that a file declares, without those that are wrong (reported). collection: of its folder."""
    table = _table(source)
    if table is None:
        return {}
    declared = Declared(source, table)
    return {
        key: node for key, node in table.entries.items() if _is_good(declared, key, collection, known=known, here=here)
    }


def with_defaults(table: Table, place: Place, defaults: Mapping[str, Mapping[str, Node]]) -> Table:
    """Add to the front matter of a page what its folders say and it does not; the nearest folder counts."""
    if not defaults or place.heads:
        return table
    parts = place.folder.split("/") if place.folder else []
    found: dict[str, Node] = {}
    for depth in range(len(parts) + 1):
        found |= defaults.get("/".join(parts[:depth]), {})
    if not found:
        return table
    return Table(table.at, {**found, **table.entries}, {**dict.fromkeys(found, table.at), **table.keys})


def _table(source: Source) -> Table | None:
    quiet = Source(source.path, source.text, [])
    if source.path.rpartition("/")[2].startswith("_defaults."):
        return top_table(source, "_defaults.yaml")
    whole = top_table(quiet, "_collection.yaml")  # whose own faults are told where it is read as a whole
    node = whole.entries.get("defaults") if whole else None
    if node is None or isinstance(node, Table):
        return node
    source.error("wrong-shape", node.at, fact='"defaults" is a mapping', hint="write defaults: {author: Mara}.")
    return None


def _is_good(declared: Declared, key: str, collection: Collection, *, known: Known, here: Here) -> bool:
    source, node, at = declared.source, declared.table.entries[key], declared.table.keys[key]
    rule = _rule(key, collection)
    if rule is None:
        names = {*(collection.fields or ()), *KNOWN} - {*OF_ONE_PAGE}
        hint = suggest(key, names, having="pages here may have")
        source.error("unknown-key", at, fact=f"there can be no default for {quote(key)}", hint=hint)
        return False
    if key in ("forms", "form"):
        return all(form_exists(source, one, known) for one in declared.texts(key))
    before = len(source.found)
    if key == "template":
        template_name(declared, key, known, default="")
        return len(source.found) == before
    if rule is _ANY:  # a folder that declares nothing takes whatever is written
        return True
    try:
        fit(node, rule, here)
    except Unfit as unfit:
        fact = f'"{key}" must be {unfit.expected}, not {unfit.found}'
        source.error("wrong-type", unfit.at, fact=fact, hint=f"write {unfit.write or unfit.expected}.")
        return False
    return True


def _rule(key: str, collection: Collection) -> FieldRule | None:
    if key in OF_ONE_PAGE:
        return None
    if collection.fields is None:
        return KNOWN.get(key) or _ANY
    return collection.fields.get(key) or KNOWN.get(key)
