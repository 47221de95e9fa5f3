"""Front matter against the schema of its collection (build wing)."""

from collections.abc import Mapping, Sequence
from sys import intern
from typing import Any

from polynya_live.values.patterns import late

from ..model import Collection, FieldRule
from .declarations.collection_fields import KNOWN
from .sheet import Place, Sheet
from .text.closeness import closest, suggest
from .text.positions import Node, Text
from .text.source import Source, quote
from .values.kinds import Here, Unfit, fit, plain

Schema = Mapping[str, FieldRule]
_HIDDEN = late(r"[\w-]+:[ \t]+(?P<words>#[^\s#\"][^\n\"]*)(?:\n|\Z)")
"""A value that begins with #, as tags do elsewhere."""

FOREIGN = {
    "layout": "template",
    "permalink": "url",
    "redirect_from": "aliases",
    "summary": "description",
    "excerpt": "description",
    "pubDate": "date",
    "pubdate": "date",
    "publishDate": "date",
    "expiryDate": "expires",
    **dict.fromkeys(("published", "publish", "status", "Status", "visibility", "headless", "private"), "draft"),
    **{variant: name for name in KNOWN for variant in (name.capitalize(), name.upper())},
}
"""Keys of other generators, or in other letters, that mean something here under another name."""
SLIPS = {
    slip: name
    for name in ("title", "description", "date", "draft", "expires")
    for at in range(1, len(name))
    for slip in (
        name[:at] + name[at + 1 :],
        name[:at] + name[at : at + 2][::-1] + name[at + 2 :],
        name[:at] + name[at - 1 :],
    )
    if slip != name
}
"""Keys with a letter too few, two letters in turn or one twice, and what was meant."""
GUARDING = ("members", "members_only", "protected", "password_protected", "restricted", "login_required", "encrypted")
"""Keys that elsewhere let some readers in; here every page is for everybody."""
_NO, _YES = ("false", "False", "FALSE", "no"), ("true", "True", "TRUE", "yes")
_KEPT = ("draft", "private", "pending", "future", "trash", "hidden", "members", "paid", "tiers")
STAYING = {
    **dict.fromkeys(("published", "publish", "public"), _NO),
    **dict.fromkeys(("Draft", "DRAFT", "headless", "private", *GUARDING), _YES),
    **dict.fromkeys((slip for slip, name in SLIPS.items() if name == "draft"), _YES),
    **dict.fromkeys(("status", "Status", "visibility"), _KEPT),
}
"""Those that keep a page at home, and the values with which they do; so does any `password`."""
OBEYED = ("publishDate", "expiryDate")
"""Those that are obeyed all the same, for nothing may be published by mistake."""
ORDERING = ("weight", "nav_order", "sidebar_position", "menu_order")
"""Those that order pages where they came from, and here where a collection sorts by them."""
HIDING = ("hidden", "unlisted", "nav_exclude", "search_exclude", "build", "_build", "noindex")
"""Those that keep a page out of menus, lists or searches where they came from."""
TOLD = frozenset((*FOREIGN, *SLIPS, *STAYING, *ORDERING, *HIDING, "password"))
HINT_OF_IDLE = {
    "modified": "take it out; feeds say by themselves when a page changed, and a template of yours may show it.",
    "save_as": 'take it out, and write the address into url:, as in "url: /path/to/it/".',
    "translation": "take it out; a translation has its language in its file name, as in about.de.md.",
}
"""Keys on which Pelican acts and nothing here does, and what to do."""
EXAMPLES = {
    "number": "12", "money": "12.50", "date": "2024-01-31", "datetime": "2024-01-31 18:30", "bool": "true",
    "list": "[one, another]", "url": "https://example.org/", "email": "someone@example.org", "image": "cover.jpg",
    "object": "{key: value}", "page": "books/dune",
}  # fmt: skip
STRICT = ("draft", "expires", "template", "slug", "url")
"""Known keys whose mistakes stop the freeze even where a folder declares nothing."""


