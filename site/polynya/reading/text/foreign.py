"""Finds what other generators would have acted on and here stays in the text: shortcodes, tags, imports (build wing)."""

import re
from collections.abc import Iterator

from polynya_live.values.patterns import late

from .source import Source

_WAYS = {
    "highlight codeblock code": "write a fenced code block: three backticks and the language.",
    "ref relref link post_url post_link": "link to the Markdown file by its path: [its title](other.md).",
    "figure img image asset_img": "show a picture by its path: ![what it shows](picture.png).",
    "wikilink": "link to the Markdown file by its path: [its title](other.md).",
    "embed": "show a picture by its path: ![what it shows](picture.png); other pages are linked, not taken in.",
    "raw": "take it out; braces need no protection here.",
    "hint alert notice callout admonition": 'write "> [!NOTE]" on a line of its own, and the words below it after ">".',
    "import": "take the line out; a component needs no import here.",
}
_HINTS = {name: hint for names, hint in _WAYS.items() for name in names.split()}
_MARKS = late(
    r"\{\{[<%]\s*(?P<hugo>[A-Za-z][\w./-]*)"
    r"|\{%-?[ \t]*(?P<liquid>(?!end)[a-z]\w*)[^{}\n]{0,500}%\}"
    r"|(?<![\w\\])<(?P<mdx>[A-Z][a-z]\w*(?:\.\w+)*)(?=[\s/>])"
    r"|(?<![\w\[\\!])(?P<embed>!?)\[\[(?P<wiki>(?!(?i:_?toc_?)\])(?=[^\W\d])[^\[\]\n]{1,200})\]\](?![(\[:])"
    r"|^(?P<imported>import)[ \t](?:[\w{*][^\n\"']{0,500}[ \t}]from[ \t]+)?(?P<q>[\"'])[^\"'\n]+(?P=q);?[ \t]*$",
    re.MULTILINE,
)
_TWO_BRACKETS = re.compile(r"\[(?=\[)")
_IMPORT = re.compile(r"\n(?=import )")
_TAG = late(r"<[A-Z][a-z]")
_JSON = late(r'\{\s*"[^"\n]{1,100}"\s*:')
_OWN_CODE = late(r"<!--.{0,5000}?-->|<(code|pre|script|style|textarea|svg)\b.{0,5000}?</\1>", re.DOTALL | re.I)
_HTML = (
    "a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite code "
    "col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font footer form "
    "frame h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map mark "
    "marquee math menu meta meter nav nobr noscript object ol optgroup option output p param picture pre progress q rp rt "
    "ruby s samp script search section select slot small source span strike strong style sub summary sup svg table tbody "
    "td template textarea tfoot th thead time title tr track tt u ul var video wbr"
)
_OF_HTML = frozenset(_HTML.split())


def report_foreign_marks(source: Source, start: int) -> None:
    """Warn of each shortcode, tag or import of another generator in the Markdown from `start` on, the first of each name.

    What stands in code, in comments and in raw HTML that shows code is meant to be read, and never told.
    """
    body = source.text[start:]
    if not start and body.startswith("{") and _JSON.match(body):
        hint = "write front matter as YAML, between two lines of three hyphens."
        source.warn(
            "foreign-shortcode", 0, fact="JSON in braces is no front matter here and stays in the text", hint=hint
        )
    if not may_have_marks(body):
        return
    told: set[str] = set()
    for found in _meant(body):
        shown, name = _shown(found)
        if shown not in told:
            told.add(shown)
            fact = f"{shown} means nothing here and stays in the text"
            source.warn(
                "foreign-shortcode", start + found.start(), fact=fact, hint=_HINTS.get(name) or _usual_hint(name)
            )


def may_have_marks(body: str) -> bool:
    """Whether there could be a mark, by the letters that are quickly found first: `in` is slow at two of them."""
    if "{" in body and (("%" in body and "{%" in body) or ("<" in body and "{{<" in body)):
        return True
    if _TWO_BRACKETS.search(body):
        return True
    if ('"' in body or "'" in body) and (body.startswith("import ") or _IMPORT.search(body)):
        return True
    return "<" in body and _TAG.search(body) is not None


def _meant(body: str) -> Iterator[re.Match[str]]:
    """Yield the marks that are no code."""
    marks = [
        one for one in _MARKS.finditer(body) if (one["mdx"] or "").lower() not in _OF_HTML and not _defined(one, body)
    ]
    if not marks:
        return
    from ...markdown.engine import verbatim_in  # noqa: PLC0415 -- most pages have no such mark

    code, html = verbatim_in(body)
    is_code, is_html = bytearray(len(body)), bytearray(len(body))
    for covered, ranges in (
        (is_code, code),
        (is_html, html),
        (is_code, (one.span() for one in _OWN_CODE.finditer(body))),
    ):
        for begin, end in ranges:
            covered[begin:end] = b"\1" * (end - begin)
    for one in marks:
        is_tag = "." not in (one["mdx"] or ".")  # the engine takes <A.B> for text
        if not is_code[one.start()] and (is_html[one.start()] or not is_tag):
            yield one


def _defined(mark: re.Match[str], body: str) -> bool:
    """Whether `[[words]]` is a link of Markdown in brackets, whose address the text gives elsewhere."""
    return bool(mark["wiki"]) and f"[{mark['wiki']}]:".casefold() in body.casefold()


def _shown(found: re.Match[str]) -> tuple[str, str]:
    """Give a mark as the author is told of it, and its name."""
    if name := found["hugo"]:
        return f"{found[0][:3]} {name}", name
    if name := found["liquid"]:
        return f"{{% {name} %}}", name
    if name := found["mdx"]:
        return f"<{name}>", name.lower()
    if found["wiki"]:
        return found[0], "embed" if found["embed"] else "wikilink"
    return '"import"', "import"


def _usual_hint(name: str) -> str:
    plain = name.replace("/", "-").replace(".", "-").removesuffix("-html")
    return f"write a component, :::{plain} and templates/components/{plain}.html; in backticks it is shown as it is."
