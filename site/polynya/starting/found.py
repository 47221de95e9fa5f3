"""Looks for Markdown in a folder that is no site yet, and says how it becomes one (build wing)."""

import os
from collections.abc import Iterator
from pathlib import Path
from shlex import quote

from ..reading.walk import NOT_CONTENT, PAGE_SUFFIXES

MOST_FILES = 9999
MOST_FOLDERS = 2000
MOST_NAMED = 4


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


def _move(root: Path, tops: list[str]) -> str:
    if len(tops) == 1 and (root / tops[0]).is_dir():
        return f"mv {quote(tops[0])} content"
    shown = " ".join(map(quote, tops)) if len(tops) <= MOST_NAMED else "*.md"
    return f"mkdir content && mv {shown} content/"


def _markdown_below(root: Path) -> Iterator[str]:
    """Yield the Markdown files below a folder, folder by folder, in order of their names."""
    for number, (folder, names, files) in enumerate(os.walk(root)):
        if number == MOST_FOLDERS:
            return
        names[:] = sorted(name for name in names if not name.startswith(".") and name not in NOT_CONTENT)
        below = os.path.relpath(folder, root)
        for name in sorted(files):
            if name.lower().endswith(PAGE_SUFFIXES) and not name.startswith("."):
                yield name if below == "." else f"{below}/{name}".replace(os.sep, "/")
