"""A mistake in a template is told with its file and line, a hint and a rule; never with a traceback."""

from pathlib import Path

import pytest

from build.sites import NOW, a_site, problems_of_freezing, release_files, run, shown, write
from polynya.checking.site import check_site
from polynya.freeze import freeze_site


def a_page_with(root: Path, template: str, **more: str) -> Path:
    a_site(root, index="---\ntemplate: pages/mine.html\n---\nHello.\n")
    return write(root, {"templates/pages/mine.html": template, **more})


def test_an_undefined_variable_is_told_whole(tmp_path: Path) -> None:
    a_page_with(tmp_path, "<h1>{{ title }}</h1>\n<p>{{ desciption }}</p>\n")

    assert shown(problems_of_freezing(tmp_path)) == (
        'templates/pages/mine.html:2:7: nothing is called "desciption" here\n'
        "  2 | <p>{{ desciption }}</p>\n"
        "    |       ^\n"
        'hint: did you mean "description"?\n'
        "rule: undefined-name"
    )


def test_a_page_that_names_a_template_of_the_kit_for_others_is_told_there(tmp_path: Path) -> None:
    a_site(tmp_path, index='---\ntitle: Front\ntemplate: "event.html"\n---\nHello.\n')

    assert shown(problems_of_freezing(tmp_path)) == (
        'content/index.md:3:1: the template "event.html" of the kit is made for other pages: '
        'the mapping has no attribute "starts"\n'
        '  3 | template: "event.html"\n'
        "    | ^\n"
        "hint: take the line out for the usual page, or name a template of yours in templates/pages/.\n"
        "rule: unfit-template"
    )


@pytest.mark.parametrize("asked", ["form", "asset", "page_url"])
def test_a_name_with_quotes_in_it_is_pointed_at_whole(tmp_path: Path, asked: str) -> None:
    a_page_with(tmp_path, f"<p>a word {{{{ {asked}('a \"new\" one') }}}}</p>\n")

    [problem] = problems_of_freezing(tmp_path)

    assert problem.source[problem.column - 1 :].startswith('a "new" one')


@pytest.mark.parametrize("where", ["_collection.yaml", "_defaults.yaml"])
def test_a_folder_that_names_a_template_of_the_kit_for_others_is_told_there(tmp_path: Path, where: str) -> None:
    a_site(tmp_path, index="Hello.\n")
    write(tmp_path, {f"content/talks/{where}": "template: pages/event.html\n"})
    write(tmp_path, {"content/talks/ice.md": "# Ice\n"})

    [problem] = problems_of_freezing(tmp_path)

    assert (problem.path, problem.source) == (f"content/talks/{where}", "template: pages/event.html")
    assert problem.rule == "unfit-template"


def test_a_list_that_is_drawn_by_a_template_of_the_kit_for_others_is_told_in_its_collection(tmp_path: Path) -> None:
    a_site(tmp_path, index="Hello.\n")
    write(
        tmp_path, {"content/talks/_collection.yaml": "list_template: pages/events.html\n", "content/talks/ice.md": ""}
    )

    assert [(one.path, one.rule) for one in problems_of_freezing(tmp_path)] == [
        ("content/talks/_collection.yaml", "unfit-template")
    ]


def test_a_mistake_of_the_kit_with_a_template_of_the_site_is_told_where_it_is(tmp_path: Path) -> None:
    a_page_with(tmp_path, '{% extends "pages/event.html" %}')

    assert shown(problems_of_freezing(tmp_path)).startswith("kit/templates/pages/hours.html:")


