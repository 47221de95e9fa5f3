"""A site in two languages: addresses, links between translations, words of templates and forms."""

from pathlib import Path

import pytest
from markupsafe import Markup

from build.reading.contents import HOME, site_of
from build.sites import NOW, REVIEW, SHOP, a_site, frozen, release_files, shown, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site
from polynya.reading.read import read_site
from polynya_live.contract import load
from polynya_live.words import CATALOGUES, say, sayer

TWO = {"site.yaml": "languages: [en, de]\nurl: https://floe.example\n"}
BOOKS = {
    "books/_collection.yaml": "title: {en: Books, de: Bücher}\nurl: /library/{slug}/\nfields: {price: money}\n",
    "books/dune.md": "---\nprice: 2\n---\n# Dune\n[home](../index.md)\n",
}


@pytest.mark.parametrize("german", ["books/dune.de.md", "de/books/dune.md"])
def test_a_translation_lies_beside_its_page_or_in_a_folder_of_its_language(tmp_path: Path, german: str) -> None:
    site = site_of(tmp_path, {**TWO, **HOME, **BOOKS, german: "---\nprice: 2.50\n---\n# Die Düne\n"})

    page = site.pages["de/books/dune"]
    assert (page.url, page.collection, page.fields["price"]) == ("/de/library/dune/", "de/books", 250)
    assert (page.path, site.collections["de/books"].title) == (f"content/{german}", "Bücher")
    assert [one.id for one in site.pages_of("books")] == ["books/dune"]


def test_a_translation_beside_its_page_has_the_pictures_that_lie_there(tmp_path: Path) -> None:
    front = "---\ncover: cover.jpg\n---\n# A\n"
    declared = {"books/_collection.yaml": "fields: {cover: image}\n", "books/cover.jpg": b"\xff\xd8"}

    site = site_of(tmp_path, {**TWO, **HOME, **declared, "books/a.md": front, "books/a.de.md": front})

    assert {site.pages[one].fields["cover"] for one in ("books/a", "de/books/a")} == {"/books/cover.jpg"}


def test_a_list_without_a_fixed_address_leaves_the_front_page_of_its_language_alone(tmp_path: Path) -> None:
    declared = {"posts/_collection.yaml": "title: Posts\nurl: /{year}/{slug}/\nfields: {date: date}\n"}
    post = "---\ndate: 2026-01-02\n---\n# A\n"
    pages = {"index.de.md": "# Zuhause\n", "posts/a.md": post, "posts/a.de.md": post}

    site = site_of(tmp_path, {**TWO, **HOME, **declared, **pages})

    found = {page.id: page.url for page in site.pages.values()}
    assert (found["posts"], found["de/posts"]) == ("/posts/", "/de/posts/")
    assert (found["de"], found["de/posts/a"]) == ("/de/", "/de/2026/a/")


def test_translations_know_each_other(tmp_path: Path) -> None:
    files = {**TWO, "index.md": "# Home\n", "index.de.md": "# Zuhause\n[E](index.md)\n", "only.md": "# Only\n"}
    root = write(tmp_path, {f"content/{name}": text for name, text in files.items()})

    freeze_site(root, now=NOW)

    home, german, only = (frozen(root, f"{name}index.html") for name in ("", "de/", "only/"))
    for page in (home, german):
        assert '<link rel="alternate" hreflang="en" href="https://floe.example/">' in page
        assert '<link rel="alternate" hreflang="de" href="https://floe.example/de/">' in page
        assert '<link rel="alternate" hreflang="x-default" href="https://floe.example/">' in page
    assert '<html lang="de">' in german and "Zum Text springen" in german
    assert '<a href="/" hreflang="en" lang="en" title="Home">en</a>' in german
    assert '<html lang="en">' in only and 'rel="alternate" hreflang' not in only


def test_the_front_page_of_another_language_is_in_the_switch_and_not_in_the_navigation(tmp_path: Path) -> None:
    files = {**TWO, **HOME, "index.de.md": "# Zuhause\n", "about.md": "# About\n", "about.de.md": "# Über uns\n"}

    site = site_of(tmp_path, files)

    assert [link.url for link in site.settings.navigation] == ["/about/"]


def test_a_name_that_only_looks_like_a_language_stays_a_name(tmp_path: Path) -> None:
    site = site_of(tmp_path, {**HOME, "release.de.md": "# R\n"})

    assert site.pages["release.de"].url == "/release.de/"


def test_options_called_like_languages_are_no_translations(tmp_path: Path) -> None:
    tongue = "  - {name: tongue, type: radio, options: {en: English, de: German}}\n"
    files = {
        **SHOP,
        "content/site.yaml": "languages: [en, de]\nurl: https://floe.example\n",
        "content/forms/review.yaml": REVIEW.replace("fields:\n", f"fields:\n{tongue}"),
    }

    read = read_site(write(tmp_path, files))

    assert read.site
    assert read.site.forms["review"].fields[0].options == (("en", "English"), ("de", "German"))


