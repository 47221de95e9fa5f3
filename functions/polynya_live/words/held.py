"""Says why a submission was held, to whoever decides on it (live wing)."""

from collections.abc import Iterable, Mapping

from . import say

REASONS: Mapping[str, str] = {
    "honeypot": "a machine filled in the hidden field",
    "hasty": "sent faster than people type",
    "stale": "the page had been open for more than a day",
    "unproven": "sent without JavaScript, so nothing proves that the page was seen",
    "links": "many links",
    "words": "a word that you have listed",
    "shouting": "mostly capital letters",
    "repeating": "the same over and over",
    "earlier": "typed into the form as it was before, which did not ask for all that it asks for now",
    "unconfirmed": "nobody has confirmed the address: not yet, or not in time",
}


def reasons_in_words(reasons: Iterable[str], language: str) -> tuple[str, ...]:
    """Say reasons in a language; one that is not known stays as it is."""
    return tuple(say(REASONS.get(reason, reason), language) for reason in reasons)
