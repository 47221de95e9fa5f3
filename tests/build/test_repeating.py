"""What lists say of the same page is what they would say of it each time, and only of what never changes."""

from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from build.sites import NOW, SHOP, frozen, write
from polynya.freeze import freeze_site
from polynya.observing.templates import QuickEnvironment
from polynya_live.contract import SiteFacts
from polynya_live.templating import prepare


class Told:
    """A value that never changes, as a page is."""

    is_shared: ClassVar[bool] = True

    def __init__(self, title: str, when: date | None = None) -> None:
        self.url, self.title, self.date, self.description = f"/{title}/", f"<{title}>", when, title * 2


class Changing(Told):
    is_shared = False


ITEM = (
    '<a href="{{ one.url }}">{{ one.title ~ "!" }}</a>{% if one.date %} {{ one.date | iso_day }} {{ one.date | day }}{% endif %}'
    "{% if one.description != 'twotwo' or not one.date %}: {{ one.description if one.title > 'x' else '<none>' }}{% endif %}\n"
)
LISTS = [
    f"{{% for one in many %}}{ITEM}{{% else %}}none{{% endfor %}}",
    f"{{% for one in many %}}{ITEM}{{% endfor %}}{{% for one in many | reverse %}}- {ITEM}{{% endfor %}}",
    f"{{% for other in many %}}{{% for one in many %}}{ITEM}{{% endfor %}}{{{{ other.url }}}}{{% endfor %}}",
    f"{{% macro list(of) %}}{{% for one in of %}}{ITEM}{{% endfor %}}{{% endmacro %}}{{{{ list(many) }}}}{{{{ list([]) }}}}",
    f"{{% for one in many %}}{ITEM}{{{{ loop.index }}}}{{% endfor %}}",
    f"{{% for one in many %}}{ITEM}{{{{ language }}}}{{% endfor %}}",
    f"{{% for one in many if one.date %}}{ITEM}{{% endfor %}}",
    f"{{% set text %}}{{% for one in many %}}{ITEM}{{% endfor %}}{{% endset %}}{{{{ text | upper }}}}",
    f"{{% autoescape false %}}{{% for one in many %}}{ITEM}{{% endfor %}}{{% endautoescape %}}",
    f"{{% autoescape language == 'de' %}}{{% for one in many %}}{ITEM}{{% endfor %}}{{% endautoescape %}}",
]


def _drawn(env: Environment, folder: Path, given: list[dict[str, Any]]) -> list[str]:
    prepare(env, SiteFacts(title="Floe"))
    env.loader = FileSystemLoader(folder)
    return [env.get_template("page.html").render(one) for one in given]


@pytest.mark.parametrize("page", LISTS)
@pytest.mark.parametrize("kind", [Told, Changing])
def test_lists_say_the_same_whatever_was_listed_before(tmp_path: Path, page: str, kind: type[Told]) -> None:
    (tmp_path / "page.html").write_text(page)
    many = [kind("one", date(2027, 3, 4)), kind("two"), kind("three", date(2026, 12, 1))]
    lists = [(many, "en"), (many[:1], "de"), (many[::-1] * 2, "de"), ([], "en"), ([many[1], Changing("two")], "en")]
    given = [{"many": one, "language": language} for one, language in lists]

    drawn = _drawn(QuickEnvironment(Flask("drawn")), tmp_path, given)

    assert drawn == _drawn(Environment(undefined=StrictUndefined), tmp_path, given)


def test_of_what_may_change_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(LISTS[0])
    env, one, never = QuickEnvironment(Flask("drawn")), Changing("one"), Told("one")
    given = {"many": [one, never], "language": "en"}
    _drawn(env, tmp_path, [given])

    one.title = "another"

    assert "another" in env.get_template("page.html").render(given)
    assert [item for of_loop in env.kept.values() for item, _ in of_loop.values()] == [never]


def test_a_page_is_told_alike_in_all_lists(tmp_path: Path) -> None:
    tagged = {
        f"content/books/{name}.md": f"---\ntitle: {name}\ndate: 2026-01-02\ntags: [a, b]\n---\n" for name in "xyz"
    }
    site = {
        "content/site.yaml": "title: Floe\ntaxonomies: [tags]\n",
        "content/books/_collection.yaml": "title: Books\n",
    }

    freeze_site(write(tmp_path, {**SHOP, **site, **tagged}), now=NOW)

    lists = [frozen(tmp_path, f"tags/{name}/index.html") for name in "ab"]
    items = [[part.partition("</li>")[0] for part in html.split("<li>\n      <h2>")[1:]] for html in lists]
    assert items[0] == items[1]
    assert len(items[0]) == 3
