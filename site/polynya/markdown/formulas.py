"""Formulas as MathML, made at freeze time: readers need no script for them (build wing)."""

import re
from functools import lru_cache
from html import escape, unescape

from polynya_live.values.patterns import late

from .faults import Fault, Tell, place_in
from .finishing.tags import box_of

LONGEST = 5_000
"""Characters of a formula; the converter is recursive."""

_FORMULA = late(r'<span class="math math-(inline|display)">([^<>]*)</span>(\d?)')
_MATHML = "{http://www.w3.org/1998/Math/MathML}m"
_FORBIDDEN = frozenset(("href", "style"))
_ESCAPED = late(r"\\.", re.DOTALL)
_UNKNOWN = late(r"<mi>\\[A-Za-z]")
_ALONE = late(r"<p>((?:<math [^<>]*display=\"block\"[^<>]*>(?:(?!</math>).)*</math>\s*)+)</p>", re.DOTALL)


def draw_formulas(html: str, body: str, fault: Tell, *, label: str = "Formula") -> str:
    """Turn each formula that the engine marked into MathML. A sum of money such as $20-$30 is none.

    label: names the box of one that stands alone, which may be wider than a phone and then scrolls.
    """
    searched = 0

    def draw(found: re.Match[str]) -> str:
        nonlocal searched
        display, formula = found[1] == "display", unescape(found[2])
        if not display and found[3]:
            return f"${found[2]}${found[3]}"
        formula = formula.strip()
        searched = max(searched, body.find(formula, searched))
        math = to_mathml(formula, display=display)
        if math is not None:
            return f"{math}{found[3]}"
        line, column, source = place_in(body, formula, searched)
        hint = "check its braces and commands; a dollar sign that is none of a formula is written \\$."
        fact = f'the formula "{_short(formula)}" cannot be read'
        fault(Fault(rule="formula", fact=fact, hint=hint, line=line, column=column, source=source))
        return f"<code>{found[2]}</code>{found[3]}"

    box = box_of(label)
    return _ALONE.sub(lambda found: f"{box}{found[1]}</div>", _FORMULA.sub(draw, html))


@lru_cache(maxsize=4096)
def to_mathml(formula: str, *, display: bool) -> str | None:
    """Convert LaTeX to MathML; None when it is no LaTeX that can be read."""
    # Imported late: a site without formulas never pays for it.
    from latex2mathml.converter import convert  # noqa: PLC0415

    if not formula or len(formula) > LONGEST:
        return None
    try:
        math: str = convert(formula, display="block" if display else "inline")
    except Exception:  # the converter raises whatever it stumbles over, from its own errors to IndexError
        return None
    if not _is_sound(formula, math):
        return None
    known = f'<annotation encoding="application/x-tex">{escape(formula, quote=False)}</annotation>'
    inner, _, end = math.rpartition("</math>")
    head, _, row = inner.partition(">")
    return f"{head}><semantics>{row}{known}</semantics></math>{end}"


def _is_sound(formula: str, math: str) -> bool:
    """Whether the converter understood all of it, and made nothing but MathML of it."""
    from xml.etree import ElementTree as ET  # noqa: PLC0415 -- as above

    braces = _ESCAPED.sub("", formula)
    if braces.count("{") != braces.count("}") or _UNKNOWN.search(math):
        return False
    try:
        whole = ET.fromstring(math)  # noqa: S314 -- made by the converter just now, and without a DTD
    except ET.ParseError:
        return False
    return all(one.tag.startswith(_MATHML) and _FORBIDDEN.isdisjoint(one.keys()) for one in whole.iter())


def _short(formula: str) -> str:
    words = " ".join(formula.split())
    return words if len(words) <= 40 else f"{words[:40]}…"
