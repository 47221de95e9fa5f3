"""Taxonomies: the terms that pages share, each with a page that lists who has it (build wing)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from ...model import Collection, Page, Reference, Taxonomy, Term
from ..late import with_fields
from ..order import by_title, in_order_of
from ..slugs import slugify
from ..text.source import Source, quote

LIST = "pages/list.html"
LIST_OF_TERMS = "pages/terms.html"

SourceOf = Callable[[Page], Source]
Terms = dict[str, dict[str, Term]]


def terms_in(page: Page, taxonomy: str) -> list[str]:
    """List what a page says for the key of a taxonomy, as it is written."""
    value = page.fields.get(taxonomy)
    if value is None:
        return []
    if type(value) is list:
        with suppress(TypeError):  # most are lists of texts alone
            return [word for word in dict.fromkeys(map(str.strip, value)) if word]
    values: Sequence[Any] = value if isinstance(value, list | tuple) else [value]  # Any: of front matter
    values = [one.title if isinstance(one, Reference) else one for one in values]
    words = [str(one).strip() for one in values if isinstance(one, str | int | float) and not isinstance(one, bool)]
    return [word for word in dict.fromkeys(words) if word]


def find_terms(pages: Iterable[Page], taxonomies: Sequence[Taxonomy], source_of: SourceOf) -> Terms:
    """Gather the terms of all pages, by taxonomy and slug; those that differ by letter case alone are one.

    source_of: finds the source of a page, which is told of terms that share an address or have none.
    """
    every = [page for page in pages if page.number == 1]
    return {taxonomy.name: _terms(taxonomy, every, source_of) for taxonomy in taxonomies}


def taxonomy_collection(taxonomy: Taxonomy) -> Collection:
    """Make the collection whose pages are the terms of a taxonomy."""
    name = taxonomy.name
    return Collection(
        name=name, title=taxonomy.title, url=f"/{name}/{{slug}}/", template=LIST, list_template=LIST_OF_TERMS
    )


def pages_of_terms(terms: Terms, taxonomies: Sequence[Taxonomy], pages: Mapping[str, Page]) -> list[Page]:
    """Make the page of each taxonomy and each term, or take the one that the author wrote for it."""
    made: list[Page] = []
    for taxonomy in taxonomies:
        name = taxonomy.name
        made.append(_page(pages.get(name), name, taxonomy.title, template=LIST_OF_TERMS))
        made += (_page(pages.get(one.id), one.id, one.title, template=LIST) for one in terms[name].values())
    return made


@dataclass(slots=True)
class _Found:
    """A term while pages are gone through. spellings: how often it is written how; pages: those that have it."""

    spellings: Counter[str] = field(default_factory=Counter)
    pages: list[Page] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The spelling that is written most."""
        return min(self.spellings, key=lambda word: (-self.spellings[word], word))

    @property
    def is_dated(self) -> bool:
        """Whether any of its pages has a date."""
        return any(page.date for page in self.pages)


def _terms(taxonomy: Taxonomy, pages: Sequence[Page], source_of: SourceOf) -> dict[str, Term]:
    by_slug: dict[str, _Found] = {}
    by_word: dict[str, _Found] = {}
    for page in pages:
        for word in terms_in(page, taxonomy.name):
            found = by_word.get(word) or _new(word, by_slug, taxonomy, source=partial(source_of, page))
            if found is None:
                continue
            by_word[word] = found
            found.spellings[word] += 1
            if not found.pages or found.pages[-1] is not page:  # `==` would read the Markdown of both
                found.pages.append(page)
    places = _places(taxonomy, pages, {found.is_dated for found in by_slug.values()})
    terms = [_term(taxonomy, slug, found, places=places) for slug, found in by_slug.items()]
    return {one.slug: one for one in sorted(terms, key=lambda one: (one.title.casefold(), one.slug))}


def _new(word: str, by_slug: dict[str, _Found], taxonomy: Taxonomy, *, source: Callable[[], Source]) -> _Found | None:
    """Find the term of a word that was not met before; None when it can have no address, which is told."""
    slug = slugify(word)
    if not slug:
        _without_address(source(), word, taxonomy)
        return None
    found = by_slug.setdefault(slug, _Found())
    if found.spellings and word.casefold() not in {one.casefold() for one in found.spellings}:
        _same_address(source(), word, min(found.spellings), taxonomy=taxonomy)
    return found


def _term(taxonomy: Taxonomy, slug: str, found: _Found, *, places: Mapping[bool, Mapping[str, int]]) -> Term:
    ids = sorted([page.id for page in found.pages], key=places[found.is_dated].__getitem__)
    return Term(taxonomy.name, slug, found.title, tuple(ids))


def _places(taxonomy: Taxonomy, pages: Sequence[Page], wanted: set[bool]) -> dict[bool, dict[str, int]]:
    """Sort pages once for all terms: those of a term that has none with a date, and those of any other; what is wanted of it."""
    titled = by_title([*pages]) if wanted else []
    found: dict[bool, dict[str, int]] = {}
    if False in wanted:
        found[False] = {page.id: place for place, page in enumerate(titled)}
    if True in wanted:
        dated = in_order_of(titled, taxonomy_collection(taxonomy))
        found[True] = {page.id: place for place, page in enumerate(dated)}
    return found


def _page(written: Page | None, name: str, title: str, *, template: str) -> Page:
    if written:
        usual = written.template in ("pages/page.html", LIST)
        return with_fields(written, template=template) if usual else written
    taxonomy = name.split("/", 1)[0]
    return Page(
        id=name,
        url=f"/{name}/",
        path=f"content/{taxonomy}",
        collection=taxonomy,
        title=title,
        body="",
        template=template,
        fields={"title": title},
    )


def _same_address(source: Source, word: str, other: str, *, taxonomy: Taxonomy) -> None:
    fact = f"the {taxonomy.name} {quote(other)} and {quote(word)} have one address, so they are one term"
    source.warn("term-address", _place(source, word), fact=fact, hint="write one of them otherwise, or the same.")


def _without_address(source: Source, word: str, taxonomy: Taxonomy) -> None:
    fact = f"no address can be made of {quote(word)}, so it is none of the {taxonomy.name}"
    source.warn("term-address", _place(source, word), fact=fact, hint="write it with letters or digits.")


def _place(source: Source, word: str) -> int | None:
    at = source.text.find(word)
    return at if at >= 0 else None
