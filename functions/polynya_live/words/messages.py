"""What a visitor reads around a form, in English; a site, a form or a field may say it otherwise (shared).

A name never changes: authors write it below `messages`. What stands in braces is filled in.
"""

import re
from collections.abc import Mapping
from typing import Protocol

from . import say
from .changing import Changing

OF_FIELDS = {
    "several": "One answer, please: this has {count}.",
    "missing": "Please fill this in.",
    "missing_choice": "Please choose one.",
    "missing_choices": "Please choose at least one.",
    "missing_tick": "Please tick this box.",
    "missing_count": "Please choose at least one.",
    "too_long": "Please write at most {max} characters: this has {length}.",
    "too_short": "Please write at least {min} characters: this has {length}.",
    "one_line": "Please write this on one line.",
    "pattern": "Please write this in the form that is asked for.",
    "email": "Please write an e-mail address, like name@example.org.",
    "one_email": "Please write one e-mail address only.",
    "url": "Please write a full web address that starts with https:// or http://.",
    "number": "Please write a number, like 3.",
    "whole_number": "Please write a whole number, like 3.",
    "at_least": "Please give {min} or more.",
    "at_most": "Please give {max} or less.",
    "date": "Please give a day of the calendar as year, month and day, like 2027-03-14.",
    "too_early": "Please choose a day that is not before {min}.",
    "too_late": "Please choose a day that is not after {max}.",
    "choice": "Please choose one of the answers offered.",
    "choices": "Please choose from the answers offered.",
    "too_few": "Please choose at least {min}: this has {count}.",
    "too_many": "Please choose at most {max}: this has {count}.",
    "repriced": "“{row}” costs {now} now; on your page it was {before}. If that suits you, please post it again.",
    "optional": "(optional)",
    "needed_for": "(only needed for: {answers})",
    "not_free": "This is taken: please choose another.",
    "not_free_address": "This address has been used already.",
    "not_free_together": "Taken together: please change one of these.",
    "star": "{count} star",
    "stars": "{count} stars",
}
"""Beside one field."""

OF_FORMS = {
    "look_again": "Nothing is sent yet. Please have another look at:",
    "unknown": "This form has no field called “{name}”. You wrote there: {words}",
    "gone": "“{row}” is not on the list any more. You asked for: {words}",
    "no_page": "The page you wrote this for is not here any more. Your words are below, so that you can take them along.",
    "confirm": "One more step: please look through what you wrote and post it again.",
    "conflict": "This was sent already, with other words. If you want to send these as well, please post them again.",
    "full": "There is not enough room for this: {left} of {places} places can be had. Your words are below; would fewer do?",
    "none_left": "There is no room left for this: all places are taken. Your words are below, so that you can take them along.",
    "taken": "Somebody was faster: this is taken. Your words are below; please choose another.",
    "taken_address": "This was sent from your address before, and it is kept. Your words are below, if you meant another one.",
    "twice": "You have sent this before, and it is kept: there is nothing more to do.",
    "too_often": "You have posted this several times already. Please wait a while, and then post it again.",
    "unavailable": "We could not keep this just now. Your words are below: please post them again in a little while.",
    "later": "Our notebook is closed for a moment: your words are kept, and will be on the page in a little while.",
    "held": "We keep it for you for 24 hours. Please confirm it by then: after that others may have it.",
    "unconfirmed": "It counts once you follow the link in the mail that we have sent you.",
    "waits": "It will appear on the page once it has been read.",
    "work_out": "Work it out",
    "left": "{left} of {places} places left",
    "all_taken": "All places are taken",
    "closed": "This is closed at present.",
}
"""Above the fields, on a button, and in what comes after a post."""

ENGLISH: Mapping[str, str] = {**OF_FIELDS, **OF_FORMS}
LANGUAGE = ""
"""The name, which is none, by which a form keeps the language of what is not said there: sentences that change with a number."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class Speaking(Protocol):
    """A form or a field: what it says otherwise, by name."""

    @property
    def messages(self) -> Mapping[str, str]:
        """The sentences, by the names in ENGLISH."""


def message(speaking: Speaking, name: str, /, **values: object) -> str:
    """Write what a form or a field says. values: for the braces; any other braces stay as they are."""
    own = speaking.messages
    sentence = own.get(name) or say(ENGLISH[name], own.get(LANGUAGE, ""))
    if isinstance(sentence, Changing):
        sentence = sentence.of(values)
    return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), sentence)


def placeholders(name: str) -> frozenset[str]:
    """List what may stand in braces in the sentence of that name."""
    return frozenset(_PLACEHOLDER.findall(ENGLISH[name]))
