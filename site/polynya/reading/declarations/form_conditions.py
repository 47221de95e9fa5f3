"""When a field of a form has to be answered because of another: `required_if` (build wing)."""

from collections.abc import Mapping
from dataclasses import replace

from polynya_live.contract import Field

from ..text.closeness import suggest
from ..text.positions import Items, Node, Table, Text
from ..text.source import quote
from ..values.declared import Declared

_TICKED = {"yes": "yes", "true": "yes", "on": "yes"}


def with_condition(field: Field, declared: Declared, fields: Mapping[str, Field]) -> Field:
    """Give a field its `required_if`; what is wrong is reported and left out. fields: all of the form, by name."""
    node = declared.table.entries.get("required_if")
    if node is None or (isinstance(node, Text) and node.empty):
        return field
    found = _other(node)
    if found is None:
        hint = "write required_if: other, or required_if: {other: [one, another]}."
        fact = '"required_if" names one other field'
        declared.source.error("wrong-shape", node.at, fact=fact, hint=hint)
        return field
    name, at, answers = found
    others = [other for other in fields if other != field.name]
    if name not in others:
        hint = suggest(name, others, having="The form has") if others else "add that field to the form."
        fact = f"the form has no other field {quote(name)}"
        declared.source.error("unknown-field", at, fact=fact, hint=hint)
        return field
    wanted = tuple(dict.fromkeys(_answer(declared, fields[name], answer) for answer in answers))
    return replace(field, required_if=name, required_for=wanted)


def _other(node: Node) -> tuple[str, int, list[Text]] | None:
    """Take the other field, where it is named, and the answers of it that count; None when it is written otherwise."""
    if isinstance(node, Text):
        return node.text.strip(), node.at, []
    if not isinstance(node, Table) or len(node.entries) != 1:
        return None
    name, value = next(iter(node.entries.items()))
    answers = value.items if isinstance(value, Items) else [value]
    texts = [answer for answer in answers if isinstance(answer, Text)]
    return (name, node.keys[name], texts) if texts and len(texts) == len(answers) else None


def _answer(declared: Declared, other: Field, answer: Text) -> str:
    written = answer.text.strip()
    offered = [value for value, _ in other.options]
    if other.type == "checkbox":
        offered = ["yes"]
        written = _TICKED.get(written.lower(), written)
    if offered and written not in offered:
        hint = suggest(written, offered, having="it has")
        fact = f"the field {quote(other.name)} has no answer {quote(written)}"
        declared.source.error("wrong-choice", answer.at, fact=fact, hint=hint)
    return written
