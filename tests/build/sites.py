"""Small sites to freeze, and a demo bookshop of three pages."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from polynya.freeze import freeze_site
from polynya.places import store_address
from polynya.problems import Problem, ProblemsFound, format_problem
from polynya_live.store import Store, open_store
from polynya_live.submissions import State, Submission

NOW = 1_795_000_000_000  # 18 November 2026, noon or so

REVIEW = """\
title: Write a review
thread: books
fields:
  - {name: author, label: Your name, type: text, required: true, max: 60}
  - {name: rating, label: Rating, type: rating, required: true, min: 1, max: 5}
  - {name: text, label: Your review, type: textarea, required: true, max: 2000}
submit: Post review
thanks: Thank you for your review, {author}.
moderation: before
show: [author, rating, text]
"""
BOOKS = "title: Books\nurl: /books/{slug}/\nforms: [review]\nfields:\n  author: {type: text}\n"
SHOP = {
    "content/site.yaml": "title: Floe Books\nurl: https://floe.example\n",
    "content/index.md": "---\ntitle: Floe Books\n---\nSee [Dune](books/dune.md).\n",
    "content/books/_collection.yaml": BOOKS,
    "content/books/dune.md": "---\ntitle: Dune\nauthor: Marit Solheim\n---\nSand.\n",
    "content/forms/review.yaml": REVIEW,
}


def write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `root`, which is returned."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def a_site(root: Path, **pages: str) -> Path:
    """Make a site of Markdown pages, given as name=body."""
    return write(root, {f"content/{name}.md": body for name, body in pages.items()})


def frozen(root: Path, path: str) -> str:
    """Read a file of the current release."""
    return (root / "build/site" / path).read_text()


def problems_of_freezing(root: Path) -> list[Problem]:
    """Freeze a site that has mistakes, and return them."""
    try:
        freeze_site(root, now=NOW)
    except ProblemsFound as found:
        return found.problems
    return []


def shown(problems: Sequence[Problem]) -> str:
    """Write problems as an author sees them."""
    return "\n\n".join(format_problem(problem) for problem in problems)


def files_below(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder by its name, but for what Python keeps of the templates that it imported."""
    found = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.parent.name != "__pycache__")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def release_files(root: Path) -> dict[str, bytes]:
    """Read every file of the current release."""
    return files_below((root / "build/current").resolve())


def store_of(root: Path) -> Store:
    """Open the store of a site, made when it is not there."""
    (root / "var").mkdir(exist_ok=True)
    return open_store(store_address(root))


def a_review(key: str = "review-of-dune-01", *, page: str = "books/dune", text: str = "Sand, all of it.") -> Submission:
    """Make a review that waits."""
    values = {"author": "Mara", "rating": 4, "text": text}
    return Submission(
        key=key, form="review", page=page, values=values, state=State.PENDING, received=NOW - 5000, digest=key
    )


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `freeze --root ROOT ...` as a program of its own."""
    command = [sys.executable, "-m", "polynya", "--root", str(root), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=300, check=False, env={**os.environ, **environment}
    )
