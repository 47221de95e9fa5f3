"""What an address in Markdown means: another page, a file beside it, or just what it says (build wing)."""

import posixpath
from urllib.parse import quote, unquote, urlsplit

from ..model import Page
from ..problems import Problem, Severity
from ..reading.walk import PAGE_SUFFIXES
from .sheet import Notes, Sheet


def resolve(address: str, page: Page, *, sheet: Sheet, notes: Notes) -> str:
    """Turn an address as an author writes it into one that works on the frozen page.

    `other.md#part` becomes the page's address, a file that lies beside pages its own; anything else stays as
    it is. A Markdown file that is not there is noted as a problem.
    """
    if not address or address[0] in "#?" or address.startswith("//"):
        return address
    parts = urlsplit(address) if ":" in address else None
    if parts is not None and parts.scheme:
        return address
    path, mark, rest = _split(address)
    source = _source_path(unquote(path), page)
    if source is None:
        return address
    if source.lower().endswith(PAGE_SUFFIXES):
        return _page_address(source, address, page, sheet=sheet, notes=notes, tail=mark + rest)
    if path.startswith("/"):
        return address
    found = sheet.beside.get(source)
    return quote(found) + mark + rest if found else address


def _split(address: str) -> tuple[str, str, str]:
    ends = [at for at in (address.find("#"), address.find("?")) if at >= 0]
    end = min(ends, default=len(address))
    return address[:end], address[end : end + 1], address[end + 1 :]


def _source_path(path: str, page: Page) -> str | None:
    """Find the source that a path means, as "content/..."; None when it leaves content/."""
    folder = "content" if path.startswith("/") else _folder_of(page)
    joined = posixpath.normpath(posixpath.join(folder, path.lstrip("/")))
    return joined if joined.startswith("content/") and "\0" not in joined else None


def _folder_of(page: Page) -> str:
    return posixpath.dirname(page.path)


def _page_address(source: str, address: str, page: Page, *, sheet: Sheet, notes: Notes, tail: str) -> str:
    target = sheet.by_source.get(source)
    if target is not None:
        return quote(target.url) + tail
    line, column, text = place_of(address, page)
    fact = f'there is no page at "{source}"'
    hint = "write the path of a Markdown file from the folder of this one; a draft is not there either."
    notes.problems.append(
        Problem(
            rule="broken-link",
            path=page.path,
            line=line,
            column=column,
            source=text,
            fact=fact,
            hint=hint,
            severity=Severity.WARNING,
        )
    )
    return address


def place_of(address: str, page: Page) -> tuple[int, int, str]:
    """Find where a page's Markdown says `address`: line, column and the line itself; (0, 0, "") when it cannot be found."""
    for wanted in dict.fromkeys((address, unquote(address))):
        at = page.body.find(wanted) if wanted else -1
        if at >= 0:
            start = page.body.rfind("\n", 0, at) + 1
            text = page.body[start:].split("\n", 1)[0]
            return page.body_line + page.body.count("\n", 0, at), at - start + 1, text
    return 0, 0, ""
