"""A site in Polish: what counts anything takes the form of its number, on pages, in forms, live answers and the search."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, expect

from build.sites import NOW, frozen, store_of, write
from live.bookshop import some_settings
from polynya.freeze import freeze_site
from polynya_live.app import create_app
from polynya_live.contract import dump, load
from polynya_live.words import bring
from serving import serving

SAME = {"Sec-Fetch-Site": "same-origin"}
WORDS = """\
"{count} stars": {one: "{count} gwiazdka", few: "{count} gwiazdki", many: "{count} gwiazdek"}
"{count} pages": {one: jedna strona, few: "{count} strony", many: "{count} stron"}
"{count} minutes to read": {one: minuta, few: "{count} minuty", many: "{count} minut"}
"Please write at most {max} characters: this has {length}.":
  one: "Najwyżej {max} znak, nie {length}."
  few: "Najwyżej {max} znaki, nie {length}."
  many: "Najwyżej {max} znaków, nie {length}."
"{count} jars": {one: "{count} słoik", few: "{count} słoiki", many: "{count} słoików"}
"That did not get through. Your words are still here: please try again in a moment.": Nie doszło.
"""
FORM = """\
title: Ocena
fields:
  - {name: ocena, label: Ocena, type: rating, min: 1, max: 7}
  - {name: trzy, label: Trzy, max: 3}
  - {name: siedem, label: Siedem, max: 7}
"""
JARS = """\
{% extends "layouts/base.html" %}
{% block main %}{% for n in [1, 2, 5, 22] %}<p>{{ t("{count} jars") | fill({"count": n}) }}</p>{% endfor %}{% endblock %}
"""
POLISH = {
    "content/site.yaml": "title: Kra\nurl: https://kra.example\nlanguages: [pl]\nsearch: true\ncards: false\n",
    "content/words/pl.yaml": WORDS,
    "content/index.md": "# Kra\n\n::form[ocena]\n",
    "content/forms/ocena.yaml": FORM,
    **{f"content/{n}.md": f"# Lód {n}\n\nKra." for n in range(1, 6)},
    "content/tr.md": "# ışık\n",
    "content/miod.md": "---\ntemplate: pages/jars.html\n---\n# Miód\n",
    "templates/pages/jars.html": JARS,
}


@pytest.fixture(scope="module")
def polish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("polish"), POLISH)


@pytest.fixture
def visitor(polish: Path) -> Iterator[FlaskClient]:
    """Somebody who asks the live wing, which has read the words out of the contract."""
    freeze_site(polish, now=NOW)
    bring({})
    folder, store = polish / "build/live", store_of(polish)
    yield create_app(some_settings(folder), load(folder / "contract.json"), store, clock=lambda: NOW).test_client()
    store.close()
    bring({})


def test_pages_choose_by_the_number(polish: Path, visitor: FlaskClient) -> None:
    assert re.findall(r"<p>(\d+ sł\w+)", frozen(polish, "miod/index.html")) == [
        "1 słoik",
        "2 słoiki",
        "5 słoików",
        "22 słoiki",
    ]
    assert re.findall(r"\d gwiazd\w+", frozen(polish, "index.html")) == [
        *("1 gwiazdka", "2 gwiazdki", "3 gwiazdki", "4 gwiazdki", "5 gwiazdek", "6 gwiazdek", "7 gwiazdek"),
    ]


def test_live_answers_choose_by_the_number(visitor: FlaskClient) -> None:
    answer = visitor.post("/live/forms/ocena", data={"trzy": "abcd", "siedem": "abcdefghi"}, headers=SAME).text

    assert "Najwyżej 3 znaki, nie 4." in answer and "Najwyżej 7 znaków, nie 9." in answer
    assert "5 gwiazdek" in answer and 'data-lost="Nie doszło."' in answer


def test_a_contract_keeps_forms_as_they_were_written(polish: Path, visitor: FlaskClient) -> None:
    contract = load(polish / "build/live/contract.json")

    assert dump(contract) == (polish / "build/live/contract.json").read_text()
    assert contract.site.words["pl"]["{count} star"] == contract.site.words["pl"]["{count} stars"]


def test_the_search_counts_as_pages_do(polish: Path, chromium: Browser) -> None:
    with serving(polish) as url:
        page = chromium.new_page()
        for words, found in (("miód", "jedna strona"), ("lód", "5 stron"), ("gżegżółka", "0 stron")):
            page.goto(f"{url}/search/?q={words}")
            expect(page.locator("#found")).to_have_text(found)
        page.evaluate("document.documentElement.lang = 'tr'")
        page.locator("#q").fill("IŞIK")  # small letters of Turkish: ışık
        expect(page.locator("#found")).to_have_text("jedna strona")
        page.close()
