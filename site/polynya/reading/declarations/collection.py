"""`_collection.yaml`: what the pages of a folder are like (build wing)."""

import re
from collections.abc import Mapping, Sequence

from polynya_live.values import dataclass

from ...model import Collection, FieldRule
from ..lists.languages import in_language
from ..slugs import DATE_PARTS, address_fault, humanise, placeholders, slugify
from ..text.closeness import closest, suggest
from ..text.front import top_table
from ..text.positions import Table, Text
from ..text.source import Source, quote
from ..values.declared import Declared
from ..values.kinds import Here
from .collection_fields import KNOWN, OPEN_TO_CHANGE, read_rules

KEYS = (
    "title",
    "url",
    "template",
    "list_template",
    "sort",
    "fields",
    "forms",
    "index",
    "paginate",
    "filter",
    "defaults",
    "show",
)


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a declaration may refer to. templates: below templates/, such as "pages/book.html"."""

    forms: frozenset[str]
    templates: frozenset[str]
    collections: frozenset[str]


def undeclared(name: str) -> Collection:
    """Make the collection of a folder without `_collection.yaml`: any front matter passes."""
    return Collection(name=name, title=humanise(name.rpartition("/")[2]), url=_default_url(name))


def read_collection(
    source: Source, name: str, known: Known, *, here: Here, languages: Sequence[str] = ()
) -> Collection | None:
    """Read the `_collection.yaml` of the folder `name`; None when it is no mapping. languages: the one to read it in first."""
    table = top_table(source, "_collection.yaml")
    if table is None:
        return None
    declared = Declared(source, in_language(table, languages[0], languages) if languages else table)
    declared.only(KEYS, "a collection")
    fields = read_rules(declared, here)
    for rule in (fields or {}).values():
        _check_within(declared, rule, known)
    return Collection(
        name=name,
        title=declared.text("title").strip() or humanise(name.rpartition("/")[2]),
        url=_url(declared, name, fields),
        template=template_name(declared, "template", known, default="pages/page.html"),
        list_template=template_name(declared, "list_template", known, default="pages/list.html"),
        sort=_sort(declared, fields),
        fields=fields,
        forms=tuple(form.text for form in declared.texts("forms") if form_exists(source, form, known)),
        index=declared.flag("index", default=True),
        paginate=count_of(declared, "paginate"),
        filter=_filter(declared, fields),
        show=_show(declared, fields),
    )


def _check_within(declared: Declared, rule: FieldRule, known: Known) -> None:
    if rule.within and rule.within not in known.collections:
        at = declared.source.text.find(rule.within, declared.at("fields"))
        hint = suggest(rule.within, known.collections - {""}, having="This site has")
        fact = f"there is no collection {quote(rule.within)}"
        declared.source.error("unknown-collection", at, fact=fact, hint=hint)


def template_name(declared: Declared, key: str, known: Known, *, default: str, is_open: bool = False) -> str:
    """Read the name of a page template and see that it exists; a bare "book.html" means "pages/book.html".

    is_open: a page says it whose keys nobody declared, and the usual one is taken for a name of another generator.
    """
    written = declared.text(key, default).strip()
    pages = {name for name in known.templates if name.startswith("pages/") and name.count("/") == 1}
    for name in (written, f"pages/{written}"):
        if name == default or name in pages:
            return name
    stems = {name[len("pages/") :].removesuffix(".html"): name for name in pages}
    wanted = re.sub(r"\.\w+$", "", written.rpartition("/")[2])
    near, usual = stems.get(closest(wanted, stems)), "without the line, the usual one is taken"
    hint = (
        f"did you mean {quote(near)}? {usual.capitalize()}."
        if near
        else f"write templates/pages/{wanted}.html; {usual}."
    )
    fact = f"there is no page template {quote(written)}"
    if is_open:
        declared.source.warn("unknown-template", declared.at(key), fact=f"{fact}, so the usual one is taken", hint=hint)
    else:
        declared.source.error("unknown-template", declared.at(key), fact=fact, hint=hint)
    return default


def form_exists(source: Source, form: Text, known: Known) -> bool:
    """Say whether a form of this name is declared; report it when not."""
    if form.text in known.forms:
        return True
    hint = suggest(form.text, known.forms, having="This site declares")
    if not known.forms:
        hint = f"declare it in content/forms/{slugify(form.text) or 'name'}.yaml."
    source.error("unknown-form", form.at, fact=f"no form is called {quote(form.text)}", hint=hint)
    return False


def _default_url(name: str) -> str:
    return "/" + "".join(f"{slugify(part)}/" for part in name.split("/") if part) + "{path}/"


def _url(declared: Declared, name: str, fields: Mapping[str, FieldRule] | None) -> str:
    pattern = declared.text("url").strip()
    if not pattern:
        return _default_url(name)
    allowed = {"slug", "path", *DATE_PARTS, *KNOWN, *(fields or ())}
    used = placeholders(pattern)
    unknown = [word for word in used if word not in allowed]
    if unknown and fields is not None:
        fact = f"the url pattern asks for {quote(unknown[0])}, which no page has"
        hint = suggest(unknown[0], allowed, having="it may use")
        declared.source.error("url-pattern", declared.at("url"), fact=fact, hint=hint)
        return _default_url(name)
    fault = address_fault(pattern.replace("{", "").replace("}", ""))
    if not fault and not used:
        fault = "is the same for every page"
    if fault:
        hint = f"write a pattern such as /{slugify(name)}/{{slug}}/".replace("//", "/") + "."
        declared.source.error("url-pattern", declared.at("url"), fact=f"the url pattern {fault}", hint=hint)
        return _default_url(name)
    return pattern.rstrip("/") + "/"


def _sort(declared: Declared, fields: Mapping[str, FieldRule] | None) -> str:
    good: list[str] = []
    for node in declared.texts("sort"):
        for word in node.text.split(","):
            key = word.strip().removeprefix("-")
            if fields is None or key in KNOWN or key in fields:
                good.append(word.strip())
                continue
            hint = suggest(key, {*fields, *OPEN_TO_CHANGE}, having="pages can be sorted by")
            fact = f"there is no field {quote(key)} to sort by"
            declared.source.error("unknown-field", node.at, fact=fact, hint=hint)
    return ", ".join(word for word in good if word) or "title"


def _filter(declared: Declared, fields: Mapping[str, FieldRule] | None) -> dict[str, tuple[str, ...]]:
    table = declared.table.entries.get("filter")
    if table is None or not declared.has("filter"):
        return {}
    if not isinstance(table, Table):
        hint = "write a mapping such as filter: {shelf: Novels}."
        declared.source.error("wrong-shape", table.at, fact='"filter" is a mapping of keys to values', hint=hint)
        return {}
    inner, found = Declared(declared.source, table), {}
    for key in table.entries:
        if fields is not None and key not in KNOWN and key not in fields:
            hint = suggest(key, {*fields, *OPEN_TO_CHANGE}, having="pages can be told apart by")
            fact = f"there is no field {quote(key)} to filter by"
            declared.source.error("unknown-field", table.keys[key], fact=fact, hint=hint)
        else:
            found[key] = tuple(node.text.strip() for node in inner.texts(key))
    return found


def _show(declared: Declared, fields: Mapping[str, FieldRule] | None) -> tuple[str, ...]:
    good: list[str] = []
    for node in declared.texts("show"):
        if fields is None or node.text in fields:
            good.append(node.text)
            continue
        hint = suggest(node.text, fields, having="its pages have")
        fact = f"there is no field {quote(node.text)} to show"
        declared.source.error("unknown-field", node.at, fact=fact, hint=hint)
    return tuple(dict.fromkeys(good))


def count_of(declared: Declared, key: str) -> int:
    """Read a whole number of pages; 0 when none is given or it makes no sense (reported)."""
    number = declared.number(key)
    if number is None or (number >= 1 and number == int(number)):
        return int(number or 0)
    hint = f"write {key}: 20, or take the line out."
    declared.source.error("wrong-type", declared.at(key), fact=f'"{key}" must be a whole number from 1', hint=hint)
    return 0
