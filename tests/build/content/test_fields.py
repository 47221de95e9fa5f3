"""Front matter that names pages, pictures and objects; and the schemas that editors read."""

import json
from pathlib import Path

import pytest

from build.reading.contents import HOME, site_of
from build.sites import NOW, frozen, run, write
from polynya.freeze import freeze_site
from polynya.model import Reference
from polynya.pages.ways import Ways

PEOPLE = {"people/_collection.yaml": "url: /team/{slug}/\n", "people/ursula.md": "# Ursula Lund\n"}
SCHEMA = "fields:\n  author: {type: page, in: people}\n  also: {type: list, of: page}\n"


@pytest.mark.parametrize("written", ["ursula", "people/ursula", "../people/ursula.md", "/team/ursula/"])
def test_a_field_names_another_page_and_gets_its_address(tmp_path: Path, written: str) -> None:
    files = {**PEOPLE, "books/_collection.yaml": SCHEMA, "books/a.md": f"---\nauthor: {written}\n---\n# A\n"}

    page = site_of(tmp_path, {**HOME, **files}).pages["books/a"]

    assert page.fields["author"] == Reference("people/ursula", "/team/ursula/", "Ursula Lund")
    assert page.fields["also"] == []


def test_a_template_follows_a_reference_to_the_whole_page(tmp_path: Path) -> None:
    files = {
        **PEOPLE,
        "people/ursula.md": "---\nborn: 1929\n---\n# Ursula Lund\n",
        "books/_collection.yaml": f"template: pages/book.html\n{SCHEMA}",
        "books/a.md": "---\nauthor: ursula\nalso: [people/ursula]\n---\n# A\n",
    }
    template = "{% set who = page.fields.author %}{{ who.title }} {{ who.url }} {{ page_of(who.id).fields.born }}"
    write(tmp_path, {f"content/{name}": text for name, text in {**HOME, **files}.items()})
    write(tmp_path, {"templates/pages/book.html": template})

    freeze_site(tmp_path, now=NOW)
    assert frozen(tmp_path, "books/a/index.html") == "Ursula Lund /team/ursula/ 1929"

    write(tmp_path, {"content/people/ursula.md": "---\nborn: 1930\n---\n# Ursula Lind\n"})
    freeze_site(tmp_path, now=NOW)
    assert frozen(tmp_path, "books/a/index.html") == "Ursula Lind /team/ursula/ 1930"


def test_an_image_beside_a_page_becomes_its_address(tmp_path: Path) -> None:
    files = {
        "books/_collection.yaml": "url: /library/{slug}/\nfields:\n  cover: image\n  more: {type: list, of: image}\n",
        "books/dune/index.md": "---\ncover: cover.txt\nmore: [https://example.org/x.png]\n---\n# Dune\n",
        "books/dune/cover.txt": "c",
    }

    page = site_of(tmp_path, {**HOME, **files}).pages["books/dune"]

    assert (page.fields["cover"], page.fields["more"]) == ("/library/dune/cover.txt", ["https://example.org/x.png"])


def test_an_object_has_typed_fields(tmp_path: Path) -> None:
    schema = "fields:\n  shops: {type: list, of: object, fields: {title: text, price: money, owner: {type: page}}}\n"
    front = "shops:\n  - {title: Floe, price: 4.50, owner: people/ursula}\n  - {title: Kelvik}"
    files = {**PEOPLE, "books/_collection.yaml": schema, "books/a.md": f"---\n{front}\n---\n# A\n"}

    first, second = site_of(tmp_path, {**HOME, **files}).pages["books/a"].fields["shops"]

    assert (first["price"], first["owner"].title) == (450, "Ursula Lund")
    assert second == {"title": "Kelvik", "price": None, "owner": None}


def test_a_page_named_by_many_can_be_a_taxonomy(tmp_path: Path) -> None:
    files = {
        **PEOPLE,
        "site.yaml": "taxonomies: [author]\n",
        "books/_collection.yaml": SCHEMA,
        "books/a.md": "---\nauthor: ursula\n---\n# A\n",
    }

    site = site_of(tmp_path, {**HOME, **files})

    assert [term.title for term in Ways(site).terms("author")] == ["Ursula Lund"]


def test_schemas_are_written_for_every_declaration(tmp_path: Path) -> None:
    files = {
        **PEOPLE,
        "books/_collection.yaml": SCHEMA
        + "  year: {type: number, required: true}\n  shelf: {type: select, options: [Ice]}\n",
        "books/a.md": "---\nyear: 1\n---\n# A\n",
    }
    write(tmp_path, {f"content/{name}": text for name, text in {**HOME, **files}.items()})

    said = run(tmp_path, "schema").stdout

    folder = tmp_path / ".polynya/schemas"
    books = json.loads((folder / "pages/books.json").read_text())
    assert said == f"wrote 6 schemas to {folder}\n"
    assert books["required"] == ["year"]
    assert books["additionalProperties"] is False
    assert books["properties"]["shelf"] == {"enum": ["Ice"]}
    assert books["properties"]["author"]["examples"] == ["ursula"]
    assert json.loads((folder / "pages/people.json").read_text())["additionalProperties"] is True


def test_schemas_know_every_key_that_the_reading_room_knows(tmp_path: Path) -> None:
    from polynya.reading.declarations import collection, form, settings

    write(tmp_path, {"content/index.md": "# Home\n"})
    run(tmp_path, "schema", "--output", str(tmp_path / "out"))

    for name, keys in {"site": settings.KEYS, "collection": collection.KEYS, "form": form.KEYS}.items():
        assert set(json.loads((tmp_path / f"out/{name}.json").read_text())["properties"]) == set(keys)
