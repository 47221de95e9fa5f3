"""A site that brings its own words speaks them everywhere: pages, forms, live answers, mails, dates, numbers and amounts."""

import json
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from build.sites import NOW, frozen, store_of, write
from live.bookshop import some_settings
from polynya.freeze import freeze_site
from polynya_live.app import create_app
from polynya_live.contract import load
from polynya_live.words import bring, say
from polynya_live.work.office import office_of
from polynya_live.work.rounds import work_once

WORDS = """\
November: novembre
December: décembre
"1 {month} {year}": "1er {month} {year}"
"1,234.56": "1\u202f234,56"
"{currency}{amount}": "{amount}\u00a0{currency}"
Skip to the text: Aller au texte
On this page: Sur cette page
Note: Remarque
"(optional)": (facultatif)
Send: Envoyer
Thank you.: Merci.
Please fill this in.: Ceci manque.
Please choose a day that is not before {min}.: Pas avant le {min}.
"Nothing is sent yet. Please have another look at:": "Rien n’est parti. Voyez encore :"
There is nothing here: Il n’y a rien ici
"We have it. This is what you chose:": "C’est bien arrivé. Vous avez choisi :"
Total: Montant
"Held because: {reasons}": "Retenu : {reasons}"
sent without JavaScript, so nothing proves that the page was seen: envoyé sans JavaScript
yes: oui
Read it aloud: Lisez à voix haute
"""
FORM = """\
title: Commander
fields:
  - {name: plats, label: Plats, type: quantity, rows: carte, required: true, max: 9}
  - {name: email, label: Courriel, type: email, required: true}
  - {name: jour, label: Jour, type: date, min: 2026-12-01}
  - {name: vite, label: Vite, type: checkbox}
receipt: email
notify: owner
"""
PAGE = (
    '{% extends "layouts/base.html" %}{% block main %}<p>{{ page.date | day }}; {{ 123456 | money }}; {{ 4.5 | decimal }};'
    + (' {{ t("Read it aloud") }}</p>{{ content }}{% endblock %}\n')
)
FRENCH = {
    "content/site.yaml": "title: La Banquise\nurl: https://floe.example\nlanguage: fr\ncards: false\n",
    "content/words/fr.yaml": WORDS,
    "content/index.md": "# La Banquise\n\n[[toc]]\n\n## Glace\n\n> [!NOTE]\n> Froid.\n\n::form[commande]\n",
    "content/note.md": "---\ntitle: Note\ndate: 2026-11-01\ntemplate: lue.html\n---\nMots.\n",
    "content/carte/_collection.yaml": "title: Carte\nfields: {price: {type: money, required: true}}\n",
    "content/carte/soupe.md": "---\ntitle: Soupe\nprice: 8.50\n---\nChaude.\n",
    "content/forms/commande.yaml": FORM,
    "templates/pages/lue.html": PAGE,
}


@pytest.fixture(autouse=True)
def own_words_alone() -> Iterator[None]:
    """Give other tests the words of the kit back."""
    yield
    bring({})


@pytest.fixture
def french(tmp_path: Path) -> Path:
    root = write(tmp_path, FRENCH)
    freeze_site(root, now=NOW)
    return root


@pytest.fixture
def visitor(french: Path) -> Iterator[FlaskClient]:
    """Answer as the functions do, which know nothing but the contract."""
    bring({})
    folder, store = french / "build/live", store_of(french)
    outbox = f"outbox:{french / 'out'}"
    settings = some_settings(folder, mail=outbox, owners=("ada@floe.example",))
    yield create_app(settings, load(folder / "contract.json"), store, clock=lambda: NOW).test_client()
    store.close()


def post(visitor: FlaskClient, **changes: str) -> str:
    sent = {"plats[carte/soupe]": "2", "email": "zoe@floe.example", "jour": "2026-12-24"} | changes
    same = {"Sec-Fetch-Site": "same-origin"}
    return visitor.post("/live/forms/commande", data=sent, headers=same, follow_redirects=True).text


def test_a_page_says_the_words_of_the_site(french: Path) -> None:
    html = frozen(french, "index.html")

    assert '<html lang="fr">' in html and "Aller au texte" in html
    assert "Sur cette page" in html and "Remarque" in html
    assert "(facultatif)" in html and ">Envoyer</button>" in html
    assert "8,50\u00a0€" in html and "Made with Polynya." in html


def test_days_numbers_and_amounts_are_written_as_the_words_say(french: Path) -> None:
    html = frozen(french, "note/index.html")

    assert "<p>1er novembre 2026; 1\u202f234,56\u00a0€; 4,5; Lisez à voix haute</p>" in html


