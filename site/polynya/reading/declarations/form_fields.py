"""The fields of a form: their types, limits and options (build wing)."""

import re
from unicodedata import normalize

from polynya_live.contract import PATTERN_CHARACTERS, Field
from polynya_live.values.patterns import late
from polynya_live.words.messages import OF_FIELDS

from ..slugs import humanise
from ..text.closeness import closest, suggest
from ..text.positions import Items, Node, Table, Text
from ..text.source import Source, quote
from ..values.backtracking import longest_done
from ..values.declared import Declared
from ..values.kinds import describe
from .form_conditions import with_condition
from .form_days import read_days
from .form_limits import read_whole
from .form_words import read_messages

FIELD_NAME = late(r"[a-z][a-z0-9_]{0,39}")
KEYS = (
    "name", "label", "type", "required", "min", "max", "help", "pattern", "message", "options", "rows", "autocomplete",
    "required_if", "check", "messages", "fill", "whole",
)  # fmt: skip
TYPES = (
    "text", "textarea", "email", "url", "number", "rating", "date", "select", "radio", "checkbox", "checkboxes",
    "quantity", "hidden",
)  # fmt: skip
RESERVED = ("page", "stamp", "second_comment", "said_before", "form_version", "from_page", "altcha")
"""What every post carries beside its fields: the page, the proof that it was rendered, the honeypot, what was said before."""
SHADOWING = ("after", "append", "before", "closest", "contains", "elements", "matches", "prepend", "remove")
"""What scripts call on a form itself: a field of such a name stands in the way (measured with htmx in Chromium)."""
FILLS = ("name", "email")
NOTHING = "nothing"
FILLED = ("text", "email")
WITH_OPTIONS = ("select", "radio", "checkboxes")
WITH_PATTERN = ("text", "textarea", "email", "url", "hidden")
WITHOUT_LIMITS = ("select", "radio", "checkbox")
LONGEST = 100_000
_TIMES = ("time", "hour", "uhrzeit")
_FILES = ("file", "files", "upload", "image", "photo", "attachment")


def read_fields(declared: Declared, collections: frozenset[str]) -> tuple[Field, ...]:
    """Read the fields of a form in their order, without those that are wrong (reported)."""
    node = declared.table.entries.get("fields")
    if node is None or not isinstance(node, Items) or not node.items:
        at = node.at if node else declared.table.at
        hint = "write - {name: author, label: Your name, type: text, required: true} below fields:."
        declared.source.error("missing-fields", at, fact="the form has no list of fields", hint=hint)
        return ()
    fields: dict[str, Field] = {}
    nodes: dict[str, Table] = {}
    check = declared.flag("check", default=False)
    for one in node.items:
        field = _field(declared.source, one, collections, check=check)
        if field and field.name in fields:
            fact, hint = f"the form has two fields {quote(field.name)}", "give one of them another name."
            declared.source.error("duplicate-key", _name_at(one), fact=fact, hint=hint)
        elif field and isinstance(one, Table):
            fields[field.name], nodes[field.name] = field, one
    return tuple(
        with_condition(field, Declared(declared.source, nodes[name]), fields) for name, field in fields.items()
    )


def _name_at(node: Node) -> int:
    return node.entries["name"].at if isinstance(node, Table) and "name" in node.entries else node.at


def _field(source: Source, node: Node, collections: frozenset[str], *, check: bool) -> Field | None:
    if not isinstance(node, Table):
        hint = "write {name: author, label: Your name, type: text}."
        source.error("wrong-shape", node.at, fact=f"a field is a mapping, not {describe(node)}", hint=hint)
        return None
    declared = Declared(source, node)
    declared.only(KEYS, "a form field")
    name = _name(declared)
    if not name:
        return None
    kind = _kind(declared)
    low, high = (None, None) if kind == "date" else _limits(declared, kind)
    earliest, latest = read_days(declared) if kind == "date" else ("", "")
    return Field(
        name=name,
        label=declared.text("label").strip() or humanise(name),
        type=kind,
        required=declared.flag("required", default=False),
        min=low,
        max=high,
        help=declared.text("help").strip(),
        pattern=_pattern(declared, kind, most=high),
        message=declared.text("message").strip(),
        options=_options(declared, kind),
        rows=_rows(declared, kind, collections),
        autocomplete=declared.text("autocomplete").strip(),
        check=declared.flag("check", default=check) and kind != "hidden",
        messages=read_messages(declared, OF_FIELDS),
        fill=_fill(declared, kind),
        earliest=earliest,
        latest=latest,
        whole=read_whole(declared, kind, (low, high)),
    )