def typed_fields(sheet: Sheet, here: Here) -> dict[str, Any]:  # Any: by the schema
    """Type every key of a page; each declared key is in the result, with its default or None."""
    schema = sheet.place.collection.fields if not sheet.place.heads else None
    fields: dict[str, Any] = {}
    for written, node in sheet.table.entries.items():
        key = intern(written)  # what most pages say is in memory once, and is sent once
        if isinstance(node, Text) and node.empty:
            _tell_of_comment(sheet, key)
        rule = (schema.get(key) if schema else None) or KNOWN.get(key)
        if rule:
            fields[key] = _typed(sheet.source, node, (rule, here), strict=schema is not None or key in STRICT)
        elif schema is None or any(one.name == key for one in sheet.desk.settings.taxonomies):
            fields[key] = plain(node)
            _foreign(sheet, key, fields)
        else:
            _unknown(sheet, key, schema)
    if schema:
        _complete(sheet, schema, fields)
    return fields


def _tell_of_comment(sheet: Sheet, key: str) -> None:
    """Tell of a value that is none, for it begins with #."""
    if hidden := _HIDDEN.match(sheet.source.text, sheet.table.keys[key]):
        fact = f"{quote(key)} is empty, for what follows # is a comment"
        hint = f'put it in quotes, "{hidden["words"].strip()}", or leave the # out.'
        sheet.source.warn("wrong-type", hidden.start("words"), fact=fact, hint=hint)


def _typed(source: Source, node: Node, typing: tuple[FieldRule, Here], *, strict: bool) -> Any:
    rule, here = typing
    if not strict and rule.name == "tags" and isinstance(node, Text):
        return [word.strip() for word in node.text.split(",") if word.strip() and not node.empty]
    if not strict and rule.name == "aliases" and isinstance(node, Text) and not node.empty:
        return [node.text]
    if rule.name in ("forms", "form"):
        return plain(node)
    try:
        value = fit(node, rule, here)
        return [intern(one) if type(one) is str else one for one in value] if type(value) is list else value
    except Unfit as unfit:
        if strict or not (isinstance(node, Text) and not node.text.strip()):  # `date: ""` is a form not filled in
            _report(source, rule, unfit, strict=strict)
        return None


def _report(source: Source, rule: FieldRule, unfit: Unfit, *, strict: bool) -> None:
    fact = f'"{rule.name}{unfit.inner}" must be {unfit.expected}, not {unfit.found}'
    if rule.options and not unfit.inner:
        hint = suggest(unfit.found.strip('"'), rule.options, having="the options are")
    elif unfit.expected.startswith("an image"):
        hint = "put the picture beside the page, or write /name.jpg for static/name.jpg."
    else:
        hint = f"write {unfit.write or unfit.expected + _example(rule, unfit)}."
    if strict:
        source.error("wrong-type", unfit.at, fact=fact, hint=hint)
    else:
        alike = f"{rule.name}{unfit.inner}: {unfit.expected}, not {unfit.kind}"
        source.warn("wrong-type", unfit.at, fact=f"{fact}, so it is left out", hint=hint, alike=alike)


def _example(rule: FieldRule, unfit: Unfit) -> str:
    kind = rule.of if rule.type == "list" and unfit.expected != "a list" else rule.type
    return f", such as {EXAMPLES[kind]}" if kind in EXAMPLES and kind != "bool" else ""


def _unknown(sheet: Sheet, key: str, schema: Schema) -> None:
    collection = sheet.place.collection.name
    known = {*schema, *KNOWN}
    own = ", ".join((*sorted(schema), *sorted(set(KNOWN) - set(schema))))
    other = FOREIGN.get(key) or FOREIGN.get(key.lower())
    where = f"content/{_declaring(sheet.place)}/_collection.yaml".replace("//", "/")
    meant = closest(key, known)
    if other and not meant:
        hint = f'the key is called "{other}" here.'
    elif meant:
        hint = f'did you mean "{meant}"? Or declare it in {where}.'
    else:
        hint = f"declare it under fields: in {where}, or take it out. Pages here may have: {own}."
    fact = f"pages of {quote(collection or 'content')} have no key {quote(key)}"
    sheet.source.error("unknown-key", sheet.table.keys[key], fact=fact, hint=hint)


def _declaring(place: Place) -> str:
    """Find the folder that declares the keys of a page; in an export of Notion its name has a number."""
    name = place.collection.name
    is_above = f"{place.plain_folder}/".startswith(f"{name}/")
    return "/".join(place.folder.split("/")[: name.count("/") + 1]) if is_above else name