def test_a_live_answer_says_the_same(visitor: FlaskClient) -> None:
    answer = post(visitor, email="", jour="2026-11-20")

    assert '<html lang="fr">' in answer and "Aller au texte" in answer
    assert "Rien n’est parti. Voyez encore :" in answer and "Ceci manque." in answer
    assert "Pas avant le 1er décembre 2026." in answer
    assert "Il n’y a rien ici" in visitor.get("/live/nowhere").text


def test_thanks_mails_and_the_owner_s_mail_say_the_same(french: Path, visitor: FlaskClient) -> None:
    answer = post(visitor, vite="yes")
    work_once(office_of(visitor.application), now=NOW + 60_000)

    mails = "".join(
        part.get_content()
        for file in (french / "out").glob("*.eml")
        for part in message_from_bytes(file.read_bytes(), policy=policy.default).walk()
        if part.get_content_maintype() == "text"
    )
    told = {message_from_bytes(file.read_bytes())["Content-Language"] for file in (french / "out").glob("*.eml")}
    assert "Merci." in answer and told == {"fr"}
    assert "C’est bien arrivé. Vous avez choisi :" in mails and "17,00\u00a0€" in mails
    assert "24 décembre 2026" in mails and "> oui" in mails
    assert "Retenu : envoyé sans JavaScript" in mails


def test_an_older_live_wing_passes_the_words_by(french: Path) -> None:
    told = json.loads((french / "build/live/contract.json").read_text())

    assert told["words"]["fr"]["Send"] == "Envoyer"
    assert "words" not in told["site"]


def test_a_site_without_words_has_none_in_its_contract(tmp_path: Path) -> None:
    root = write(tmp_path, {"content/index.md": "# Home\n"})

    freeze_site(root, now=NOW)

    assert "words" not in json.loads((root / "build/live/contract.json").read_text())


def test_changed_words_draw_again_what_shows_them(french: Path) -> None:
    bring({})  # as the next process begins
    words = french / "content/words/fr.yaml"

    words.write_text(words.read_text().replace("Aller au texte", "Au texte"))
    freeze_site(french, now=NOW)
    assert "Au texte" in frozen(french, "note/index.html") and "Aller" not in frozen(french, "note/index.html")

    words.unlink()
    freeze_site(french, now=NOW)
    assert "Skip to the text" in frozen(french, "note/index.html")
    assert "1 November 2026; €1,234.56; 4.5; Read it aloud" in frozen(french, "note/index.html")


def test_an_edited_page_keeps_the_words(french: Path) -> None:
    """It alone is drawn again, and the rest of the site is not read for it."""
    bring({})

    (french / "content/note.md").write_text(FRENCH["content/note.md"].replace("Mots", "Paroles"))
    freeze_site(french, now=NOW)

    html = frozen(french, "note/index.html")
    assert "Paroles" in html and "Aller au texte" in html and "1er novembre" in html


def test_a_site_may_say_it_in_its_own_tone(tmp_path: Path) -> None:
    words = {"content/words/de.yaml": "Skip to the text: Ab zum Text\n", "content/words/en.yaml": "Main: Menu\n"}
    home = {"content/index.md": "# Home\n", "content/index.de.md": "# Zuhause\n", "content/b.md": "# B\n"}
    home["content/site.yaml"] = "languages: [en, de]\nnavigation: [{title: B, url: /b/}]\n"
    root = write(tmp_path, {**words, **home})

    freeze_site(root, now=NOW)

    german = frozen(root, "de/index.html")
    assert "Ab zum Text" in german and "Gemacht mit Polynya." in german
    assert '<nav aria-label="Menu">' in frozen(root, "index.html") and "Skip to the text" in frozen(root, "index.html")


def test_a_kind_of_a_language_builds_upon_it() -> None:
    bring({"fr-CA": {"Send": "Poster"}, "fr": {"Send": "Envoyer", "Back": "Retour"}, "de": {"Back": "Retour"}})

    assert [say("Send", one) for one in ("fr", "fr-CA", "fr-FR", "en")] == ["Envoyer", "Poster", "Envoyer", "Send"]
    assert (say("Back", "fr-CA"), say("Back", "de"), say("Send", "de-AT")) == ("Retour", "Retour", "Abschicken")


@pytest.mark.parametrize(
    ("language", "said"), [("ar", ' dir="rtl"'), ("he-IL", ' dir="rtl"'), ("az-Arab", ' dir="rtl"'), ("fr", "")]
)
def test_what_is_written_from_right_to_left_says_so(tmp_path: Path, language: str, said: str) -> None:
    root = write(tmp_path, {"content/site.yaml": f"language: {language}\n", "content/index.md": "# Home\n"})

    freeze_site(root, now=NOW)

    assert f'<html lang="{language}"{said}>' in frozen(root, "index.html")
