"""Reads the SQLite database of Isso (build wing). https://isso-comments.de/docs/"""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from polynya_live.submissions import State

from .comments import Comment, NotReadable

STATES = {1: State.APPROVED, 2: State.PENDING}
DELETED = 4
MS = 1000
_QUERY = """
    SELECT c.id, t.uri, c.author, c.email, c.website, c.text, c.created, c.mode
    FROM comments c JOIN threads t ON t.id = c.tid ORDER BY c.created, c.id
"""


def read_isso(path: Path) -> Iterator[Comment]:
    """Yield the comments of Isso's database, oldest first; it is opened to be read only. Raises NotReadable."""
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            rows = connection.execute(_QUERY).fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise NotReadable(f"{path} is no database of Isso: {error}") from error
    for number, uri, author, email, website, text, created, mode in rows:
        yield Comment(
            id=str(number),
            url=uri,
            author=author or "",
            email=email or "",
            website=website or "",
            text=(text or "").strip(),
            received=round(created * MS),
            state=STATES.get(mode, State.PENDING),
            skip="deleted" if mode == DELETED else "",
        )
