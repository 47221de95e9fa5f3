"""The word that an author may have meant (build wing)."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from polynya_live.values.patterns import late

from .source import quote

LISTED = 16
MOST_COMPARED = 5000
_INDEX = late(r"(?:_?index|readme)(?:\.\w+)?")
_SUFFIX = late(r"\.(?:mdx?|markdown|html?)\Z")


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


def nearest_path(path: str, known: Iterable[str]) -> str:
    """Find the path or address that was meant by one that leads nowhere: its last part is the same, or nearly so; else "".

    Of several the one whose whole path is nearest. Suffixes, index pages and letter case aside.
    """
    by_last: dict[str, list[str]] = {}
    for one in known:
        by_last.setdefault(_last_part(one), []).append(one)
    last = _last_part(path)
    if last not in by_last and len(by_last) <= MOST_COMPARED:
        last = next(iter(get_close_matches(last[:80], by_last, n=1, cutoff=0.65)), "")
    found = by_last.get(last, []) if last else []
    return max(found[:MOST_COMPARED], key=lambda one: SequenceMatcher(None, path, one).ratio(), default="")


def _last_part(path: str) -> str:
    parts = [part for part in path.casefold().split("/") if part and not _INDEX.fullmatch(part)]
    return _SUFFIX.sub("", parts[-1]) if parts else ""
