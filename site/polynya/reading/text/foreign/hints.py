"""What to write instead of the marks of other generators: the exact line where the mark says enough for one (build wing)."""

import re

from .words import GITHUB_NOTES, NOTES, callout

CODE = "write a fenced code block: three backticks and the language."
LINK = "link to the Markdown file by its path: [its title](other.md)."
PICTURE = "show a picture by its path: ![what it shows](picture.png)."
TOC = "write [[toc]] on a line of its own."
_LOGIC = 'take it out; what is computed belongs into a template, and ::pages{of="posts"} lists pages.'
_TABS = "give what each of them holds a heading or a **bold** line; tabs need a script, and so readers see them all."
_WAYS = {
    "highlight codeblock code": CODE,
    "ref relref link post_url post_link": LINK,
    "figure img image asset_img": PICTURE,
    "embed": "show a picture by its path: ![what it shows](picture.png); other pages are linked, not taken in.",
    "raw": "take it out; braces need no protection here.",
    "hint alert notice callout admonition aside note tip warning": 'write "> [!NOTE]" on a line of its own, and the words below '
    'it after ">".',
    "for if unless else elsif elif case when assign capture set unset increment cycle block macro extends query": _LOGIC,
    "param var meta env": "write the words themselves; nothing in a page is filled in.",
    "comment": "write <!-- … -->, which no reader sees.",
    "tabs tab tabitem tabpanel tabbed codegroup code-group tabset": _TABS,
    "youtube vimeo video tweet x gist instagram bilibili": "link to it: [its title](https://…); what other sites send is not let "
    "into a page.",
    "details accordion accordiongroup expand collapse spoiler toggle": 'write :::details{summary="Its title"}, and ::: below '
    "what is in it.",
    "card": 'write :::card{title="Its title"}, and ::: below what is in it.',
    "cardgrid cards cardgroup columns column grid": "take it out; what it holds stands on its own, such as "
    ':::card{title="Its title"} with ::: below it.',
    "steps step stepper": "write a numbered list, 1. and 2., or a heading for each.",
    "toc tableofcontents": TOC,
    "math katex latex mathjax": "write the formula between two dollar signs, and math: true in the front matter.",
    "mermaid plantuml graphviz": "export it as SVG, and show that: ![what it shows](diagram.svg).",
    "file content-ref download button linkcard": "link to it: [its title](its-name.pdf).",
}
_HINTS = {name: hint for names, hint in _WAYS.items() for name in names.split()}
_QUOTED = re.compile(r"[\"']([^\"'\n]+)[\"']|(\S+)")
_SOURCE = re.compile(r"(?:src|path|url)=[\"']?([^\"'\s>]+)")
_ADDRESS = re.compile(r"(?:src|url|href|link)=[\"']?([^\"'\s>]+)|(https?://[^\s\"'%]+)")
_TITLE = re.compile(r"(?:title|caption|alt)=[\"']([^\"'\n]+)[\"']")
_PROGRAMS = "r python julia bash sh sql ojs js rust ruby dot mermaid code-cell jupyter-execute"
_RUN = frozenset(_PROGRAMS.split())
_CODE_OF = frozenset(("code-block", "code", "sourcecode", "highlight", "prompt", "parsed-literal"))
KEEP_ONE = "keep what is right, and take out the lines that begin with <<<<<<<, ======= and >>>>>>>."
"""What to do with two versions of some lines that git left in a file."""
TAKEN_IN = "copy the text of that file here; no file is taken into another."
_FENCES = {
    "include": TAKEN_IN,
    "literalinclude": TAKEN_IN,
    "math": 'write "$$" instead of both fences, and math: true in the front matter.',
    "toctree": 'list the pages with links, or with ::pages{of="folder"}.',
    "tableofcontents": 'list the pages with links, or with ::pages{of="folder"}.',
    "contents": TOC,
}
_ROLES = {
    **dict.fromkeys(("ref", "numref", "eq", "any", "term"), "link to its heading: [its words](page.md#its-id)."),
    **dict.fromkeys(("doc", "download"), "link to the file by its path: [its title](other.md)."),
    **dict.fromkeys(
        ("cite", "cite:p", "cite:t", "footcite"), 'write a footnote: [^1] here, and "[^1]: the source" below.'
    ),
    "math": "write the formula between two dollar signs, and math: true in the front matter.",
}
_AS_TAGS = {
    "kbd": "kbd",
    "sub": "sub",
    "sup": "sup",
    "subscript": "sub",
    "superscript": "sup",
    "abbr": "abbr",
    "del": "del",
}
_ATTRIBUTES = re.compile(
    r"(?:[.#][\w-]+|[a-z]+=(?:\"[^\"]*\"|[\w%-]+))(?:[ \t]+(?:[.#][\w-]+|[a-z]+=(?:\"[^\"]*\"|[\w%-]+)))*"
)
_SIZES = re.compile(r"(height|width) (\d+)(?:, :(height|width) (\d+))?")
Told = tuple[str, str] | tuple[str, str, str]
"""A mark as the author is told of it, and the hint; then what it is one of many of, told as one: see `Problem.alike`."""


