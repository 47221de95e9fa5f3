"""The word that an author may have meant (build wing)."""

from collections.abc import Iterable
from difflib import get_close_matches

from .source import quote

LISTED = 16


def suggest(word: str, known: Iterable[str], *, having: str) -> str:
    """Write a hint: the closest known word, then all of them. having: their heading ("there are")."""
    names = sorted(set(known))
    close = closest(word, names)
    meant = f"did you mean {quote(close)}? " if close else ""
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    heading = (having[0].upper() if meant else having[0].lower()) + having[1:]
    return f"{meant}{heading}: {', '.join(names[:LISTED]) or 'nothing yet'}{more}."


def closest(word: str, known: Iterable[str]) -> str:
    """Find the known word nearest to `word`, letter case aside; "" when none is near."""
    folded = {name.casefold(): name for name in known}
    wanted = word.casefold().strip()
    near = get_close_matches(wanted[:80], list(folded), n=1, cutoff=0.6)
    if not near and wanted and len(wanted) >= 3:
        near = [name for name in folded if name.startswith(wanted) or (wanted.startswith(name) and len(name) >= 3)][:1]
    return folded[near[0]] if near else ""