@pytest.mark.parametrize(
    "mistake",
    [
        ("{{ page.fields.prise }}", "undefined-name", 1, 'no attribute "prise"', "_collection.yaml"),
        (
            "{{ page.fields.titel }}",
            "undefined-name",
            1,
            'the mapping has no attribute "titel"',
            'did you mean "title"?',
        ),
        ("{{ page.wxyz }}", "undefined-name", 1, 'a page has no "wxyz"', "page.fields"),
        ("{{ page.titel }}", "undefined-name", 1, 'a page has no "titel"', 'did you mean "title"?'),
        ("\n{{ request.remote_addr }}", "undefined-name", 2, 'nothing is called "request"', "page"),
        ("\n\n{% if title %}", "template-syntax", 3, "end of template", "{% endif %}"),
        ("{{ title | mony }}", "template-syntax", 1, 'no filter named "mony"', 'did you mean "money"?'),
        ("{% frobnicate %}", "template-syntax", 1, "unknown tag", "not closed"),
        ('\n{% include "pages/draw.html" %}', "unknown-template", 2, "pages/draw.html", "pages/"),
        ('{% extends "layouts/bse.html" %}', "unknown-template", 1, "layouts/bse.html", "layouts/base.html"),
        ("{{ asset('css/bose.css').url }}", "unknown-asset", 1, "css/bose.css", 'did you mean "css/base.css"?'),
        ("{{ form('reviw') }}", "unknown-form", 1, 'no form is called "reviw"', "declares"),
        ("{{ pages_of('boks') }}", "unknown-collection", 1, 'no collection is called "boks"', "has"),
        ("{{ page_url('boks') }}", "unknown-page", 1, 'no page has the id "boks"', "id"),
        ("{{ live_url('newr') }}", "template-error", 1, 'no live route is called "newr"', 'did you mean "newer"?'),
        ("{{ live_url('newer', form='review') }}", "template-error", 1, 'this address needs its "page"', "live_url("),
        ("{{ data.hurs }}", "undefined-name", 1, 'no file of content/data/ is called "hurs"', "hurs.yaml"),
        (
            "{% if title is defned %}{% endif %}",
            "template-syntax",
            1,
            'no test named "defned"',
            'did you mean "defined"?',
        ),
        ("\n{{ pages_of() }}", "template-error", 2, 'this call lacks "name"', "brackets"),
        ("{{ 1 / 0 }}", "template-error", 1, "this divides by zero", "ask first"),
        ("{{ title + 1 }}", "template-error", 1, '"+" does not go between a text and a whole number', "~"),
        ("{{ 1 + title }}", "template-error", 1, '"+" does not go between a whole number and a text', "~"),
        ("{{ page.date * 2 }}", "template-error", 1, '"*" does not go between nothing and a whole number', "empty"),
        ("{{ title < 2 }}", "template-error", 1, '"<" does not compare a text and a whole number', "| int"),
        ("{{ [2, title] | sort }}", "template-error", 1, '"<" does not compare a text and a whole number', "| int"),
        ("{% for one in page.date %}{% endfor %}", "template-error", 1, "nothing is not several", "empty"),
        ("{{ title() }}", "template-error", 1, "a text cannot be called", "brackets"),
        ("\n{{ page.date | money }}", "template-error", 2, "money takes an amount in cents", "empty on this page"),
        ("{{ title | money }}", "template-error", 1, 'and got a text, "', "type: money"),
        ("{{ 12.5 | money }}", "template-error", 1, "and got a number, 12.5", "type: money"),
        (
            "\n{{ title | day }}",
            "template-error",
            2,
            "day takes a day, a moment in milliseconds, or a text",
            "type: date",
        ),
        ("\n{{ page.date | iso_day }}", "template-error", 2, "and got nothing", "empty on this page"),
        ("{{ title | stars }}", "template-error", 1, 'stars takes a number, and got a text, "', "thread.average"),
        ("{{ title | best }}", "template-error", 1, "best takes a field of a form", "rating"),
        ("{{ title | tally }}", "template-error", 1, "tally takes a thread", "thread("),
        ("{{ title | decimal }}", "template-error", 1, "decimal takes a number", "4.25"),
        (
            "{{ 3 | fill({}) }}",
            "template-error",
            1,
            "fill takes a text with names",
            '{{ "Part {part}" | fill({"part": 1}) }}',
        ),
        ("{{ ['a'] | fill({}) }}", "template-error", 1, "and got a list", "write"),
    ],
)
def test_each_mistake_has_its_place(tmp_path: Path, mistake: tuple[str, str, int, str, str]) -> None:
    template, rule, line, fact, hint = mistake
    a_page_with(tmp_path, template)

    [problem] = problems_of_freezing(tmp_path)

    assert (problem.path, problem.line, problem.rule) == ("templates/pages/mine.html", line, rule)
    assert fact in problem.fact
    assert hint in problem.hint