def about_note(found: re.Match[str]) -> Told:
    """Tell of `!!! note "Title"` and of `???`, which is folded."""
    kind, title = found["kind"].lower(), (found["title"] or "").strip()
    fold = {"???": "-", "???+": "+"}.get(found["mark"], "")
    first = callout(kind, title, fold)
    return f"{found['mark']} {kind}", f'write "{first}", and the lines below it after ">", without their indent.'


def about_block(found: re.Match[str]) -> Told:
    """Tell of `/// note | Title`, which ends with `///`."""
    kind, title = found["kind"].lower(), (found["title"] or "").strip()
    if kind in ("tab", "html", "define"):
        return f"/// {kind}", _by_name(kind)
    colons = f":::{kind}{' ' if title else ''}{title}" if kind in (*GITHUB_NOTES, "details") else ""
    instead = (
        f'"{colons}" instead, and ":::" instead of "///" at its end'
        if colons
        else (f'"{callout(kind, title)}" instead, and the lines below it after ">", without "///" at their end')
    )
    return f"/// {kind}", f"write {instead}."


def of_shortcode(found: re.Match[str]) -> Told:
    """Tell of `{{< name … >}}` and `{{% name … %}}`."""
    name, rest = found["name"], found["rest"].strip()
    return f"{found['mark']} {name}", _with_words(name, rest) or _by_name(name)


def of_liquid(found: re.Match[str]) -> Told:
    """Tell of `{% name … %}`."""
    name, rest = found["name"], found["rest"].strip()
    if name in ("include", "include_relative", "include_cached", "render", "partial") and (file := _first(rest)):
        return f"{{% {name} %}}", _picture_of(file, rest) or _of_file(file) or of_name(re.sub(r"\.\w+$", "", file))
    return f"{{% {name} %}}", _with_words(name, rest) or _by_name(name.lstrip("@").partition("/")[0])


def _with_words(name: str, rest: str) -> str:
    """Write the exact line, where what follows the name says enough for it; "" otherwise."""
    if name in ("ref", "relref", "link", "post_url") and (file := _first(rest)):
        path, sign, spot = re.sub(r"^_(?=posts/)", "", file).partition("#")
        path = path if path.endswith((".md", ".markdown", ".html")) or not path else f"{path}.md"
        return f"link to the Markdown file by its path: [its title]({path}{sign}{spot})."
    if name in ("embed", "file", "content-ref", "button", "linkcard") and (address := _ADDRESS.search(rest)):
        return f"link to it: [its title]({address[1] or address[2]})."
    if name in ("figure", "img", "image") and (picture := _picture_of(name, rest)):
        return picture
    if name == "include":
        return _of_file(_first(rest))
    return _callout_of(name, rest)


def _callout_of(name: str, rest: str) -> str:
    if name in ("notice", "alert", "callout", "admonition"):
        kind = next((word for word in re.findall(r"[a-z]+", rest) if word in NOTES), "")
        return f'write "{callout(kind)}" on a line of its own, and the words below it after ">".' if kind else ""
    if name == "hint" and (style := re.search(r"style=[\"']?(\w+)", rest)):
        kind = {"info": "note", "success": "tip", "danger": "caution"}.get(style[1], style[1])
        return f'write "{callout(kind)}" on a line of its own, and the words below it after ">".'
    return ""


def _picture_of(name: str, rest: str) -> str:
    """Write the picture that a tag of this name shows; "" when it says of none where it is."""
    source, title = _SOURCE.search(rest), _TITLE.search(rest)
    is_one = source and re.search("fig|im(?:g|age)|pic|photo", name)
    return f"write ![{title[1] if title else 'what it shows'}]({source[1]})." if source and is_one else ""


def _of_file(file: str) -> str:
    return TAKEN_IN if re.search(r"\.(?:md|mdx|qmd|markdown|txt)$|\.\./", file) else ""


def _first(rest: str) -> str:
    found = _QUOTED.match(rest)
    return (found[1] or found[2]) if found else ""


def of_component(found: re.Match[str]) -> Told:
    """Tell of a component of MDX or Vue, `<Name …>`."""
    name = found["name"]
    return f"<{name}>", of_name(name.lower()) if name == "Highlight" else _by_name(name.lower())


def _by_name(name: str) -> str:
    return _HINTS.get(name) or of_name(name)


