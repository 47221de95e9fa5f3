"""Finds where an author wrote an address that leads nowhere: in a page's Markdown, in a template, in site.yaml (build wing)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from polynya_live.values.patterns import late

from ..model import Page
from ..problems import Problem, Severity
from ..reading.text.closeness import nearest_path
from .addresses import STATIC, find_address, place_of
from .links import NO_SLASH, NO_SPOT, OWN_MACHINE, Broken
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
_OF_PAGES = ("", ".md", ".mdx", ".html", ".htm")
_WRITTEN_BY_AUTHORS = ("*.html", "*.yaml", "*.yml")
_FOREIGN_PICTURES = (".bmp", ".heic", ".heif", ".jfif", ".jp2", ".jxl", ".psd", ".tif", ".tiff")


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
    told = replace(broken, fault=f"{broken.fault} (on {urls[0]}{more})")
    hint = _hint(broken, sheet)
    for file in files_of_authors(sheet):
        line, column, source = find_address(broken.target, file.read_text(encoding="utf-8", errors="replace"))
        if line:
            path = file.relative_to(sheet.site.root).as_posix()
            return _problem(told, path, line, column=column, source=source, hint=hint)
    page = sheet.outputs[urls[0]]
    return _problem(told, page.path if isinstance(page, Page) else "content", 0, hint=hint)


def _hint(broken: Broken, sheet: Sheet) -> str:
    """Say what to write: the page that was meant, where one is near."""
    if broken.better:
        return f'write "{broken.better.removeprefix(sheet.site.settings.url) or "/"}", or the whole of it as {broken.better}.'
    if broken.fault.startswith(NO_SPOT):
        return f'did you mean "#{broken.near}"? {SPOT_HINT[0].upper()}{SPOT_HINT[1:]}' if broken.near else SPOT_HINT
    path = broken.target.partition("#")[0].partition("?")[0].removeprefix(sheet.site.settings.url)
    if broken.fault.endswith(NO_SLASH):
        return f'write "{path}/{broken.target.removeprefix(path)}".'
    if not broken.fault.startswith("nothing is at") or ":" in path:
        return _usual_hint(unquote(path)) if broken.fault.endswith(OWN_MACHINE) else HINT
    found = _ELSEWHERE.fullmatch(path)
    return (
        f'write "{"mailto:" if found["mail"] else "https://"}{broken.target}".'
        if found
        else _hint_within(broken, path, sheet)
    )


def _hint_within(broken: Broken, path: str, sheet: Sheet) -> str:
    page, written = sheet.outputs.get(broken.url), _FILLED_IN.sub("", unquote(path))
    plain = written.replace("\\", "/")
    if isinstance(page, Page) and (sheet.site.root / page.path).parent.joinpath(plain).is_file():
        return _hint_for_file(written, plain)
    return _hint_for_static(plain, sheet) or _hint_for_near(plain, sheet)


def _hint_for_static(plain: str, sheet: Sheet) -> str:
    name = plain.removeprefix(STATIC)
    if name != plain and name in sheet.contract.site.assets:
        return f'write "{{{{ asset("{name}").url }}}}" in templates: it has a mark of its content in its address.'
    if plain.strip("/") and (sheet.site.root / "static" / plain.lstrip("/")).is_file():
        return f'write "/static/{plain.lstrip("/")}": what lies in static/ is published there.'
    return ""


def _hint_for_near(plain: str, sheet: Sheet) -> str:
    near = nearest_path(plain, (*(page.url for page in sheet.site.pages.values()), *sheet.site.files))
    usual = _usual_hint(plain)
    return f'did you mean "{near}"? {usual[0].upper()}{usual[1:]}' if near else usual


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


def _problem(broken: Broken, path: str, line: int, *, column: int = 0, source: str = "", hint: str = HINT) -> Problem:
    return Problem(
        rule="own-address" if broken.better else "broken-link",
        path=path,
        fact=broken.fault,
        hint=hint,
        line=line,
        column=column,
        source=source,
        severity=Severity.WARNING,
    )