def _complete(sheet: Sheet, schema: Schema, fields: dict[str, Any]) -> None:
    """Report what is required and not there, and give every other declared key its default."""
    for name, rule in schema.items():
        node = sheet.table.entries.get(name)
        if rule.required and (node is None or _is_empty(node) or fields.get(name) in ("", [])):
            _missing(sheet, rule, node)
        if fields.get(name) is None:
            fields[name] = rule.default if rule.default is not None else ([] if rule.type == "list" else None)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Text) and node.empty


def _missing(sheet: Sheet, rule: FieldRule, node: Node | None) -> None:
    example = rule.options[0] if rule.options else EXAMPLES.get(rule.type, "some words")
    fact = f"has no {quote(rule.name)}, which its collection requires"
    hint = f'add a line such as "{rule.name}: {example}" to its front matter.'
    if node is not None:
        fact, hint = (
            f"{quote(rule.name)} is empty, but its collection requires it",
            f"write a value after {rule.name}:, such as {example}.",
        )
    sheet.source.error("missing-key", node.at if node else None, fact=fact, hint=hint)


def _foreign(sheet: Sheet, key: str, fields: dict[str, Any]) -> None:
    """Note a key of another generator; `published: false` is obeyed, for nothing may be published by mistake."""
    if key not in TOLD or (FOREIGN.get(key) or SLIPS.get(key)) in sheet.table.entries:
        return
    if key in HIDING and (fields[key] in _NO if not key.endswith("build") else not isinstance(fields[key], dict)):
        return
    if key in ORDERING and (sheet.place.heads or key in sorted_by(sheet.place.collection)):
        return
    if key in STAYING or key == "password":
        if fields[key] not in STAYING.get(key, (fields[key],) if fields[key] else ()):
            return
        fields["draft"] = True
    met = sheet.desk.foreign.setdefault((sheet.place.collection.name, key), [])
    met.append((sheet.source, sheet.table.keys[key]))


def sorted_by(collection: Collection) -> set[str]:
    """List the keys that order the pages of a collection."""
    return {word.strip(" -") for word in collection.sort.split(",")}


def said_of_foreign(collection: str, key: str, more: str) -> tuple[str, str]:
    """Say what becomes of a key of another generator, and what to do. more: how many more pages have it, in words."""
    fact = f'"{key}" means nothing on this page{more}'
    if key == "layout":
        return fact, 'take the line out, or name one of templates/pages/ that is to draw the page: "template: …".'
    if key in OBEYED:
        fact = f'"{key}" is obeyed on this page{more}, and called "{FOREIGN[key]}" here'
        return fact, f'write "{FOREIGN[key]}:" instead, so that all that asks for it finds it.'
    if key in STAYING or key == "password":
        return _said_of_staying(key, more)
    if key in ORDERING:
        where = f"content/{collection}/_collection.yaml".replace("//", "/")
        return f'"{key}" orders nothing on this page{more}', f'write "sort: {key}" into {where}.'
    if key in HIDING:
        fact = f'"{key}" hides nothing on this page{more}, which is published, listed and found'
        return fact, 'write "draft: true" to keep the page at home, or take the line out.'
    slip = f'did you mean "{SLIPS[key]}"?' if key in SLIPS else HINT_OF_IDLE.get(key, "")
    return fact, f'the key is called "{FOREIGN[key]}" here.' if key in FOREIGN else slip


def _said_of_staying(key: str, more: str) -> tuple[str, str]:
    if key in GUARDING or key == "password":
        fact = f'"{key}" keeps nobody out here: each page is for everybody, so this one{more} is left out'
        return fact, "take the line out to publish the page; what only members may read does not belong on the site."
    fact = f"this page{more} is left out, for it is not published"
    return fact, 'write "draft: true" instead, or take the line out to publish the page.'


def note_idle(sheet: Sheet, keys: Sequence[str]) -> None:
    """Note keys that mean nothing here under any name; a folder that declares its keys has told of them."""
    for key in keys if sheet.place.collection.fields is None else ():
        met = sheet.desk.foreign.setdefault((sheet.place.collection.name, key), [])
        met.append((sheet.source, sheet.table.keys[key]))
