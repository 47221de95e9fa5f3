"""What templates say to visitors, in their language: English is written in them, other languages have a catalogue (shared)."""

from collections.abc import Mapping

from .de import GERMAN

CATALOGUES: Mapping[str, Mapping[str, str]] = {"de": GERMAN}
"""Catalogues by language: English -> what is said instead."""


def say(text: str, language: str) -> str:
    """Say a text of a template in a language; in English when nobody has translated it. language: "de" or "de-AT"."""
    catalogue = CATALOGUES.get(language) or CATALOGUES.get(language.partition("-")[0])
    return catalogue.get(text, text) if catalogue else text
