"""`_collection.yaml`: what the pages of a folder are like (build wing)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...model import Collection, FieldRule
from ..slugs import address_fault, humanise, placeholders, slugify
from ..text.closeness import closest, suggest
from ..text.front import top_table
from ..text.positions import Text
from ..text.source import Source, quote
from ..values.declared import Declared
from .collection_fields import KNOWN, OPEN_TO_CHANGE, read_rules

KEYS = ("title", "url", "template", "list_template", "sort", "fields", "forms", "index")
DATE_PARTS = ("year", "month", "day")


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a declaration may refer to. templates: below templates/, such as "pages/book.html"."""

    forms: frozenset[str]
    templates: frozenset[str]
    collections: frozenset[str]


def undeclared(name: str) -> Collection:
    """Make the collection of a folder without `_collection.yaml`: any front matter passes."""
    return Collection(name=name, title=humanise(name.rpartition("/")[2]), url=_default_url(name))


def read_collection(source: Source, name: str, known: Known) -> Collection | None:
    """Read the `_collection.yaml` of the folder `name`; None when it is no mapping."""
    table = top_table(source, "_collection.yaml")
    if table is None:
        return None
    declared = Declared(source, table)
    declared.only(KEYS, "a collection")
    fields = read_rules(declared)
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
    )


def template_name(declared: Declared, key: str, known: Known, *, default: str) -> str:
    """Read the name of a page template and see that it exists; a bare "book.html" means "pages/book.html"."""
    written = declared.text(key, default).strip()
    pages = {name for name in known.templates if name.startswith("pages/") and name.count("/") == 1}
    for name in (written, f"pages/{written}"):
        if name == default or name in pages:
            return name
    wanted = written if "/" in written else f"pages/{written}"
    near = closest(wanted, pages)
    hint = f"did you mean {quote(near)}?" if near else suggest(wanted, pages, having="there are")
    fact = f"there is no page template {quote(written)}"
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
    written = declared.text("sort", "title").strip()
    key = written.removeprefix("-")
    if fields is None or key in KNOWN or key in fields:
        return written
    hint = suggest(key, {*fields, *OPEN_TO_CHANGE}, having="pages can be sorted by")
    fact = f"there is no field {quote(key)} to sort by"
    declared.source.error("unknown-field", declared.at("sort"), fact=fact, hint=hint)
    return "title"
