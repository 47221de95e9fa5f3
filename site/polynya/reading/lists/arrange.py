"""Arranges the pages of a site: the tree, the terms, and what each list shows on each of its pages (build wing)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from polynya_live.values import dataclass

from ...model import Collection, Listing, Page, Taxonomy, Term
from .listing import in_lists, listed, with_list_template
from .terms import SourceOf, find_terms, pages_of_terms, taxonomy_collection
from .tree import pages_below


@dataclass(frozen=True, slots=True, kw_only=True)
class Arranged:
    """The pages of a site with all that is made of them; see `Site`. made: the pages that nobody wrote, of terms and lists."""

    pages: dict[str, Page]
    collections: dict[str, Collection]
    lists: dict[str, Listing]
    below: dict[str, tuple[str, ...]]
    terms: Mapping[str, Mapping[str, Term]]
    made: list[Page]


def arrange(
    pages: Mapping[str, Page],
    collections: Mapping[str, Collection],
    taxonomies: Sequence[Taxonomy],
    *,
    source_of: SourceOf,
    language: str,
) -> Arranged:
    """Arrange pages. pages: by id, in order. source_of: see find_terms. language: of the site."""
    terms = find_terms(pages.values(), taxonomies, source_of, language=language)
    of_terms = pages_of_terms(terms, taxonomies, pages)
    every = {**pages, **{page.id: page for page in of_terms}}
    known = {**{one.name: taxonomy_collection(one) for one in taxonomies}, **collections}
    known |= {one.name: _paginated(known[one.name], one) for one in taxonomies}
    below = pages_below(every)
    every = with_list_template(every, below, known)
    shown = _shown(every, known, below) | {one.id: one.pages for of in terms.values() for one in of.values()}
    lists: dict[str, Listing] = {}
    for head, ids in shown.items():
        for page, listing in in_lists(every[head], ids, known[every[head].collection].paginate):
            lists[page.id] = listing
            every.setdefault(page.id, page)
    made = [page for page in every.values() if page.id not in pages]
    return Arranged(pages=every, collections=known, lists=lists, below=below, terms=terms, made=made)


def _shown(
    pages: Mapping[str, Page], collections: Mapping[str, Collection], below: Mapping[str, Sequence[str]]
) -> dict[str, Sequence[str]]:
    """List what each page of a collection or a section lists, by its id."""
    heads = [name for name, page in pages.items() if name in collections or name in below]
    return {
        name: [
            one.id for one in listed([pages[id_] for id_ in below.get(name, ())], collections[pages[name].collection])
        ]
        for name in heads
    }


def _paginated(collection: Collection, taxonomy: Taxonomy) -> Collection:
    return replace(collection, paginate=taxonomy.paginate or collection.paginate)
