"""How a mistake is told: the caret stands below its character, also in a line that is too long to read."""

from dataclasses import replace

import pytest

from polynya.problems import Problem, Severity, format_problem, together


def told(source: str, column: int) -> tuple[str, str]:
    problem = Problem(rule="r", path="a.md", fact="f", hint="h", line=7, column=column, source=source)
    _, shown, caret, *_ = format_problem(problem).split("\n")
    return shown, caret


@pytest.mark.parametrize("column", [1, 80, 81, 200, 2500, 4920, 4999, 5000])
def test_a_long_line_is_cut_around_the_caret(column: int) -> None:
    source = "".join(chr(0x4E00 + at) for at in range(5000))

    shown, caret = told(source, column)

    assert len(shown) <= len("  7 | ") + 162
    assert shown[len(caret) - 1] == source[column - 1]
    assert shown.endswith("…") == (column < 4921)
    assert shown.startswith("  7 | …") == (column > 81)


def test_a_line_of_usual_length_is_shown_whole() -> None:
    assert told("x" * 160, 160) == ("  7 | " + "x" * 160, "    | " + " " * 159 + "^")


def links(fact: str, *paths: str) -> list[Problem]:
    """Make broken links in some files, one on each line."""
    return [
        Problem(rule="broken-link", path=path, fact=fact, hint="mend it.", line=line, column=1)
        for line, path in enumerate(paths, start=1)
    ]


def test_many_links_to_one_target_are_told_as_one() -> None:
    many = links('nothing is at "/old/"', *(f"content/{letter}.md" for letter in "abcde"))
    other = links('nothing is at "/else/"', "content/a.md")

    first, last = together([*many, *other])

    assert first.path == "content/a.md"
    assert first.hint == (
        "mend it. 4 more links lead there, such as those at content/b.md:2 and content/c.md:3; freeze check --json lists each."
    )
    assert last == other[0]


def test_many_files_missing_below_one_folder_are_told_as_one() -> None:
    files = [links(f'nothing is at "/assets/{number}.png"', f"content/{number}.md")[0] for number in range(30)]
    near = replace(files[0], fact='nothing is at "/assets/x.png"', hint='did you mean "y.png"?')

    assert together(files[:19]) == files[:19]
    first, last = together([*files, near])
    assert first.hint == (
        "mend it. 29 more links lead below /assets/, "
        "such as those at content/1.md:1 and content/2.md:1; freeze check --json lists each."
    )
    assert last == near


@pytest.mark.parametrize(
    "fact",
    ['nothing is at "../old.html"', 'nothing is called "#old" here'],
    ids=["an address from here", "a spot here"],
)
def test_what_is_written_alike_and_leads_elsewhere_stays_apart(fact: str) -> None:
    apart = links(fact, *(f"content/{letter}/page.md" for letter in "abcdef"))

    assert together(apart) == apart


def meant(fact: str, instead: str, paths: str = "abcde") -> list[Problem]:
    """Make broken links with a hint, each to another target: {} is its own part."""
    return [
        replace(one, fact=fact.format(one.path), hint=f'did you mean "{instead.format(one.path)}"? Mend it.')
        for one in links("", *paths)
    ]


@pytest.mark.parametrize(
    ("fact", "instead"),
    [
        ('nothing is at "/docs/{}/#top"', "/en/docs/{}/"),
        ('nothing is at "/docs/next/{}"', "/{}/"),
        ('nothing is called "#tea-{}" here', "#tea{}"),
        ('nothing is called "#Tea_{}" there: "/menu/#Tea_{}"', "#tea-{}"),
    ],
    ids=["lacks the language", "has the folder of the version", "dots as dashes", "capitals"],
)
def test_links_that_a_whole_folder_writes_otherwise_are_told_once(fact: str, instead: str) -> None:
    [told] = together(meant(fact.replace("{}", "{0}"), instead))

    assert "4 more links are off in the same way, such as those at b:2 and c:3;" in told.hint


def test_links_that_are_off_each_in_its_own_way_are_told_each() -> None:
    folders = [one for letter in "abcde" for one in meant('nothing is at "/{}/"', f"/{letter}/{{}}/", letter)]
    spots = meant('nothing is called "#{}" here', "#tea-{}")

    assert together([*folders, *spots]) == [*folders, *spots]


def test_a_few_links_to_one_target_are_told_each() -> None:
    few = links('nothing is at "/old/"', "content/a.md", "content/b.md")

    assert together(few) == few


def test_links_of_wikis_are_told_once_whatever_they_name() -> None:
    many = [replace(one, rule="link-by-name", fact=f"[[{one.path}]] names nothing") for one in links("", *"abcde")]
    embedded = replace(many[0], fact="![[a]] is a page")

    assert [one.fact for one in together([*many, embedded])] == ["[[a]] names nothing", "![[a]] is a page"]


def test_pictures_of_one_other_site_are_told_once() -> None:
    many = [
        replace(one, rule="csp-blocked", fact=f'browsers will refuse <img> from "https://{one.path}" here')
        for one in links("", *(f"pictures.example/{letter}.png" for letter in "abcde"), "else.example/a.png")
    ]

    first, other = together(many)

    assert "4 more lines have the like" in first.hint
    assert other == many[-1]


def test_a_mark_of_another_generator_is_told_once_for_many_pages() -> None:
    many = [replace(one, rule="foreign-shortcode") for one in links("{% hint %} means nothing here", *"abcde")]

    [told] = together(many)

    assert told.path == "a"
    assert told.hint == "mend it. 4 more lines have the like, such as b:2 and c:3; freeze check --json lists each."


@pytest.mark.parametrize(
    ("rule", "fact"),
    [
        ("formula-as-text", "a formula stands here as it is written"),
        ("unknown-component", 'no component is called "tab"'),
        ("unknown-template", 'there is no page template "splash", so the usual one is taken'),
        ("foreign-shortcode", ":{}: means nothing here and stays in the text"),
        ("bad-alias", 'the alias "{} {}" holds a space, so it is left out'),
        ("page-clash", 'the id "{}" is that of content/{}.md as well, so the path of the file is taken'),
        ("wrong-type", '"math" must be true or false, not "{}", so it is left out'),
    ],
)
def test_one_habit_of_another_generator_is_told_once(rule: str, fact: str) -> None:
    many = [
        replace(one, rule=rule, fact=fact.format(one.path, one.path), severity=Severity.WARNING)
        for one in links("", *"abcde")
    ]

    [told] = together(many)

    assert told == replace(many[0], hint=told.hint)
    assert "4 more lines have the like" in told.hint


def test_values_that_stop_the_freeze_are_told_each() -> None:
    prices = [
        replace(one, rule="wrong-type", fact=f'"price" must be an amount, not "{one.path}", so it is left out')
        for one in links("", *"abcde")
    ]

    assert together(prices) == prices


def test_a_title_of_many_pages_is_told_once() -> None:
    many = [replace(one, rule="duplicate-title", line=0) for one in links('has the title of x.md, "Ice"', *"abcde")]

    [told] = together(many)

    assert told.hint == "mend it. 4 more pages have it, such as b and c; freeze check --json lists each."


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\x07", "\u202e", "\u2066", "\u2028"], ids=ascii)
def test_what_a_terminal_obeys_is_shown_as_a_dot(sign: str) -> None:
    problem = Problem(
        rule="r", path="a.md", fact=f"f{sign}2J", hint=f"h{sign}", line=7, column=5, source=f"no{sign}where"
    )

    said = format_problem(problem)

    assert sign not in said
    assert said.split("\n")[:3] == ["a.md:7:5: f·2J", "  7 | no·where", "    |     ^"]
