"""`freeze check` holds the drawn pages against the policy, the forms and each other."""

from pathlib import Path

import pytest

from build.sites import NOW, SHOP, a_site, shown, write
from polynya.checking.contract import Accepted, FormsLooker
from polynya.checking.site import check_site
from polynya.checking.tags import Tags
from polynya.freeze import freeze_site
from polynya.problems import Severity, format_problem
from polynya_live.contract import Field, Form, Row

LINKED = "[About](about.md)\n\n"
CONTACT = Form(
    name="contact",
    title="Contact",
    fields=(
        Field(name="email", label="E-mail", type="email", required=True),
        Field(name="text", label="Text", type="textarea", max=200),
        Field(name="cups", label="Cups", type="quantity", rows="menu"),
    ),
    submit="Send",
    thanks="Thanks.",
    version="1",
)
GOOD = (
    '<form method="post" action="/live/forms/contact"><input type="hidden" name="stamp"><input name="email" type="email">'
    '<textarea name="text" maxlength="200"></textarea><input name="cups[menu/tea]"><input name="second_comment">'
    "<button>Send</button></form>"
)


def faults(html: str) -> list[str]:
    looker = FormsLooker(Accepted({"contact": CONTACT}, {"menu": (Row(id="menu/tea", title="Tea", price=100),)}))
    Tags(looker).feed(html)
    return [f"{one.rule}: {one.fact}" for one in looker.found]


def test_a_form_as_declared_is_fine() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('name="email" type', 'name="mail" type', 'form-contract: the form "contact" has no field "mail"'),
        (
            'name="email" type',
            'name="mail" type',
            'form-contract: the form "contact" is drawn without its field "email"',
        ),
        (
            'maxlength="200"',
            'maxlength="300"',
            'form-contract: the field "text" of the form "contact" takes 200 characters, and is drawn for 300',
        ),
        (
            ' maxlength="200"',
            "",
            'form-contract: the field "text" of the form "contact" takes 200 characters, and is drawn for any number of',
        ),
        ("cups[menu/tea]", "cups[menu/rum]", 'form-contract: the form "contact" has no field "cups[menu/rum]"'),
        (
            "<button>Send</button>",
            "",
            'needs-javascript: the form to "/live/forms/contact" has no button that sends it',
        ),
        (
            'method="post"',
            'hx-post="/live/forms/contact"',
            'needs-javascript: the form to "/live/forms/contact" is sent by JavaScript alone',
        ),
    ],
)
def test_a_form_that_is_not_the_declared_one_is_told(old: str, new: str, told: str) -> None:
    assert told in faults(GOOD.replace(old, new))


def test_a_button_that_posts_by_itself_needs_javascript() -> None:
    assert faults('<button hx-post="/live/forms/contact">x</button>')[0].startswith(
        "needs-javascript: <button hx-post>"
    )
    assert faults('<form action="/search/"><input name="q"><button>Go</button></form>') == []


@pytest.mark.parametrize(
    ("html", "fact"),
    [
        ("<p style='color:red'>x</p>", "browsers will refuse an inline style here"),
        ("<style>p { color: red }</style>", "browsers will refuse an inline <style> here"),
        ("<script>alert(1)</script>", "browsers will refuse an inline <script> here"),
        (
            "<script src='https://cdn.example/x.js'></script>",
            'browsers will refuse <script> from "https://cdn.example/x.js" here',
        ),
        ("<b onclick='x()'>x</b>", "browsers will refuse the inline handler onclick here"),
        (
            "![x](https://pictures.example/x.png)",
            'browsers will refuse <img> from "https://pictures.example/x.png" here',
        ),
        ("<iframe src='https://video.example/'></iframe>", "browsers will refuse <iframe> here"),
        ("<a href='javascript:x()'>x</a>", "browsers will refuse a javascript: address in href here"),
        ("<a href=' java\tscript:x()'>x</a>", "browsers will refuse a javascript: address in href here"),
        (
            "<button formaction='JavaScript:x()'>x</button>",
            "browsers will refuse a javascript: address in formaction here",
        ),
        (
            "<svg><a xlink:href='javascript:x()'>x</a></svg>",
            "browsers will refuse a javascript: address in xlink:href here",
        ),
        ("<svg onload='x()'></svg>", "browsers will refuse the inline handler onload here"),
    ],
)
def test_what_the_policy_blocks_is_told_with_its_line(tmp_path: Path, html: str, fact: str) -> None:
    a_site(tmp_path, index=f"{LINKED}Text.\n\n{html}\n", about="About.\n")

    [problem] = check_site(tmp_path, now=NOW)

    assert (problem.rule, problem.fact, problem.path, problem.line) == ("csp-blocked", fact, "content/index.md", 5)
    assert problem.severity is Severity.ERROR


