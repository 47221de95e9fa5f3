"""The `fields` of a `_collection.yaml`: what its pages have to say in their front matter (build wing)."""

from dataclasses import replace

from ...model import FieldRule
from ..text.closeness import closest, suggest
from ..text.positions import Items, Node, Table, Text
from ..text.source import Source, quote
from ..values.declared import Declared
from ..values.kinds import KINDS, Here, Unfit, describe, fit

FIELD_KEYS = ("name", "type", "required", "default", "options", "of", "in", "fields")
KNOWN = {
    "title": FieldRule(name="title"),
    "description": FieldRule(name="description"),
    "date": FieldRule(name="date", type="date"),
    "tags": FieldRule(name="tags", type="list"),
    "aliases": FieldRule(name="aliases", type="list"),
    "draft": FieldRule(name="draft", type="bool"),
    "expires": FieldRule(name="expires", type="datetime"),
    "slug": FieldRule(name="slug"),
    "url": FieldRule(name="url"),
    "template": FieldRule(name="template"),
    "id": FieldRule(name="id"),
    "forms": FieldRule(name="forms", type="list"),
    "form": FieldRule(name="form"),
    "math": FieldRule(name="math", type="bool"),
    "typography": FieldRule(name="typography", type="bool"),
}
"""The keys that every page may have, whatever its collection."""
_OF_TEXT = ("text", "markdown", "select", "url", "email")
OPEN_TO_CHANGE = {"title": _OF_TEXT, "description": _OF_TEXT, "date": ("date", "datetime"), "tags": tuple(KINDS)}
"""Those of them that a collection may declare, and as what."""
_OTHER_NAMES = {
    **dict.fromkeys(("string", "str", "varchar"), "text"),
    **dict.fromkeys(("int", "integer", "float", "decimal"), "number"),
    **dict.fromkeys(("boolean", "checkbox"), "bool"),
    **dict.fromkeys(("array", "tags"), "list"),
    **dict.fromkeys(("enum", "choice", "choices"), "select"),
    **dict.fromkeys(("dict", "map", "mapping"), "object"),
    "price": "money",
    "link": "url",
    **dict.fromkeys(("reference", "ref", "relation"), "page"),
    "picture": "image",
    "timestamp": "datetime",
}


def read_rules(declared: Declared, here: Here, *, inner: bool = False) -> dict[str, FieldRule] | None:
    """Read the field rules by name, without those that are wrong (reported); None when none are declared.

    inner: of an object, whose keys may be called as those of a page are.
    """
    node = declared.table.entries.get("fields")
    if node is None or (isinstance(node, Text) and node.empty):
        return None
    if isinstance(node, Table):
        named = [(name, node.keys[name], one) for name, one in node.entries.items()]
    else:
        named = [entry for one in getattr(node, "items", [node]) if (entry := _named(declared.source, one))]
    rules = (
        _typed_rule(Declared(declared.source, found), name, here, inner=inner)
        for name, at, one in named
        if (found := _shaped(declared.source, name, one, at=at, inner=inner))
    )
    return {rule.name: rule for rule in rules}


def _named(source: Source, node: Node) -> tuple[str, int, Node] | None:
    name = node.entries.get("name") if isinstance(node, Table) else None
    if isinstance(name, Text) and not name.empty:
        return name.text, name.at, node
    fact, hint = "a field needs a name and a type", "write a line such as price: {type: money, required: true}."
    source.error("wrong-shape", node.at, fact=fact, hint=hint)
    return None


def _shaped(source: Source, name: str, node: Node, *, at: int, inner: bool) -> Table | None:
    if not name.isidentifier():
        hint = 'use letters, digits and "_", for example cover_text; templates say page.fields.cover_text.'
        source.error("field-name", at, fact=f"{quote(name)} is no name for a field", hint=hint)
        return None
    if name in KNOWN and name not in OPEN_TO_CHANGE and not inner:
        hint = "take this line out, or choose another name."
        source.error("field-name", at, fact=f"every page has {quote(name)} already", hint=hint)
        return None
    if name in dir(dict):
        hint = f"choose another name; in a template page.fields.{name} means something else."
        source.error("field-name", at, fact=f"{quote(name)} is no name for a field", hint=hint)
        return None
    if isinstance(node, Text):
        node = Table(node.at, {} if node.empty else {"type": node}, {"type": node.at})
    if isinstance(node, Items):
        fact = f"the field {quote(name)} must be a type or a mapping, not a list"
        source.error("wrong-shape", node.at, fact=fact, hint=f"write {name}: {{type: text}}.")
        return None
    return node


def _typed_rule(declared: Declared, name: str, here: Here, *, inner: bool) -> FieldRule:
    declared.only(FIELD_KEYS, "a field")
    kind, of = _kind(declared, "type"), _kind(declared, "of")
    if not inner and kind not in (usual := OPEN_TO_CHANGE.get(name, (kind,))):
        fact = f"the {name} of a page cannot be of type {kind}"
        hint = f"write {' or '.join(usual[:2])}, or choose another name for the field."
        declared.source.error("unknown-type", declared.at("type"), fact=fact, hint=hint)
        kind = KNOWN[name].type
    options = tuple(option.text for option in declared.texts("options"))
    if "select" in (kind, of) and not options:
        fact = f"the select field {quote(name)} has no options"
        declared.source.error("missing-options", declared.at("type"), fact=fact, hint="add options: [one, another].")
    rule = FieldRule(
        name=name,
        type=kind,
        required=declared.flag("required", default=False),
        options=options,
        of=of,
        within=declared.text("in").strip(),
        fields=read_rules(declared, here, inner=True) if "object" in (kind, of) else None,
    )
    return _with_default(declared, rule, here)


def _with_default(declared: Declared, rule: FieldRule, here: Here) -> FieldRule:
    node = declared.table.entries.get("default")
    if node is None:
        return rule
    try:
        value = fit(node, rule, here)
    except Unfit as unfit:
        fact = f"the default of {quote(rule.name)} must be {unfit.expected}, not {describe(node)}"
        declared.source.error("wrong-type", unfit.at, fact=fact, hint=f"write {unfit.write or unfit.expected}.")
        return rule
    return replace(rule, required=False, default=value)


def _kind(declared: Declared, key: str) -> str:
    written = declared.text(key, "text").strip()
    if written in KINDS:
        return written
    near = closest(written, (*KINDS, *_OTHER_NAMES))
    hint = f'write "{_OTHER_NAMES[near]}".' if near in _OTHER_NAMES else suggest(written, KINDS, having="there are")
    fact = f"there is no field type {quote(written)}"
    declared.source.error("unknown-type", declared.at(key), fact=fact, hint=hint)
    return "text"
