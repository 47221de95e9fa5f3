"""Looks for what may be pages in a folder that is no site yet, and says how it becomes one (build wing)."""

import os
from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import Path, PurePath
from shlex import quote

from ..places import Places
from ..reading.walk import NOT_CONTENT, PAGE_SUFFIXES, YAML_SUFFIXES

MOST_FILES = 9999
MOST_FOLDERS = 2000
MOST_NAMED = 4
_SHOWN = ("image/", "audio/", "video/", "font/")


def why_no_content(places: Places) -> tuple[str, str]:
    """Say that a site has no page, and how it gets one: a fact and a hint."""
    if not places.content.is_dir():
        found, hint = what_to_move(places.root)
        fact = f"there is no folder content/ here{', but ' if found else ''}{found}"
        return fact, hint or "make a folder content/ and put a Markdown file in it."
    fact, hint = "content/ holds no page", "write content/index.md; one line of text is enough."
    if found := _no_page(places.content):
        return f"{fact}, but {found}", f"pages end in .md: rename those that hold Markdown, or {hint}"
    return fact, hint


def what_to_move(root: Path) -> tuple[str, str]:
    """Say how much Markdown lies below `root`, and what to do: a fact and a hint; "" and "" when there is none.

    Looks into 2,000 folders at most.
    """
    count, tops = 0, dict[str, None]()
    for path in _markdown_below(root):
        count += 1
        tops[path.partition("/")[0]] = None
        if count > MOST_FILES:
            break
    if not count:
        return "", ""
    files = f"{count if count <= MOST_FILES else f'more than {MOST_FILES}'} Markdown file{'' if count == 1 else 's'}"
    there = "" if root.resolve() == Path.cwd() else f"cd {quote(str(root))} && "
    move = f"put what lies here into content/: {there}{_move(root, list(tops))}"
    return files, f"{move}; or start a site elsewhere, freeze init my-site, and copy it into my-site/content/."


def _no_page(content: Path) -> str:
    """Say how many files that end alike and may be texts lie below content/, and name one; "" when there are none."""
    endings: dict[str, list[str]] = {}
    for path in _files_below(content):
        ending = PurePath(path).suffix.lower()
        if ending not in ("", *YAML_SUFFIXES) and not (guess_type(path)[0] or "").startswith(_SHOWN):
            endings.setdefault(ending, []).append(path)
    ending, those = max(endings.items(), key=lambda one: len(one[1]), default=("", []))
    if not those:
        return ""
    return f"{len(those)} that end{'s' if len(those) == 1 else ''} in {ending}, such as content/{those[0]}"


def _move(root: Path, tops: list[str]) -> str:
    if len(tops) == 1 and (root / tops[0]).is_dir():
        return f"mv {quote(tops[0])} content"
    shown = " ".join(map(quote, tops)) if len(tops) <= MOST_NAMED else "*.md"
    return f"mkdir content && mv {shown} content/"


def _markdown_below(root: Path) -> Iterator[str]:
    return (path for path in _files_below(root) if path.lower().endswith(PAGE_SUFFIXES))


def _files_below(root: Path) -> Iterator[str]:
    """Yield the files below a folder that are not hidden, folder by folder, in order of their names."""
    for number, (folder, names, files) in enumerate(os.walk(root)):
        if number == MOST_FOLDERS:
            return
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in NOT_CONTENT)
        below = os.path.relpath(folder, root)
        for name in sorted(files):
            if not name.startswith("."):
                yield name if below == "." else f"{below}/{name}".replace(os.sep, "/")