@pytest.mark.parametrize(
    "html",
    [
        "<script type='application/ld+json'>{}</script>",
        "`<b onclick='x'>`",
        "[x](https://elsewhere.example/)",
        "<!-- <b style='x'> -->",
    ],
)
def test_what_the_policy_allows_is_not_told(tmp_path: Path, html: str) -> None:
    a_site(tmp_path, index=f"{html}\n")

    assert shown(check_site(tmp_path, now=NOW)) == ""


NAMELESS = """\
content/site.yaml: the site has no url, so it gets no feeds, no sitemap, no canonical addresses and no cards
hint: write where it will be, for example `url: https://example.org`; the preview does without.
rule: missing-url"""


def test_a_site_that_does_not_say_where_it_will_be_is_asked(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": "# Home\n", "content/site.yaml": "title: Floe\n"})

    for found in (check_site(tmp_path, now=NOW), freeze_site(tmp_path, now=NOW).warnings):
        assert [problem.severity for problem in found] == [Severity.WARNING]
        assert format_problem(found[0]) == NAMELESS


@pytest.mark.parametrize("settings", ["title: Floe\nurl: https://floe.example\n", "feeds: false\ncards: false\n", None])
def test_a_site_that_needs_no_address_is_not_asked(tmp_path: Path, settings: str | None) -> None:
    write(tmp_path, {"content/index.md": "# Home\n", **({"content/site.yaml": settings} if settings else {})})

    assert check_site(tmp_path, now=NOW) == []


def test_a_preview_needs_no_address(tmp_path: Path) -> None:
    write(tmp_path, {"content/index.md": "# Home\n", "content/site.yaml": "title: Floe\n"})

    assert freeze_site(tmp_path, now=NOW, light=True).warnings == []


def test_warnings_of_a_whole_site(tmp_path: Path) -> None:
    a_site(
        tmp_path,
        index='<img src="/a.svg">\n\n## A {#x}\n\n## B {#x}\n',
        one="---\ntitle: Same\n---\n[b](two.md)\n",
        two="---\ntitle: Same\n---\n",
    )
    write(
        tmp_path,
        {
            "content/a.svg": "<svg/>",
            "content/site.yaml": "url: https://floe.example\nnavigation: [{title: Home, url: /}]\n",
        },
    )

    problems = check_site(tmp_path, now=NOW)

    assert {problem.severity for problem in problems} == {Severity.WARNING}
    assert [(problem.rule, problem.path, problem.line) for problem in problems] == [
        ("missing-alt", "content/index.md", 1),
        ("duplicate-id", "content/index.md", 5),
        ("orphan-page", "content/one.md", 0),
        ("duplicate-title", "content/two.md", 0),
    ] or [problem.rule for problem in problems] == ["missing-alt", "duplicate-id", "orphan-page", "duplicate-title"]


def test_a_fault_of_a_template_is_told_once_where_it_is_written(tmp_path: Path) -> None:
    write(tmp_path, SHOP)
    page = '{% extends "layouts/base.html" %}\n{% block main %}\n<p onclick="x()">{{ content }}</p>\n{% endblock %}\n'
    write(tmp_path, {"templates/pages/page.html": page})

    [problem] = [one for one in check_site(tmp_path, now=NOW) if one.rule == "csp-blocked"]

    assert (problem.path, problem.line, problem.column) == ("templates/pages/page.html", 3, 4)


WALL = "title: Say hello\nfields:\n  - {name: text, label: Your words, type: textarea, required: true}\nmoderation: before\n"


def a_wall(root: Path, *, form: str = f"{WALL}show: [text]\n", index: str = "::form[wall]\n", **more: str) -> Path:
    return write(root, {"content/index.md": f"# Hello\n\n{index}", "content/forms/wall.yaml": form, **more})


def test_a_form_that_shows_answers_and_has_its_thread_nowhere_is_told_with_its_place(tmp_path: Path) -> None:
    root = a_wall(tmp_path, **{"content/more.md": "# More\n\n[Home](index.md) ::form[wall]\n\n::form[wall]\n"})

    [problem] = [one for one in check_site(root, now=NOW) if one.rule == "thread-not-drawn"]

    assert format_problem(problem) == (
        'content/index.md:3:8: what you approve of "wall" appears on no page: `::form` draws the form alone\n'
        "  3 | ::form[wall]\n"
        "    |        ^\n"
        "hint: write `forms: [wall]` into the front matter in its place: it draws the thread and the form below it. Or take "
        "`show` out of content/forms/wall.yaml.\n"
        "rule: thread-not-drawn"
    )
    assert problem.severity is Severity.WARNING


@pytest.mark.parametrize(
    "site",
    [
        {"form": WALL},
        {"form": f"{WALL}tally: text\nshow: [text]\n".replace("textarea", "select, options: [a, b]")},
        {"index": "", "content/index.md": "---\ntitle: Hello\nforms: [wall]\n---\n"},
        {"content/more.md": "---\ntitle: More\nforms: [wall]\n---\n[Home](index.md)\n"},
        {"content/more.md": "# More\n", "templates/pages/page.html": "{{ content }}{{ thread(name='wall').count }}"},
    ],
    ids=["private", "a tally", "by front matter", "on another page", "by a template"],
)
def test_a_form_that_is_private_or_whose_thread_some_page_draws_is_fine(tmp_path: Path, site: dict[str, str]) -> None:
    assert [one for one in check_site(a_wall(tmp_path, **site), now=NOW) if one.rule == "thread-not-drawn"] == []


def test_a_form_on_each_page_of_a_folder_that_shows_all_the_same_answers_is_told(tmp_path: Path) -> None:
    posts = {f"content/posts/{name}.md": f"# {name}\n\n[Home](../index.md)\n" for name in ("One", "Two")}
    root = a_wall(tmp_path, **posts, **{"content/posts/_collection.yaml": "title: Posts\nforms: [wall]\n"})

    [problem] = [one for one in check_site(root, now=NOW) if one.rule == "thread-shared"]
    write(root, {"content/forms/wall.yaml": f"{WALL}show: [text]\nthread: posts\n"})

    assert (problem.path, problem.line, problem.column) == ("content/posts/_collection.yaml", 2, 9)
    assert 'write "thread: posts" into content/forms/wall.yaml' in problem.hint
    assert [one for one in check_site(root, now=NOW) if one.rule == "thread-shared"] == []


def test_a_form_in_another_language_has_a_thread_of_its_own(tmp_path: Path) -> None:
    form = f"{WALL}title_de: Hallo\nshow: [text]\n"
    english = {"content/index.md": "---\ntitle: Hello\nforms: [wall]\n---\n"}
    root = a_wall(tmp_path, form=form, **english, **{"content/de/index.md": "# Hallo\n\n::form[wall]\n"})
    write(root, {"content/site.yaml": "title: Floe\nlanguages: [en, de]\n"})

    told = [one.path for one in check_site(root, now=NOW) if one.rule == "thread-not-drawn"]

    assert told == ["content/de/index.md"]


BARE = "{% extends 'layouts/base.html' %}{% block main %}<h1>{{ title }}</h1>{{ content }}{% endblock %}"
BY_HAND = BARE.replace(
    "{{ content }}", "<form method=post action=/live/forms/wall><input name=text required><button>Go</button></form>"
)


def undrawn(root: Path) -> list[tuple[str, int, int]]:
    told = [one for one in check_site(root, now=NOW) if one.rule == "form-not-drawn"]
    return [(one.path, one.line, one.column) for one in told]


@pytest.mark.parametrize(
    ("files", "place"),
    [
        ({"content/index.md": "---\ntitle: A wall\nforms: [wall]\n---\n"}, ("content/index.md", 3, 9)),
        ({"content/index.md": "---\ntitle: Wall\nform: wall\n---\n"}, ("content/index.md", 3, 7)),
        ({"content/index.md": "+++\ntitle = 'Wall'\nforms = [\n  'wall',\n]\n+++\n"}, ("content/index.md", 4, 4)),
        (
            {"content/books/_collection.yaml": "title: Wall\nforms: [wall]\ntemplate: pages/page.html\n"},
            ("content/books/_collection.yaml", 2, 9),
        ),
        (
            {"content/forms/wall.yaml": f"{WALL}thread: books\n", "content/books/_collection.yaml": "title: Books\n"},
            ("content/forms/wall.yaml", 5, 9),
        ),
    ],
    ids=["front matter", "one form", "toml", "collection", "thread"],
)
def test_a_form_that_its_page_never_draws_is_told_once_with_its_place(
    tmp_path: Path, files: dict[str, str], place: tuple[str, int, int]
) -> None:
    root = a_wall(tmp_path, form=WALL, index="[A](books/a.md) [B](books/b.md)\n")
    write(
        root, {"content/books/a.md": "# A\n", "content/books/b.md": "# B\n", "templates/pages/page.html": BARE} | files
    )

    assert undrawn(root) == [place]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"templates/pages/page.html": BARE, "content/index.md": "---\nforms: [wall]\n---\n# Hi\n\n::form[wall]\n"},
        {"templates/pages/page.html": BY_HAND},
    ],
    ids=["by the kit", "in the text", "by hand"],
)
def test_a_form_that_stands_anywhere_on_its_page_is_fine(tmp_path: Path, files: dict[str, str]) -> None:
    page = {"content/index.md": "---\ntitle: Wall\nforms: [wall]\n---\n"}

    assert undrawn(write(a_wall(tmp_path, form=WALL), page | files)) == []


def test_a_form_drawn_in_the_language_of_its_page_is_drawn(tmp_path: Path) -> None:
    root = a_wall(tmp_path, form=f"{WALL}title_de: Hallo\n")
    pages = {
        "content/index.md": "---\ntitle: Hi\nforms: [wall]\n---\n",
        "content/de/index.md": "---\ntitle: Ho\nforms: [wall]\n---\n",
    }

    assert undrawn(write(root, pages | {"content/site.yaml": "title: Floe\nlanguages: [en, de]\n"})) == []
