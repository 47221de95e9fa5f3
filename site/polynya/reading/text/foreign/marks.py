"""What other generators write and act on, each with what is written here instead (build wing)."""

import re
from collections.abc import Callable

from polynya_live.values import dataclass
from polynya_live.values.patterns import late

from .hints import (
    KEEP_ONE,
    LINK,
    TOC,
    Told,
    about_attributes,
    about_block,
    about_braces,
    about_fence,
    about_given,
    about_note,
    about_role,
    of_component,
    of_liquid,
    of_shortcode,
)
from .hints import TAKEN_IN as COPY
from .inline import (
    WORDS,
    about_bare_formula,
    about_content_block,
    about_emoji,
    about_latex,
    about_pelican,
    about_plugin,
    about_quoted,
    about_raw,
    about_size,
    about_span,
    about_wide,
    about_wordpress,
)

_START = r"^(?P<before>[ \t>]*(?:[-*+][ \t]+|[0-9]{1,3}[.)][ \t]+)?)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of mark. sign: without it in a text there is none. gates: nor where none of these is open, see
    `gates.is_open`.

    told: the mark and the hint. where: "text" outside code, "html" in raw HTML only, "block" in what tags hold, "fence" at
    the start of a code block, "comment" in one. fact: what follows the mark. weak: only looked for in texts that may have
    others.
    """

    pattern: re.Pattern[str]
    told: Callable[[re.Match[str]], Told]
    sign: str
    gates: tuple[str, ...] = ()
    where: str = "text"
    fact: str = "means nothing here and stays in the text"
    weak: bool = False


def _same(shown: str, hint: str) -> Callable[[re.Match[str]], Told]:
    return lambda _found: (shown, hint)


def _as_written(hint: str) -> Callable[[re.Match[str]], Told]:
    return lambda found: (found[0].strip(), hint)


def _html(shown: str, tag: str) -> Callable[[re.Match[str]], Told]:
    return lambda found: (shown, f"write <{tag}>{found['words']}</{tag}>.")


def _strange_tag(found: re.Match[str]) -> Told:
    name = found["name"]
    return f"<{name}>", f"write it in backticks, `<{name}>`, or with \\ before it, to show it."


LINES = (
    Kind(pattern=late(rf"{_START}(?P<mark>!!!|\?\?\?\+?)[ \t]+(?P<kind>[\w-]+)(?P<more>[ \t]+[\w \t-]+)?"
                      r"(?:[ \t]*\"(?P<title>[^\"\n]*)\")?[ \t]*$", re.MULTILINE), told=about_note, sign="", gates=("!", "?")),
    Kind(pattern=late(r"^(?P<mark>/{3,})[ \t]+(?P<kind>[A-Za-z][\w-]*)(?:[ \t]*\|[ \t]*(?P<title>[^\n]*))?[ \t]*$", re.MULTILINE),
         sign="///", told=about_block, weak=True),
    Kind(pattern=late(r"^(?P<mark>\{\*)[ \t][^\n]{1,300}\*\}", re.MULTILINE), sign="{*", weak=True, told=_same("{* … *}", COPY)),
    Kind(pattern=late(rf"{_START}(?P<mark>===[+!]*[ \t]+\"(?P<title>[^\"\n]+)\")[ \t]*$", re.MULTILINE), sign="===",
         told=lambda found: ('=== "…"', f'write "**{found["title"]}**" on a line of its own, and what is below it without '
                             "its indent; tabs need a script, and so readers see them all.")),
    Kind(pattern=late(rf"{_START}(?P<mark>-{{1,9}}8<-{{1,9}})", re.MULTILINE), sign="8<", told=_same("--8<--", COPY)),
    Kind(pattern=late(rf"{_START}(?P<mark><<<)[ ]?[@./~\w]", re.MULTILINE), sign="<<<", told=_same(
        "<<<", "copy that code here, between two lines of three backticks; no file is taken into another.")),
    Kind(pattern=late(r"^(?P<mark><{7})[ ]\S", re.MULTILINE), sign="<<<<<<< ", told=_same("<<<<<<<", KEEP_ONE),
         fact="begins two versions of these lines that were never merged, and readers see both"),
    Kind(pattern=late(r"(?P<mark><!--[ ]?@include:?)"), sign="@include", where="comment",
         told=_same("<!-- @include -->", COPY), fact="means nothing here, so nothing stands in its place"),
    Kind(pattern=late(r"^(?P<mark>\((?P<label>[\w:.-]+)\)=)[ \t]*$", re.MULTILINE), sign=")=", told=lambda found: (
        "(label)=", f'give the heading below it this id: "## Its words {{#{found["label"]}}}".')),
    Kind(pattern=late(r"^[ \t]*(?P<mark>:{3,}[ ]\w+(?:\.\w+)+)[ \t]*$", re.MULTILINE), sign=":::", told=_same(
        "::: with the name of a module", "write down what it does; nothing is drawn from programs here.")),
    Kind(pattern=late(r"^[ \t]*(?P<mark>\[(?:TOC|toc)\]|\[\[_?TOC_?\]\]|\[\[_toc_\]\]|\{\{TOC\}\}|\$\{toc\}|@\[toc\])[ \t]*$",
                      re.MULTILINE), sign="", told=_as_written(TOC)),
    Kind(pattern=late(r"^(?P<mark>\*\[(?P<word>[^\]\n]+)\]:)[ \t]*(?P<meaning>[^\n]*)", re.MULTILINE), sign="*[",
         told=lambda found: ("*[…]:", f'write <abbr title="{found["meaning"]}">{found["word"]}</abbr> where it stands.')),
    Kind(pattern=late(rf"{_START}(?P<mark>(?P<key>[a-z][\w-]{{0,40}})::)(?:[ ][^\n]*)?$", re.MULTILINE), sign="::",
         told=lambda found: ("key::", f'keys stand at the top of the file, between two lines "---": "{found["key"]}: …".')),
    Kind(pattern=late(rf"{_START}(?P<mark>(?P<bold>\*\*|__)?(?P<key>[A-Za-z][\w-]*(?:[ ][\w-]+){{0,3}})"
                      r"(?(bold)(?:\*\*|__))::)[ ]\S", re.MULTILINE), sign="::",
         told=lambda found: ("key::", f'keys stand at the top of the file, between two lines "---": "{found["key"]}: …".')),
    Kind(pattern=late(r"^[ ]{0,40}(?P<mark>-{2,200}(?:[ ]{1,40}-{2,200})+)[ ]*$(?=\n[^\n]*\S)", re.MULTILINE), sign="--",
         gates=("-",), told=_same("--- ---", "write | between the cells of each row, and a line |---|---| below the first."),
         fact="draws no table here, and its rows are shown as they are written"),
    Kind(pattern=late(rf"{_START}(?P<mark>\#\+(?:BEGIN|begin)_(?P<kind>[A-Za-z]+))", re.MULTILINE), sign="#+", weak=True,
         told=lambda found: ("#+BEGIN_", f'write "{"```" if found["kind"].lower() == "src" else "> [!NOTE]"}" instead.')),
    Kind(pattern=late(r"^(?P<mark>#{2,6})(?=[^\W\d_])(?P<words>[^\n]{1,200})$", re.MULTILINE), sign="##", weak=True,
         told=lambda found: (found["mark"], f'write a space after it: "{found["mark"]} {found["words"].strip()}".'),
         fact="without a space after it starts no heading"),
    Kind(pattern=late(r"^(?P<mark>import)[ \t](?:[\w{*][^\n\"']{0,500}[ \t}]from[ \t]+)?(?P<q>[\"'])[^\"'\n]+(?P=q);?[ \t]*$",
                      re.MULTILINE), sign="import ",
         told=_same('"import"', "take the line out; a component needs no import here.")),
    Kind(pattern=late(r"^(?P<mark>export)[ \t]+(?:(?:const|let|var)[ \t]+[\w{\[][^\n]*="
                      r"|default[ \t]+(?:[({]|(?:function|class|async)\b|\w+;?[ \t]*$)|(?:async[ \t]+)?function\b[^\n]*\()",
                      re.MULTILINE), sign="export ",
         told=_same('"export"', "take it out; no script runs while a page is frozen.")),
    Kind(pattern=late(r"^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(?P<mark>(?:`{3,}|~{3,})[ \t]*\{(?P<name>[A-Za-z][\w:.+-]*)"
                      r"(?:[ ,][^}\n]*)?\})[ \t]*(?P<words>[^\n]*)$", re.MULTILINE), sign="{", gates=("`", "~"), where="fence",
         told=about_fence, fact="is the directive of another generator, and shown as code here"),
    Kind(pattern=late(r"^[ \t>]*(?P<mark>(?:`{3,}|~{3,})[ \t]*(?P<name>mermaid|plantuml|puml|graphviz|d2|goat|flow|sequence"
                      r"|markmap|echarts|wavedrom|vega(?:-lite)?|abc)(?![\w-]))[^\n]*$",
                      re.MULTILINE), sign="", where="fence", told=lambda found: (
             f"```{found['name']}", "export it as SVG, and show that: ![what it shows](diagram.svg)."),
         fact="is shown as code, and no diagram is drawn from it"),
    Kind(pattern=late(r"^[ \t>]*(?P<mark>(?:`{3,}|~{3,})[ \t]*(?P<name>dataview(?:js)?|tasks|query|base|compressed-json"
                      r"|ad-[\w-]+|chart|button|leaflet|tracker|kanban|meta-bind[\w-]*|multi-column|table-of-contents|math)(?![\w-]))"
                      r"[^\n]*$", re.MULTILINE), sign="", where="fence", told=about_plugin,
         fact="is shown as code, and nothing is made of it"),
    Kind(pattern=late(r"(?:^|(?<=\S[ ]))(?P<mark>\^(?P<name>[A-Za-z][\w-]+|[0-9a-f]{6}))[ \t]*$", re.MULTILINE), sign="^",
         told=lambda found: (found["mark"], "take it out; for a link to these words write "
                             f'"{{#{found["name"]}}}" below them, and [words](page.md#{found["name"]}).')),
    Kind(pattern=late(r"^(?P<mark>(?P<path>/[^\s/][^\n\"'()]{0,200}\.(?:md|markdown|txt|csv|png|jpe?g|gif|svg|webp)))"
                      r"(?:[ ](?P<title>\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$", re.MULTILINE), sign="/", weak=True,
         told=about_content_block),
    Kind(pattern=late(r"^[ \t>]*(?P<mark>\+(?:[:=-]{3,}\+)+)[ \t]*$", re.MULTILINE), sign="-+", told=_same(
        "+---+", "write | between the cells of each row, and a line |---|---| below the first."),
         fact="draws no table here, and is shown as it is written"),
    Kind(pattern=late(r"^[ \t>]*(?P<mark>(?:`{3,}|~{3,})[ \t]*\{=(?P<format>\w+)\})[ \t]*$", re.MULTILINE), sign="{=",
         where="fence", told=about_raw, fact="is shown as code here"),
    Kind(pattern=late(r"^[ \t>]*[-*+][ ](?P<mark>\[[/<>?!-]\])[ ]", re.MULTILINE), sign="] ", gates=("[",), told=lambda found: (
        found["mark"], 'write "[ ]" or "[x]"; there are no other boxes.')),
    Kind(pattern=late(r"^ {4,}(?P<mark>:::(?P<name>[a-z][\w+#-]*))[ \t]*$", re.MULTILINE), sign=" :::", where="fence",
         told=lambda found: (found["mark"], "write the code without its indent, between a line "
                             f'"```{found["name"]}" and a line "```".'),
         fact="gives code no language here, and is shown as its first line"),
)  # fmt: skip
"""Those that have a line of their own."""

BRACES = (
    Kind(pattern=late(r"\]\([^()\n]*\)(?P<mark>\{)(?!:)[ \t]*(?P<given>[^{}\n]{1,300})\}"), sign="){", told=about_given,
         fact="behind a link or a picture stays in the text"),
    Kind(pattern=late(r"(?P<mark>\{\{[<%])\s*(?P<name>[A-Za-z][\w./-]*)(?P<rest>[^\n]*?)(?:/?[%>]\}\}|$)", re.MULTILINE),
         sign="{{", told=of_shortcode),
    Kind(pattern=late(r"(?<!\{)(?P<mark>\{%-?[ \t]*(?P<name>(?!end)@?[a-z][\w/-]*))(?P<rest>[^{}\n]{0,500})%\}"), sign="{%",
         told=of_liquid),
    Kind(pattern=late(r"(?<![\w^_}\\{])(?P<mark>\{\{(?![<%])[-~]?[ \t]*(?P<name>[#>]?[$A-Za-z][\w.$-]*))"
                      r"(?P<rest>[^{}\n]{0,300})\}\}"), sign="{{", told=about_braces),
    Kind(pattern=late(r"(?P<mark>\{\{[-~]?[ \t]*(?P<q>[\"'])(?P<path>[^\"'{}\n]{1,300})(?P=q)[ \t]*\|[^{}\n]{0,300}\}\})"),
         sign="{{", told=about_quoted),
    Kind(pattern=late(r"(?P<mark>\{)(?P<expression>[A-Za-z_$][\w$]*(?:\.[\w$]+)+)\}(?!`)"), sign="{", told=lambda found: (
        f"{{{found['expression']}}}", WORDS)),
    Kind(pattern=late(r"(?P<mark>\{(?P<colons>::?)/?)(?P<written>[^{}\n]{0,300})\}"), sign="{:", told=about_attributes),
    Kind(pattern=late(r"(?P<mark>\{/\*)[^\n]{0,500}\*/\}"), sign="{/*", told=_same("{/* … */}", "write <!-- … -->.")),
    Kind(pattern=late(r"(?P<mark>\{\+\+)(?P<words>[^{}\n]{1,300})\+\+\}"), sign="{++", told=_html("{++…++}", "ins")),
    Kind(pattern=late(r"(?P<mark>\{--)(?P<words>[^{}\n]{1,300})--\}"), sign="{--",
         told=lambda found: ("{--…--}", f"write ~~{found['words']}~~.")),
    Kind(pattern=late(r"(?P<mark>\{>>)[^{}]{1,2000}?<<\}"), sign="{>>", told=_same(
        "{>>…<<}", "write <!-- … -->, which no reader sees."), fact="hides nothing here, and readers see what it holds"),
    Kind(pattern=late(r"(?P<mark>\{~~)(?P<old>[^{}\n]{1,300}?)~>(?P<new>[^{}\n]{0,300}?)~~\}"), sign="{~~",
         told=lambda found: ("{~~…~>…~~}", f"write ~~{found['old']}~~ <ins>{found['new']}</ins>.")),
    Kind(pattern=late(r"(?P<mark>\{==)(?P<words>[^{}\n]{1,300})==\}"), sign="{==", told=_html("{==…==}", "mark")),
    Kind(pattern=late(r"(?<![\w\\}$])(?P<mark>\{(?P<role>[a-z][\w:+.-]*)\})`(?P<words>[^`\n]{1,200})`"), sign="}`",
         told=about_role),
    Kind(pattern=late(r"(?<![\w:)\]!\\])(?P<mark>\[(?P<words>[^\[\]\n]{0,200})\]\{(?P<written>(?:[.#]|[a-z-]+=)[^{}\n]{0,200})\})"),
         sign="]{", told=about_span),
)  # fmt: skip
"""Those in braces."""

INLINE = (
    Kind(pattern=late(r"(?<![\w\[\]\\])(?P<mark>\[-?@)[A-Za-z][\w:.+-]*[^\[\]\n]{0,200}\](?![(\[:])"), sign="@",
         gates=("@",), told=_same("[@…]", 'write a footnote: [^1] here, and "[^1]: the source" on a line of its own.')),
    Kind(pattern=late(r"(?<!\\)(?P<mark>\^\[)(?!\^)"), sign="^[", told=_same(
        "^[…]", 'write [^1] here, and "[^1]: the words" on a line of its own.')),
    Kind(pattern=late(r"(?<![=\w\\])(?P<mark>==)(?=[^\s=])(?P<words>[^=\n]{1,300})(?<=\S)==(?![=\w])"), sign="==", gates=("=",),
         told=_html("==…==", "mark")),
    Kind(pattern=late(r"(?<![\^\\])(?P<mark>\^\^)(?=[^\s^\[])(?P<words>[^\^\n]{1,300})(?<=\S)\^\^(?!\^)"), sign="^^",
         told=_html("^^…^^", "ins")),
    Kind(pattern=late(r"(?<=[A-Za-z0-9)])(?P<mark>~)(?P<words>[\w+-]{1,12})~(?![~/])"), sign="~",
         told=_html("~…~", "sub")),
    Kind(pattern=late(r"(?<=[A-Za-z0-9)])(?P<mark>\^)(?P<words>[\w+-]{1,12})\^(?!\^)"), sign="^",
         told=_html("^…^", "sup")),
    Kind(pattern=late(r"(?<![\w+{])(?P<mark>\+\+)(?P<words>[a-z]+(?:[+-][a-z0-9]+)*)\+\+(?![\w+])"), sign="++",
         gates=("+",), told=_html("++…++", "kbd")),
    Kind(pattern=late(r"(?<![\w:/\]{])(?P<mark>:(?P<name>[a-z+][\w+-]{0,40}):)(?![\w/])"), sign=":", gates=(":",),
         told=about_emoji),
    Kind(pattern=late(r"(?<!\]\()(?<!\w)(?P<mark>[\[(](?P<key>[A-Za-z][\w -]{0,40})::)[ ](?P<words>[^\[\]()\n]{0,200}"
                      r"(?:\[\[[^\[\]\n]{1,200}\]\])?)[\])]"), sign=":: ", told=lambda found: (
             "(key:: …)", f"write the words alone: {found['words']}; a key stands at the top of the file.")),
    Kind(pattern=late(r"(?P<mark>(?<![\w@/.\[\\])@(?:fig|tbl|tab|eq|sec|lst|thm)[:-]\w[\w:-]*|\\@ref\()"), sign="@",
         gates=("@", "\\"), told=_same("@fig:…", "link to its id in words: [Figure 1](#fig-map).")),
    Kind(pattern=late(r"(?<=`)(?P<mark>\{[.#=][^{}\n]{1,80}\})"), sign="`{", told=_same(
        "`…`{…}", "take the braces out; code within a line has no language here.")),
    Kind(pattern=late(r"(?<![\\$])(?P<mark>\\(?P<name>[a-z]*cite[a-z]*|(?:eq|auto|c|page)?ref|footnote|label))\*?(?:\[[^\]\n]{0,100}\])?"
                      r"\{[^{}\n]{1,200}\}"), sign="\\", told=about_latex),
    Kind(pattern=late(r"(?<!\\)(?P<mark>\\\()(?P<words>(?!(?:(?!\\\))[^\n]){0,300}?\]\()"
                      r"(?=(?:(?!\\\))[^\n]){0,300}?(?:(?<!\\)[_^]|\\[A-Za-z]{2}))[^\n$]{2,300}?)\\\)"),
         sign="\\(", told=about_bare_formula,
         fact="makes no formula here, and is shown without its backslashes"),
    Kind(pattern=late(r"(?<!\\)(?P<mark>\\\[)(?P<words>(?=[^\[\]]{0,500}?(?:\\[A-Za-z]{2}|(?<!\\)\^|_\{))[^\[\]$]{2,500}?)\\\]"),
         sign="\\[", told=about_bare_formula, fact="makes no formula here, and is shown without its backslashes"),
    Kind(pattern=late(r"!\[(?P<words>[^\[\]\n]{0,300})\]\((?P<to>[^()\s]{1,500})[ ]+"
                      r"(?P<mark>=(?P<width>\d{1,4})?%?(?:x(?P<height>\d{1,4})?)?)[ ]*\)"), sign="](",
         told=about_wide, fact="behind the address of a picture is no size here, and no picture is shown"),
    Kind(pattern=late(r"(?P<mark>\]\()(?P<to>[^()\s]{1,500})[ ]+[“”„«](?P<title>[^()\n“”»]{0,200})[“”»]\)"), sign="](",
         told=lambda found: ("](", f'write ]({found["to"]} "{found["title"]}").'),
         fact="is followed by a title in quotes that are not straight, and so is no link"),
    Kind(pattern=late(r"(?P<mark>\(\([0-9a-f]{4}[0-9a-f-]{0,40}\)\))"), sign="((", weak=True, told=_same("((…))", LINK)),
    Kind(pattern=late(r"(?P<mark>\]\(@/)(?P<path>[^)\s]*)\)"), sign="@/", told=lambda found: (
        "@/", f'write the path of the file from here, or "/{found["path"]}" from content/ on.'),
        fact="is no start of an address here, and so the link leads nowhere"),
    Kind(pattern=late(r"\]\((?P<mark>\{(?P<word>filename|static|attach|category|tag|author|index)\})(?P<path>[^)\s]*)\)"),
         sign="]({", told=about_pelican),
    Kind(pattern=late(r"(?<![\w%\\])(?P<mark>%%)(?=[^%\d])[^%]{1,2000}?(?<!\d)%%(?![\w%])"), sign="%%", told=_same(
        "%%…%%", "write <!-- … -->, which no reader sees."), fact="hides nothing here, and readers see what it holds"),
    Kind(pattern=late(r"(?<![\w\]!\[])(?P<mark>\\?\[(?P<name>caption|gallery|embed|audio|video|playlist|youtube|vimeo"
                      r"|sourcecode|contact-form[\w-]*|code|(?:vc|et_pb|su)_\w+|[a-z][\w-]*(?=[ ][\w-]+=[\"']))"
                      r"(?:[ ][^\[\]\n]*(?:=|://)[^\[\]\n]*\]|\](?=[^\[\]]{0,2000}\[/(?P=name)\])))(?![(\[:])"),
         sign="[", gates=("[",), told=about_wordpress),
    Kind(pattern=late(r"(?P<mark><%)[^\n]{0,500}?%>"), sign="<%", told=_same("<% … %>", WORDS)),
    Kind(pattern=late(r"(?<![!\\])(?P<mark>\[\])\((?P<to>[^()\s]+)\)"), sign="[](", told=lambda found: (
        "[]", f"write its words: [its title]({found['to']})."), fact="is a link without words, and readers see nothing of it"),
    Kind(pattern=late(r"\]\((?P<mark>\[\[)(?P<to>[^\[\]\n|]{1,300})\]\]\)"), sign="]([[", told=lambda found: (
        "](", f"write [[{found['to']}|the words of the link]]."), fact="is followed by a link in a link, and leads nowhere"),
    Kind(pattern=late(r"!\[(?P<words>[^\[\]\n|]*)(?P<mark>\|(?P<size>\d{1,4}(?:x\d{1,4})?))\]\((?P<to>[^()\n]*)\)"), sign="](",
         told=about_size, fact="is no size here, but part of the words of the picture"),
    Kind(pattern=late(r"(?P<mark>\]\()(?P<path>[^()<>{\s\"']+(?:[ ]+[^()<>{\s\"']+)+\.[A-Za-z]{2,5}(?:#[^()\s]*)?)\)"), sign="](",
         fact="is followed by an address with a space in it, and so is no link", told=lambda found: (
             "](", f"write ](<{found['path']}>) or ]({found['path'].replace(' ', '%20')}).")),
)  # fmt: skip
"""Those within a line."""

HTML = (
    Kind(pattern=late(r"(?<![\w\\])(?P<mark><(?P<name>[A-Z]\w*[a-z]\w*(?:\.\w+)*))(?=[\s/>])"), sign="<",
         gates=("<tag",), where="html", told=of_component),
    Kind(pattern=late(r"(?<!\\)(?P<mark><(?P<lost>)(?P<name>[a-z][a-z0-9]*|[A-Z][A-Z0-9]*|(?<=\w<)[A-Z]\w*)[ \t]*/?>)"), sign="<",
         gates=("<tag",), where="html", told=_strange_tag, fact="is no element of HTML, so browsers show nothing of it"),
    Kind(pattern=late(r"(?P<mark><(?P<name>[a-z][a-z0-9]*)\b[^<>\n]{0,300}?\smarkdown(?:=[\"']?(?P<value>\w+)[\"']?)?(?=[\s>]))"),
         sign="markdown", where="html", fact="does not let Markdown into HTML here", told=lambda found: (
             'the attribute "markdown"', f"leave a line empty below <{found['name']}> and one above </{found['name']}>; "
             "what stands between them without an indent is Markdown then.")),
    Kind(pattern=late(r"(?P<mark>\*\*(?=[^\s*])[^*\n]{1,200}\*\*|!?\[[^\[\]\n]{1,200}\]\([^()\s]{1,300}\))"), sign="<", weak=True,
         where="block", told=_same("Markdown among tags", "leave a line empty below the tag above it; what follows without an "
                                   "indent is Markdown then."), fact="is shown as it is written"),
)  # fmt: skip
"""Those in raw HTML."""

KINDS = (*LINES, *BRACES, *INLINE, *HTML)
