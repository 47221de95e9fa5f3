"""Finishes the engine's tags in one pass: addresses, alerts, footnotes, tasks, column alignment (build wing)."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from html import escape, unescape

# `[^<>]*` and never `.*`: it stops at the next tag, so that hostile input stays linear.
# All branches share the first `<`, which lets the expression skip from tag to tag.
_TAGS = re.compile(
    r"<(?:"
    r'sup class="footnote-reference"><a href="#(?P<note>[^"<>]*)">'
    r'|div class="footnote-definition" id="(?P<defined>[^"<>]*)"><sup class="footnote-definition-label">(?P<number>\d+)</sup>'
    r'|(?P<before>(?:a|img|source|video|audio)\b[^<>]*?\s(?:href|src)=")(?P<address>[^"<>]*)"'
    r'|blockquote class="markdown-alert-(?P<alert>\w+)">'
    r'|(?P<checkbox>input disabled="" type="checkbox"(?: checked="")?/>)'
    r'|(?P<cell>t[hd]) style="text-align: (?P<align>\w+)"'
    r"|(?P<pre>pre>)(?=<code)"
    r")"
)


_NO_HEADING = re.compile(r"<th( class=\"align-\w+\")?></th>")
_TABLE = "<table><thead>"
"""As the engine starts a table, and hardly anybody else."""


def finish_tags(html: str, *, resolve: Callable[[str], str], words: Mapping[str, str]) -> str:
    """Rewrite the tags that need it. words: as of `words_of`."""
    seen: Counter[str] = Counter()
    writers: dict[str, Callable[[re.Match[str]], str]] = {
        "address": lambda found: _address(found, resolve),
        "note": lambda found: _reference(found["note"], seen),
        "number": lambda found: _definition(found["defined"], found["number"], words["back"]),
        "alert": lambda found: _alert(found["alert"], words),
        "checkbox": lambda found: _checkbox("checked" in found[0], words),
        "align": lambda found: f'<{found["cell"]} class="align-{found["align"]}"',
        "pre": lambda _: '<pre tabindex="0">',  # it may scroll, so the keyboard has to reach it
    }
    return _TAGS.sub(lambda found: writers[found.lastgroup or ""](found), html)


def has_tables(html: str) -> bool:
    """Say whether the engine made a table."""
    return _TABLE in html


def box_tables(html: str, label: str) -> str:
    """Put the engine's own tables into boxes that scroll; those of raw HTML stay as they are."""
    before, *tables = html.split(_TABLE)
    box = box_of(label)
    boxed = [before]
    for table in tables:
        inner, end, rest = table.partition("</table>")
        if "></th>" in inner:  # a corner heads nothing, and a reader would be told that it does
            inner = _NO_HEADING.sub(r"<td\1></td>", inner)
        boxed.append(f"{box}{_TABLE}{inner}{end}</div>{rest}" if end else _TABLE + inner)
    return "".join(boxed)


def box_of(label: str) -> str:
    """Write how the box of a table starts."""
    return f'<div class="scroll" role="group" aria-label="{label}" tabindex="0">'


def _address(found: re.Match[str], resolve: Callable[[str], str]) -> str:
    written = unescape(found["address"])
    meant = resolve(written)
    return found[0] if meant == written else f'<{found["before"]}{escape(meant)}"'


def _reference(note: str, seen: Counter[str]) -> str:
    seen[note] += 1
    again = "" if seen[note] == 1 else f"-{seen[note]}"
    return f'<sup class="footnote-reference"><a href="#fn-{note}" id="fnref-{note}{again}" role="doc-noteref">'


def _definition(note: str, number: str, back: str) -> str:
    return (
        f'<div class="footnote-definition" id="fn-{note}"><sup class="footnote-definition-label">'
        f'<a href="#fnref-{note}" role="doc-backlink" aria-label="{back}: {number}">{number}</a></sup>'
    )


def _alert(kind: str, words: Mapping[str, str]) -> str:
    title = words.get(kind, kind.title())
    return f'<blockquote class="markdown-alert markdown-alert-{kind}">\n<p class="markdown-alert-title">{title}</p>'


def _checkbox(checked: bool, words: Mapping[str, str]) -> str:
    label = words["done" if checked else "open"]
    return f'<input type="checkbox" disabled{" checked" if checked else ""} aria-label="{label}">'
