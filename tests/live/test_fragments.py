"""A form has fragments of its own only when it says so: a form called like one of the demo's gets none of them."""

import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from live.bookshop import KIT, ORDER, REVIEW, a_review, an_environment
from polynya_live.contract import Field
from polynya_live.submissions import Value
from polynya_live.threads import thread_of

FACTS = {"lines": [{"title": "Tea", "count": 1, "sum": 250}], "count": 1, "total": 250}


def test_facts_are_drawn_by_the_fragment_that_the_form_names() -> None:
    facts = an_environment().get_template("fragments/facts.html")

    assert "facts-any" in facts.render(form=ORDER, facts=FACTS)
    assert "Your order so far" in facts.render(form=replace(ORDER, template="order"), facts=FACTS)
    assert "facts-any" in facts.render(form=replace(ORDER, template="none-of-that-name"), facts=FACTS)


def test_a_form_called_like_one_of_the_demo_s_is_drawn_as_usual() -> None:
    form = replace(REVIEW, name="reading-wall")
    thread = thread_of(form, "books/dune", [a_review(form="reading-wall")])

    assert "Mara" in an_environment().get_template("fragments/thread.html").render(thread=thread)


@pytest.mark.parametrize(
    ("label", "kind", "value", "drawn"),
    [
        ("Portions", "number", 3, "Portions:</span> 3</p>"),
        ("How cold was it?", "number", -4.5, "How cold was it?</span> -4.5</p>"),
        ("Found on", "date", "2026-11-20", "Found on:</span> 20 November 2026</p>"),
        ("Vegetarian", "checkbox", False, "Vegetarian:</span> no</p>"),
        ("Name", "text", "Mara", '<p class="value it">Mara</p>'),
    ],
)
def test_an_answer_that_says_nothing_by_itself_stands_behind_what_was_asked(
    label: str, kind: str, value: Value, drawn: str
) -> None:
    form = replace(REVIEW, fields=(Field(name="it", label=label, type=kind),), show=("it",))
    thread = thread_of(form, "books/dune", [a_review(values={"it": value})])

    assert drawn in an_environment().get_template("fragments/thread.html").render(thread=thread)


def test_a_template_gets_no_answer_that_the_form_does_not_show() -> None:
    values = {"author": "Mara", "text": "Sand.", "rating": 5, "email": "mara@floe.example"}
    thread = thread_of(replace(REVIEW, show=("author", "rating")), "books/dune", [a_review(values=values)])

    drawn = an_environment().from_string("{% for one in thread.submissions %}{{ one['values'] }}{% endfor %}")

    assert "Mara" in drawn.render(thread=thread)
    assert "mara@floe.example" not in drawn.render(thread=thread)
    assert "Sand." not in drawn.render(thread=thread)
    assert (thread.count, thread.average) == (1, 5)


def test_the_wheel_has_no_python_of_the_demo(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=KIT.parent, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()

    assert not [name for name in names if "bookshop" in name or name.endswith("site.yaml") or "/content/" in name]
    assert "polynya/kit/templates/fragments/facts-any.html" in names