def _fill(declared: Declared, kind: str) -> str:
    """Read what of who is signed in a field is filled in with: what it says, else what its `autocomplete` says."""
    if kind not in FILLED:
        if declared.has("fill"):
            fact = f'"fill" means nothing for a field of type {kind}'
            declared.source.error("field-limit", declared.table.keys["fill"], fact=fact, hint="take it out.")
        return ""
    usual = declared.text("autocomplete").strip()
    written = declared.choice("fill", (*FILLS, NOTHING), usual if usual in FILLS else NOTHING)
    return "" if written == NOTHING else written


def _name(declared: Declared) -> str:
    name = declared.text("name").strip()
    if not name:
        fact, hint = "a field has no name", "add name: author, for instance."
    elif name in RESERVED:
        fact, hint = f"every form has a field {quote(name)} of its own", "choose another name."
    elif name in SHADOWING:
        fact, hint = (
            f"a field {quote(name)} would hide what a browser calls {quote(name)}",
            f'write "{name}_" or a word.',
        )
    elif FIELD_NAME.fullmatch(name):
        return name
    else:
        plain = normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
        better = re.sub(r"\W+", "_", plain, flags=re.ASCII).strip("_")
        fact = f"{quote(name)} cannot be the name of a field"
        hint = f'write "{better}".' if FIELD_NAME.fullmatch(better) else 'use a-z, 0-9 and "_", a letter first.'
    declared.source.error("field-name", declared.at("name"), fact=fact, hint=hint)
    return ""


def _kind(declared: Declared) -> str:
    written = declared.text("type", "text").strip()
    if written in TYPES:
        return written
    from ..values.expected import TYPES as ELSEWHERE  # noqa: PLC0415 -- most sites have no such mistake

    near = closest(written, (*TYPES, *ELSEWHERE, *_FILES, *_TIMES))
    if near in _TIMES:
        hint = 'write "select", with the hours as options: ["9:00", "9:30"]; or "text" for any time.'
    elif near in _FILES:
        hint = "forms take no files; ask for a link to one with type: url, or for the file by mail."
    else:
        hint = f'write "{ELSEWHERE[near]}".' if near in ELSEWHERE else suggest(written, TYPES, having="there are")
    fact = f"there is no form field type {quote(written)}"
    declared.source.error("unknown-type", declared.at("type"), fact=fact, hint=hint)
    return "text"


def _limits(declared: Declared, kind: str) -> tuple[float | None, float | None]:
    low, high = declared.number("min"), declared.number("max")
    if kind in WITHOUT_LIMITS:
        for key in ("min", "max"):
            if declared.has(key):
                fact = f'"{key}" means nothing for a field of type {kind}'
                declared.source.error("field-limit", declared.table.keys[key], fact=fact, hint="take it out.")
        return None, None
    if kind == "rating":
        low, high = 1 if low is None else low, 5 if high is None else high
    fault, hint = _limit_fault(kind, low, high), "write whole numbers, the smaller as min."
    if not fault and (fault := _choice_fault(declared, kind, most=max(low or 0, high or 0))):
        hint = "ask for fewer, or offer more."
    if fault:
        key = "max" if declared.has("max") else "min"
        declared.source.error("field-limit", declared.at(key), fact=fault, hint=hint)
        return None, None
    return _whole(low), _whole(high)


def _limit_fault(kind: str, low: float | None, high: float | None) -> str:
    limits = [limit for limit in (low, high) if limit is not None]
    if high is not None and high < 1 and kind not in ("number", "rating"):
        return f"nothing fits a {kind} field with max ({high:g})"
    if low is not None and high is not None and low > high:
        return f"min ({low:g}) is greater than max ({high:g})"
    if kind == "number":
        return ""
    if any(limit < 0 or limit != int(limit) for limit in limits):
        return f"the limits of a {kind} field count something, so they are whole numbers"
    if kind == "rating" and high is not None and high > 10:
        return "a rating goes to 10 at most"
    return f"a field takes {LONGEST} characters at most" if any(limit > LONGEST for limit in limits) else ""


