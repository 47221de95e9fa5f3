"""Highlights code blocks with classes only, for the content security policy forbids inline style (build wing).

What stands behind the language, as in ```` ```python {title="app.py" hl="2-4" numbers} ````, is read here too, and so is
```` ```python title="app.py" {2-4} ````, as Docusaurus, Astro and others write it. The engine
hands over the first word only, so the spaces of that line are hidden from it.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

from polynya_live.values.patterns import late

from .attributes import read_attributes

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer

MOST_HIGHLIGHTED = 50_000
"""Characters of a block; some of the highlighter's expressions are quadratic, and nobody reads further in colour."""

HIDDEN_SPACE = "\ue020"
_FENCE = late(
    r"^(?P<fence>[ \t>]*(?:[-*+] +)?(?:`{3,}|~{3,})[ \t]*[\w+#.-]*)"
    r"(?P<rest>[ \t]*\{[^`\n{}]*\}|[ \t]+(?:[^`\n]*[ \t])?title=[\"'][^`\n]*)[ \t]*$",
    re.MULTILINE,
)
_BARE = late(r"([^\s{]*)\s+(.*\btitle=[\"'].*)")
_TITLE = late(r"""\btitle=(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""")
_MARKED = late(r"\{([\d,\s-]+)\}")
_NUMBERS = late(r"\b(?:showLineNumbers|numbers|linenums)\b")
_RANGE = late(r"(\d{1,5})(?:-(\d{1,5}))?\Z")
_MOST_LINES = 5_000


def may_have_options(body: str) -> bool:
    """Say whether a fence could have something in braces, or a title, behind its language."""
    for sign in "`~":
        fence, first = sign * 3, body.find(sign)  # one sign is found far sooner than three
        at = body.find(fence, first) if first >= 0 else -1
        while at >= 0:
            end = body.find("\n", at)
            line = body[at:end] if end >= 0 else body[at:]
            if end < 0 or "{" in line or "title=" in line:
                return "{" in line or "title=" in line
            at = body.find(fence, end)
    return False


def hide_spaces(body: str) -> str:
    """Make one word of each fence's language and attributes."""
    return _FENCE.sub(lambda found: found["fence"] + found["rest"].replace(" ", HIDDEN_SPACE), body)


def show_spaces(html: str) -> str:
    """Bring hidden spaces back, where a line looked like a fence and was none."""
    return html.replace(HIDDEN_SPACE, " ")


def draw_code(language: str | None, code: str) -> str | None:
    """Draw one code block, or leave it to the engine (None). language: the first word after the fence."""
    if not language:
        return None
    if "{" in language or HIDDEN_SPACE in language:
        return _draw_with(language.replace(HIDDEN_SPACE, " ").strip(), show_spaces(code))
    language = _named(language)
    inner = _highlight(language, code) if len(code) <= MOST_HIGHLIGHTED else escape(code, quote=False)
    return f'<pre class="highlight" tabindex="0"><code class="language-{escape(language)}">{inner}</code></pre>\n'


def _named(language: str) -> str:
    """Take off what other generators write behind a comma or a colon: `rust,linenos`, `js:line-numbers`."""
    return re.split("[,:]", language, maxsplit=1)[0] or language if "," in language or ":" in language else language


def _draw_with(written: str, code: str) -> str:
    language, _, rest = written.partition("{")
    bare = None if written.endswith("}") and "title=" not in language else _BARE.fullmatch(written)
    language = _named(bare[1] if bare else language.strip())
    options = _bare_options(bare[2]) if bare else _options(rest.removesuffix("}"))
    inner = _highlight(language, code) if language and len(code) <= MOST_HIGHLIGHTED else escape(code, quote=False)
    first = _number(options.get("start", ""))
    if ("numbers" in options or "hl" in options) and code.count("\n") <= _MOST_LINES:
        inner = _lines(inner, _ranges(options.get("hl", "")), first if "numbers" in options else None)
    shown = f' class="language-{escape(language)}"' if language else ""
    drawn = f'<pre class="highlight" tabindex="0"><code{shown}>{inner}</code></pre>\n'
    title = options.get("title", "")
    return f'<figure class="listing"><figcaption>{escape(title)}</figcaption>\n{drawn}</figure>\n' if title else drawn


def _bare_options(rest: str) -> Mapping[str, str]:
    """Read a title without braces, and the lines to mark beside it."""
    title, lines = _TITLE.search(rest), _MARKED.search(rest)
    options = {"title": title["double"] or title["single"] or ""} if title else {}
    options |= {"hl": lines[1]} if lines else {}
    return options | ({"numbers": ""} if _NUMBERS.search(rest) else {})


def _options(rest: str) -> Mapping[str, str]:
    """Read the attributes; numbers alone, as in {1,3-5}, are lines to highlight, which other generators write so."""
    if re.fullmatch(r"[\d,\s-]+", rest):
        return {"hl": rest}
    return read_attributes(rest) or {}


def _lines(inner: str, marked: set[int], first: int | None) -> str:
    """Give each line a box of its own; a token that runs over several lines is closed and opened again."""
    lines = inner.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    drawn: list[str] = []
    unclosed = ""
    for number, line in enumerate(lines, start=1):
        whole = unclosed + line
        opened = re.findall(r"<span[^<>]*>|</span>", whole)
        still: list[str] = []
        for tag in opened:
            still = still[:-1] if tag == "</span>" else [*still, tag]
        unclosed = "".join(still)
        mark = " marked" if number in marked else ""
        counted = (
            f'<span class="line-number" aria-hidden="true">{number - 1 + first}</span>' if first is not None else ""
        )
        drawn.append(f'<span class="line{mark}">{counted}{whole}{"</span>" * len(still)}\n</span>')
    return "".join(drawn)


def _ranges(written: str) -> set[int]:
    """Read "2-4,7": the lines 2, 3, 4 and 7."""
    lines: set[int] = set()
    for part in re.split(r"[,\s]+", written):
        found = _RANGE.match(part)
        if found:
            lines.update(range(int(found[1]), min(int(found[2] or found[1]), _MOST_LINES) + 1))
    return lines


def _number(written: str) -> int:
    return int(written) if written.isdecimal() and len(written) < 7 else 1


@lru_cache(maxsize=4096)
def _highlight(language: str, code: str) -> str:
    # Imported late: a site without code blocks never pays for it.
    from pygments import highlight  # noqa: PLC0415

    lexer, formatter = _tools(language)
    return escape(code, quote=False) if lexer is None else highlight(code, lexer, formatter)


@cache
def _tools(language: str) -> "tuple[Lexer | None, Formatter[str]]":
    from pygments.formatters import HtmlFormatter  # noqa: PLC0415
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        return get_lexer_by_name(language, stripnl=False), HtmlFormatter(nowrap=True)
    except ClassNotFound:
        return None, HtmlFormatter()
