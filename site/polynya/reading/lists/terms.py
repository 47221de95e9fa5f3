"""Taxonomies: the terms that pages share, each with a page that lists who has it (build wing)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any

from ...model import Collection, Page, Reference, Taxonomy, Term
from ..late import with_fields
from ..order import by_title, in_order_of
from ..slugs import slugify
from ..text.source import Source, quote
from .alphabets import letters_in_order, undotted

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


def slug_of(word: str, language: str) -> str:
    """Make the last part of the address of a term."""
    return slugify(word if word.isascii() and word.islower() else undotted(word, language))


def find_terms(pages: Iterable[Page], taxonomies: Sequence[Taxonomy], source_of: SourceOf, *, language: str) -> Terms:
    """Gather the terms of all pages, by taxonomy and slug; those that differ by letter case alone are one.

    source_of: finds the source of a page, which is told of terms that share an address or have none.
    """
    every = [page for page in pages if page.number == 1]
    return {taxonomy.name: _terms(taxonomy, every, source_of, language=language) for taxonomy in taxonomies}


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


class _Found(dict[str, list[str]]):
    """A term while pages are gone through: the ids of those that have it, by how it is written there."""

    def title(self) -> str:
        """Choose the spelling that is written most."""
        return min(self, key=lambda word: (-len(self[word]), word))

    def ids(self) -> dict[str, None]:
        """List the pages that have it, each once."""
        return dict.fromkeys(chain.from_iterable(self.values()))


class _Meeting:
    """Meets the terms of a taxonomy, page by page. by_word: the pages of each spelling."""

    def __init__(self, taxonomy: Taxonomy, source_of: SourceOf, language: str) -> None:
        self.taxonomy, self.source_of, self.language = taxonomy, source_of, language
        self.by_slug: dict[str, _Found] = {}
        self.by_word: dict[str, list[str]] = {}

    def pages(self, pages: Iterable[Page]) -> None:
        name, by_word = self.taxonomy.name, self.by_word
        for page in pages:
            words = page.fields.get(name)
            if words is None:
                continue
            try:
                those = [by_word[word] for word in words] if type(words) is list else self._of(page)
            except (KeyError, TypeError):  # one that was not met before, as it is written; few are not
                those = self._of(page)
            id_ = page.id
            for ids in those:
                if not ids or ids[-1] != id_:
                    ids.append(id_)

    def _of(self, page: Page) -> list[list[str]]:
        found = [self._ids(word, partial(self.source_of, page)) for word in terms_in(page, self.taxonomy.name)]
        return [one for one in found if one is not None]

    def _ids(self, word: str, source: Callable[[], Source]) -> list[str] | None:
        """Find the pages of a spelling; None when it can have no address, which is told."""
        if (ids := self.by_word.get(word)) is not None:
            return ids
        slug = slug_of(word, self.language)
        if not slug:
            _without_address(source(), word, self.taxonomy)
            return None
        found = self.by_slug.setdefault(slug, _Found())
        if found and self._folded(word) not in map(self._folded, found):
            _same_address(source(), word, min(found), taxonomy=self.taxonomy)
        self.by_word[word] = found[word] = []
        return found[word]

    def _folded(self, word: str) -> str:
        return undotted(word, self.language).casefold()


def _terms(taxonomy: Taxonomy, pages: Sequence[Page], source_of: SourceOf, *, language: str) -> dict[str, Term]:
    meeting = _Meeting(taxonomy, source_of, language)
    meeting.pages(pages)
    dated = {page.id for page in pages if page.date}
    each = [(slug, found, found.ids()) for slug, found in meeting.by_slug.items()]
    are_dated = [not dated.isdisjoint(ids) for _, _, ids in each]
    places = _places(taxonomy, pages, {*are_dated}, language=language)
    terms = [
        Term(taxonomy.name, slug, found.title(), tuple(sorted(ids, key=places[is_dated].__getitem__)))
        for (slug, found, ids), is_dated in zip(each, are_dated, strict=True)
    ]
    return {one.slug: one for one in sorted(terms, key=lambda one: (letters_in_order(one.title, language), one.slug))}


def _places(
    taxonomy: Taxonomy, pages: Sequence[Page], wanted: set[bool], *, language: str
) -> dict[bool, dict[str, int]]:
    """Sort pages once for all terms: those of a term that has none with a date, and those of any other; what is wanted of it."""
    titled = by_title(pages, language=language) if wanted else []
    found: dict[bool, dict[str, int]] = {}
    if False in wanted:
        found[False] = {page.id: place for place, page in enumerate(titled)}
    if True in wanted:
        dated = in_order_of(titled, taxonomy_collection(taxonomy), language=language)
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
