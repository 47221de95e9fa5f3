"""Two pages that want the same place, also by letter case or Unicode form (build wing)."""

from collections.abc import Callable, Iterable, Sequence
from unicodedata import normalize

from polynya_live.values.patterns import late

from ...model import Page
from ..late import with_fields
from ..sheet import Place
from ..slugs import all_folded, closed, folded
from ..text.front import split_front
from ..text.source import Source, quote

_DATED = late(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}-")
_NO_ID = "take the line out, unless reviews belong to it; a page has its path as id then."


def with_own_ids(
    pages: list[Page], places: Iterable[tuple[str, Place]], source_of: Callable[[Page], Source]
) -> list[Page]:
    """Give a page whose id another has as well its path again, which is told; one with a form, or of a schema, keeps it.

    Other generators want an id to be one of its kind in its folder, or in its version. places: by path below content/.
    """
    if len({*all_folded([page.id for page in pages])}) == len(pages):
        return pages
    by_path = {f"content/{path}": place for path, place in places}
    usual = {page.path: normalize("NFC", by_path[page.path].plain_path) for page in pages}
    is_bound = {page.path: bool(page.forms) or by_path[page.path].collection.fields is not None for page in pages}
    taken: dict[str, Page] = {}
    given: dict[str, str] = {}
    for page in sorted(pages, key=lambda page: (not is_bound[page.path], page.id != usual[page.path])):
        other = taken.setdefault(folded(page.id), page)
        own = folded(usual[page.path])
        if other is not page and not is_bound[page.path] and own not in taken:
            _tell_of_id(page, other, source_of(page))
            given[page.path], taken[own] = usual[page.path], page
    return [with_fields(page, id=given[page.path]) if page.path in given else page for page in pages]


def _tell_of_id(page: Page, other: Page, source: Source) -> None:
    front = split_front(Source(source.path, source.text, []))
    fact = f"the id {quote(page.id)} is that of {other.path} as well, so the path of the file is taken"
    at = front.table.keys.get("id") if front else None
    source.warn("page-clash", at, fact=fact, hint=_NO_ID, alike="an id that another has")


def report_clashes(written: Sequence[Page], generated: Sequence[Page], source_of: Callable[[Page], Source]) -> None:
    """Report every id, address and alias that two pages claim; the later file is the one that has to give way."""
    ids = all_folded([page.id for page in written])
    urls = all_folded([page.url for page in (*written, *generated)])
    has_aliases = any(page.aliases for page in written)
    if has_aliases or len({*ids}) < len(ids) or len({*urls}) < len(urls):
        _report(written, generated, source_of)


def _same_page(page: Page, other: Page, source: Source) -> None:
    fact, hint, at = (
        f"is the same page as {other.path}: {page.id or 'home'}",
        "rename one of the two, or merge them.",
        None,
    )
    front = split_front(Source(source.path, source.text, [])) if "id" in page.fields else None
    if front and "id" in front.table.keys:
        fact = f"{other.path} has the id {quote(page.id)} as well"
        hint, at = _NO_ID, front.table.keys["id"]
    source.error("page-clash", at, fact=fact, hint=hint)


def _report(written: Sequence[Page], generated: Sequence[Page], source_of: Callable[[Page], Source]) -> None:
    ids: dict[str, Page] = {}
    addresses: dict[str, Page] = {}
    for page in written:
        if (other := ids.setdefault(folded(page.id), page)) is not page:
            _same_page(page, other, source_of(page))
        elif (other := addresses.setdefault(folded(page.url), page)) is not page:
            _same_address(page, other, source_of(page))
    for page in generated:
        if (other := addresses.setdefault(folded(page.url), page)) is not page:
            nothing = Source(page.path, "", source_of(page).found)
            fact = f"its list and {other.path} both have the address {page.url}"
            nothing.error(
                "url-clash", None, fact=fact, hint="rename the page, or set index: false in _collection.yaml."
            )
    for page in written:
        if page.aliases:
            _check_aliases(page, source_of(page), addresses)


def _same_address(page: Page, other: Page, source: Source) -> None:
    fact = f"has the same address as {other.path}: {page.url}"
    if page.url != other.url:
        how = "letter case" if page.url.casefold() == other.url.casefold() else "Unicode form"
        fact = f"its address {page.url} differs from {other.url} of {other.path} only in {how}"
    hint = "rename one of the two, or write a slug: of its own in one of them."
    if _DATED.match(page.path.rpartition("/")[2]) and _DATED.match(other.path.rpartition("/")[2]):
        pattern = '"url: /{year}/{month}/{day}/{slug}/"'
        hint = f"rename one of the two, or write {pattern} into _collection.yaml, which puts the days into all addresses there."
    source.error("url-clash", None, fact=fact, hint=hint)


def _check_aliases(page: Page, source: Source, addresses: dict[str, Page]) -> None:
    for alias in page.aliases:
        other = addresses.setdefault(folded(closed(alias)), page)
        if other is not page:
            at = source.text.find(alias)
            fact = f"the alias {alias} is the address of {other.path}"
            source.error("url-clash", at if at >= 0 else None, fact=fact, hint="take it out of the aliases.")
