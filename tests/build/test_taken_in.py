"""Templates that are taken into those that include them give what an include gives, and say where an error is."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from polynya.observing.templates.taking_in import InliningLoader

PART = "pages/part.html"


def _drawn(folder: Path, *, quick: bool) -> str:
    loader = InliningLoader([folder]) if quick else FileSystemLoader(folder)
    env = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return env.get_template("pages/page.html").render(name="<Tea>", many=["a", "b"])


@pytest.mark.parametrize(
    "part",
    [
        "{# a part #}\n{% if name %}\n<b>{{ name }}</b>\n{% endif %}\n",
        "{% set name = 'other' %}\n{{ name }}",
        "{%- for one in many -%} {{ one }} {%- endfor -%}\n\n",
        "words\r\n",
        "  {% if name %}blank before{% endif %}\n",
        "ends in blanks  ",
        "ends in a brace {",
        "{% raw %}{{ name }}{% endraw %}\n",
        '{% include "pages/inner.html" %}\n',
        "",
    ],
)
@pytest.mark.parametrize(
    "page",
    [
        '<p>\n  {% include "pages/part.html" %}\n</p>{{ name }}\n',
        '<p> {%- include "pages/part.html" -%} </p>',
        '{% for one in many %}{% include "pages/part.html" %}{% endfor %}\n',
        '{# {% include "pages/part.html" %} #}{% set name = 1 %}{% include "pages/part.html" %}{{ name }}',
        '{% raw %}{% include "pages/part.html" %}{% endraw %}',
    ],
)
def test_what_is_taken_in_draws_as_what_is_included(tmp_path: Path, page: str, part: str) -> None:
    (tmp_path / "pages").mkdir()
    for name, text in (("page", page), ("part", part), ("inner", "{% set name = 'inner' %}[{{ name }}]\n")):
        (tmp_path / f"pages/{name}.html").write_text(text, newline="")

    assert _drawn(tmp_path, quick=True) == _drawn(tmp_path, quick=False)


def test_what_was_taken_in_is_known(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages/page.html").write_text('{% include "pages/part.html" %}')
    (tmp_path / PART).write_text('{% include "pages/inner.html" %}{% include "pages/page.html" %}')
    (tmp_path / "pages/inner.html").write_text("inner")
    loader = InliningLoader([tmp_path])
    loader.get_source(Environment(), "pages/page.html")

    assert loader.taken == {"pages/page.html": (PART, "pages/inner.html")}
