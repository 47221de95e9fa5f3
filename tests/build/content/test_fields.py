"""Front matter that names pages, pictures and objects; and the schemas that editors read."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from build.reading.contents import HOME, site_of
from build.sites import NOW, frozen, run, write
from polynya.freeze import freeze_site
from polynya.model import Reference
from polynya.pages.ways import Ways
from polynya.reading.read import read_site
from polynya.reading.text.front import top_table
from polynya.reading.text.positions import Items, Node, Table
from polynya.reading.text.source import Source
from polynya.schemas import write_schemas

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


ROOT = Path(__file__).parents[3]
DECLARATIONS = {
    "site.json": ["content/site.yaml"],
    "collection.json": [str(file.relative_to(ROOT)) for file in sorted(ROOT.glob("content/**/_collection.yaml"))],
    "form.json": [str(file.relative_to(ROOT)) for file in sorted(ROOT.glob("content/forms/*.yaml"))],
}


def as_editors_read(node: Node) -> object:
    """Turn what an author wrote into what a language server of YAML makes of it."""
    if isinstance(node, Table):
        return {key: as_editors_read(one) for key, one in node.entries.items()}
    if isinstance(node, Items):
        return [as_editors_read(one) for one in node.items]
    typed = {"true": True, "false": False} | ({node.text: int(node.text)} if node.text.isdigit() else {})
    return typed.get(node.text, node.text) if node.plain else node.text


def test_the_demo_declares_nothing_that_its_schemas_refuse(tmp_path: Path) -> None:
    reading = read_site(ROOT)
    assert reading.site is not None
    write_schemas(reading.site, tmp_path)

    for schema, paths in DECLARATIONS.items():
        checked = Draft202012Validator(json.loads((tmp_path / schema).read_text()))
        for path in paths:
            table = top_table(Source(path, (ROOT / path).read_text(), []), path)
            assert table is not None
            assert [error.message for error in checked.iter_errors(as_editors_read(table))] == []


def test_schemas_mark_words_in_a_language_that_the_site_does_not_speak(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": "# Home\n", "content/site.yaml": "languages: [en, de]\n"})
    run(tmp_path, "schema")

    checked = Draft202012Validator(json.loads((tmp_path / ".polynya/schemas/collection.json").read_text()))

    assert checked.is_valid({"title": {"en": "Books", "de": "Bücher"}})
    assert checked.is_valid({"title": "Books", "title_de": "Bücher"})
    assert not checked.is_valid({"title": "Books", "title_fr": "Livres"})
    assert not checked.is_valid({"title": {"en": "Books", "fr": "Livres"}})


def test_pages_may_name_what_pages_share_whatever_their_collection_declares(tmp_path: Path) -> None:
    files = {"site.yaml": "taxonomies: [series]\n", "books/_collection.yaml": "fields:\n  year: number\n"}
    write(tmp_path, {f"content/{name}": text for name, text in {**HOME, **files, "books/a.md": "# A\n"}.items()})
    run(tmp_path, "schema")

    schema = json.loads((tmp_path / ".polynya/schemas/pages/books.json").read_text())

    assert Draft202012Validator(schema).is_valid({"year": 1, "series": ["Ice", "Sea"]})
    assert not Draft202012Validator(schema).is_valid({"year": 1, "serie": "Ice"})