def of_name(name: str) -> str:
    """Say how a component of the author's own is written."""
    plain = name.replace("/", "-").replace(".", "-").removesuffix("-html")
    return f"write a component, :::{plain} and templates/components/{plain}.html; in backticks it is shown as it is."


def about_braces(found: re.Match[str]) -> Told:
    """Tell of `{{ name }}`, which templates of other generators fill."""
    name, rest = found["name"], found["rest"].strip()
    shown = f"{{{{ {name} }}}}"
    if name.lower() in ("toc", "_toc_"):
        return shown, TOC
    if name.startswith(("#include", "#playground", "#rustdoc_include", "#tabs", "embed", "#title")):
        return shown, "copy the text in here, or link to it; no file is taken into another."
    if rest.startswith("(") or (rest and rest[0] not in "|}" and name.lower() in _HINTS):
        return shown, _by_name(name.lower())
    if name.endswith(("baseurl", "base_url", "site.url")) or "_url" in rest:
        return shown, "take it out, and write the address from the front page on, such as /about/."
    return shown, "write the words themselves; nothing in a page is filled in. In backticks it is shown as it is."


def about_attributes(found: re.Match[str]) -> Told:
    """Tell of `{: .class #id}` as kramdown and Python-Markdown write it, and of `{::options}`."""
    written = found["written"].strip()
    if found["colons"] == "::" or found["mark"].endswith("/"):
        return f"{found['mark']}{written.split(' ')[0]}}}", "take it out; <!-- … --> is what no reader sees."
    if written.lower() == "toc":
        return "{:toc}", "write [[toc]] instead of this line and of the list above it."
    if "style=" in written:
        hint = 'write a class instead, "{.its-name}", and what it looks like into a style sheet in static/css/.'
    elif sizes := _SIZES.fullmatch(written):
        hint = f'write "{{{sizes[1]}={sizes[2]}{f" {sizes[3]}={sizes[4]}" if sizes[3] else ""}}}".'
    elif _ATTRIBUTES.fullmatch(written):
        below = found.string[max(0, found.string.rfind("\n", 0, max(0, found.start() - 1))) : found.start()].strip()
        is_line = found.start() == 0 or found.string[found.start() - 1] == "\n"
        where = ", at the end of the heading" if is_line and below.startswith("#") else ""
        hint = f'write "{{{written}}}"{where}, without the colon.'
    else:
        hint = 'attributes are written {.class #id key="value"}, without a colon.'
    return "{: …}", hint


def about_given(found: re.Match[str]) -> Told:
    """Tell of attributes that may not be set."""
    from ....markdown.attributes import ALLOWED  # noqa: PLC0415 -- most pages have no such mark

    strange, there_may_be = strange_in(found["given"]), f"there may be: {', '.join(sorted(ALLOWED))}."
    if not strange.isidentifier() and "-" not in strange:
        return (
            "{…}",
            f'write it as {{#id .class key="value"}}, with letters, digits, - and _ in id and class; {there_may_be}',
        )
    return "{…}", f"take {strange} out; {there_may_be}"


def strange_in(given: str) -> str:
    """Find the first attribute that may not be set on links and pictures; "" for none, "what stands there" for no attributes."""
    from ....markdown.attributes import ALLOWED, read_attributes  # noqa: PLC0415 -- as above

    found = read_attributes(given)
    return "what stands there" if found is None else next((key for key in found if key not in ALLOWED), "")


def about_fence(found: re.Match[str]) -> Told:
    """Tell of a directive in a fence, as MyST writes it, and of code that R Markdown runs."""
    name, words = found["name"], found["words"].strip()
    return f"```{{{name}}}", _instead_of_fence(name, name.lower().rpartition(":")[2], words)


def _instead_of_fence(name: str, plain: str, words: str) -> str:
    if plain in NOTES:
        return f'write "{callout(plain, words)}" instead of the fence, and the lines below it after ">".'
    if plain in _RUN:
        language = words if plain == "code-cell" and words else name
        return f'write "```{language}"; it is shown and not run, so put what it gives below it.'
    if plain in _CODE_OF:
        return f'write "```{words or "text"}".'
    if plain in ("figure", "image") and words:
        return f"write ![what it shows]({words}) instead of the fence."
    return _FENCES.get(plain) or of_name(plain)


def about_role(found: re.Match[str]) -> Told:
    """Tell of a role of MyST, `` {ref}`words` ``."""
    role, words = found["role"], found["words"]
    if tag := _AS_TAGS.get(role):
        return f"{{{role}}}", f"write <{tag}>{words}</{tag}>."
    return f"{{{role}}}", _ROLES.get(role, "take it out; what follows in backticks is shown as code.")
