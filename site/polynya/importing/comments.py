"""One comment from another system, and what a folder of them may be read from (build wing)."""

from datetime import datetime

from polynya_live.submissions import State
from polynya_live.values import dataclass

MS = 1000
LAST_MOMENT = 10**13  # cursors and listings sort moments of thirteen digits, which last until 2286


class NotReadable(Exception):
    """The file is not what it was said to be; the message says what is wrong and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment as another system kept it, its words as plain text.

    id: within that system. url: of the page it stands on. received: milliseconds since 1970 UTC. skip: why it is not
    brought in ("spam", "deleted", "pingback"), "" when it is.
    """

    id: str
    url: str
    author: str
    text: str
    received: int
    state: State = State.APPROVED
    email: str = ""
    website: str = ""
    skip: str = ""


def milliseconds(moment: datetime) -> int:
    """Write a moment as milliseconds since 1970 UTC. Raises ValueError for one that no page could say, or no listing sort."""
    try:
        written = round(moment.timestamp() * MS)
    except (OverflowError, OSError) as error:
        raise ValueError(str(error)) from error
    if not 0 <= written < LAST_MOMENT:
        raise ValueError(f"{moment} is not between 1970 and 2286")
    return written
