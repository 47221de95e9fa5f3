"""Every command, setting, rule and live route stands on a page of the documentation, as it is frozen."""

import re
from html import unescape
from pathlib import Path

import pytest

from polynya.cli.command import command
from polynya.reading.declarations import collection, form, form_fields, taxonomies
from polynya.reading.declarations.collection_fields import FIELD_KEYS, KNOWN
from polynya.reading.declarations.settings import KEYS
from polynya.rules import RULES
from polynya_live.routes import ROUTES, Route
from polynya_live.settings import NAMES
from polynya_live.words.messages import ENGLISH
from serving import frozen_demo

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Read the documentation of the frozen demo: text of the main part by address, entities resolved."""
    site = frozen_demo(tmp_path_factory.mktemp("docs"))
    found = {}
    for file in (site / "build/site/docs").rglob("*.html"):
        main = file.read_text().partition("<main")[2].partition("</main>")[0]
        found["/" + file.relative_to(site / "build/site").parent.as_posix() + "/"] = unescape(main)
    return found


@pytest.mark.parametrize("name", command.table)
def test_every_command_is_on_the_page_of_commands(docs: dict[str, str], name: str) -> None:
    assert f"freeze {name}" in docs["/docs/commands/"]


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_on_the_page_of_rules(docs: dict[str, str], rule: str) -> None:
    assert f'<h2 id="{rule}">' in docs["/docs/rules/"]
    assert RULES[rule].summary in docs["/docs/rules/"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.name))
def test_every_live_route_is_on_the_page_of_routes(docs: dict[str, str], route: Route) -> None:
    assert f"<code>{route.path}</code>" in docs["/docs/routes/"]


@pytest.mark.parametrize("name", [*KEYS, *NAMES])
def test_every_setting_is_on_the_page_of_settings(docs: dict[str, str], name: str) -> None:
    assert f"<code>{name}</code>" in docs["/docs/settings/"]


@pytest.mark.parametrize("name", [*form.KEYS, *form_fields.KEYS, *form_fields.TYPES, *ENGLISH])
def test_every_key_of_a_form_is_on_the_page_of_forms(docs: dict[str, str], name: str) -> None:
    assert f"<code>{name}</code>" in docs["/docs/forms/"]


@pytest.mark.parametrize("name", [*KNOWN, *FIELD_KEYS])
def test_every_key_of_front_matter_is_on_its_page(docs: dict[str, str], name: str) -> None:
    assert re.search(rf"\b{name}\b", docs["/docs/writing/front-matter/"])


@pytest.mark.parametrize("name", [*collection.KEYS, *taxonomies.KEYS])
def test_every_key_of_a_collection_is_on_its_page(docs: dict[str, str], name: str) -> None:
    assert re.search(rf"\b{name}\b", docs["/docs/writing/collections/"])


def test_every_rule_that_the_code_names_is_in_the_catalogue() -> None:
    code = "".join(file.read_text() for file in (ROOT / "site/polynya").rglob("*.py") if "cloud" not in file.parts)
    named = set(re.findall(r"""\brule=["']([a-z0-9-]+)["']""", code))
    named |= set(re.findall(r"""(?:\.error|\.warn|\.fault|Finding)\(\s*["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""", code))

    assert len(named) > 30
    assert named - RULES.keys() == set()


def test_the_pages_about_markdown_show_it_live(docs: dict[str, str]) -> None:
    page = docs["/docs/writing/markdown/"]

    for sign in (
        "<math ",
        'class="line marked"',
        '<nav class="contents"',
        "<figcaption>app.py",
        'class="scroll"',
        "doc-endnotes",
    ):
        assert sign in page
    assert '<p class="lead">This paragraph' in page
    assert "<summary>And on holidays?</summary>" in docs["/docs/writing/components/"]
