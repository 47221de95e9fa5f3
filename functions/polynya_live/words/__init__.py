"""What templates say to visitors, in their language: English is written in them, other languages have a catalogue (shared)."""

from collections.abc import Callable, Mapping
from functools import cache

from .changing import Said, with_forms
from .de import GERMAN

Words = Mapping[str, Mapping[str, Said]]
"""What a site says, by language: English -> what is said instead."""

CATALOGUES: Mapping[str, Mapping[str, str]] = {"de": GERMAN}
"""Those of the kit."""

_spoken: Mapping[str, Mapping[str, str]] = CATALOGUES
_own: Words = {}
_forgetting: list[Callable[[], None]] = []


def bring(own: Words) -> None:
    """Say from now on what a site says otherwise, and nothing that another one has brought: a process serves one site."""
    global _spoken, _own  # texts are said in hundreds of places, none of which knows the site
    if own is _own or own == _own:
        return
    spoken = dict(CATALOGUES)
    for language in sorted(own, key=len):  # "de" before "de-AT", which builds upon it
        usual = spoken.get(language) or spoken.get(language.partition("-")[0]) or {}
        spoken[language] = {**usual, **with_forms(own[language])}
    _spoken, _own = spoken, own
    for forget in _forgetting:
        forget()


def when_brought(forget: Callable[[], None]) -> None:
    """Have something forgotten whenever other words are brought: what was said with those of before."""
    _forgetting.append(forget)


def speaks(language: str) -> bool:
    """Tell whether there is a catalogue of a language, so that English need not be read in it."""
    return _catalogue(language) is not None


def say(text: str, language: str) -> str:
    """Say a text of a template in a language; in English when nobody has translated it. language: "de" or "de-AT"."""
    catalogue = _catalogue(language)
    return catalogue.get(text, text) if catalogue else text


@cache
def sayer(own: str) -> Callable[..., str]:
    """Make what says texts in a language of its own, as `say` does when it is given that language: a page says some."""
    catalogue = _catalogue(own)

    def said(text: str, language: str = own) -> str:
        if language is not own:
            return say(text, language)
        return catalogue.get(text, text) if catalogue else text

    return said


def _catalogue(language: str) -> Mapping[str, str] | None:
    return _spoken.get(language) or _spoken.get(language.partition("-")[0])


when_brought(sayer.cache_clear)
