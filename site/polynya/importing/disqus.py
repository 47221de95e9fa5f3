"""Reads the XML that Disqus exports (build wing). https://help.disqus.com/en/articles/1717164-comments-export"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from .comments import Comment, NotReadable, milliseconds
from .plain import plain_text

SPACE = "{http://disqus.com}"
ID = "{http://disqus.com/disqus-internals}id"


def read_disqus(path: Path) -> Iterator[Comment]:
    """Yield the comments of a Disqus export, oldest first. Raises NotReadable."""
    try:
        root = ET.parse(path).getroot()  # noqa: S314 -- the owner's own file; expat bounds what entities grow to
    except ET.ParseError as error:
        raise NotReadable(f"{path} is not well-formed XML: {error}") from error
    if root.tag != f"{SPACE}disqus":
        raise NotReadable(f"{path} is no export of Disqus: it starts with <{root.tag}>")
    links = {thread.get(ID, ""): _text(thread, "link") for thread in root.findall(f"{SPACE}thread")}
    posts = [post for post in root.iter(f"{SPACE}post") if post.get(ID)]
    yield from sorted((_comment(post, links) for post in posts), key=lambda comment: comment.received)


def _comment(post: ET.Element, links: dict[str, str]) -> Comment:
    author, thread = post.find(f"{SPACE}author"), post.find(f"{SPACE}thread")
    skip = "deleted" if _text(post, "isDeleted") == "true" else "spam" if _text(post, "isSpam") == "true" else ""
    return Comment(
        id=post.get(ID, ""),
        url=links.get("" if thread is None else thread.get(ID, ""), ""),
        author="" if author is None else _text(author, "name"),
        email="" if author is None else _text(author, "email"),
        text=plain_text(_text(post, "message")),
        received=_milliseconds(_text(post, "createdAt")),
        skip=skip,
    )


def _text(element: ET.Element, name: str) -> str:
    return (element.findtext(f"{SPACE}{name}") or "").strip()


def _milliseconds(written: str) -> int:
    try:
        return milliseconds(datetime.fromisoformat(written))
    except ValueError as error:
        raise NotReadable(f'"{written}" is not a moment like 2026-03-01T12:00:00Z') from error
