"""Attributes in braces: `{#id .class key="value"}` after links, images, paragraphs, fences and directives (build wing)."""

import re
from collections.abc import Mapping
from html import escape, unescape

from polynya_live.values.patterns import late

ALLOWED = frozenset(
    ("id", "class", "title", "lang", "dir", "width", "height", "loading", "rel", "hreflang", "download", "type")
)
"""What may be set on links, images and paragraphs: nothing that runs, and no inline style (the policy forbids both)."""

_WORD = late(
    r"\s*(?:\.(?P<class>[\w-]+)|\#(?P<id>[\w-]+)"
    r"""|(?P<key>[A-Za-z][\w:-]*)(?:=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'{}=]+)))?)(?=\s|\Z)"""
)
_TAGS = late(
    r"(?P<open><(?P<name>a|p)(?=[\s>])[^<>]*>)|(?P<picture><img [^<>]*?) ?/>\{(?P<of_picture>[^{}<>\n]+)\}"
    r"|</a>\{(?P<of_link>[^{}<>\n]+)\}|\n\{(?P<of_paragraph>[^{}<>\n]+)\}</p>"
)


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
