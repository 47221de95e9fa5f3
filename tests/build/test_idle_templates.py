"""What a template holds and no page shows is told: it would freeze as a blank page."""

from pathlib import Path

import pytest

from build.sites import NOW, a_site, shown, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site

BASE = '{% extends "layouts/base.html" %}\n'


def told(root: Path, **templates: str) -> str:
    """Freeze a page with some templates of its own, and return what is said of them."""
    a_site(root, index="# Home\n\nWords.\n")
    write(root, {f"templates/{name.replace('_', '/', 1)}.html": text for name, text in templates.items()})
    return shown([one for one in freeze_site(root, now=NOW).warnings if one.path.startswith("templates/")])


def test_a_block_that_the_layout_lacks_is_told_with_the_one_that_was_meant(tmp_path: Path) -> None:
    assert told(tmp_path, pages_page=BASE + "{% block mian %}\n{{ content }}\n{% endblock %}\n") == (
        'templates/pages/page.html:2:10: "layouts/base.html" has no block "mian", so this shows nowhere\n'
        "  2 | {% block mian %}\n"
        "    |          ^\n"
        'hint: did you mean "main"? It has: head, main.\n'
        "rule: unknown-block"
    )


def test_text_outside_of_the_blocks_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, pages_page=BASE + "\n{% set a = 1 %}\n<p>Lost</p>\n").startswith(
        'templates/pages/page.html:4:1: this stands outside of the blocks of "layouts/base.html", so it shows nowhere\n'
    )


def test_an_empty_template_of_pages_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, pages_page="{# nothing yet #}\n") == (
        "templates/pages/page.html: this template is empty, and so are the pages drawn with it\n"
        'hint: write into it, or take it away to have the kit\'s; {% extends "layouts/base.html" %} begins a page.\n'
        "rule: empty-template"
    )
    assert [one.rule for one in check_site(tmp_path, now=NOW) if one.path.startswith("templates/")] == [
        "empty-template"
    ]


@pytest.mark.parametrize(
    "templates",
    [
        {"pages_tagged": ""},
        {"pages_page": BASE + "{% block main %}{% block inner %}{{ content }}{% endblock %}{% endblock %}"},
        {"layouts_own": BASE + "{% block main %}{% block side %}{% endblock %}{% endblock %}",
         "pages_page": '{% extends "layouts/own.html" %}{% block side %}{{ content }}{% endblock %}'},
        {"pages_page": "{% set layout = 'layouts/base.html' %}{% extends layout %}{% block any %}a{% endblock %}"},
    ],
    ids=["a part left out", "a block in a block", "a layout of one's own", "a layout worked out"],
)  # fmt: skip
def test_templates_that_show_all_they_hold_are_not_told(tmp_path: Path, templates: dict[str, str]) -> None:
    assert told(tmp_path, **templates) == ""
