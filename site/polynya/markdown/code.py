"""Highlights code blocks with classes only, for the content security policy forbids inline style (build wing)."""

from functools import cache, lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.formatter import Formatter
    from pygments.lexer import Lexer

MOST_HIGHLIGHTED = 50_000
"""Characters of a block; some of the highlighter's expressions are quadratic, and nobody reads further in colour."""


def draw_code(language: str | None, code: str) -> str | None:
    """Draw one code block, or leave it to the engine (None). language: the first word after the fence."""
    if not language:
        return None
    inner = _highlight(language, code) if len(code) <= MOST_HIGHLIGHTED else escape(code, quote=False)
    return f'<pre class="highlight" tabindex="0"><code class="language-{escape(language)}">{inner}</code></pre>\n'


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
