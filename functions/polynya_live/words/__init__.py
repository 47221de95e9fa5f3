"""What templates say to visitors, in their language: English is written in them, other languages have a catalogue (shared)."""

from collections.abc import Callable, Mapping
from functools import cache

from .de import GERMAN

CATALOGUES: Mapping[str, Mapping[str, str]] = {"de": GERMAN}
"""Catalogues by language: English -> what is said instead."""


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
    return CATALOGUES.get(language) or CATALOGUES.get(language.partition("-")[0])
