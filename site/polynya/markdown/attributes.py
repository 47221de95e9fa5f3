"""Attributes in braces: `{#id .class key="value"}` after links, images, paragraphs, fences and directives (build wing)."""

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import TYPE_CHECKING

from polynya_live.values.patterns import late

if TYPE_CHECKING:
    from pyromark import Markdown

ALLOWED = frozenset(
    ("id", "class", "title", "lang", "dir", "width", "height", "loading", "rel", "hreflang", "download", "type")
)
"""What may be set on links, images, paragraphs and headings: nothing that runs, and no inline style (the policy forbids both)."""

_WORD = late(
    r"\s*(?:\.(?P<class>[\w-]+)|\#(?P<id>[\w-]+)"
    r"""|(?P<key>[A-Za-z][\w:-]*)(?:=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'{}=]+)))?)(?=\s|\Z)"""
)
_TAGS = late(
    r"(?P<open><(?P<name>a|p)(?=[\s>])[^<>]*>)|(?P<picture><img [^<>]*?) ?/>\{(?P<of_picture>[^{}<>\n]+)\}"
    r"|</a>\{(?P<of_link>[^{}<>\n]+)\}|\n\{(?P<of_paragraph>[^{}<>\n]+)\}</p>"
)
_ALLOWED = f'(?:{"|".join(sorted(ALLOWED))})="'
_STRANGE = late(rf'<h[1-6](?: {_ALLOWED}[^"]*")* (?!{_ALLOWED})')


_BEFORE = ("/>", "</a>", "\n")
_LONGEST_BEFORE = 4


def read_attributes(written: str) -> dict[str, str] | None:
    """Read what stands between the braces; None when it is something else. A word alone has the value "true"."""
    found: dict[str, str] = {}
    end = 0
    while match := _WORD.match(written, end):
        end = match.end()
        if match["key"]:
            values = (match["double"], match["single"], match["bare"], "true")
            found[match["key"]] = next(value for value in values if value is not None)
        elif match["id"]:
            found["id"] = match["id"]
        else:
            found["class"] = f"{found.get('class', '')} {match['class']}".strip()
    return found if found and not written[end:].strip() else None


def may_have_attributes(html: str) -> bool:
    """Say whether there could be attributes on a link, a picture or a paragraph, by what stands before each brace."""
    first, last = html.find("{"), html.rfind("{")  # one sign is found far sooner than a text is split
    if first < 0:
        return False
    braced = html[max(0, first - _LONGEST_BEFORE) : last]
    return any(before.endswith(_BEFORE) for before in braced.split("{"))


def set_attributes(html: str) -> str:
    """Move the attributes that stand behind links and pictures, and on the last line of paragraphs, into their tags."""
    parts: list[str] = []
    opened: dict[str, int] = {}
    end = 0
    for tag in _TAGS.finditer(html):
        if tag["open"]:
            parts += (html[end : tag.start()], tag["open"])
            opened[tag["name"]] = len(parts) - 1
        else:
            parts += (html[end : tag.start()], _applied(tag, parts, opened))
        end = tag.end()
    return "".join((*parts, html[end:]))


def _applied(tag: re.Match[str], parts: list[str], opened: dict[str, int]) -> str:
    written = tag["of_picture"] or tag["of_link"] or tag["of_paragraph"]
    wanted = _allowed(unescape(written))
    if wanted is None:
        return tag[0]
    if tag["picture"]:
        return f"{tag['picture']}{wanted} />"
    name, rest = ("a", "</a>") if tag["of_link"] else ("p", "</p>")
    at = opened.pop(name, None)
    if at is None:
        return tag[0]
    parts[at] = f"{parts[at][:-1]}{wanted}>"
    return rest


def _allowed(written: str) -> str | None:
    found: Mapping[str, str] | None = read_attributes(written)
    if found is None or not found.keys() <= ALLOWED:
        return None
    return "".join(f' {name}="{escape(value)}"' for name, value in found.items())


def has_strange_headings(html: str) -> bool:
    """Say whether a heading has other attributes, as the engine takes them all; those of raw HTML count as well."""
    return _STRANGE.search(html) is not None


def with_allowed(body: str, engine: "Markdown") -> str:
    """Leave out of the braces behind the headings of a Markdown text what may not be set."""
    raw, parts, end = body.encode(), list[bytes](), 0
    for event, where in engine.events_with_range(body):
        tag = event.get("Start") if isinstance(event, dict) else None
        if not (isinstance(tag, dict) and "Heading" in tag):
            continue
        close = raw.rfind(b"}", where["start"], where["end"])
        opening = raw.rfind(b"{", where["start"], max(close, where["start"])) + 1
        if opening and end <= opening:
            words = raw[opening:close].split()
            parts += (raw[end:opening], b" ".join(one for one in words if _may_be_set(one.decode())))
            end = close
    return b"".join((*parts, raw[end:])).decode()


def _may_be_set(word: str) -> bool:
    return word.startswith((".", "#")) or word.partition("=")[0] in ALLOWED
