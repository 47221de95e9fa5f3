"""Finds where an author wrote an address that leads nowhere: in a page's Markdown, in a template, in site.yaml (build wing)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late

from ..model import Page
from ..problems import Problem, Severity
from ..reading.text.closeness import nearest_path
from .addresses import STATIC, find_address, place_of
from .links import Broken, Fault
from .sheet import Sheet

HINT = 'link to a Markdown file by its path, as in [Dune](../books/dune.md), or to an address such as "/books/".'
FILE_HINT = (
    "lay the file beside the page and write its name, as in ![Map](map.png), or into static/ and write /static/map.png."
)
SPOT_HINT = 'a heading has the id of its words: "## Opening hours" is "#opening-hours", unless {#hours} behind it gives another.'
_FILLED_IN = late(r"\{\{.*?\}\}|\{%.*?%\}")
"""What another generator would write into an address, and is told of itself."""
_ELSEWHERE = late(
    r"(?P<mail>[^@\s/]+@[\w-]+(?:\.[\w-]+)+)|(?:www\.[\w.-]+|(?:[\w-]+\.)+(?:com|org|net))(?:/.*)?", re.IGNORECASE
)
"""An address of mail without its `mailto:`, or one of another site without its `https:`."""
_FILE = late(r"(/[^/]+/).*\.\w+")
_SPOT = late(r"(/.*?#).*")
_OF_PAGES = ("", ".md", ".mdx", ".html", ".htm")
_WRITTEN_BY_AUTHORS = ("*.html", "*.yaml", "*.yml")
_FOREIGN_PICTURES = (".bmp", ".heic", ".heif", ".jfif", ".jp2", ".jxl", ".psd", ".tif", ".tiff")


class _Hint(NamedTuple):
    """What to write instead. near: the address or the spot that was probably meant, "" when none is near."""

    said: str
    near: str = ""


def blame(broken: Iterable[Broken], sheet: Sheet) -> Iterator[Problem]:
    """Turn broken links into problems: each at its place in Markdown, else once for all the pages that have it."""
    elsewhere: dict[Broken, list[str]] = defaultdict(list)
    for one in broken:
        page = sheet.outputs[one.url]
        line, column, source = place_of(one.target, page) if isinstance(page, Page) else (0, 0, "")
        if isinstance(page, Page) and line:
            yield _problem(one, page.path, line, column=column, source=source, hint=_hint(one, sheet))
        else:
            elsewhere[replace(one, url="")].append(one.url)
    for one, urls in elsewhere.items():
        yield _anywhere(one, urls, sheet=sheet)


def _anywhere(broken: Broken, urls: list[str], *, sheet: Sheet) -> Problem:
    more = f" and {len(urls) - 1} more" if len(urls) > 1 else ""
    told = replace(broken, fault=broken.fault._replace(said=f"{broken.fault.said} (on {urls[0]}{more})"))
    hint = _hint(broken, sheet)
    for file in files_of_authors(sheet):
        line, column, source = find_address(broken.target, file.read_text(encoding="utf-8", errors="replace"))
        if line:
            path = file.relative_to(sheet.site.root).as_posix()
            return _problem(told, path, line, column=column, source=source, hint=hint)
    page = sheet.outputs[urls[0]]
    return _problem(told, page.path if isinstance(page, Page) else "content", 0, hint=hint)


def _hint(broken: Broken, sheet: Sheet) -> _Hint:
    """Say what to write: the page that was meant, where one is near."""
    if broken.better:
        own = broken.better.removeprefix(sheet.site.settings.url) or "/"
        return _Hint(f'write "{own}", or the whole of it as {broken.better}.')
    if broken.fault.lacks == "spot":
        return _with_near(f"#{broken.near}", SPOT_HINT) if broken.near else _Hint(SPOT_HINT)
    path = broken.target.partition("#")[0].partition("?")[0].removeprefix(sheet.site.settings.url)
    if broken.fault.lacks == "slash":
        return _Hint(f'write "{path}/{broken.target.removeprefix(path)}".')
    if broken.fault.lacks != "file" or ":" in path:
        return _Hint(_usual_hint(unquote(path)) if broken.fault.lacks == "copy" else HINT)
    if found := _ELSEWHERE.fullmatch(path):
        return _Hint(f'write "{"mailto:" if found["mail"] else "https://"}{broken.target}".')
    return _hint_within(broken, path, sheet)


def _hint_within(broken: Broken, path: str, sheet: Sheet) -> _Hint:
    page, written = sheet.outputs.get(broken.url), _FILLED_IN.sub("", unquote(path))
    plain = written.replace("\\", "/")
    if isinstance(page, Page) and (sheet.site.root / page.path).parent.joinpath(plain).is_file():
        return _Hint(_hint_for_file(written, plain))
    found = _hint_for_static(plain, sheet)
    return _Hint(found) if found else _hint_for_near(plain, sheet)


def _with_near(near: str, usual: str) -> _Hint:
    return _Hint(f'did you mean "{near}"? {usual[0].upper()}{usual[1:]}', near)


def _hint_for_static(plain: str, sheet: Sheet) -> str:
    name = plain.removeprefix(STATIC)
    if name != plain and name in sheet.contract.site.assets:
        return f'write "{{{{ asset("{name}").url }}}}" in templates: it has a mark of its content in its address.'
    if plain.strip("/") and (sheet.site.root / "static" / plain.lstrip("/")).is_file():
        return f'write "/static/{plain.lstrip("/")}": what lies in static/ is published there.'
    return ""


def _hint_for_near(plain: str, sheet: Sheet) -> _Hint:
    near = nearest_path(plain, (*(page.url for page in sheet.site.pages.values()), *sheet.site.files))
    usual = _usual_hint(plain)
    return _with_near(near, usual) if near else _Hint(usual)


def _usual_hint(plain: str) -> str:
    return FILE_HINT if PurePosixPath(plain).suffix.lower() not in _OF_PAGES else HINT


def _hint_for_file(written: str, plain: str) -> str:
    """Say what keeps a file that is there from being published."""
    if written != plain:
        return f'write "{plain}": the parts of an address have / between them.'
    hidden = next((part for part in plain.split("/") if part[:1] in "._" and part.strip(".")), "")
    if hidden:
        return f'the file is there, but nothing whose name starts with {hidden[0]} is published; rename "{hidden}".'
    if plain.lower().endswith(_FOREIGN_PICTURES):
        return "the file is there, but few browsers show pictures of its kind; export it as JPEG, PNG or WebP."
    return "the file is there, but files of its kind are not published from content/; put it into static/."


def files_of_authors(sheet: Sheet) -> Iterator[Path]:
    """List what else an author writes addresses in."""
    root = sheet.site.root
    own = [folder for folder in (*sheet.templates, root / "content") if folder.is_relative_to(root)]
    for folder in own:
        for pattern in _WRITTEN_BY_AUTHORS:
            yield from sorted(folder.rglob(pattern))


def _problem(broken: Broken, path: str, line: int, *, hint: _Hint, column: int = 0, source: str = "") -> Problem:
    return Problem(
        rule="own-address" if broken.better else "broken-link",
        path=path,
        fact=broken.fault.said,
        hint=hint.said,
        line=line,
        column=column,
        source=source,
        severity=Severity.WARNING,
        alike=_way_off(broken, hint.near) or _target(broken, path),
        below="" if hint.near else _below(broken.fault),
    )


def _way_off(broken: Broken, near: str) -> str:
    """Say how a broken link differs from what was meant: by the start of its address, or in how ids of headings are made.

    Such is a habit of a whole folder that comes from elsewhere; "" for any other difference.
    """
    address = broken.fault.address
    if near.startswith("#"):
        return "#" if _letters(unquote(address.partition("#")[2])) == _letters(near[1:]) else ""
    here, there = (one.partition("#")[0].rstrip("/") for one in (address, near))
    if here[:1] != "/" or there[:1] != "/":
        return ""
    if there.endswith(here):
        return f"+{there.removesuffix(here)}"
    return f"-{here.removesuffix(there)}" if here.endswith(there) else ""


def _letters(spot: str) -> str:
    return spot.casefold().replace("-", "").replace("_", "")


def _target(broken: Broken, path: str) -> str:
    """Say what a broken link leads to: where its address counts from here, together with where that is."""
    said, address, _ = broken.fault
    if address.startswith(("/", "http")):
        return said
    return f"{said} in {path if address.startswith('#') else path.rpartition('/')[0]}"


def _below(fault: Fault) -> str:
    """Say below which folder at the top of the site a file is missing, or on which page a spot; "" for anything else."""
    wanted = {"file": _FILE, "spot": _SPOT}.get(fault.lacks)
    found = wanted.fullmatch(fault.address) if wanted else None
    return found[1] if found else ""
