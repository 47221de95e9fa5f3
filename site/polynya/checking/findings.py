"""What an inspection finds on one page, before it is known where the author wrote it (build wing)."""

from polynya_live.values import NamedTuple


class Finding(NamedTuple):
    """One thing. written: the piece of source to look for, "" when there is none; warns: it does not stop anything.

    alike: see `Problem`.
    """

    rule: str
    fact: str
    hint: str
    written: str = ""
    warns: bool = False
    alike: str = ""
