"""The title of a page that declares none: its first heading, in plain words (build wing)."""

import re
from html import unescape
from itertools import zip_longest

from polynya_live.values import dataclass
from polynya_live.values.patterns import late

from ..slugs import heading_id

_LINE = late(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*$"
    r"|^ {0,3}(?P<marks>#{1,6})(?:[ \t]+(?P<atx>[^\n]*?))?(?:[ \t]+#+)?[ \t]*$"
    r"|^ {0,3}(?!\d+[.)] |[*+] )(?P<setext>[^\s#>|=-][^\n]*)\n {0,3}(?P<under>=+|-{2,})[ \t]*$"
    r"|(?P<comment><!--)",
    re.MULTILINE,
)
_CODE = late(r"(?<![\\`])(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_INLINE = (
    (re.compile(r"(?<!\\)!?\[\[(?:[^\[\]\n|]+\|)?([^\[\]\n|]+)\]\](?!\()"), r"\1"),
    (re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)"), r""),
    (re.compile(r"\[([^\]\n]*)\](?:\([^)\n]*\)|\[[^\]\n]*\])"), r"\1"),
    (re.compile(r"</?[A-Za-z][^>\n]*>"), r""),
    (re.compile(r"\{[^}\n]*\}\s*$"), r""),
    (re.compile(r"(?<!\\)(\*{1,3}|~~)(?=\S)([^*~\n]+?)(?<=[^\s\\])\1"), r"\2"),
    (re.compile(r"(?<![\w\\])(_{1,3})(?=\S)([^_\n]+?)(?<=[^\s\\])\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_OWN_ID = late(r"\{[^{}\n]*#([^\s{}.#]+)[^{}\n]*\}\s*$")
_ENTITY = late(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,31}[0-9]{0,2});", re.ASCII | re.IGNORECASE)
LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Heading:
    """The first heading of a Markdown text: its level, its words, its id, and where its lines start and end."""

    level: int
    title: str
    id: str
    start: int
    end: int


def first_heading(body: str) -> Heading | None:
    """Find the first heading outside code and comments, in the first 20,000 characters."""
    at, text = 0, body[:LOOKED_AT]
    while match := _LINE.search(text, at):
        if match["fence"]:
            at = _after_fence(text, match)
        elif match["comment"]:
            closed = text.find("-->", match.end())
            at = closed + 3 if closed >= 0 else len(text)
        else:
            heading = _heading(match)
            if heading.title:
                return heading
            at = match.end()
    return None


def without(body: str, heading: Heading) -> str:
    """Take a heading out of a body and leave its lines empty, so that every other line keeps its number."""
    lines = body.count("\n", heading.start, heading.end)
    return body[: heading.start] + "\n" * lines + body[heading.end :]


def plain_words(markdown: str) -> str:
    """Strip the inline marks of Markdown from one line."""
    codes = [match[2].strip() for match in _CODE.finditer(markdown)]
    markdown = _CODE.sub("\ue000", markdown)
    for pattern, replacement in _INLINE:
        markdown = pattern.sub(replacement, markdown)
    words = unescape(markdown).split("\ue000")
    return " ".join("".join(part for pair in zip_longest(words, codes, fillvalue="") for part in pair).split())


def without_entities(title: str) -> str:
    """Give the letters that a title has as HTML writes them, `&amp;` or `&#8217;`, as exports of other systems do."""
    return _ENTITY.sub(lambda found: unescape(found[0]), title) if "&" in title else title


def _heading(match: re.Match[str]) -> Heading:
    level = len(match["marks"]) if match["marks"] else (1 if match["under"].startswith("=") else 2)
    written = match["atx"] or match["setext"] or ""
    title, own = plain_words(written), _OWN_ID.search(written)
    return Heading(level, title, own[1] if own else heading_id(title), match.start(), match.end())


def _after_fence(text: str, opened: re.Match[str]) -> int:
    fence = opened["fence"]
    close = re.compile(rf"^ {{0,3}}{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
    closed = close.search(text, opened.end())
    return closed.end() if closed else len(text)
