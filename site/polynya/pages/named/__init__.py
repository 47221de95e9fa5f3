"""Writes links by name, `[[Boat]]`, as the ordinary links that they mean, and says which of them mean none (build wing)."""

import re
from urllib.parse import quote

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late

from ...markdown.named import Named, names_in
from ...model import Page
from ...outputs.pictures.beside import SHOWN as PICTURES
from ...problems import Problem, Severity, place_at
from ...reading.slugs import heading_id, humanise
from ..components import extras_of
from ..sheet import Notes, Sheet
from .names import Meant, is_index

_SIGNS = late(r"([\\`*_\[\]<>&~$|])")
_NO_WORDS = late(r"\S*[-_.]\S*|\d\S*")
"""The name of a file, rather than words that a sentence could have."""
_SIZE = late(r"(\d{1,4})(?:x(\d{1,4}))?")
_BY_MACHINE = late(r"\d{4}|(?i:image|img|dsc|screenshot)")
LISTED = 4


class _Told(NamedTuple):
    """What is wrong with a link by name. fact: what follows the link itself, where `shown` says that one."""

    rule: str
    fact: str
    hint: str
    shown: str = ""


class _Asked(NamedTuple):
    """A link by name, taken apart. name: of a page or a file, "" for this page; heading: of it; words: to show, maybe ""."""

    name: str
    heading: str
    words: str


def linked(page: Page, *, sheet: Sheet, notes: Notes) -> str:
    """Write the Markdown of a page with its links by name as ordinary ones. What means no page and no file becomes its words."""
    body = page.body
    parts: list[str] = []
    at = 0
    for one in names_in(body, math=extras_of(page, sheet.site.settings).math):
        asked = _asked(one)
        meant = sheet.named(asked.name, page.path) if asked.name else Meant((page.path,), page.url, page.title)
        if meant.paths or one.meant:
            if told := _told(one, asked, meant):
                notes.problems.append(_problem(one, page, told))
            parts += (body[at : one.start], _written(one, asked, meant, notes=notes))
            at = one.end
    return "".join((*parts, body[at:]))


def _asked(one: Named) -> _Asked:
    name, _, heading = one.target.partition("#")
    return _Asked(name.strip(), heading.rpartition("#")[2].strip(), (one.words or "").strip())


def _written(one: Named, asked: _Asked, meant: Meant, *, notes: Notes) -> str:
    is_picture = meant.paths[:1] and not meant.title and meant.paths[0].lower().endswith(PICTURES)
    if not meant.url or meant.absent:
        return _words(asked, meant)
    if one.embeds and is_picture:
        return _picture(asked, meant.url)
    spot = "" if not asked.heading or asked.heading[0] == "^" else f"#{heading_id(asked.heading)}"
    if spot and not meant.title:
        spot = f"#{quote(asked.heading, safe='=&,')}"  # page=3 of a PDF
    address = f"{quote(meant.url) if asked.name else ''}{spot}" or quote(meant.url)
    notes.written.setdefault(address, one.target)
    return f"[{_words(asked, meant)}]({address})"


def _words(asked: _Asked, meant: Meant) -> str:
    """Say what a link shows: its own words, those of its name, or the title where that is only the name of a file."""
    if asked.words:
        return asked.words
    name = asked.name.rstrip("/").rpartition("/")[2].removesuffix(".md")
    if meant.title and meant.by_file and (_NO_WORDS.fullmatch(name) or is_index(name)):
        name = meant.title
    heading = "" if asked.heading[:1] == "^" or (meant.url and not meant.title) else asked.heading
    return _SIGNS.sub(r"\\\1", " > ".join(filter(None, (name, heading))))


def _picture(asked: _Asked, url: str) -> str:
    *alts, last = asked.words.split("|")
    size = _SIZE.fullmatch(last.strip())
    alt = "|".join(alts if size else [*alts, last]).strip()
    if not alt:
        stem = asked.name.rpartition("/")[2].rpartition(".")[0]
        alt = "" if _BY_MACHINE.search(stem) else _SIGNS.sub(r"\\\1", humanise(stem))
    height = f' height="{size[2]}"' if size and size[2] else ""
    return f'![{alt}]({quote(url)}){{width="{size[1]}"{height}}}' if size else f"![{alt}]({quote(url)})"


def _told(one: Named, asked: _Asked, meant: Meant) -> _Told | None:
    """Say what is wrong with a link by name; None when nothing is."""
    shown = f"{'!' if one.embeds else ''}[[{one.target}]]"
    words = f"|{asked.words}" if asked.words else ""
    if meant.absent:
        hint = "nothing has to be done; it becomes a link when the page is there."
        return _Told("not-out", f"{meant.paths[0]} {meant.absent}, so this link is text", hint)
    if len(meant.paths) > 1:
        each = [f"[[{_whole(path)}{words}]]" for path in meant.paths[:LISTED]]
        hint = f"write the folder, too: {', '.join(each[:-1])} or {each[-1]}."
        fact = f"names {len(meant.paths)} pages or files, so its words are no link"
        return _Told("link-by-name", fact, hint, shown)
    if not meant.paths:
        near = f"did you mean [[{meant.near}{words}]]? " if meant.near else ""
        usual = "write the name or the title of a page of this site, or the words alone; \\[[ shows the brackets."
        hint = near + (usual[0].upper() + usual[1:] if near else usual)
        instead = "its name stands here" if one.embeds else "its words are no link"
        return _Told("link-by-name", f"names no page and no file here, so {instead}", hint, shown)
    if one.embeds and meant.title:
        hint = f"write [[{one.target}{words}]] for the link, or copy the words that readers shall see here."
        fact = "is a page, which is not taken into another, so a link to it stands here"
        return _Told("link-by-name", fact, hint, shown)
    return None


def _whole(path: str) -> str:
    """Write the name that means the file at a path alone."""
    whole = re.sub(r"\.(?:md|markdown|mdx)\Z", "", path.removeprefix("content/"), flags=re.I)
    return whole if "/" in whole else f"/{whole}"


def _problem(one: Named, page: Page, told: _Told) -> Problem:
    line, column, source = place_at(page.body, one.start)
    return Problem(
        rule=told.rule,
        path=page.path,
        fact=f"{told.shown} {told.fact}" if told.shown else told.fact,
        hint=told.hint,
        line=page.body_line + line - 1,
        column=column,
        source=source,
        severity=Severity.WARNING,
        alike=told.fact,
    )
