"""Small `content/` folders to read."""

from collections.abc import Mapping
from pathlib import Path

from polynya.model import Page, Site
from polynya.problems import format_problem
from polynya.reading.read import Reading, read_site

HOME = {"index.md": "# Home\n"}


def reading(root: Path, files: Mapping[str, str | bytes]) -> Reading:
    """Write files below `root`/content and read them."""
    for name, text in files.items():
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_site(root)


def site_of(root: Path, files: Mapping[str, str | bytes]) -> Site:
    """Write files, read them, and expect a site without any problem."""
    read = reading(root, files)
    assert [format_problem(problem) for problem in read.problems] == []
    assert read.site is not None
    return read.site


def page_of(root: Path, text: str | bytes) -> Page:
    """Read one page called about.md beside a home page."""
    return site_of(root, {**HOME, "about.md": text}).pages["about"]


def book_of(root: Path, *, fields: str, front: str) -> Page:
    """Read books/dune.md with this front matter against these field lines of its collection."""
    schema = "fields:\n" + "".join(f"  {line}\n" for line in fields.splitlines())
    files = {"books/_collection.yaml": schema, "books/dune.md": f"---\ntitle: Dune\n{front}\n---\nSand.\n"}
    return site_of(root, files).pages["books/dune"]


def told(read: Reading) -> list[str]:
    """List the problems of a reading as rule and fact."""
    return [f"{problem.rule}: {problem.fact}" for problem in read.problems]