def _choice_fault(declared: Declared, kind: str, *, most: float) -> str:
    """Say why nobody can tick as many boxes as the limits of checkboxes ask for; "" when one can."""
    node = declared.table.entries.get("options")
    offered = len(node.entries) if isinstance(node, Table) else len(node.items) if isinstance(node, Items) else 1
    if kind == "checkboxes" and node and most > offered:
        return f"{most:g} answers are more than the {offered} that are offered"
    return ""


def _whole(limit: float | None) -> float | None:
    return int(limit) if limit is not None and limit == int(limit) else limit


def _pattern(declared: Declared, kind: str, *, most: float | None) -> str:
    pattern = declared.text("pattern")
    if not pattern:
        return ""
    if kind not in WITH_PATTERN:
        fact = f'"pattern" means nothing for a field of type {kind}'
        declared.source.error("field-limit", declared.table.keys["pattern"], fact=fact, hint="take it out.")
        return ""
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as error:
        fact = f"the pattern is no regular expression: {error}"
        declared.source.error("field-pattern", declared.at("pattern"), fact=fact, hint="write for example [0-9]{5}.")
        return ""
    if fault := _slowness(pattern, most):
        declared.source.error("field-pattern", declared.at("pattern"), fact=fault[0], hint=fault[1])
        return ""
    return pattern


def _slowness(pattern: str, most: float | None) -> tuple[str, str] | None:
    """Say why a text that does not fit would keep the function busy, and what to do about it."""
    longest = PATTERN_CHARACTERS if most is None else int(most)
    done = longest_done(pattern, longest)
    if done == longest:
        return None
    if done < 1:
        return "the pattern is too large to say how long it takes", "write it shorter, or ask for it in two fields."
    fact = f"the pattern can take too long for a text of {longest} characters: one may fit it in many ways"
    turns = "let each turn of a repeat begin with a sign of its own, such as [a-z]+(-[a-z]+)* for ([a-z]+-?)*"
    return fact, f"{turns}, or write max: {done} or less."


def _options(declared: Declared, kind: str) -> tuple[tuple[str, str], ...]:
    if kind not in WITH_OPTIONS:
        if declared.has("options"):
            fact = f'"options" means nothing for a field of type {kind}'
            hint = "write type: select, radio or checkboxes, or take the options out."
            declared.source.error("field-limit", declared.table.keys["options"], fact=fact, hint=hint)
        return ()
    written = _written_options(declared)
    if not written:
        fact = f"a field of type {kind} has no options"
        declared.source.error("missing-options", declared.at("type"), fact=fact, hint="add options: [one, another].")
    options: dict[str, str] = {}
    for value, label in written:
        if not value.text.strip():
            fact, hint = "an option is empty", "take it out: who need not choose is offered that by itself."
        elif value.text in options:
            fact, hint = f"the option {quote(value.text)} stands twice", "take one of them out."
        else:
            options[value.text] = label
            continue
        declared.source.error("field-limit", value.at, fact=fact, hint=hint)
    return tuple(options.items())


def _written_options(declared: Declared) -> list[tuple[Text, str]]:
    """Read the options as they are written: each value at its place, and its label."""
    node = declared.table.entries.get("options")
    if isinstance(node, Text) and "," in node.text:
        fact, hint = "the options are one text with commas in it", f"write options: [{node.text.strip()}]."
        declared.source.error("wrong-type", node.at, fact=fact, hint=hint)
    if not isinstance(node, Table):
        return [(one, one.text) for one in declared.texts("options")]
    for value in node.entries.values():
        if not isinstance(value, Text):
            fact = f"an option must be a text, not {describe(value)}"
            declared.source.error("wrong-type", value.at, fact=fact, hint="write a value, a colon and its label.")
    labels = [(key, value.text) for key, value in node.entries.items() if isinstance(value, Text)]
    return [(Text(node.keys[key], key), label) for key, label in labels]


def _rows(declared: Declared, kind: str, collections: frozenset[str]) -> str:
    rows = declared.text("rows").strip()
    if kind != "quantity":
        if rows:
            fact = f'"rows" means nothing for a field of type {kind}'
            declared.source.error("field-limit", declared.table.keys["rows"], fact=fact, hint="write type: quantity.")
        return ""
    if rows in collections and rows:
        return rows
    fact = f"there is no collection {quote(rows)}" if rows else "a quantity field does not say what it counts"
    hint = suggest(rows, collections - {""}, having="write rows: and one of the collections of this site")
    declared.source.error("unknown-collection", declared.at("rows"), fact=fact, hint=hint)
    return ""
