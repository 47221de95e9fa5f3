"""Tells of marks that the engine left in the text: stars, tables and lists that are none, links without an address (build wing).

What the engine made is looked at first, which is quick; only where something may be left is the text read once more.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter

from pyromark import Markdown

from polynya_live.values.patterns import late

from ..emphasis import tighten
from ..faults import Fault, Tell, place_in
from .openings import OPENINGS, Left

_LOOKED_AT_ABOVE = 400
_FIRST = re.compile(
    "<p>[|:%•·▪◦‣●○■–—・{#+(\\\\=.aAi0-9*\u00a0\u200b\ufeff-]"
    r"(?:(?<=[^aAi0-9*.:-])|(?<=:)[ :]|(?<=[.])\.[ ]|(?<=[aAi])[.)][ ]|(?<=\d)\d?[.)][\u00a0\u3000]|(?<=[*-])[\u00a0\u3000])"
)
_STARS = late(
    r"(?<![^\s(])\*\*[ \t\u00a0]+(?=[^*\n]{0,200}[^\W\d_]{2})[^*\n]{1,200}\*\*|(?<![^\s(])\*\*(?=[^*\n]{0,200}[^\W\d_]{2})"
    r"[^\s*][^*\n]{0,200}[ \t\u00a0]\*\*|(?<!\S)\*\*(?=[^\W\d_])[^*\n]{0,200}[^\w\s*/]\*\*(?=[^\W\d_])"
)
_REFERENCE = late(
    r"(?<![\w\]\[\\])\[(?P<words>[^\[\]\n=:]{2,200})\]\[(?P<label>(?=[^\[\]\n]*[^\W\d_])[^\[\]\n=:\"]{2,80})?\](?![\[(:])"
)
_NOTE = late(r"(?<!\\)\[\^(?!\w-\w\])(?P<name>[\w-]{1,40})\](?!:)")


def may_have_leftovers(html: str) -> bool:
    """Whether something may be left in what the engine made; one sign is found far sooner than two in a row."""
    return (
        ("*" in html and "**" in html)
        or ("[" in html and ("][" in html or "[^" in html))
        or _FIRST.search(html) is not None
    )


def tell_of_leftovers(text: str, body: str, engine: Markdown, *, tell: Tell) -> None:
    """Tell of each kind of mark once. text: what the engine read; body: what the author wrote."""
    told: set[str] = set()
    raw = text.encode()
    for at, left in sorted(_left_in(text, raw, engine), key=itemgetter(0)):
        if left.kind in told:
            continue
        told.add(left.kind)
        place = len(raw[:at].decode())
        shown = tighten(text[place:].split("\n", 1)[0])
        line, column, source = place_in(body, shown, place if text == body else 0)
        fault = Fault(rule="mark-as-text", fact=left.fact, hint=left.hint, warns=True)
        tell(replace(fault, line=line, column=column, source=source))


def _left_in(text: str, raw: bytes, engine: Markdown) -> Iterator[tuple[int, Left]]:
    """Yield what is left, and the byte where it starts. raw: the text as the engine counts it."""
    begin = end = code_until = 0
    for event, where in engine.events_with_range(text):
        start, stop = where["start"], where["end"]
        if event == {"Start": "Paragraph"}:
            written = tighten(raw[start:stop].decode()).rstrip()
            above = raw[max(0, start - _LOOKED_AT_ABOVE) : start].decode(errors="ignore")
            yield from ((start, left) for one in OPENINGS if (left := one(written, above)))
        elif _is_code(event):
            code_until = stop
        is_text = type(event) is dict and "Text" in event and stop > code_until
        if is_text and start == end:
            end = stop
            continue
        yield from _inline(raw[begin:end].decode(), begin)
        begin, end = (start - raw.startswith(b"\\", max(0, start - 1)), stop) if is_text else (start, start)
    yield from _inline(raw[begin:end].decode(), begin)


def _is_code(event: object) -> bool:
    tag = event.get("Start") if isinstance(event, dict) else None
    return type(tag) is dict and "CodeBlock" in tag


def _inline(words: str, start: int) -> Iterator[tuple[int, Left]]:
    """Yield what is left within words that the engine took for nothing else. start: their first byte."""
    for sign, pattern, tell in _INLINE:
        if sign in words and (found := pattern.search(words)):
            yield start + len(words[: found.start()].encode()), tell(found)


def _stars(found: re.Match[str]) -> Left:
    inner = found[0].strip("*").strip()
    is_tight = len(inner) + 4 == len(found[0])
    hint = f'write "**{inner}**{" " if is_tight else ""}", with {"a space behind" if is_tight else "no space inside"} its stars.'
    what = "with a sign before them and no space behind" if is_tight else "with a space inside"
    return Left("stars", f"stars {what} make nothing bold, and stay in the text", hint)


def _reference(found: re.Match[str]) -> Left:
    label = found["label"] or found["words"]
    hint = f'write [{found["words"]}](its address), or a line "[{label}]: its address" below the text.'
    return Left("reference", f'no line says what "[{label}]" is, so this is no link', hint)


def _note(found: re.Match[str]) -> Left:
    hint = f'write a line "[^{found["name"]}]: the words" below the text, or take it out.'
    return Left("note", f'no line says what the footnote "[^{found["name"]}]" is', hint)


_INLINE = (("**", _STARS, _stars), ("][", _REFERENCE, _reference), ("[^", _NOTE, _note))
