"""Gathers the footnotes of a page at its end (build wing)."""

from collections.abc import Mapping

from polynya_live.values.patterns import late

MARK = '<div class="footnote-definition"'
_DIV = late(r"<div\b|</div>\n?")
_NUMBER = late(r'<sup class="footnote-definition-label">(\d+)</sup>')


def gather(html: str, words: Mapping[str, str]) -> str:
    """Move every footnote below the text, in the order of their numbers. words: as of `words_of`."""
    notes: list[tuple[int, str]] = []
    parts: list[str] = []
    depth = start = end = 0
    for tag in _DIV.finditer(html):
        if depth == 0 and not html.startswith(MARK, tag.start()):
            continue
        if depth == 0:
            start = tag.start()
        depth += 1 if tag[0] == "<div" else -1
        if depth == 0:
            note = html[start : tag.end()]
            parts.append(html[end:start])
            notes.append((_number_of(note), note))
            end = tag.end()
    if not notes:
        return html
    notes.sort(key=lambda one: one[0])
    gathered = "".join(note for _, note in notes)
    opening = f'<section class="footnotes" role="doc-endnotes" aria-label="{words["footnotes"]}">'
    return f"{''.join(parts)}{html[end:]}{opening}\n{gathered}</section>\n"


def _number_of(note: str) -> int:
    found = _NUMBER.search(note)
    return int(found[1]) if found else 0
