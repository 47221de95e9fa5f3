"""The word that an author may have meant (build wing)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from itertools import pairwise

from polynya_live.values.patterns import late

from .source import quote

LISTED = 16
MOST_COMPARED = 5000
PAIRS, COMPARED_BY_LETTERS = 12, 8
"""Of a path that leads nowhere: how many pairs of its letters choose among the known ones, and how many of these are compared."""
_INDEX = late(r"(?:_?index|readme)(?:\.\w+)?")
_SUFFIX = late(r"\.(?:mdx?|markdown|html?)\Z")


def suggest(word: str, known: Iterable[str], *, having: str) -> str:
    """Write a hint: the closest known word, then all of them. having: their heading ("there are")."""
    names = sorted(set(known))
    close = closest(word, names)
    meant = f"did you mean {quote(close)}? " if close else ""
    shown = names if len(names) == LISTED + 1 else names[:LISTED]  # "1 more" takes as much room as the one
    more = f" and {len(names) - len(shown)} more" if len(names) > len(shown) else ""
    heading = (having[0].upper() if meant else having[0].lower()) + having[1:]
    return f"{meant}{heading}: {', '.join(shown) or 'nothing yet'}{more}."


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
    return _names_of(tuple(known)).nearest(path)


class _Names:
    """The last parts of paths, and which of them have a pair of letters in common: a thousand broken links ask for them."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.by_last: dict[str, list[str]] = {}
        self._by_pair: dict[str, list[str]] = {}
        self._found: dict[str, str] = {}
        for one in paths:
            self.by_last.setdefault(_last_part(one), []).append(one)
        for last in self.by_last if len(self.by_last) <= MOST_COMPARED else ():
            for pair in _pairs(last):
                self._by_pair.setdefault(pair, []).append(last)

    def nearest(self, path: str) -> str:
        """Find the path nearest to one, as `nearest_path` does; found once for each."""
        if path not in self._found:
            last = _last_part(path)
            if last not in self.by_last and len(self.by_last) <= MOST_COMPARED:
                last = next(iter(get_close_matches(last[:80], self._like(last[:80]), n=1, cutoff=0.65)), "")
            found = self.by_last.get(last, [])[:MOST_COMPARED] if last else []
            self._found[path] = max(found, key=lambda one: SequenceMatcher(None, path, one).ratio(), default="")
        return self._found[path]

    def _like(self, last: str) -> list[str]:
        """List the names that share most of the rarest pairs: comparing all letters of each name takes milliseconds."""
        rarest = sorted((len(those), pair) for pair in _pairs(last) if (those := self._by_pair.get(pair)))[:PAIRS]
        shared = Counter(name for _, pair in rarest for name in self._by_pair[pair])
        return [name for name, _ in shared.most_common(COMPARED_BY_LETTERS)]


@lru_cache(maxsize=4)
def _names_of(paths: tuple[str, ...]) -> _Names:
    return _Names(paths)


def _pairs(name: str) -> set[str]:
    return {f"{one}{two}" for one, two in pairwise(f" {name} ")}


def _last_part(path: str) -> str:
    parts = [part for part in path.casefold().split("/") if part and not _INDEX.fullmatch(part)]
    return _SUFFIX.sub("", parts[-1]) if parts else ""
