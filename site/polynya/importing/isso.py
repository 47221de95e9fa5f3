"""Reads the SQLite database of Isso (build wing). https://isso-comments.de/docs/"""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from polynya_live.submissions import State

from .comments import Comment, NotReadable, milliseconds

STATES = {1: State.APPROVED, 2: State.PENDING}
DELETED = 4
_QUERY = """
    SELECT c.id, t.uri, c.author, c.email, c.website, c.text, c.created, c.mode
    FROM comments c JOIN threads t ON t.id = c.tid ORDER BY c.created, c.id
"""
_KINDS = "SELECT type FROM sqlite_master WHERE name IN ('comments', 'threads')"


def read_isso(path: Path) -> Iterator[Comment]:
    """Yield the comments of Isso's database, oldest first; it is opened to be read only. Raises NotReadable."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            kinds = {kind for (kind,) in connection.execute(_KINDS)}
            if not kinds <= {"table"}:
                raise NotReadable(f"{path} is no database of Isso: it computes its comments")
            rows = connection.execute(_QUERY).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise NotReadable(f"{path} is no database of Isso: {error}") from error
    for row in rows:
        try:
            *said, created, mode = row
            yield _comment(*said, created=created, mode=mode)
        except (TypeError, ValueError, AttributeError, OverflowError, OSError) as error:
            raise NotReadable(f"{path}: the comment {row[0]!r} is none of Isso's") from error


def _comment(number: int, uri: str, *said: str | None, created: float = 0, mode: int = 0) -> Comment:
    author, email, website, text = (str.strip(one or "") for one in said)
    return Comment(
        id=str(number),
        url=uri.strip(),
        author=author,
        email=email,
        website=website,
        text=text,
        received=milliseconds(datetime.fromtimestamp(created, UTC)),
        state=STATES.get(mode, State.PENDING),
        skip="deleted" if mode == DELETED else "",
    )
