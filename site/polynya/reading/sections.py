"""Which collection a page belongs to, and the pages that nobody wrote: lists and the home page (build wing)."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from urllib.parse import quote

from polynya_live.contract import Link

from ..model import Collection, Page
from .slugs import all_folded, folded, index_address
from .walk import Folder, Tree

LINKS = 7
HOME_OF_SECTIONS = "pages/page.html"


def collection_of(tree: Tree, folder: Folder, *, index: bool) -> str:
    """Find the collection of a page: the nearest declared folder, else its own.

    A folder whose only page is its index is a page with its pictures beside it, and belongs to the folder above.
    """
    name = folder.name
    parts = name.split("/")
    above = ["/".join(parts[:depth]) for depth in range(len(parts), 0, -1)]
    there = (tree.folders[one] for one in above if one in tree.folders)
    if declared := next((one for one in there if one.declared or one.like), None):
        return declared.plain_name
    return folder.plain_name.rpartition("/")[0] if name and index and len(folder.pages) == 1 else folder.plain_name


def collection_names(tree: Tree) -> frozenset[str]:
    """List the collections of a site: content/ itself (""), each declared folder, each other folder with pages."""
    names = {""}
    for folder in tree.folders.values():
        are_index = {name == folder.index for name in folder.pages}
        names |= {collection_of(tree, folder, index=index) for index in are_index}
        names |= {folder.plain_name} if folder.declared or folder.like else set()
    return frozenset(names)


def generated(pages: Sequence[Page], collections: Mapping[str, Collection], declared: Container[str]) -> list[Page]:
    """Make the list page of each collection that wants one and has no index, and a home page when there is none.

    declared: names of collections whose list is made even when none of its pages is out.
    Where nothing is declared, a page that has the address already (api.md beside api/) takes the place of the list.
    """
    ids = {page.id for page in pages}
    taken = {*all_folded([page.url for page in pages])}
    busy = {page.collection for page in pages}
    lists: list[Page] = []
    for name, collection in sorted(collections.items(), reverse=True):
        page = _list_page(collection)
        wanted = name not in ids and (collection.index or not name) and (not name or name in declared or name in busy)
        if wanted and (collection.fields is not None or folded(page.url) not in taken):
            taken.add(folded(page.url))
            lists.append(page)
    heads = {page.id: page for page in (*pages, *lists) if page.id in collections}
    return [_with_sections(page, heads, busy) for page in reversed(lists)]


def _list_page(collection: Collection) -> Page:
    name = collection.name
    return Page(
        id=name,
        url=index_address(name, collection.url, collection.language) if name else "/",
        path=f"content/{name}".rstrip("/"),
        collection=name,
        title=collection.title,
        body="",
        template=collection.list_template,
        fields={"title": collection.title},
    )


def _with_sections(page: Page, heads: Mapping[str, Page], busy: set[str]) -> Page:
    """Make a page of links of a home page that has nothing to list but sections."""
    below = [head for name, head in sorted(heads.items()) if name and _section_above(name, heads) == page.id]
    links = "".join(f"- [{_escaped(head.title)}]({quote(head.url)})\n" for head in below)
    plain = links and not page.id and page.id not in busy
    return replace(page, body=links, template=HOME_OF_SECTIONS) if plain else page


def _section_above(name: str, heads: Mapping[str, Page]) -> str:
    while name:
        name = name.rpartition("/")[0]
        if name in heads:
            return name
    return ""


def _escaped(title: str) -> str:
    return re.sub(r"([\\`*_\[\]<>&~$!|:])", r"\\\1", title)


def titled(collections: Mapping[str, Collection], pages: Sequence[Page], site: str) -> dict[str, Collection]:
    """Name each undeclared collection after its index page, and content/ itself after the site."""
    heads = {page.collection: page.title for page in pages if page.id == page.collection and page.title}
    return {name: replace(one, title=_title(one, heads, site)) for name, one in collections.items()}


def _title(collection: Collection, heads: Mapping[str, str], site: str) -> str:
    if not collection.name:
        return collection.title or site
    return collection.title if collection.fields is not None else heads.get(collection.name, collection.title)


def usual_navigation(pages: Sequence[Page], collections: Mapping[str, Collection]) -> tuple[Link, ...]:
    """Link the top of a site whose author gave no navigation: its sections, then its own pages, seven at most.

    Where nothing stands at the top, as in docs/api/ and docs/guide/ without docs/index.md, the highest sections are linked.
    """
    heads = {page.id: page for page in pages if page.id and page.id in collections}
    top = [page for page in pages if page.id and "/" not in page.id]
    top = top or [page for page in heads.values() if not _section_above(page.id, heads)]
    sections = [page for page in top if page.id in collections]
    singles = [page for page in top if page.id not in collections and page.collection == ""]
    return tuple(Link(page.title, page.url) for page in (*sections, *singles)[:LINKS])
