"""One comment from another system, and what a folder of them may be read from (build wing)."""

from polynya_live.submissions import State
from polynya_live.values import dataclass


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
