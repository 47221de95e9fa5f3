"""Bundles: the pictures and other files that lie in the folder of a page, and go where the page goes (build wing)."""

from collections.abc import Iterable, Sequence

from ...model import Page
from ..slugs import slugify, unnumbered
from ..walk import INDEX_STEMS


def addresses_beside(files: Sequence[str], pages: Iterable[Page], absent: Iterable[Page]) -> dict[str, str]:
    """Give each file an address: below that of the page whose folder it lies in, else that of its folder.

    files: paths below content/. absent: pages that are not out; what lies in their folders is not either.
    Returns paths relative to the root, by address.
    """
    if not files:
        return {}
    there = {_folder(page): page.url for page in pages if _heads_folder(page) and page.url.endswith("/")}
    hidden = {_folder(page) for page in absent if _heads_folder(page)} - there.keys() - {""}
    found: dict[str, str] = {}
    for file in files:
        folder, _, name = file.rpartition("/")
        if not _is_below(folder, hidden):
            found[_address(folder, there) + name] = f"content/{file}"
    return found


def _address(folder: str, there: dict[str, str]) -> str:
    rest: list[str] = []
    while folder and folder not in there:
        folder, _, last = folder.rpartition("/")
        rest.insert(0, f"{slugify(unnumbered(last))}/")
    return there.get(folder, "/") + "".join(rest)


def _heads_folder(page: Page) -> bool:
    return page.path.rpartition("/")[2].rsplit(".", 1)[0].lower() in INDEX_STEMS


def _folder(page: Page) -> str:
    return page.path.removeprefix("content/").rpartition("/")[0]


def _is_below(folder: str, hidden: set[str]) -> bool:
    return any(folder == one or folder.startswith(f"{one}/") for one in hidden)
