"""What the list of a collection shows, and its pages 2, 3, … when it is a long one (build wing)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ...model import Collection, Listing, Page
from ..late import with_fields

NUMBERED = "page"


def listed(pages: Sequence[Page], collection: Collection) -> list[Page]:
    """Leave out the pages that its filter does."""
    wanted = collection.filter.items()
    return [page for page in pages if all(_says(page, key, words) for key, words in wanted)] if wanted else [*pages]


def in_lists(head: Page, ids: Sequence[str], paginate: int) -> Iterator[tuple[Page, Listing]]:
    """Cut the list of `head` into its pages: the page itself first, then those that are made here."""
    size = paginate or max(1, len(ids))
    count = max(1, -(-len(ids) // size))
    for number in range(1, count + 1):
        shown = tuple(ids[(number - 1) * size : number * size])
        before = _address(head, number - 1) if number > 1 else ""
        after = _address(head, number + 1) if number < count else ""
        page = head if number == 1 else _numbered(head, number)
        yield page, Listing(shown, number, count, len(ids), before, after)


def with_list_template(
    pages: Mapping[str, Page], below: Iterable[str], collections: Mapping[str, Collection]
) -> dict[str, Page]:
    """Draw the page of a folder inside a declared collection as a list, when there are pages below it."""
    found = dict(pages)
    for name in below:
        page = pages[name]
        collection = collections[page.collection]
        inner = collection.fields is not None and page.id != collection.name
        if inner and page.template == collection.template:
            found[name] = with_fields(page, template=collection.list_template)
    return found


def _numbered(head: Page, number: int) -> Page:
    return Page(
        id=f"{head.id}/{NUMBERED}/{number}".lstrip("/"),
        url=_address(head, number),
        path=f"content/{head.collection}".rstrip("/"),
        collection=head.collection,
        title=f"{head.title} ({number})",
        body="",
        description=head.description,
        template=head.template,
        fields=head.fields,
        number=number,
    )


def _address(head: Page, number: int) -> str:
    return head.url if number == 1 else f"{head.url}{NUMBERED}/{number}/"


def _says(page: Page, key: str, words: Sequence[str]) -> bool:
    value = page.fields.get(key)
    values = value if isinstance(value, list | tuple) else [value]
    return not {_word(one) for one in values}.isdisjoint(_word(word) for word in words)


def _word(value: Any) -> str:  # Any: of front matter
    """Write a value as an author would; nothing and false are the same."""
    return "false" if value is None else str(value).casefold()
