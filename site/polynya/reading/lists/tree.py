"""Which page stands below which: a site as a tree of sections (build wing)."""

from collections.abc import Container, Mapping

from ...model import Page


def pages_below(pages: Mapping[str, Page]) -> dict[str, tuple[str, ...]]:
    """List the ids of the pages right below each page, in the order of `pages`; a page without any is left out.

    A page stands below the nearest folder upward that has a page. One whose `id` says another place stays below the page
    of its collection.
    """
    below: dict[str, list[str]] = {}
    for page in pages.values():
        if page.id and page.number == 1:
            below.setdefault(_above(page, pages), []).append(page.id)
    return {above: tuple(ids) for above, ids in below.items() if above in pages}


def _above(page: Page, ids: Container[str]) -> str:
    above = _nearest(page.id, ids)
    home = page.collection
    if not home or home in (page.id, above) or above.startswith(f"{home}/"):
        return above
    return home if home in ids else _nearest(home, ids)


def _nearest(name: str, ids: Container[str]) -> str:
    while name:
        name = name.rpartition("/")[0]
        if name in ids:
            return name
    return ""