def test_a_form_speaks_the_language_of_its_page(tmp_path: Path) -> None:
    review = REVIEW.replace("label: Your name", "label: Your name, label_de: Ihr Name")
    files = {
        **SHOP,
        "content/site.yaml": "languages: [en, de]\nurl: https://floe.example\n",
        "content/index.md": "[Dune](books/dune.md) [Düne](books/dune.de.md)\n",
        "content/books/dune.de.md": "---\ntitle: Die Düne\n---\nSand.\n",
        "content/forms/review.yaml": review + "submit_de: Abschicken\n",
    }
    root = write(tmp_path, files)

    freeze_site(root, now=NOW)

    english, german = frozen(root, "books/dune/index.html"), frozen(root, "de/books/dune/index.html")
    assert "Your name" in english and "Ihr Name" not in english
    assert (
        'action="/live/forms/review-de"' in german
        and ">Ihr Name</label>" in german
        and ">Abschicken</button>" in german
    )
    contract = load(root / "build/live/contract.json")
    assert contract.forms["review-de"].thread == "de/books"
    assert [contract.forms[name].original for name in ("review", "review-de")] == ["", "review"]
    assert contract.forms["review-de"].messages["missing"] == "Bitte füllen Sie das aus."
    assert contract.pages["de/books/dune"].url == "/de/books/dune/"
    assert shown(check_site(root, now=NOW)) == ""


def test_a_form_nobody_translated_stays_as_it_is(tmp_path: Path) -> None:
    form = REVIEW.replace("thread: books\n", "")
    site = site_of(tmp_path, {**TWO, **HOME, "forms/contact.yaml": form, "a.de.md": "# A\n"})

    assert list(site.forms) == ["contact"]


def test_the_navigation_is_translated_as_far_as_its_pages_are(tmp_path: Path) -> None:
    nav = "navigation: [{title: About, url: /about/}, {title: Other, url: /other/}]\n"
    files = {
        "site.yaml": TWO["site.yaml"] + nav,
        "index.md": "# Home\n",
        "about.md": "# About\n",
        "about.de.md": "# Über uns\n",
        "other.md": "# Other\n",
    }
    root = write(tmp_path, {f"content/{name}": text for name, text in files.items()})

    freeze_site(root, now=NOW)

    german = frozen(root, "de/about/index.html")
    assert (
        '<a href="/de/about/" aria-current="page">Über uns</a>' in german
        and '<a href="/other/" lang="en" hreflang="en">Other</a>' in german
    )


def test_a_link_says_its_title_in_each_language_that_it_names_whatever_its_page_is_called(tmp_path: Path) -> None:
    links = [
        "{title: About, title_de: Haus, url: /about/}",
        "{title: {en: Other, de: Anderes}, url: /other/}",
        "{title: Code, title_de: Quelltext, url: 'https://example.org/'}",
    ]
    settings = f"{TWO['site.yaml']}navigation: [{', '.join(links)}]\nfooter: [{links[1]}]\n"
    pages = {"index": "# Home\n", "about": "# About\n", "about.de": "# Über uns\n", "other": "# Other\n"}
    root = a_site(write(tmp_path, {"content/site.yaml": settings}), **pages)

    freeze_site(root, now=NOW)

    german, english = frozen(root, "de/about/index.html"), frozen(root, "about/index.html")
    assert '<a href="/de/about/" aria-current="page">Haus</a>' in german
    assert german.count('<a href="/other/">Anderes</a>') == 2
    assert '<a href="https://example.org/">Quelltext</a>' in german
    assert '<a href="/about/" aria-current="page">About</a>' in english and "Code</a>" in english


def test_a_page_may_be_called_as_its_translation_is(tmp_path: Path) -> None:
    write(tmp_path, {"content/site.yaml": f"{TWO['site.yaml']}footer: [{{title: Bar, url: /bar/}}]\n"})
    a_site(tmp_path, index="# Floe\n", bar="# Bar\n", **{"index.de": "# Floe\n", "bar.de": "# Bar\n"})

    assert check_site(tmp_path, now=NOW) == []


def test_a_site_in_one_language_has_no_switch(tmp_path: Path) -> None:
    root = write(tmp_path, SHOP)

    freeze_site(root, now=NOW)

    assert not any(b"hreflang" in content for name, content in release_files(root).items() if name.endswith(".html"))


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_keeps_the_places_to_be_filled_in(language: str) -> None:
    import re

    for text, said in CATALOGUES[language].items():
        assert set(re.findall(r"\{\w+\}", said)) == set(re.findall(r"\{\w+\}", text))


def test_what_nobody_translated_is_said_in_english() -> None:
    assert (say("Skip to the text", "de-AT"), say("Unheard of", "de")) == ("Zum Text springen", "Unheard of")


@pytest.mark.parametrize("language", ["de", "de-AT", "en", "xx", ""])
def test_a_page_says_in_its_language_what_is_said_in_it(language: str) -> None:
    for text in ("Skip to the text", "Unheard of", "", Markup("<b>")):
        assert sayer(language)(text) is say(text, language)
    assert sayer(language)("Skip to the text", language="de") == "Zum Text springen"


def test_a_page_says_in_which_language_it_is_and_leads_home_in_it(tmp_path: Path) -> None:
    settings = "title: Club\nurl: https://club.example\nlanguages: [en, de]\n"
    write(tmp_path, {"content/site.yaml": settings})
    a_site(tmp_path, index="# Club\n", **{"index.de": "# Verein\n", "about": "# About\n", "about.de": "# Wir\n"})

    freeze_site(tmp_path, now=NOW)

    german, english = frozen(tmp_path, "de/about/index.html"), frozen(tmp_path, "about/index.html")
    assert '"inLanguage": "de"' in german
    assert '<a class="brand" href="/de/">' in german
    assert '"inLanguage": "en"' in english
    assert '<a class="brand" href="/">' in english
