"""`content/words/<language>.yaml`: what the kit and templates say in a language of the site's own, or otherwise (build wing)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from polynya_live.words.changing import SHAPE, Said

from ...model import Settings
from ..text.closeness import closest
from ..text.front import top_table
from ..text.positions import Node, Table, Text
from ..text.source import Source, quote
from ..values.kinds import describe
from .counted import PAIRS, read_forms
from .fitting import unfit
from .plurals import shape_of
from .texts import all_texts

MOST_COMPARED = 20
"""More texts that nothing says are told without the near one: the file is of another program then."""


def worded(settings: Settings, sources: Iterable[Source | None], templates: Path) -> Settings:
    """Add to settings what a site says otherwise. templates: its own, which may say more than the kit's."""
    known = all_texts(templates)
    words: dict[str, Mapping[str, Said]] = {}
    for source in sources:
        if source is None:
            continue
        language = source.path.rpartition("/")[2].partition(".")[0]
        if language in words:
            fact, hint = f"another file holds the words of {language} already", "put both into one file."
            source.error("data-clash", None, fact=fact, hint=hint)
        words[language] = _with_numbers(dict(_said(source, known, language)), language)
        _tell_of_unspoken(source, language, settings)
    return replace(settings, words={language: said for language, said in words.items() if said})


def _with_numbers(said: dict[str, Said], language: str) -> Mapping[str, Said]:
    """Add what says a text of one alone, too, and which number takes which form; as it is where nothing has forms."""
    forms = {text: one for text, one in said.items() if not isinstance(one, str)}
    alone = {PAIRS[text]: one for text, one in forms.items() if text in PAIRS}
    return {**alone, **said, SHAPE: shape_of(language)} if forms else said


def _said(source: Source, known: Mapping[str, str], language: str) -> Iterator[tuple[str, Said]]:
    table = top_table(source, "a file of words")
    strange = 0
    for text, node in table.entries.items() if table else ():
        at = table.keys[text] if table else 0
        if text not in known:
            strange += 1
            near = closest(text, known) if strange <= MOST_COMPARED else ""
            source.warn("unknown-text", at, fact=f"nothing here says {quote(text)}", hint=_meant(near))
        if isinstance(node, Table) and "{" in text:
            if forms := read_forms(source, text, node, language=language, at=at):
                yield text, forms
        elif said := _text(source, text, node):
            yield text, said


def _meant(near: str) -> str:
    if not near:
        return "take the line out; freeze new words adds the texts that are missing."
    return f"did you mean {quote(near)}?" if len(near) <= 60 else f"did you mean this? {near}"


def _text(source: Source, text: str, node: Node) -> str:
    """Read what is said instead of a text; "" for nothing, or what cannot be said (reported)."""
    if not isinstance(node, Text):
        fact = f"{quote(text)} is said with a text, not {describe(node)}"
        source.error("wrong-shape", node.at, fact=fact, hint="write it on one line, in double quotes.")
        return ""
    if node.empty:
        return ""
    said = node.text.strip()
    found = unfit(text, said)
    if found is None:
        return said
    if not found.fails:
        source.warn("text-placeholder", node.at, fact=found.fact, hint=found.hint)
        return said
    source.error("text-placeholder", node.at, fact=found.fact, hint=found.hint)
    return ""


def _tell_of_unspoken(source: Source, language: str, settings: Settings) -> None:
    spoken = settings.spoken
    if not any(one == language or one.startswith(f"{language}-") for one in spoken):
        fact = f"no page of this site is in {quote(language)}: it speaks {', '.join(spoken)}"
        hint = f"write language: {language} into content/site.yaml, or add it to languages there."
        source.warn("unspoken-words", None, fact=fact, hint=hint)
