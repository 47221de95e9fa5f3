"""What front matter says of other pages and of pictures, once every page has its address (build wing)."""

import posixpath
from collections.abc import Callable, Mapping
from typing import Any

from polynya_live.values import dataclass

from ...model import Collection, FieldRule, Page, Reference
from ..late import with_fields
from ..schedule import not_out
from ..slugs import closed
from ..text.closeness import closest
from ..text.source import Source, quote
from ..walk import PAGE_SUFFIXES

LOOKED_UP = ("page", "image")


@dataclass(frozen=True, slots=True)
class Resolving:
    """A site while its fields are looked up. pages: by id; absent: see `Site`; files: paths by address."""

    pages: Mapping[str, Page]
    collections: Mapping[str, Collection]
    absent: Mapping[str, Page]
    files: Mapping[str, str]


def resolve_fields(site: Resolving, source_of: Callable[[Page], Source]) -> dict[str, Page]:
    """Give each reference the address and title of its page, and each image beside a page its address.

    A page that is not there is reported to its source; one that is not out yet becomes None, with a warning.
    """
    wanted = {name: _rules(one) for name, one in site.collections.items()}
    if not any(wanted.values()):
        return dict(site.pages)
    looking = _Looking(site, source_of)
    return {
        name: looking.page(page, wanted[page.collection]) if wanted[page.collection] else page
        for name, page in site.pages.items()
    }


def _rules(collection: Collection) -> list[FieldRule]:
    return [rule for rule in (collection.fields or {}).values() if _is_looked_up(rule)]


def _is_looked_up(rule: FieldRule) -> bool:
    kind = rule.of if rule.type == "list" else rule.type
    return kind in LOOKED_UP or any(_is_looked_up(one) for one in (rule.fields or {}).values())


class _Looking:
    def __init__(self, site: Resolving, source_of: Callable[[Page], Source]) -> None:
        self.site, self.source_of = site, source_of
        self.addresses = {path: address for address, path in site.files.items()}
        self.by_path = {page.path: page for page in site.pages.values()}
        self.by_url = {page.url: page for page in site.pages.values()}

    def page(self, page: Page, rules: list[FieldRule]) -> Page:
        """Look up what a page says."""
        found = {rule.name: self._value(page.fields.get(rule.name), rule, page) for rule in rules}
        changed = any(page.fields.get(name) != value for name, value in found.items())
        return with_fields(page, fields={**page.fields, **found}) if changed else page

    def _value(self, value: Any, rule: FieldRule, page: Page) -> Any:  # Any: of front matter
        if isinstance(value, list):
            found = (self._value(one, rule, page) for one in value)
            return [one for one in found if one is not None]
        if isinstance(value, Reference):
            return self._reference(value, rule, page)
        if isinstance(value, dict) and rule.fields:
            return {
                key: self._value(one, rule.fields[key], page) if key in rule.fields else one
                for key, one in value.items()
            }
        if isinstance(value, str) and "image" in (rule.type, rule.of):
            return self.addresses.get(_beside(value, page), value)
        return value

    def _reference(self, value: Reference, rule: FieldRule, page: Page) -> Reference | None:
        found = self._find(value.id, rule, page)
        if found and (not rule.within or found.collection == rule.within):
            return Reference(found.id, found.url, found.title)
        source = self.source_of(page)
        absent = self._absent(value.id, rule, page)
        if absent:
            fact = f"{absent.path} {not_out(absent)}, so {quote(rule.name)} is left out"
            source.warn("not-out", value.at, fact=fact, hint="nothing has to be done; it comes back with the page.")
            return None
        kind = f"page of {quote(rule.within)}" if rule.within else "page"
        fact = f"{quote(rule.name)} names the {kind} {quote(value.id)}, which is not there"
        source.error("unknown-reference", value.at, fact=fact, hint=self._hint(value.id, rule))
        return None

    def _find(self, written: str, rule: FieldRule, page: Page) -> Page | None:
        pages = self.site.pages
        if written.startswith("/"):
            return self.by_url.get(closed(written))
        by_id = pages.get(f"{rule.within}/{written}") if rule.within else None
        return by_id or pages.get(written) or self.by_path.get(_beside(written, page))

    def _absent(self, written: str, rule: FieldRule, page: Page) -> Page | None:
        absent = self.site.absent
        names = (f"{rule.within}/{written}" if rule.within else written, written)
        paths = [f"content/{name}{suffix}" for name in names for suffix in (*PAGE_SUFFIXES, "/index.md")]
        wanted = (closed(written), _beside(written, page), *paths)
        return next((absent[one] for one in wanted if one in absent), None)

    def _hint(self, written: str, rule: FieldRule) -> str:
        start = f"{rule.within}/" if rule.within else ""
        names = [name.removeprefix(start) for name in self.site.pages if name.startswith(start) and name]
        near = closest(written, names)
        return (
            f"did you mean {quote(near)}?" if near else "write the path of a page below content/, such as books/dune."
        )


def _beside(written: str, page: Page) -> str:
    folder = "content" if written.startswith("/") else posixpath.dirname(page.path)
    return posixpath.normpath(posixpath.join(folder, written.lstrip("/")))
