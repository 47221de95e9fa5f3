"""What an address in Markdown means: another page, a file beside it, or just what it says (build wing)."""

import posixpath
import re
from urllib.parse import quote, unquote

from polynya_live.values.patterns import late

from ..markdown import Resolver
from ..markdown.faults import likeliest
from ..model import Page, may_name
from ..outputs.feeds.lending import ABSENT, joined
from ..problems import Problem, Severity, place_at
from ..reading.schedule import not_out
from ..reading.slugs import closed, unnumbered
from ..reading.text.closeness import nearest_path
from ..reading.walk import PAGE_SUFFIXES
from .sheet import Notes, Sheet

_LINK = late(rf'<a href="{ABSENT}"[^<>]*>(.*?)</a>', re.DOTALL)
_MARKDOWN_LINK = late(rf"\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\({ABSENT}\)")
_SCHEME = late(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE | re.ASCII)
STATIC = "/static/"
KEPT = ("https://", "http://", "//", "mailto:", "#", "?")
"""How most addresses start that `resolve` gives as they are."""
_GHOST = "__GHOST_URL__"
"""What stands for the address of the site in texts that Ghost exported."""


def body_of(page: Page, *, sheet: Sheet, notes: Notes) -> str:
    """Give the Markdown of a page, with its links by name as ordinary ones."""
    body = page.body
    if not may_name(body):
        return body
    from .named import linked  # noqa: PLC0415 -- most pages have none

    return linked(page, sheet=sheet, notes=notes)


def resolve(address: str, page: Page, *, sheet: Sheet, notes: Notes) -> str:
    """Turn an address as an author writes it into one that works on the frozen page.

    `other.md#part` and `../folder/` become the address of that page, a file beside pages its own, `/static/terms.pdf` that
    with its fingerprint; anything else stays as it is. A Markdown file that is not there is noted as a problem, and so is a
    page that is not out (see ABSENT).
    """
    if not address or address.startswith(KEPT):
        return address
    if ":" in address and _SCHEME.match(address):
        notes.absent |= address.lower().startswith(ABSENT)
        return address
    if address.startswith(_GHOST):
        written, address = address, address.removeprefix(_GHOST)
        notes.written[address] = written
    path, mark, rest = _split(address)
    source = _source_path(unquote(path), page)
    if source is None:
        return address
    target = sheet.by_source.get(source) or _folder_page(path, source, page, sheet=sheet) or _twin(source, sheet)
    found = target.url if target else sheet.beside.get(source) or _static(unquote(path), sheet)
    if not found and (listed := _list_of(source, sheet)):
        found = listed.url
    if found:
        meant = quote(found) + mark + rest
        notes.written.setdefault(meant, address)
        return meant
    if absent := _absent_page(source, unquote(path), page, sheet=sheet):
        notes.problems.append(_not_out(absent, address, page))
        notes.absent = True
        return ABSENT
    if source.lower().endswith(PAGE_SUFFIXES):
        notes.problems.append(_no_page(source, address, page, sheet=sheet))
    return address


def resolver(page: Page, *, sheet: Sheet, notes: Notes) -> Resolver:
    """Make what resolves the addresses on one page as `resolve` does."""
    return Resolver(lambda address: resolve(address, page, sheet=sheet, notes=notes), KEPT)


def _static(path: str, sheet: Sheet) -> str:
    asset = sheet.contract.site.assets.get(path.removeprefix(STATIC)) if path.startswith(STATIC) else None
    return unquote(asset.url) if asset else ""


def _list_of(source: str, sheet: Sheet) -> Page | None:
    """Find the list of a folder that nobody wrote, by what would be it: `posts/index.md`, or the table of a Notion export."""
    folder, _, name = source.rpartition("/")
    table = source.removesuffix(".csv")
    if table != source and unnumbered(table) != table:
        return sheet.by_source.get(unnumbered(table))
    return sheet.by_source.get(unnumbered(folder)) if name in ("index.md", "_index.md") else None


def _folder_page(path: str, source: str, page: Page, *, sheet: Sheet) -> Page | None:
    """Find the page of a folder, or one named without its suffix, as seen from the source; frozen addresses come first."""
    if path.startswith("/"):  # "/books/dune" without its slash: spare readers the redirect
        found = sheet.outputs.get(f"{unquote(path)}/")
        return found if isinstance(found, Page) else None
    if joined(page.url, path) in sheet.outputs:
        return None
    return sheet.site.pages.get(unnumbered(source.removeprefix("content/")))


def _twin(source: str, sheet: Sheet) -> Page | None:
    """Find the page of a Markdown file that has another suffix now: `tea.md` may have become `tea.mdx`."""
    stem, mark, suffix = source.rpartition(".")
    if f"{mark}{suffix}" not in PAGE_SUFFIXES:
        return None
    return next((page for one in PAGE_SUFFIXES if (page := sheet.by_source.get(stem + one))), None)


def _absent_page(source: str, path: str, page: Page, *, sheet: Sheet) -> Page | None:
    absent = sheet.site.absent
    url = closed(joined(page.url, path))
    return (absent.get(source) or absent.get(url)) if url not in sheet.outputs else None


def unlinked(html: str) -> str:
    """Make text of the links to pages that are not out."""
    return _LINK.sub(r"\1", html) if ABSENT in html else html


def unlinked_markdown(text: str) -> str:
    """Make text of the links to pages that are not out, in Markdown."""
    return _MARKDOWN_LINK.sub(r"\1", text) if ABSENT in text else text


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


def _no_page(source: str, address: str, page: Page, *, sheet: Sheet) -> Problem:
    line, column, text = place_of(address, page)
    near = nearest_path(source.replace("\\", "/"), sheet.by_source)
    meant = f'did you mean "{posixpath.relpath(near, _folder_of(page))}"? ' if near else ""
    usual = "write the path of a Markdown file from the folder of this one; a draft is not there either."
    return Problem(
        rule="broken-link",
        path=page.path,
        line=line,
        column=column,
        source=text,
        fact=f'there is no page at "{source}"',
        hint=meant + (usual[0].upper() + usual[1:] if meant else usual),
        severity=Severity.WARNING,
    )


def _not_out(absent: Page, address: str, page: Page) -> Problem:
    line, column, text = place_of(address, page)
    return Problem(
        rule="not-out",
        path=page.path,
        line=line,
        column=column,
        source=text,
        fact=f"{absent.path} {not_out(absent)}, so this link is text",
        hint="nothing has to be done; it becomes a link when the page is there.",
        severity=Severity.WARNING,
    )


def place_of(address: str, page: Page) -> tuple[int, int, str]:
    """Find where a page's Markdown says `address`: line, column and the line itself; (0, 0, "") when it does not."""
    line, column, text = find_address(address, page.body)
    return (page.body_line + line - 1, column, text) if line else (0, 0, "")


def find_address(address: str, text: str) -> tuple[int, int, str]:
    """Find where `text` says `address`, and not a longer one, most likely as a link: line, column, the line; or (0, 0, "")."""
    for wanted in dict.fromkeys((address, unquote(address))):
        pattern = rf"(?<![\w/.#-]){re.escape(wanted)}(?![\w/#-])"
        at = likeliest(text, [one.start() for one in re.finditer(pattern, text)]) if wanted else -1
        if at >= 0:
            return place_at(text, at)
    return 0, 0, ""
