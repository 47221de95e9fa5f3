"""What lists say of one page again and again, kept from the first time (build wing).

A page is in the list of its collection and in that of each of its terms, and each says the same of it.
"""

from jinja2 import nodes
from jinja2.runtime import Context

Kept = dict[int, tuple[object, str]]
"""What was said of values, by their identity; with the value, for as long as it lives no other has its identity."""

LEAST_ATTRIBUTES = 3
"""Whatever says less of a value is sooner said again."""
MOST_KEPT = 20_000
_FILTERS = frozenset(("day", "iso_day"))
"""Filters whose answer depends on nothing else but the language of the page."""
_SAID = (
    nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or,
    nodes.Not, nodes.Concat,
)  # fmt: skip
_NOTED = frozenset(("body", "fields"))
"""Attributes of a page that are noted when they are read, or may have more in them than stays the same."""


def says_the_same(node: nodes.For) -> str:
    """Name the item of a loop that writes what depends on nothing but the attributes of that, and the language; "" else."""
    if node.recursive or node.test or not isinstance(node.target, nodes.Name):
        return ""
    name = node.target.name
    attributes = sum(1 for part in node.body for _ in part.find_all(nodes.Getattr))
    is_worth_it = attributes >= LEAST_ATTRIBUTES
    return name if is_worth_it and all(_depends_on(part, name) for part in node.body) else ""


def _depends_on(node: nodes.Node, name: str) -> bool:
    if isinstance(node, nodes.Getattr):
        return isinstance(node.node, nodes.Name) and node.node.name == name and node.attr not in _NOTED
    if isinstance(node, nodes.Filter):
        is_known = node.name in _FILTERS and not (node.args or node.kwargs or node.dyn_args or node.dyn_kwargs)
        return is_known and node.node is not None and _depends_on(node.node, name)
    return isinstance(node, _SAID) and all(_depends_on(one, name) for one in node.iter_child_nodes())


def kept_of(context: Context, template: str | None, place: int) -> Kept:
    """Find what a loop said in the language of this page; nothing is kept where none is given."""
    language = context.resolve_or_missing("language")
    kept: dict[object, Kept] | None = getattr(context.environment, "kept", None)
    if kept is None or type(language) is not str:
        return {}
    return kept.setdefault((template, place, language), {})


def keep(kept: Kept, item: object, said: list[str], *, start: int) -> None:
    """Keep what was just said of an item, if that is a value that never changes. said: from `start` on, made one."""
    text = "".join(said[start:])
    said[start:] = (text,)
    if len(kept) < MOST_KEPT and getattr(type(item), "is_shared", False) is True:
        kept[id(item)] = item, text
