"""Says how much of what a site can say is said in a language of its own (build wing)."""

from collections.abc import Iterator

from polynya_live.words import CATALOGUES

from ..model import Settings, Site
from ..problems import Problem, Severity
from ..reading.wording.texts import OF_OWNERS, all_texts

ENGLISH = "en"


def unsaid_words(site: Site) -> Iterator[Problem]:
    """Tell of each language how many words of its own it has, when some or all are missing. None for a catalogue of the kit."""
    settings = site.settings
    yield from (_silent(one) for one in settings.spoken if not _has_words(one, settings))
    if not settings.words:
        return
    texts = all_texts(site.root / "templates")
    for language, words in settings.words.items():
        usual = language.partition("-")[0]
        is_spoken = any(one.partition("-")[0] == usual for one in settings.spoken)
        if usual in CATALOGUES or usual == ENGLISH or not is_spoken:
            continue
        is_first = settings.language.partition("-")[0] == usual
        asked = {text for text, group in texts.items() if is_first or group != OF_OWNERS}
        said = asked & {*words, *settings.words.get(usual, ())}
        if len(said) < len(asked):
            yield _problem(site, language, f"{len(said)} of {len(asked)}")


def _has_words(language: str, settings: Settings) -> bool:
    usual = language.partition("-")[0]
    return usual in CATALOGUES or usual == ENGLISH or language in settings.words or usual in settings.words


def _silent(language: str) -> Problem:
    return Problem(
        rule="unsaid-words",
        path="content/site.yaml",
        fact=f"buttons, messages and days are said in English on pages in {language}",
        hint=f"freeze new words {language} writes content/words/{language}.yaml, to be filled in.",
        severity=Severity.WARNING,
    )


def _problem(site: Site, language: str, share: str) -> Problem:
    paths = (f"content/words/{language}.{suffix}" for suffix in ("yaml", "yml"))
    return Problem(
        rule="unsaid-words",
        path=next(path for path in paths if (site.root / path).exists()),
        fact=f"{share} texts are said in {language}; the others stay English",
        hint=f"fill in what is empty there; freeze new words {language} adds the texts that are not in it.",
        severity=Severity.WARNING,
    )
