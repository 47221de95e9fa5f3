"""Sees in which script a site is written, for pages that say another language than their words are in (build wing)."""

from collections import Counter
from collections.abc import Iterator

from polynya_live.values.patterns import late

from ..model import Site
from ..problems import Problem, Severity

PAGES, LETTERS = 50, 3000
"""How many pages are looked at, and how much of each."""
ENOUGH = 20
"""Words from which on a script can be told."""
_SCRIPTS = {
    "ar": ("Arabic", "[\u0600-\u06ff\u0750-\u077f]+"),
    "he": ("Hebrew", "[\u0590-\u05ff]+"),
    "ru": ("Cyrillic", "[\u0400-\u04ff]+"),
    "el": ("Greek", "[\u0370-\u03ff]{2,}"),  # one letter alone belongs to a formula
    "hi": ("Devanagari", "[\u0900-\u097f]+"),
    "th": ("Thai", "[\u0e00-\u0e7f]+"),
    "ko": ("Korean", "[\uac00-\ud7a3]+"),
    "ja": ("Japanese", "[\u3041-\u30ff]"),
    "zh": ("Chinese", "[\u4e00-\u9fff]"),
    "": ("Latin", "[A-Za-z\u00c0-\u024f]+"),
}
"""How a word of each script looks, by the language that is mostly written in it; where words have no spaces, a sign."""
_WORD = late("|".join(f"(?P<{name}>{word})" for name, word in _SCRIPTS.values()))
_LATIN = frozenset(("en", "de", "fr", "es", "it", "nl", "pt"))
_KANA_SHARE = 0.2
"""From this share of its own signs on, a text with Chinese ones is Japanese."""


def unfit_language(site: Site) -> Iterator[Problem]:
    """Tell of a site in one language when most of its words are in a script in which that is not written."""
    said = site.settings.language
    if len(site.settings.spoken) > 1 or said.partition("-")[0] not in _LATIN:
        return
    bodies = [page.body[:LETTERS] for page in site.pages.values() if page.body][:PAGES]
    counted = Counter(found.lastgroup or "" for body in bodies for found in _WORD.finditer(body))
    if counted["Japanese"] > _KANA_SHARE * counted["Chinese"]:
        counted["Japanese"] += counted.pop("Chinese", 0)
    (name, number), *_ = counted.most_common(1) or [("Latin", 0)]
    if name != "Latin" and number >= ENOUGH and 2 * number > counted.total():
        usual = next(language for language, (script, _) in _SCRIPTS.items() if script == name)
        yield Problem(
            rule="other-script",
            path="content/site.yaml",
            fact=f'most words are {name}, and the pages say that their language is "{said}"',
            hint=f'write "language: {usual}", or which it is: browsers, days and the search go by it.',
            severity=Severity.WARNING,
        )
