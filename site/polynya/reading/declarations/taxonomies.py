"""`taxonomies` of site.yaml: which keys of front matter get pages of their own (build wing)."""

from ...model import Taxonomy
from ..slugs import RESERVED, humanise
from ..text.positions import Node, Table, Text
from ..text.source import quote
from ..values.declared import Declared

KEYS = ("title", "paginate")
NO_TAXONOMY = ("title", "description", "date", "expires", "draft", "id", "slug", "url", "template", "aliases", "forms")


def read_taxonomies(declared: Declared) -> tuple[Taxonomy, ...]:
    """Read a list of keys, or a mapping of keys to a title or to `{title, paginate}`."""
    node = declared.table.entries.get("taxonomies")
    if node is None or not declared.has("taxonomies"):
        return ()
    if isinstance(node, Table):
        found = [_declared(declared, key, one, at=node.keys[key]) for key, one in node.entries.items()]
    else:
        found = [_named(declared, one.text, one.at) for one in declared.texts("taxonomies")]
    return tuple({one.name: one for one in found if one}.values())


def _declared(declared: Declared, key: str, node: Node, *, at: int) -> Taxonomy | None:
    if isinstance(node, Text):
        return _named(declared, key, at, title="" if node.empty else node.text)
    if not isinstance(node, Table):
        hint = f"write {key}: {humanise(key)}, or {key}: {{title: {humanise(key)}, paginate: 20}}."
        declared.source.error("wrong-shape", node.at, fact="a taxonomy has a title, and no list", hint=hint)
        return None
    from .collection import count_of  # noqa: PLC0415 -- which knows settings by way of forms

    inner = Declared(declared.source, node)
    inner.only(KEYS, "a taxonomy")
    return _named(declared, key, at, title=inner.text("title").strip(), paginate=count_of(inner, "paginate"))


def _named(declared: Declared, key: str, at: int, *, title: str = "", paginate: int = 0) -> Taxonomy | None:
    name = key.strip()
    if name.isidentifier() and name not in NO_TAXONOMY and name not in RESERVED:
        return Taxonomy(name, title or humanise(name), paginate)
    hint = "write keys of front matter such as tags, author or series."
    declared.source.error("bad-taxonomy", at, fact=f"{quote(name)} cannot be a taxonomy", hint=hint)
    return None
