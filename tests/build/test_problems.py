"""How a mistake is told: the caret stands below its character, also in a line that is too long to read."""

from dataclasses import replace

import pytest

from polynya.problems import Problem, format_problem, together


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
    files = [
        replace(one, fact=f'nothing is at "/assets/{one.path}.png"', below="/assets/")
        for number in range(30)
        for one in links("", f"content/{number}.md")
    ]
    near = replace(files[0], fact='nothing is at "/assets/x.png"', below="")

    assert together(files[:19]) == files[:19]
    first, last = together([*files, near])
    assert first.hint == (
        "mend it. 29 more links lead below /assets/, "
        "such as those at content/1.md:1 and content/2.md:1; freeze check --json lists each."
    )
    assert last == near


def test_a_few_links_to_one_target_are_told_each() -> None:
    few = links('nothing is at "/old/"', "content/a.md", "content/b.md")

    assert together(few) == few


def test_what_is_alike_is_told_as_one_whatever_its_words() -> None:
    written = [replace(one, fact=f"[[{one.path}]] names nothing", alike="names nothing") for one in links("", *"abcde")]

    [told] = together(written)

    assert told.hint == (
        "mend it. 4 more links are off in the same way, such as those at b:2 and c:3; freeze check --json lists each."
    )


def test_a_mark_of_another_generator_is_told_once_for_many_pages() -> None:
    many = [replace(one, rule="foreign-shortcode") for one in links("{% hint %} means nothing here", *"abcde")]

    [told] = together(many)

    assert told.path == "a"
    assert told.hint == "mend it. 4 more lines have the like, such as b:2 and c:3; freeze check --json lists each."


def test_values_that_stop_the_freeze_are_told_each() -> None:
    prices = [
        replace(one, rule="wrong-type", fact=f'"price" must be an amount, not "{one.path}"', alike="an amount")
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
