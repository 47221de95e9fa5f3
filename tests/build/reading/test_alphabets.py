"""Lists by title and by tag: the letters of each language in its own order, as browsers sort them."""

import json
from pathlib import Path

import pytest

from browser import said_by_node
from build.reading.contents import HOME, site_of
from polynya.reading.lists.alphabets import letters_in_order, undotted

WORDS = {
    "cs": ["Cena", "Čaj", "Hrad", "Chléb", "Iva", "Řeka", "Sad", "Šál", "Zub", "Žena"],
    "cy": ["Afal", "Cath", "Cwch", "Chwaer", "Dŵr", "Ddoe", "Gardd", "Ngwaed", "Haul", "Lol", "Llan"],
    "da": ["Bog", "Zebra", "Æble", "Ø", "Åben", "Aalborg"],
    "de": ["Apfel", "Äpfel und Birnen", "Bar", "Öl", "Zebra"],
    "es": ["Nube", "Nuez", "Ñandú", "Oso"],
    "fa": ["باران", "پل", "تاب", "جام", "چای", "کتاب", "گل", "لب", "ماه"],
    "he": ["אב", "כלב", "מלך", "מלכה", "נר"],
    "pl": ["Cyna", "Ćma", "Lód", "Łódź", "Sól", "Świt", "Zima", "Źrebię", "Żagiel"],
    "ru": ["Еда", "Ёлка", "Енот", "Игра", "Йод", "Кот"],
    "sv": ["Bok", "Zebra", "Ål", "Äpple", "Öl"],
    "tr": ["Cam", "Çay", "Hava", "Isparta", "Işık", "Izgara", "İstanbul", "Jant", "Oda", "Ördek", "Su", "Şiir"],
    "uk": ["Гора", "Ґанок", "Дім", "Еко", "Єна", "Зуб", "Ива", "Іва", "Їжа", "Йод"],
}


def as_browsers_sort(words: list[str], language: str) -> list[str]:
    """Ask the engine of Chromium, which has the data of CLDR."""
    return list(said_by_node(f"{json.dumps(words)}.sort(new Intl.Collator('{language}').compare)"))


@pytest.mark.parametrize("language", WORDS)
def test_words_are_in_the_order_of_their_language(language: str) -> None:
    words = sorted(sorted(WORDS[language]), key=lambda word: letters_in_order(word, language))

    assert words == as_browsers_sort(WORDS[language], language)


def test_a_list_and_its_tags_are_in_that_order(tmp_path: Path) -> None:
    titles = ["Żagiel", "Łódź", "Zima", "Lód", "Świt", "Sól"]
    pages = {f"books/{at}.md": f"---\ntitle: {one}\ntags: [{one}]\n---\n" for at, one in enumerate(titles)}
    settings = "language: pl\ntaxonomies: {tags: {title: Tagi}}\n"

    site = site_of(tmp_path, {**HOME, **pages, "site.yaml": settings, "books/_collection.yaml": "title: Książki\n"})

    in_order = ["Lód", "Łódź", "Sól", "Świt", "Zima", "Żagiel"]
    assert [page.title for page in site.pages_of("books") if page.id != "books"] == in_order
    assert [term.title for term in site.terms["tags"].values()] == in_order


def test_a_turkish_letter_without_its_dot_is_a_letter_of_its_own(tmp_path: Path) -> None:
    tags = ["Işık", "ışık", "IŞIK", "İstanbul", "istanbul"]
    pages = {f"{at}.md": f"---\ntitle: {one}\ntags: [{one}]\n---\n" for at, one in enumerate(tags)}

    site = site_of(tmp_path, {**HOME, **pages, "site.yaml": "language: tr\ntaxonomies: {tags: {title: Konular}}\n"})

    assert {slug: len(term.pages) for slug, term in site.terms["tags"].items()} == {"ışık": 3, "istanbul": 2}
    assert undotted("Işık", "en") == "Işık"
