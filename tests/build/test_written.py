"""Templates that are compiled to fewer steps give what Jinja gives, and ask for the context as they did."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from polynya.observing.templates import QuickEnvironment
from polynya.observing.templates.writing import QuickGenerator
from polynya.observing.templates.written import written

LAYOUT = """{% set inner = title ~ "!" %}<title>{{ title }}</title>{% block head %}head {{ inner is defined }}{% endblock %}
{% for one in many %}{% block item scoped %}{{ one }}{{ loop.index }}{% endblock %}{% endfor %}{% block main %}{% endblock %}
"""
PART = "[{{ title | default('none') }}{% if loop is defined %}{{ loop.index }}{% endif %}]\n"
MACROS = '{% macro row(name, last=0) %}<i{{ " last" if last }}>{{ name }}{{ caller() if caller is defined }}</i>{% endmacro %}'


class QuickPlain(Environment):
    code_generator_class = QuickGenerator


class Odd:
    """Says its own HTML, and has nothing that templates ask for."""

    def __html__(self) -> str:
        return "<odd>"

    def __repr__(self) -> str:
        return "<an odd one>"

    @property
    def of_its_own(self) -> str:
        raise AttributeError("not as an attribute")

    def __getitem__(self, name: str) -> object:
        return {"of_its_own": "an entry", "kind": None, "entry": "<e>"}[name]


@pass_context
def seen(context: Context, name: str) -> str:
    return f"{name}={context.get(name)}"


class Asks:
    @pass_context
    def __call__(self, context: Context) -> str:
        return f"asked with {sorted(name for name in context.get_all() if name in ('x', 'one', 'title'))}"


def _values() -> dict[str, Any]:
    return {
        "title": "A <title> & 'more' \"so\"",
        "many": ["<a>", Markup("<b>"), 3, 2.5, True, None, Odd(), ["<c>"]],
        "things": {"kind": "an item", "a": "<1>"},
        "say": partial("{}, {}!".format, "Hello"),
        "asks": Asks(),
        "each": lambda: iter("ab"),
        "odd": Odd(),
    }


def _drawn(folder: Path, kind: type[Environment]) -> str:
    env = kind(loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    env.globals["seen"] = seen
    return env.get_template("page.html").render(_values())


PAGES = [
    "{{ title }}{{ many }}{{ many[1] }}{{ 5 }}{{ '<' }}{{ '<' | safe }}{{ title | upper }}{{ many[3] + 1 }}",
    "{% for one in many %}{{ one }},{% else %}none{% endfor %}{% for one in [] %}{{ one }}{% else %}{{ title }}{% endfor %}",
    "{% for one in many if one %}{{ loop.index }}{{ loop.last }}{{ one }}{% endfor %}",
    "{% for one in [[1, [2, 3]], 4] recursive %}{% if one is iterable %}<{{ loop(one) }}>{% else %}{{ one }}{% endif %}"
    "{% endfor %}",
    "{{ say('<you>') }}{{ title.startswith('A') }}{{ asks() }}{{ things.kind }}{{ things.a }}{{ things.get('b', '<2>') }}",
    "{% set x = 1 %}{{ seen('x') }}{% for one in each() %}{{ seen('one') }}"
    "{{ asks() }}{% set x = one %}{{ seen('x') }}{% endfor %}",
    '{% extends "layout.html" %}{% block main %}{% set x = 2 %}'
    '{{ seen("x") }}{{ asks() }}{{ super() }}{{ self.head() }}{% endblock %}',
    'before {{ title }}{% extends "layout.html" %}{% block item %}({{ one }}{{ seen("one") }}){% endblock %}after',
    '{% if title %}{% extends "layout.html" %}{% endif %}not seen',
    '{% if not title %}{% extends "layout.html" %}{% endif %}{% block main %}seen{% endblock %}',
    '1{% include "part.html" %}2{% include "part.html" without context %}3{% include ["none.html", "part.html"] %}',
    '1{% for one in many %}{% include "part.html" %}{{ one }}{% endfor %}{% include "none.html" ignore missing %}2',
    '{% from "macros.html" import row %}{{ row(title, last=true) }}'
    '{% call row("b") %}<{{ title }}>{% endcall %}{{ row(*["c"]) }}',
    "{% set text %}<b>{{ title }}</b>{% endset %}{{ text }}{{ text ~ title }}{% filter upper %}a{{ title }}{% endfilter %}",
    "{% autoescape false %}{{ title }}{{ say('<') }}{% endautoescape %}{{ title }}{% with x = say('<') %}{{ x }}{% endwith %}",
    "{% autoescape title %}{{ title }}{% endautoescape %}{% macro m() %}{{ title }}{{ say(title) }}{% endmacro %}{{ m() }}",
    "{% if nothing is defined %}{% set maybe = 1 %}{% endif %}{{ maybe is defined }}{{ maybe | default('none') }}"
    '{% include "part.html" %}{% if title %}{% set maybe = 2 %}{% endif %}{{ maybe }}{% include "part.html" %}',
    "{% with y = title %}{% macro m(x) %}{{ x }}{{ y }}{{ title }}{{ odd.kind }}{% endmacro %}{{ m(1) }}{% endwith %}"
    "{% for one in many if title %}{% for two in [one] %}{{ title }}{{ one }}{{ two }}{{ odd.kind }}{% endfor %}{% endfor %}",
    "{{ things.items is callable }}{{ things.kind is defined }}{{ things.none is defined }}"
    "{{ (nothing.kind if nothing is defined else 1) is defined }}"
    "{{ (title.upper() ~ title).lower() }}{{ odd.kind }}{{ odd.of_its_own }}{{ odd.entry }}{{ odd.entry is undefined }}",
    "{% set ns = namespace(n=0) %}{% for one in many %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}{{ nothing is defined }}",
]


@pytest.mark.parametrize("page", PAGES)
def test_fewer_steps_draw_the_same(tmp_path: Path, page: str) -> None:
    for name, text in (("page", page), ("layout", LAYOUT), ("part", PART), ("macros", MACROS)):
        (tmp_path / f"{name}.html").write_text(text)

    assert _drawn(tmp_path, QuickPlain) == _drawn(tmp_path, Environment)


@pytest.mark.parametrize("page", PAGES)
def test_the_templates_of_pages_draw_the_same_each_time(tmp_path: Path, page: str) -> None:
    for name, text in (("page", page), ("layout", LAYOUT), ("part", PART), ("macros", MACROS)):
        (tmp_path / f"{name}.html").write_text(text)
    env = QuickEnvironment(
        Flask("drawn"), loader=FileSystemLoader(tmp_path), undefined=StrictUndefined, trim_blocks=True
    )
    env.autoescape = True
    env.globals["seen"] = seen

    drawn = [env.get_template("page.html").render(given) for given in (_values(), list(_values().items()), _values())]

    assert {*drawn, env.get_template("page.html").render(**_values())} == {_drawn(tmp_path, Environment)}


def test_what_a_template_is_given_stays_as_it_was() -> None:
    env = QuickEnvironment(Flask("drawn"))
    env.globals["kind"] = "of all"
    template = env.from_string("{% set name = 'other' %}{{ name }} {{ kind }}")
    given = {"name": "own", "kind": "of one"}

    assert [template.render(given), template.render(), template.render(given)] == [
        "other of one",
        "other of all",
        "other of one",
    ]
    assert given == {"name": "own", "kind": "of one"}


@pytest.mark.parametrize(
    "page",
    [
        "{{ nothing }}",
        "{{ title.nothing }}",
        "{{ nothing() }}",
        "{{ nothing.kind }}",
        "{% set x = {} %}{{ x.y.z }}",
        "{% if not nothing is defined %}{{ nothing }}{% set nothing = 1 %}{% endif %}",
        "{% set ns = namespace() %}{% with %}{% macro m() %}{{ left }}{% endmacro %}{{ left.kind is defined }}"
        "{% set ns.m = m %}{% endwith %}{{ ns.m() }}",
    ],
)
def test_what_is_not_there_fails_as_it_did(tmp_path: Path, page: str) -> None:
    (tmp_path / "page.html").write_text(page)
    said = []
    for kind in (QuickPlain, Environment):
        with pytest.raises(Exception, match=r"undefined|no attribute") as failed:
            _drawn(tmp_path, kind)
        said.append((type(failed.value), str(failed.value)))

    assert said[0] == said[1]


def _shouted() -> Iterator[object]:
    yield from ("plain", "<&'\">", "", Markup("<b>"), 5, -1.5, None, True, Odd(), ["<"], b"<")


@pytest.mark.parametrize("value", list(_shouted()), ids=repr)
def test_what_is_written_is_what_would_be_escaped(value: object) -> None:
    assert "".join([written(value)]) == str(Markup.escape(value))
