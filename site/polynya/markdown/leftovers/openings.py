"""Marks that begin a paragraph, as other programs write tables, lists, comments and headings (build wing)."""

import re
from collections.abc import Callable

from polynya_live.values import NamedTuple
from polynya_live.values.patterns import late


class Left(NamedTuple):
    """What is left of one kind. fact, hint: as of a problem."""

    kind: str
    fact: str
    hint: str


_UNUSUAL = "\u00a0\u2000-\u200b\u202f\u3000\ufeff"
_MARGIN = r"\n[ \t>]*"
_RULE = late(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL = late(r"(?<!\\)\|")
_BULLETS = late(rf"(?P<mark>[•·▪◦‣●○■–—・])[ \t\u00a0\u3000]*(?P<words>[^\n]*[^\s\\]){_MARGIN}(?P=mark)")
_SPACE = late(
    rf"(?P<before>[{_UNUSUAL}]*)(?P<mark>#{{1,6}}|[-*+]|\d{{1,3}}[.)])(?P<space>[{_UNUSUAL}]|[ ])(?P<words>[^\n]*)"
)
_NUMBERED = late(
    r"(?:(?P<pandoc>#\.|\(@[\w-]*\))[ ]\S|(?P<mark>\(1\)|\(a\)|\(i\)|[aAi][.)])[ ]\S[^\n]*[^\s\\]\n[ \t>]*"
    r"(?:\(2\)|\(b\)|\(ii\)|[bB][.)]|ii[.)])[ ]\S)"
)
_COMMENT = late(r"%[ \t]*(?!\w+%)(?P<words>[^\s%\d][^\n]*)")
_CAPTION = late(r":[ \t]+(?P<words>\S[^\n]*)")
_UNCLOSED = late(r":{2,99}[A-Za-z][\w-]*(?:\[[^\[\]\n]*\]\{[^{}\n]*|\[[^\[\]\n]*|\{[^{}\n]*)(?:\n|\Z)")
_BREAK = late(r"\+\+\+[ \t]*(?:\{[^\n]*\}[ \t]*)?\Z")
_BRACES = late(r"\{[ \t]*[.#][\w-][^{}\n]*\}[ \t]*\Z")
_TAGS = late(r"#[^\W\d_][\w/-]*(?:[ \t]+#[^\W\d_][\w/-]*)*[ \t]*\Z")
_TITLE = late(r"(?P<mark>={2,6})[ \t]+(?P<words>[^=\n]+?)[ \t]+(?P=mark)[ \t]*(?:\n|\Z)")
_OF_REST = late(r"\.\.[ ](?P<name>[a-z][\w-]*)::|\.\.[ ]_[\w -]+:")
_LATEX = late(
    r"\\(?:(?P<page>newpage|pagebreak|clearpage|maketitle|tableofcontents|bigskip|noindent)\b|begin\{(?P<what>[a-z]+)\*?\}"
    r"|(?P<other>includegraphics|usepackage|section|subsection|bibliography)\*?[\[{])"
)
_OF_FORMULAS = frozenset(
    ("equation", "align", "gather", "multline", "eqnarray", "displaymath", "math", "aligned", "cases")
)
WRITTEN = "is shown as it is written"


def _table(written: str, _above: str) -> Left | None:
    rows = [row.strip(" \t>") for row in written.strip().split("\n")]
    if len(rows) < 2 or not all(row.startswith("|") for row in rows[:2]):
        return None
    cells = [len(_CELL.findall(row.removeprefix("|").removesuffix("|"))) + 1 for row in rows[:2]]
    if _RULE.fullmatch(rows[1]):
        fact = f"this table {WRITTEN}, for its first row has {cells[0]} cells and the line below it {cells[1]}"
        return Left("table", fact, f"write as the second line: |{'---|' * cells[0]}")
    if rows[0].endswith("|") and cells[0] == cells[1] > 1:
        fact = f"this table {WRITTEN}, for it has no line below its first row"
        return Left("table", fact, f"write as the second line: |{'---|' * cells[0]}")
    if all(row.startswith(("| ", "|\t")) or row == "|" for row in rows):
        fact = "lines that begin with | are no verse here, and run together"
        return Left("verse", fact, 'take each "| " out, and end each line but the last with a "\\".')
    return None


def _bullets(written: str, _above: str) -> Left | None:
    found = _BULLETS.match(written)
    if not found:
        return None
    fact = f'lines that begin with "{found["mark"]}" are no list here, and run together'
    return Left("bullets", fact, f'write "- {found["words"][:60]}".')


def _space(written: str, _above: str) -> Left | None:
    found = _SPACE.match(written)
    if not found or not (found["before"] or found["space"] != " "):
        return None
    what = "heading" if found["mark"].startswith("#") else "list"
    sign = found["before"] or found["space"]
    fact = f"U+{ord(sign[0]):04X} is no usual space, and so this is no {what}"
    return Left("space", fact, f'type it anew: "{found["mark"]} {found["words"].strip()[:60]}".')


def _numbered(written: str, _above: str) -> Left | None:
    found = _NUMBERED.match(written)
    if not found:
        return None
    mark = found["pandoc"] or found["mark"]
    fact = f'"{mark}" starts no list here, and its lines run together'
    return Left("numbers", fact, 'write "1." before each; letters are <ol type="a"> with an <li> for each.')


def _comment(written: str, above: str) -> Left | None:
    found = _COMMENT.match(written)
    if not found:
        return None
    if not above.strip():
        fact = 'lines that begin with "%" are no title block here, and stay in the text'
        return Left("comment", fact, f'write between two lines "---" at the top: "title: {found["words"][:60]}".')
    fact = 'a line that begins with "%" is no comment here, and readers see it'
    return Left("comment", fact, "write <!-- … -->, which no reader sees.")


def _caption(written: str, above: str) -> Left | None:
    found = _CAPTION.match(written)
    if not found:
        return None
    is_below = (above.rstrip().rpartition("\n")[2]).strip(" \t>").endswith("|")
    fact = (
        '": " is no caption of the table above it, and stays in the text' if is_below else '": " stands below no term'
    )
    return Left("caption", fact, f'take the colon out: "{found["words"][:60]}".')


def _plainly(kind: str, pattern: re.Pattern[str], *, fact: str, hint: str) -> Callable[[str, str], Left | None]:
    """Tell the same of all that a pattern finds."""
    return lambda written, _above: Left(kind, fact, hint) if pattern.match(written) else None


def _title(written: str, _above: str) -> Left | None:
    found = _TITLE.match(written)
    hint = f'write "## {found["words"][:60]}".' if found else ""
    return Left("title", f'"{found["mark"]}" makes no heading here, and stays in the text', hint) if found else None


def _rest(written: str, _above: str) -> Left | None:
    found = _OF_REST.match(written)
    if not found:
        return None
    kind = found["name"] or ""
    hint = {
        "code-block": "write a fenced code block: three backticks and the language.",
        "image": "write ![what it shows](picture.png).",
        "figure": "write ![what it shows](picture.png).",
        "note": 'write "> [!NOTE]", and the lines below it after ">", without their indent.',
        "warning": 'write "> [!WARNING]", and the lines below it after ">", without their indent.',
    }.get(kind, "write it as Markdown, or take it out.")
    return Left("rest", f'"{found[0]}" is reStructuredText, and stays in the text', hint)


def _latex(written: str, _above: str) -> Left | None:
    found = _LATEX.match(written)
    if not found:
        return None
    hint = "take it out; what it does in print has no meaning on the web."
    if found["what"] in _OF_FORMULAS:
        hint = 'write a line "$$" above it and one below it, and math: true in the front matter.'
    elif found["what"] or found["other"]:
        hint = "write it as Markdown: | for a table, - for a list, # for a heading, ![what it shows](picture.png)."
    return Left("latex", f'"{found[0]}" is LaTeX, and stays in the text', hint)


def _directive(written: str, above: str) -> Left | None:
    begin = ":" if above.endswith(":") else ""  # which the engine took for a definition's
    if not _UNCLOSED.match(begin + written):
        return None
    fact = "the bracket behind this name does not end on its line, so all of it stays in the text"
    return Left("directive", fact, "close it on the same line, after all that stands in it.")


OPENINGS: tuple[Callable[[str, str], Left | None], ...] = (
    _table, _bullets, _space, _numbered, _comment, _caption, _title, _rest, _latex, _directive,
    _plainly("break", _BREAK, fact='"+++" parts nothing here, and stays in the text', hint="take the line out."),
    _plainly("braces", _BRACES, fact="attributes that stand alone belong to nothing, and stay in the text",
             hint="write them at the end of a heading or paragraph, or behind a link or picture; lists and tables take none."),
    _plainly("tags", _TAGS, fact="words with # before them are no tags and no heading here",
             hint='write tags at the top of the page, "tags: [ice, sea]"; a heading has a space: "# Ice".'),
)  # fmt: skip
"""Each is asked of a paragraph as it is written, and of all that stands above it."""
