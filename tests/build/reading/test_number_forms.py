"""Texts with a number: which form each number takes, as browsers know it, and what a file of words says of that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import said_by_node
from build.reading.contents import HOME, reading
from build.sites import shown
from polynya.reading.wording.plurals import forms_of, shape_of
from polynya.starting.words import new_words
from polynya_live.inbox.looking import ago
from polynya_live.templating import fill
from polynya_live.words import bring, say
from polynya_live.words.changing import CATEGORIES, category

SPOKEN = (
    *(
        "ar",
        "be",
        "bg",
        "br",
        "bs",
        "ca",
        "cs",
        "cy",
        "da",
        "de",
        "dsb",
        "el",
        "en",
        "es",
        "et",
        "eu",
        "fa",
        "fi",
        "fil",
        "fr",
    ),
    *(
        "ga",
        "gd",
        "gl",
        "gv",
        "he",
        "hi",
        "hr",
        "hu",
        "hy",
        "is",
        "it",
        "ja",
        "ka",
        "ko",
        "lt",
        "lv",
        "mk",
        "mt",
        "nb",
        "nl",
    ),
    *(
        "pl",
        "pt",
        "pt-BR",
        "pt-PT",
        "ro",
        "ru",
        "sk",
        "sl",
        "sq",
        "sr",
        "sv",
        "ta",
        "th",
        "tr",
        "uk",
        "uz",
        "vi",
        "zh",
        "zu",
    ),
)
NUMBERS = (*range(131), 200, 211, 1000, 10_002, 100_000, 999_999, 1_000_000, 1_000_001, 1_000_006, 2_000_000)
PLACES = "{left} of {places} places left"
STARS = '"{count} stars": {one: "{count} gwiazdka", few: "{count} gwiazdki", many: "{count} gwiazdek"}\n'


@pytest.fixture(autouse=True)
def own_words_alone() -> Iterator[None]:
    """Give other tests the words of the kit back."""
    yield
    bring({})


def as_browsers_say(language: str) -> list[str]:
    """Ask the engine of Chromium, which has the data of CLDR, for the category of each of NUMBERS."""
    return list(said_by_node(f"{[*NUMBERS]}.map((n) => new Intl.PluralRules('{language}').select(n))"))


@pytest.mark.parametrize("language", SPOKEN)
def test_each_number_takes_the_form_that_browsers_say(language: str) -> None:
    looked_up = [CATEGORIES[int(category(number, shape_of(language)))] for number in NUMBERS]

    assert looked_up == as_browsers_say(language)


@pytest.mark.parametrize(
    ("language", "needed"),
    [
        ("pl", ["one", "few", "many"]),
        ("ru", ["one", "few", "many"]),
        ("ar", ["zero", "one", "two", "few", "many", "other"]),
        ("cy", ["zero", "one", "two", "few", "many", "other"]),
        ("he", ["one", "two", "other"]),
        ("pt-BR", ["one", "other"]),
        ("tr", ["one", "other"]),
        ("ja", ["other"]),
    ],
)
def test_new_words_have_the_forms_that_the_language_needs(tmp_path: Path, language: str, needed: list[str]) -> None:
    path, _ = new_words(tmp_path, language)

    lines = (tmp_path / path).read_text().splitlines()
    below = lines[lines.index(f'"{PLACES}":') + 1 :]
    assert [*forms_of(language)] == needed
    assert [line.split(":")[0].strip() for line in below[: len(needed)]] == needed or needed == ["other"]
    assert not below[len(needed)].startswith(" ")
    assert shown(reading(tmp_path, {**HOME, "site.yaml": f"language: {language}\n"}).problems) == ""


def test_a_form_stands_beside_the_first_numbers_that_take_it(tmp_path: Path) -> None:
    new_words(tmp_path, "pl")

    text = (tmp_path / "content/words/pl.yaml").read_text()
    assert f'"{PLACES}":\n  one:  # 1\n  few:  # 2, 3, 4, 22 …\n  many:  # 0, 5, 6, 7 …\n' in text
    assert '"{count} star":' not in text and '"{count} stars":\n  one:' in text


@pytest.mark.parametrize("begun", ['"{count} star": gwiazdka\n', STARS])
def test_what_was_begun_is_left_as_it_is(tmp_path: Path, begun: str) -> None:
    read = {**HOME, "site.yaml": "language: pl\n", "words/pl.yaml": begun}
    reading(tmp_path, read)

    new_words(tmp_path, "pl")
    text = (tmp_path / "content/words/pl.yaml").read_text()
    assert text.startswith(begun) and text.count('{count} star"') == begun.count('{count} star"')
    assert new_words(tmp_path, "pl")[1] == 0


def test_a_form_of_no_number_and_a_missing_one_are_told_where_they_stand(tmp_path: Path) -> None:
    words = f'"{PLACES}":\n  one: "{{left}} z {{places}}"\n  two: "{{left}} z {{places}}"\n'

    read = reading(tmp_path, {**HOME, "site.yaml": "language: pl\n", "words/pl.yaml": words})

    assert (
        shown(read.problems)
        == f'''\
content/words/pl.yaml:1:1: "{PLACES}" has no "few" and no "many", which numbers take in pl
  1 | "{PLACES}":
    | ^
hint: write below it few, as of 2, 3, 4, 22 … and many, as of 0, 5, 6, 7 ….
rule: number-form

content/words/pl.yaml:3:3: pl has no form "two" for a number
  3 |   two: "{{left}} z {{places}}"
    |   ^
hint: it has: few, many, one, other.
rule: number-form'''
    )


def test_one_number_alone_may_be_said_without_it(tmp_path: Path) -> None:
    words = '"{count} pages": {one: jedna strona, few: strony, many: "{count} stron"}\n'

    read = reading(tmp_path, {**HOME, "site.yaml": "language: pl\n", "words/pl.yaml": words})

    [problem] = read.problems
    assert problem.fact == '"{count}" of the English text is missing'
    assert problem.column == words.index("strony") + 1


def polish(root: Path, words: str) -> None:
    read = reading(root, {**HOME, "site.yaml": "languages: [pl]\n", "words/pl.yaml": words})
    assert read.site is not None and shown(read.problems) == ""
    bring(read.site.settings.words)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 minut"),
        (1, "minutę"),
        (2, "2 minuty"),
        (5, "5 minut"),
        (12, "12 minut"),
        (22, "22 minuty"),
        (25, "25 minut"),
    ],
)
def test_what_is_said_with_a_number_takes_its_form(tmp_path: Path, number: int, said: str) -> None:
    forms = '{one: "minutę temu", few: "{count} minuty temu", many: "{count} minut temu"}'
    polish(tmp_path, f'"{{count}} minutes ago": {forms}\n')

    assert say("{count} minutes ago", "pl").format(count=number) == f"{said} temu"
    assert fill(say("{count} minutes ago", "pl"), {"count": number}) == f"{said} temu"
    if 1 <= number < 60:
        assert ago(0, now=number * 60_000, language="pl") == f"{said} temu"


def test_the_first_whole_number_counts_where_none_is_the_count(tmp_path: Path) -> None:
    polish(
        tmp_path,
        f'"{PLACES}": {{one: "{{left}} a {{places}}", few: "{{left}} b {{places}}", many: "{{left}} c {{places}}"}}\n',
    )

    said = [fill(say(PLACES, "pl"), {"left": left, "places": 22}) for left in (1, 3, 7)]

    assert said == ["1 a 22", "3 b 22", "7 c 22"]


def test_a_pair_says_one_and_all_others_as_it_always_did(tmp_path: Path) -> None:
    polish(tmp_path, '"1 minute ago": minutę temu\n"{count} minutes ago": "{count} min temu"\n')

    assert [ago(0, now=n * 60_000, language="pl") for n in (1, 2, 21)] == ["minutę temu", "2 min temu", "21 min temu"]


def test_nothing_is_said_of_nothing(tmp_path: Path) -> None:
    polish(tmp_path, STARS)

    assert say("", "pl") == ""


def test_a_kind_of_a_language_may_say_a_text_with_forms_plainly() -> None:
    forms = {"": shape_of("fr"), "{count} pages": {"one": "{count} page", "other": "{count} pages"}}

    bring({"fr": forms, "fr-CA": {"{count} pages": "pages : {count}"}})

    assert [say("{count} pages", one).format(count=0) for one in ("fr", "fr-CA")] == ["0 page", "pages : 0"]
