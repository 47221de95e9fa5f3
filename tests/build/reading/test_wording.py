"""`content/words/`: a file that is started with every text, grows by what is missing, and says how much of it is said."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from build.reading.contents import HOME, reading
from build.sites import NOW, shown, write
from polynya.checking.site import check_site
from polynya.problems import Severity
from polynya.reading.wording.counted import PAIRS
from polynya.reading.wording.fitting import unfit
from polynya.reading.wording.texts import OF_OWNERS, OF_TEMPLATES, all_texts
from polynya.starting.ways import ways_of
from polynya.starting.words import Unfinished, new_words
from polynya_live.words import bring
from polynya_live.words.de import GERMAN
from polynya_live.words.writing import WAYS, day_in_words, day_of_year, money


@pytest.fixture(autouse=True)
def own_words_alone() -> Iterator[None]:
    """Give other tests the words of the kit back."""
    yield
    bring({})


def new(root: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "polynya", "new", "words", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)


def test_a_new_file_has_every_text_and_says_none_of_them_wrongly(tmp_path: Path) -> None:
    path, count = new_words(tmp_path, "fr")

    text = (tmp_path / path).read_text()
    read = reading(tmp_path, {**HOME, "site.yaml": "language: fr\n"})
    assert (path, count, shown(read.problems)) == ("content/words/fr.yaml", len(GERMAN) - len(PAIRS), "")
    assert '"Send":\n' in text and '"November": "novembre"\n' in text
    assert '"1 {month} {year}": "1er {month} {year}"\n' in text
    assert text.index("# What visitors read on pages") < text.index('"Send":') < text.index("# What owners read")
    assert read.site is not None and read.site.settings.words["fr"].keys() == {*WAYS}


@pytest.mark.parametrize(
    "language",
    [
        *(
            "ar",
            "cs",
            "cy",
            "da",
            "eo",
            "es",
            "fi",
            "he",
            "it",
            "ja",
            "nb",
            "nl",
            "nn",
            "pl",
            "pt-BR",
            "ru",
            "sv",
            "tr",
            "uk",
        ),
    ],
)
def test_what_is_known_of_a_language_fits(tmp_path: Path, language: str) -> None:
    new_words(tmp_path, language)

    assert shown(reading(tmp_path, {**HOME, "site.yaml": f"language: {language}\n"}).problems) == ""


@pytest.mark.parametrize(
    ("language", "day", "without"),
    [
        ("ar", "1 نوفمبر 2026", "1 نوفمبر"),
        ("he", "1 בנובמבר 2026", "1 בנובמבר"),
        ("ja", "2026年11月1日", "11月1日"),
        ("pt-BR", "1 de novembro de 2026", "1 de novembro"),
        ("ru", "1 ноября 2026\N{NO-BREAK SPACE}г.", "1 ноября"),
        ("tr", "1 Kasım 2026", "1 Kasım"),
    ],
)
def test_a_day_is_written_as_the_language_does(language: str, day: str, without: str) -> None:
    bring({language: ways_of(language)})

    assert day_in_words(date(2026, 11, 1), language) == day
    assert day_of_year(date(2026, 11, 1), language) == without


def test_what_the_kit_says_already_stands_behind_it(tmp_path: Path) -> None:
    new_words(tmp_path, "de")

    assert '"Send":  # Abschicken\n' in (tmp_path / "content/words/de.yaml").read_text()


def test_only_what_is_missing_is_added(tmp_path: Path) -> None:
    own = "# Ours\nSend: Envoyer\n'Main':\nyes: oui"
    write(tmp_path, {"content/words/fr.yml": own, "templates/pages/a.html": "{{ t('Ahoy') }}{{ t(\"Send\") }}"})

    made = new(tmp_path, "fr", "--json")

    text = (tmp_path / "content/words/fr.yml").read_text()
    assert json.loads(made.stdout) == {"path": "content/words/fr.yml", "added": len(GERMAN) - len(PAIRS) - 3 + 1}
    assert text.startswith(f"{own}\n\n# ") and text.endswith('# What your own templates say\n"Ahoy":\n')
    assert text.count("Send") == 1 and text.count('"Main"') == 0
    again = new(tmp_path, "fr")
    assert again.stdout == "content/words/fr.yml has every text; next: freeze check\n"
    assert (tmp_path / "content/words/fr.yml").read_text() == text


@pytest.mark.parametrize("there", ["{Send: Envoyer}\n", "Send: Envoyer\nSend: Poster\n", "- Send\n"])
def test_nothing_is_added_to_what_cannot_be_read(tmp_path: Path, there: str) -> None:
    write(tmp_path, {"content/words/fr.yaml": there})

    with pytest.raises(Unfinished):
        new_words(tmp_path, "fr")
    assert (tmp_path / "content/words/fr.yaml").read_text() == there


def test_words_are_called_after_a_language(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": "# Home\n"})

    refused = new(tmp_path, "french")

    assert refused.returncode == 2 and not (tmp_path / "content/words").exists()
    assert "hint: words are called after their language: freeze new words fr" in refused.stderr


def test_check_says_how_much_is_said(tmp_path: Path) -> None:
    words = {"content/words/fr.yaml": "Send: Envoyer\nInbox: Boîte\n", "content/words/de.yaml": "Send: Los\n"}
    write(tmp_path, {**words, "content/index.md": "# Home\n", "content/index.fr.md": "# Accueil\n"})
    texts = all_texts(tmp_path / "templates")
    of_visitors = len([group for group in texts.values() if group != OF_OWNERS])

    for languages, share in (("en, fr, de", f"1 of {of_visitors}"), ("fr, en, de", f"2 of {len(texts)}")):
        write(tmp_path, {"content/site.yaml": f"languages: [{languages}]\n"})
        [told] = [one for one in check_site(tmp_path, now=NOW) if one.rule == "unsaid-words"]
        assert told.fact == f"{share} texts are said in fr; the others stay English"
        assert (told.path, told.severity) == ("content/words/fr.yaml", Severity.WARNING)


@pytest.mark.parametrize(
    ("languages", "told"), [("en, de-AT", []), ("en, fr", ["fr"]), ("fr-CA, nl, de", ["fr-CA", "nl"])]
)
def test_check_tells_languages_that_nobody_has_words_for(tmp_path: Path, languages: str, told: list[str]) -> None:
    write(tmp_path, {"content/site.yaml": f"languages: [{languages}]\n", "content/index.md": "# Home\n"})

    found = [one for one in check_site(tmp_path, now=NOW) if one.rule == "unsaid-words"]

    assert [one.fact for one in found] == [
        f"buttons, messages and days are said in English on pages in {one}" for one in told
    ]


def test_what_own_templates_say_may_be_said(tmp_path: Path) -> None:
    write(tmp_path, {"templates/pages/a.html": "{{ t('Ahoy, {name}') }}"})

    read = reading(
        tmp_path, {**HOME, "site.yaml": "language: fr\n", "words/fr.yaml": '"Ahoy, {name}": "Ohé, {name}"\n'}
    )

    assert shown(read.problems) == "" and all_texts(tmp_path / "templates")["Ahoy, {name}"] == OF_TEMPLATES


@pytest.mark.parametrize("said", ["1.234,56", "1 234,56", "1\u202f234,56", "1’234.56", "1234,56"])
def test_numbers_are_shown_by_one(said: str) -> None:
    assert unfit("1,234.56", said) is None

    bring({"xx": {"1,234.56": said}})
    assert money(123456, "CHF", "xx") == f"{said} CHF"
    assert money(-5, "EUR", "xx") == f"€-0{said[-3]}05"


@pytest.mark.parametrize("said", ["1234", "1.234.567", "12,34.56", "1,234,,56", "a", "{1,234.56}"])
def test_what_shows_no_number_is_told(said: str) -> None:
    assert unfit("1,234.56", said) is not None


@pytest.mark.parametrize(
    "said", ["{", "}", "{0}", "{left.x}", "{left!r:>{places}}", "{left} {x}", "{{left}}", "{left:d}"]
)
def test_what_would_fail_when_it_is_said_is_told(said: str) -> None:
    found = unfit("{left} of {places} places left", said)

    assert found is not None and found.fails
