"""What a form and its fields say otherwise than the kit: `messages` (build wing)."""

from collections.abc import Collection
from dataclasses import replace

from polynya_live.contract import Form
from polynya_live.values.patterns import late
from polynya_live.words import say
from polynya_live.words.changing import Changing
from polynya_live.words.messages import ENGLISH, LANGUAGE, placeholders

from ...model import Settings
from ..text.closeness import suggest
from ..text.positions import Table, Text
from ..text.source import quote
from ..values.declared import Declared
from ..values.kinds import describe

SUBMIT, THANKS = "Send", "Thank you."
"""What a form says on its button and afterwards that declares nothing else."""
_PLACEHOLDER = late(r"\{(\w+)\}")


def read_messages(declared: Declared, names: Collection[str]) -> dict[str, str]:
    """Read the sentences of `messages`, by name; what is wrong is reported and left out. names: those that there are."""
    node = declared.table.entries.get("messages")
    if node is None or (isinstance(node, Text) and node.empty):
        return {}
    if not isinstance(node, Table):
        hint = "write messages: {missing: Please fill this in.}"
        fact = f'"messages" is a mapping, not {describe(node)}'
        declared.source.error("wrong-shape", node.at, fact=fact, hint=hint)
        return {}
    inner = Declared(declared.source, node)
    inner.only(names, '"messages"')
    said = {name: inner.text(name).strip() for name in node.entries if name in names}
    return {name: text for name, text in said.items() if text and _fits(inner, name, text)}


def with_words(form: Form, settings: Settings) -> Form:
    """Give a form all it says otherwise: what its language does, what the site does, and its own."""
    language = form.language or settings.language
    translated = {name: said for name, text in ENGLISH.items() if (said := say(text, language)) != text}
    if changing := [name for name, said in translated.items() if isinstance(said, Changing)]:
        translated = {name: said for name, said in translated.items() if name not in changing} | {LANGUAGE: language}
    of_site = settings.messages if language == settings.language else {}
    return replace(
        form,
        submit=say(SUBMIT, language) if form.submit == SUBMIT else form.submit,
        thanks=say(THANKS, language) if form.thanks == THANKS else form.thanks,
        messages={**translated, **of_site, **form.messages},
    )


def _fits(inner: Declared, name: str, text: str) -> bool:
    known = sorted(placeholders(name))
    strange = next((word for word in _PLACEHOLDER.findall(text) if word not in known), "")
    if not strange:
        return True
    hint = suggest(strange, known, having="it may name") if known else "take it out."
    fact = f"the message {quote(name)} has nothing to put in place of {quote('{' + strange + '}')}"
    inner.source.error("unknown-field", inner.at(name), fact=fact, hint=hint)
    return False
