"""Says soon of a text that it has no mark of another generator, which most have not (build wing).

One sign is found far sooner than two in a row, so each expression starts with one, and is asked only where that stands.
"""

import re

from polynya_live.values.patterns import late

from .words import OF_HTML

_SHOWN = (
    "mermaid|plantuml|puml|graphviz|d2|goat|flow|sequence|markmap|echarts|wavedrom|vega|abc|dataview|tasks|query|base|compressed-json|"
    "ad-|chart|button|leaflet|tracker|kanban|meta-bind|multi-column|table-of-contents|math"
)
"""Languages of code that other generators make something of."""
_GATES = {
    sign: re.compile(f"{re.escape(sign)}(?={more})")
    for sign, more in {
        "!": r"!![ \t]",
        "?": r"\?\?",
        "<": r"<<|%|!--[ ]?@include|(?<=8<)-",
        "{": r"[{%:/+=~>]|--|(?<=`\{)[.#]|[a-zA-Z][\w:.+-]*\}|(?<=\]\{)(?:[.#]|[a-z-]+=)|(?<=\)\{)",
        "[": r"\[|[tT][oO][cC]\]|(?<=\*\[)[^\]\n]{1,60}\]:"
        r"|[a-z][\w-]*[ ][\w-]+=[\"']|(?:caption|gallery|embed|audio|video|playlist|code|vc_|et_pb_|su_)"
        r"|(?:youtube|vimeo|sourcecode|contact-form)"
        r"|[/<>?!-]\][ ]|(?<!!\[)\]\(",
        "]": r"(?<=[\dx|]\d\])\(|\([^()<>{\s\"']+[ ][^()<>{\n\"']*\.[A-Za-z]{2,5}[)#]",
        "+": r"[=-]{3,}[=+-]*\+|\+[a-z]+[a-z0-9+-]*\+\+",
        "@": r"/|(?<=\[@)\w|(?<=\[-@)\w|(?:fig|tbl|tab|eq|sec|lst|thm)[:-]\w",
        "-": r"(?<!--)-{1,200}[ ]{1,40}--",
        "”": r"\)",
        "Ã": "[©¨¤¶¼¡³±ª«§®²´¹º»¿¢¥¦¬¯¸]",
        "â": "€[™œ˜“”¦¢]",
        "\\": r"[a-z]{0,10}cite|(?:eq|auto|c|page)?ref\*?[\[{]|footnote\{|label\{|@ref|\([^\n]{2,300}\\\)|\[[^\[\]]{2,500}\\\]",
        "%": r"%[^%\d]",
        ":": r"(?<=    :)::[a-z]|[a-z+][\w+-]{0,40}:(?!\w)|:(?:[ \n]|:[ ][\w.]+\.)",
        "=": r"[\dx%]{1,9}[ ]*\)|=[^\s=]|==[ +!]+\"|(?<=\)=)(?:\s|\Z)",
        "`": rf"[ \t]*\{{|(?<=```)(?:{_SHOWN})",
        "~": rf"[ \t]*\{{|(?<=~~~)(?:{_SHOWN})|[^\s~]{{1,12}}~(?!~)",
        "^": r"[\[^]|[^\s^]{1,12}\^|[\w-]+[ \t]*(?:\n|\Z)",
    }.items()
}
_BEGINS = (
    r"(?:(?:im|ex)port[ ]|///[ ]|\{\*[ ]|#+[^\W\d_]|#\+[A-Za-z]+_|/[^\s/][^\n]{0,200}\.\w{2,4}(?:[ ][\"'(]|\n|\Z))"
)
_LINE, _FIRST = re.compile(rf"\n(?={_BEGINS})"), re.compile(_BEGINS)
LINE_WITHIN = 2_000
"""Characters within which the first line stands that is no Markdown, where there are many: an import of MDX, a snippet."""
_TAG_NAME = re.compile(r"<([A-Za-z][\w.]*)(?=[\s/>])")
_IN_MARKDOWN = re.compile(
    r"<[a-z](?:[^<>\n]{0,300}\smarkdown\b|[^<>\n]{0,300}>\n(?:[^<\n]{1,300}\n)?[^<\n]{0,300}(?:\*\*|\]\())"
)
OF_NOTION = late(r" [0-9a-f]{32}\.\w+\Z")
PROPERTIES = late(r"\s*# [^\n]+\n\n(?P<first>(?:[A-Z][^\n:]{0,60}: \S[^\n]*\n)+)(?:\n|\Z)")
"""The path of a page that Notion wrote, and the columns of its table below its title."""
METADATA = re.compile(
    r"\s*(?:title|date|author|authors|category|categories|tags|slug|status|layout|summary|permalink)[ \t]?:[ \t]*"
    r"\S(?![^\n]*\n[=-]{2,}[ \t]*(?:\n|\Z))",
    re.I,
)

FENCED = late(
    r"(?:[ \t]*\n)*(?P<fence>[ \t]*(?:-{2,9}|[—–−]{1,3}|_{3}|={3,9}|~{3}))[ \t]*\n"
    r"(?:title|description|date|author|authors|draft|categories|category|tags|slug|layout):[ \t]*\S",
    re.I,
)
"""A line that nearly opens front matter, and a key below it."""


def may_have_marks(body: str) -> bool:
    """Whether there could be a mark."""
    for sign, more in _GATES.items():
        if sign in body and more.search(body):
            return True
    if "<" in body and (is_open("<tag", body) or _IN_MARKDOWN.search(body)):
        return True
    return _FIRST.match(body) is not None or _LINE.search(body, 0, LINE_WITHIN) is not None


def is_open(gate: str, body: str) -> bool:
    """Whether behind a sign there is something that may be a mark; for "<tag" whether a tag is none of HTML."""
    if gate == "<tag":
        return not OF_HTML.issuperset(_TAG_NAME.findall(body))
    return _GATES[gate].search(body) is not None


def may_have_formulas(body: str) -> bool:
    """Whether there could be a formula that nobody takes for a sum of money."""
    return "$" in body and ("$$" in body or "\\" in body)
