"""Reads the comments of a WordPress export, WXR (build wing). https://wordpress.org/documentation/article/tools-export-screen/"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from polynya_live.submissions import State

from .comments import Comment, NotReadable, milliseconds
from .plain import plain_text

STATES = {"1": State.APPROVED, "approve": State.APPROVED, "0": State.PENDING, "hold": State.PENDING}
_SPACE = re.compile(r"\{(http://wordpress\.org/export/[\d.]+/)\}comment$")


def read_wordpress(path: Path) -> Iterator[Comment]:
    """Yield the comments of a WordPress export, in the order of its posts. Raises NotReadable."""
    try:
        root = ET.parse(path).getroot()  # noqa: S314 -- the owner's own file; expat bounds what entities grow to
    except ET.ParseError as error:
        raise NotReadable(f"{path} is not well-formed XML: {error}") from error
    if root.tag != "rss":
        raise NotReadable(f"{path} is no export of WordPress: it starts with <{root.tag}>")
    for item in root.iter("item"):
        link = (item.findtext("link") or "").strip()
        yield from (_comment(child, link) for child in item if _SPACE.match(child.tag))


def _comment(element: ET.Element, link: str) -> Comment:
    found = _SPACE.match(element.tag)
    space = f"{{{found[1] if found else ''}}}comment_"
    part = {child.tag.removeprefix(space): (child.text or "").strip() for child in element}
    approved, kind = part.get("approved", ""), part.get("type", "") or "comment"
    skip = approved if approved in {"spam", "trash", "post-trashed"} else "" if kind in {"comment", "review"} else kind
    return Comment(
        id=part.get("id", ""),
        url=link,
        author=part.get("author", ""),
        email=part.get("author_email", ""),
        website=part.get("author_url", ""),
        text=_paragraphs(part.get("content", "")),
        received=_milliseconds(part.get("date_gmt") or part.get("date", "")),
        state=STATES.get(approved, State.PENDING),
        skip=skip,
    )


def _paragraphs(content: str) -> str:
    """Keep the line ends: WordPress makes its paragraphs of them when it shows a comment."""
    return plain_text(content.replace("\r\n", "\n").replace("\n", "<br>"))


def _milliseconds(written: str) -> int:
    try:
        return milliseconds(datetime.fromisoformat(written).replace(tzinfo=UTC))
    except ValueError as error:
        raise NotReadable(f'"{written}" is not a moment like 2026-03-01 12:00:00') from error
