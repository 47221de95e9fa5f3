"""Draws the callouts of Obsidian as alerts: kinds of its own, titles, and those that fold (build wing)."""

import re
from collections.abc import Mapping

from polynya_live.values.patterns import late

MARK = "<blockquote>\n<p>[!"
"""Where one may start, as the engine writes a quote that is no alert."""

_KINDS = {
    "tip": "hint success check done",
    "important": "example question help faq",
    "warning": "attention",
    "caution": "failure fail missing danger error bug",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in (kind, *words.split())}
_QUOTES = late(
    r"<blockquote>(?:\n<p>\[!(?P<kind>[A-Za-z][\w -]{0,40})(?:\|[^\]\n]*)?\](?P<folds>[+-]?)"
    r"(?P<title>(?:[ \t][^\n]*?)?)(?:<br ?/?>)?(?:\n|(?P<alone></p>\n?)))?|<blockquote\b[^<>]*>|</blockquote>"
)
_TAG = late(r"<(/?)([a-z][a-z0-9]*)\b[^<>]*?(/?)>")
_EMPTY = frozenset(("br", "img", "input", "wbr"))


def draw_callouts(html: str, words: Mapping[str, str]) -> str:
    """Make alerts of the quotes that begin with `[!kind]`, `[!kind]-` or `[!kind] Title`. words: as of `words_of`.

    A kind that is unknown is a note called after it. With "-" it is folded, with "+" it can be.
    """
    ends: list[str] = []

    def draw(found: re.Match[str]) -> str:
        if found[0] == "</blockquote>":
            return ends.pop() if ends else found[0]
        title = (found["title"] or "").strip()
        if not found["kind"] or not _is_whole(title):
            ends.append("</blockquote>")
            return found[0]
        ends.append("</details>" if found["folds"] else "</blockquote>")
        return _start(found["kind"].lower(), title, words, folds=found["folds"]) + ("" if found["alone"] else "<p>")

    return _QUOTES.sub(draw, html)


def _start(written: str, title: str, words: Mapping[str, str], *, folds: str) -> str:
    kind = _KIND_OF.get(written, "note")
    title = title or words.get(written) or written.capitalize()
    style = f"markdown-alert markdown-alert-{kind}"
    if not folds:
        return f'<blockquote class="{style}">\n<p class="markdown-alert-title">{title}</p>\n'
    is_open = " open" if folds == "+" else ""
    return f'<details class="details {style}"{is_open}>\n<summary class="markdown-alert-title">{title}</summary>\n'


def _is_whole(title: str) -> bool:
    """Whether what a title opens it also closes: emphasis may run on into the next line."""
    opened: list[str] = []
    for close, name, itself in _TAG.findall(title):
        if name in _EMPTY or itself:
            continue
        if not close:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened
