"""What to write instead of what other generators have within a line: spans, emoji, short tags, edits (build wing)."""

import re

from .hints import CODE, LINK, TAKEN_IN, TOC, Told
from .words import EMOJI, callout

_ICON = re.compile(r"(?:material|octicons|fontawesome|simple|fa)-")
WORDS = "write the words themselves; nothing in a page is filled in. In backticks it is shown as it is."


def about_pelican(found: re.Match[str]) -> Told:
    """Tell of `{filename}`, `{static}` and `{tag}` of Pelican."""
    word, path = found["word"], found["path"]
    key = {"tag": "tags"}.get(word, word)
    if word == "index":
        hint = "write /, the address of the front page."
    elif word in ("tag", "category", "author"):
        address = f"/{key}/{path.strip('/').lower()}/"
        hint = f"write {address}, which taxonomies: [{key}] in content/site.yaml makes."
    else:
        hint = f"write the path alone: {path or 'other.md'}."
    return f"{{{word}}}", hint


def about_span(found: re.Match[str]) -> Told:
    """Tell of `[words]{.class}` of Pandoc."""
    written, words = found["written"], found["words"]
    classes = " ".join(re.findall(r"\.([\w-]+)", written))
    own = re.search(r"#([\w-]+)", written)
    given = (f' id="{own[1]}"' if own else "") + (f' class="{classes}"' if classes else "")
    return "[…]{…}", f"write <span{given}>{words}</span>."


def about_emoji(found: re.Match[str]) -> Told:
    """Tell of an emoji or an icon by its name, and of a role of reStructuredText, which stands before a backtick."""
    name = found["name"]
    if found.string.startswith("`", found.end()):
        is_link = name in ("ref", "doc", "any", "term", "download")
        return f":{name}:`…`", LINK if is_link else "take it out; what follows in backticks is shown as code."
    if icons := _ICON.match(name):
        return f":{icons[0]}…:", "write a sign that every system has among its emoji, or take it out."
    if sign := EMOJI.get(name):
        return f":{name}:", f"write the sign itself: {sign}", "emoji"
    return f":{name}:", "write the sign itself, which every system has among its emoji, or take it out.", "emoji"


def about_wordpress(found: re.Match[str]) -> Told:
    """Tell of a shortcode of WordPress, `[name key="value"]`."""
    name = found["name"]
    shown = f"[{name}]"
    if name in ("code", "sourcecode"):
        return shown, CODE
    if name in ("caption", "gallery"):
        return shown, 'write :::figure{caption="…"}, ![what it shows](picture.png) below it, and ::: below that.'
    if name.startswith("contact-form"):
        return shown, "declare a form in content/forms/contact.yaml, and write ::form[contact]."
    if name in ("embed", "audio", "video", "playlist", "youtube", "vimeo"):
        return shown, "link to it: [its title](https://…); what other sites send is not let into a page."
    return (
        shown,
        f'take it out, and "[/{name}]" as well where there is one; what stands between them stands on its own.',
    )


def about_quoted(found: re.Match[str]) -> Told:
    """Tell of `{{ "/a.png" | relative_url }}`, an address that Liquid would have completed."""
    path = found["path"]
    return '{{ "…" }}', f"write the address alone: {path}." if "/" in path else f"write the words alone: {path}"


def about_content_block(found: re.Match[str]) -> Told:
    """Tell of a file that has a line of its own, as iA Writer and Marked take it in."""
    path, title = found["path"], (found["title"] or "").strip("\"'()")
    shown = "a path on a line of its own"
    if path.endswith((".md", ".markdown", ".txt")):
        return shown, TAKEN_IN
    if path.endswith(".csv"):
        name = path.rpartition("/")[2].removesuffix(".csv")
        return shown, f'put the file into content/data/, and write ::table{{of="{name}"}}.'
    return shown, f"write ![{title or 'what it shows'}]({path.lstrip('/')})."


def about_raw(found: re.Match[str]) -> Told:
    """Tell of a block that Pandoc hands on as it is, such as ```` ```{=html} ````."""
    is_html = found["format"].startswith("html")
    hint = "take both fences out; HTML stands in a page as it is." if is_html else "take the block out."
    return f"```{{={found['format']}}}", hint


def about_size(found: re.Match[str]) -> Told:
    """Tell of the width that Obsidian has behind the words of a picture."""
    width, _, height = found["size"].partition("x")
    given = f"{{width={width}{f' height={height}' if height else ''}}}"
    return f"|{found['size']}", f"write ![{found['words'] or 'what it shows'}]({found['to']}){given}."


def about_plugin(found: re.Match[str]) -> Told:
    """Tell of a fence that a plugin of Obsidian or a formula has."""
    name = found["name"]
    hint = 'list the pages by links, or by a line ::pages{of="folder"}.'
    if name == "compressed-json":
        hint = "take this file out of content/, and show the drawing: export it as SVG."
    elif name.startswith("ad-"):
        hint = f'write "{callout(name.removeprefix("ad-"))}" instead of the fence, and the lines below it after ">".'
    elif name == "math":
        hint = 'write "$$" instead of both fences, and math: true in the front matter.'
    elif name == "table-of-contents":
        hint = TOC
    elif name in ("chart", "leaflet", "tracker"):
        hint = "export it as a picture, and show that: ![what it shows](chart.svg)."
    elif name in ("button", "kanban", "multi-column") or name.startswith("meta-bind"):
        hint = "take the block out, or write its words as Markdown."
    return f"```{name}", hint


def about_latex(found: re.Match[str]) -> Told:
    """Tell of a command of LaTeX within a line."""
    name = found["name"]
    hint = 'write [^1] here, and "[^1]: the words" on a line of its own.'
    if "cite" in name:
        hint = 'write a footnote: [^1] here, and "[^1]: the source" on a line of its own.'
    elif name == "label":
        hint = 'take it out, and give the heading above it the id: "## Its words {#its-id}".'
    elif name.endswith("ref"):
        hint = "link to its id in words: [Section 2](#its-id)."
    return f"\\{name}{{…}}", hint


def about_bare_formula(found: re.Match[str]) -> Told:
    """Tell of a formula between `\\(` and `\\)`, or between `\\[` and `\\]`."""
    is_inline = found["mark"].endswith("(")
    sign, words = "$" if is_inline else "$$", " ".join(found["words"].split())
    shown = "\\(…\\)" if is_inline else "\\[…\\]"
    return shown, f"write {sign}{words[:60] if len(words) <= 60 else '…'}{sign}, and math: true in the front matter."


def about_wide(found: re.Match[str]) -> Told:
    """Tell of the size that HackMD and others have behind the address of a picture."""
    sizes = " ".join(f"{key}={found[key]}" for key in ("width", "height") if found[key])
    return found[
        "mark"
    ], f"write ![{found['words'] or 'what it shows'}]({found['to']}){f'{{{sizes}}}' if sizes else ''}."