def test_a_component_that_asks_a_page_for_too_much_is_told_in_its_own_lines(tmp_path: Path) -> None:
    a_site(tmp_path, index="---\ntitle: Home\n---\n::hours\n")
    write(tmp_path, {"templates/components/hours.html": "<p>\n{{ page.tilte }}</p>"})

    [problem] = problems_of_freezing(tmp_path)

    assert (problem.path, problem.line, problem.column) == ("templates/components/hours.html", 2, 9)
    assert problem.hint == 'did you mean "title"?'


@pytest.mark.parametrize("line", ['::table{of="hour"}', '::pages{of="hour" count=3}', '::facts{of="hour"}'])
def test_what_a_page_gives_a_component_by_mistake_is_told_on_the_page(tmp_path: Path, line: str) -> None:
    a_site(tmp_path, index=f"# Home\n\nOne hour.\n\n{line}\n")
    write(tmp_path, {"content/data/hours.csv": "day,from\nTuesday,9\n"})

    [problem] = problems_of_freezing(tmp_path)

    assert (problem.path, problem.line, problem.source) == ("content/index.md", 5, line)
    assert line[problem.column - 1 :].startswith("hour")


def test_a_value_that_no_page_has_is_told_once_for_all_pages(tmp_path: Path) -> None:
    write(tmp_path, {"templates/pages/page.html": "{{ title | day }}"})
    a_site(tmp_path, index="# One\n", second="# Two\n", third="# Three\n")

    assert len(check_site(tmp_path, now=NOW)) == 1


def test_a_template_that_takes_in_itself_is_told_and_not_the_kit(tmp_path: Path) -> None:
    circle = '{% extends "layouts/base.html" %}\n{% block main %}\n{% include "pages/page.html" %}\n{% endblock %}\n'
    write(tmp_path, {"templates/pages/page.html": circle})
    a_site(tmp_path, index="# One\n")

    [problem] = check_site(tmp_path, now=NOW)

    assert (problem.rule, problem.path, problem.line) == ("template-circle", "templates/pages/page.html", 3)


def test_a_mistake_in_an_included_template_is_told_there_and_once(tmp_path: Path) -> None:
    part = {"templates/pages/part.html": "\n\n{{ nowhere }}"}
    a_page_with(tmp_path, '{% include "pages/part.html" %}', **part)
    a_site(tmp_path, second="---\ntemplate: pages/mine.html\n---\nHello.\n")

    [problem] = problems_of_freezing(tmp_path)

    assert (problem.path, problem.line) == ("templates/pages/part.html", 3)


def test_mistakes_of_several_templates_are_told_at_once(tmp_path: Path) -> None:
    a_page_with(tmp_path, "{{ one }}", **{"templates/pages/list.html": "{{ two }}"})
    a_site(tmp_path, **{"sub/page": "Hello.\n"})

    problems = problems_of_freezing(tmp_path)

    assert [problem.path for problem in problems] == ["templates/pages/list.html", "templates/pages/mine.html"]


def test_a_template_of_the_live_wing_is_compiled_and_told(tmp_path: Path) -> None:
    a_site(tmp_path, index="Hello.\n")
    write(tmp_path, {"templates/fragments/mine.html": "{# mine #}\n{% if %}"})

    assert [(p.path, p.line) for p in problems_of_freezing(tmp_path)] == [("templates/fragments/mine.html", 2)]
    assert [(p.path, p.line) for p in check_site(tmp_path, now=NOW)] == [("templates/fragments/mine.html", 2)]


def test_the_release_stays_and_the_command_ends_with_one(tmp_path: Path) -> None:
    a_page_with(tmp_path, "{{ title }}")
    freeze_site(tmp_path, now=NOW)
    before = release_files(tmp_path)
    a_page_with(tmp_path, "{{ titel }}")

    ended = run(tmp_path)

    assert ended.returncode == 1
    assert "templates/pages/mine.html:1:4" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert release_files(tmp_path) == before


def test_a_template_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    a_page_with(tmp_path, "")
    write(tmp_path, {"templates/pages/mine.html": b"<p>\n\xff</p>"})

    [problem] = problems_of_freezing(tmp_path)

    assert (problem.path, problem.line, problem.rule) == ("templates/pages/mine.html", 2, "not-utf8")


def test_a_template_that_includes_itself_is_told(tmp_path: Path) -> None:
    a_page_with(tmp_path, '{% include "pages/mine.html" %}')

    [problem] = problems_of_freezing(tmp_path)

    assert (problem.path, problem.line, problem.rule) == ("templates/pages/mine.html", 1, "template-circle")
