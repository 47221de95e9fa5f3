"""Finds templates of which pages show nothing: empty ones, and what no block of their layout has room for (build wing)."""

import re
from collections.abc import Iterator
from pathlib import Path

from polynya_live.values import NamedTuple, dataclass, field

from ..model import Site
from ..problems import Problem, Severity, place_at
from ..reading.text.closeness import suggest

PAGES = "pages/"
# Jinja's parser takes milliseconds a template, and drawing finds what is wrong with a tag; here their names suffice.
_TAG = re.compile(
    r"\{#.*?#\}|\{%[-+]?\s*raw\s*[-+]?%\}.*?\{%[-+]?\s*endraw\s*[-+]?%\}"
    r"|\{%[-+]?\s*(?P<tag>\w+)\s*(?P<rest>.*?)\s*[-+]?%\}|(?P<value>\{\{).*?\}\}",
    re.DOTALL,
)
_PLAIN = re.compile(r"""(?P<quote>["'])(?P<name>[^"'{}]+)(?P=quote)""")
_HOLDS = frozenset(("block", "macro", "call", "filter", "for", "if", "with", "autoescape"))


class _Spot(NamedTuple):
    word: str
    at: int


@dataclass(slots=True)
class _Outline:
    """What a template is made of. layout: that it extends, "" for none, None when it is worked out while drawing.

    blocks: all of them; outer: those in no other tag; loose: the first thing shown outside of all tags.
    """

    text: str
    layout: str | None = ""
    blocks: set[str] = field(default_factory=set)
    outer: list[_Spot] = field(default_factory=list)
    loose: _Spot | None = None


class _Chain:
    """The templates of a site as far as they were asked for."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self._outlines: dict[str, _Outline | None] = {}

    def outline(self, name: str) -> _Outline | None:
        """Outline a template; None for one that is not there."""
        if name not in self._outlines:
            file = next((folder / name for folder in self.folders if (folder / name).is_file()), None)
            text = file.read_text(encoding="utf-8", errors="replace") if file else None
            self._outlines[name] = None if text is None else _outline(text)
        return self._outlines[name]

    def blocks_of(self, name: str) -> set[str] | None:
        """List the blocks of a template and its layouts; None when nobody can say before it is drawn."""
        found: set[str] = set()
        layout: str | None = name
        seen: set[str] = set()
        while layout:
            outline = None if layout in seen else self.outline(layout)
            if outline is None:
                return None
            seen.add(layout)
            found |= outline.blocks
            layout = outline.layout
        return found if layout == "" else None


def idle_templates(site: Site, folders: tuple[Path, ...]) -> list[Problem]:
    """Warn of what an author's templates hold and no page shows. folders: of templates, the site's own first."""
    own, chain = site.root / "templates", _Chain(folders)
    return [
        one for file in sorted(own.rglob("*.html")) for one in _problems(file.relative_to(own).as_posix(), site, chain)
    ]


def _problems(name: str, site: Site, chain: _Chain) -> Iterator[Problem]:
    outline = chain.outline(name)
    if outline is None:
        return
    if name.startswith(PAGES) and outline.layout == "" and _says_nothing(outline.text) and _is_drawn(name, site):
        hint = 'write into it, or take it away to have the kit\'s; {% extends "layouts/base.html" %} begins a page.'
        yield _problem(name, "this template is empty, and so are the pages drawn with it", hint, rule="empty-template")
    known = chain.blocks_of(outline.layout) if outline.layout else None
    if known is None:
        return
    for spot in (one for one in outline.outer if one.word not in known):
        fact = f'"{outline.layout}" has no block "{spot.word}", so this shows nowhere'
        hint = suggest(spot.word, known, having="it has")
        yield _problem(name, fact, hint, rule="unknown-block", at=(outline.text, spot.at))
    if outline.loose:
        fact = f'this stands outside of the blocks of "{outline.layout}", so it shows nowhere'
        hint = f"put it into one: {{% block main %}} … {{% endblock %}}. It has: {', '.join(sorted(known))}."
        yield _problem(name, fact, hint, rule="unknown-block", at=(outline.text, outline.loose.at))


def _outline(text: str) -> _Outline:
    found = _Outline(text)
    depth = end = 0
    for tag in _TAG.finditer(text):
        if not depth:
            found.loose = found.loose or _shown(text, end, tag)
        end = tag.end()
        name, rest = tag["tag"] or "", tag["rest"] or ""
        if name == "extends":
            plain = _PLAIN.fullmatch(rest)
            found.layout = plain["name"] if plain and not depth else None
        elif name == "block" and rest:
            word = rest.split()[0]
            found.blocks.add(word)
            found.outer += [] if depth else [_Spot(word, tag.start("rest"))]
        opens = name in _HOLDS or (name == "set" and "=" not in rest)
        depth = max(depth + opens - name.startswith("end"), 0)
    if not depth:
        found.loose = found.loose or _shown(text, end, None)
    return found


def _shown(text: str, start: int, tag: re.Match[str] | None) -> _Spot | None:
    """Find what is shown between the last tag and this one, or by this one itself."""
    between = text[start : tag.start() if tag else len(text)]
    if words := between.split(maxsplit=1):
        return _Spot(words[0], start + between.index(words[0]))
    return _Spot("{{", tag.start()) if tag and tag["value"] else None


def _says_nothing(text: str) -> bool:
    return not _TAG.sub(lambda tag: "" if tag[0].startswith("{#") else tag[0], text).strip()


def _is_drawn(name: str, site: Site) -> bool:
    return any(page.template == name for page in site.pages.values())


def _problem(name: str, fact: str, hint: str, *, rule: str, at: tuple[str, int] = ("", 0)) -> Problem:
    line, column, source = place_at(*at) if at[0] else (0, 0, "")
    return Problem(
        rule=rule,
        path=f"templates/{name}",
        fact=fact,
        hint=hint,
        line=line,
        column=column,
        source=source,
        severity=Severity.WARNING,
    )
