"""The pages app: GET only, one address one page, nothing live, nothing of a request."""

from pathlib import Path

import pytest
from flask import Flask

from build.sites import NOW, SHOP, frozen, write
from polynya.compile import make_contract, site_facts
from polynya.freeze import freeze_site
from polynya.freezer import PagesFreezer, file_of
from polynya.pages.app import SURE, create_pages_app
from polynya.pages.sheet import Notes, make_sheet
from polynya.reading.read import read_site

TEMPLATES = {
    "templates/pages/page.html": "{{ title }}: {{ content }}",
    "templates/pages/list.html": "{% for one in pages_of(collection.name) %}{{ one.url }} {% endfor %}",
    "templates/pages/error404.html": "lost",
}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return an_app(tmp_path, TEMPLATES)


def an_app(root: Path, templates: dict[str, str], *, quick: bool = False) -> Flask:
    site = read_site(write(root, {**SHOP, **templates})).site
    assert site
    contract, _ = make_contract(site, site_facts(site.settings))
    return create_pages_app(make_sheet(site, contract, (root / "templates",), approved={}), quick=quick)


def test_each_address_is_its_page(app: Flask) -> None:
    client = app.test_client()

    assert client.get("/books/dune/").text == "Dune: <p>Sand.</p>\n"
    assert client.get("/books/").text.strip() == "/books/dune/"
    assert client.get("/robots.txt").mimetype == "text/plain"
    assert client.get("/nowhere/").status_code == 404


@pytest.mark.parametrize("name", SURE)
def test_what_is_surely_there_is_found_as_anything_is(tmp_path: Path, name: str) -> None:
    asked = "".join(f"{one} is {{{{ {name}.{one} }}}}\n" for one in sorted(SURE[name]))
    templates = {**TEMPLATES, "templates/pages/page.html": asked}

    said = [an_app(tmp_path, templates, quick=quick).test_client().get("/books/dune/") for quick in (False, True)]

    assert (said[0].status_code, said[0].text) == (said[1].status_code, said[1].text)
    assert said[0].status_code == 200


def test_what_is_not_surely_there_after_all_is_found_as_anything_is(tmp_path: Path) -> None:
    block = "{% block main %}{{ page.title }} {{ page.note }}{% endblock %}"
    page = f"{{% set page = {{'title': 'Own', 'note': 'of the template'}} %}}{block}"

    freeze_site(write(tmp_path, {**SHOP, **TEMPLATES, "templates/pages/page.html": page}), now=NOW)

    assert frozen(tmp_path, "books/dune/index.html") == "Own of the template"


def test_nothing_but_get_is_answered(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == {"page"}
    assert {method for rule in app.url_map.iter_rules() for method in rule.methods or ()} <= {"GET", "HEAD", "OPTIONS"}
    assert app.test_client().post("/").status_code == 405


def test_templates_know_nothing_of_a_request(app: Flask) -> None:
    assert {"request", "session", "g", "config", "url_for"} & set(app.jinja_env.globals) == set()


def test_the_freezer_freezes_the_addresses_it_is_given_and_touches_no_file(app: Flask, tmp_path: Path) -> None:
    taken: dict[str, str] = {}

    def take(url: str, text: str, notes: Notes) -> None:
        taken[url] = text

    def fail(url: str, error: Exception) -> None:
        raise error

    before = set(tmp_path.rglob("*"))
    freezer = PagesFreezer(app, ["/books/dune/", "/404.html"], take=take, fail=fail)

    assert [str(page.path) for page in freezer.freeze_yield()] == ["books/dune/index.html", "404.html"]
    assert taken == {"/books/dune/": "Dune: <p>Sand.</p>\n", "/404.html": "lost"}
    assert set(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("/", "index.html"),
        ("/books/", "books/index.html"),
        ("/robots.txt", "robots.txt"),
        ("/b%C3%BCcher/", "bücher/index.html"),
        ("/bu\u0308cher/", "b\u00fccher/index.html"),
    ],
)
def test_an_address_has_one_file(url: str, file: str) -> None:
    assert file_of(url) == file
