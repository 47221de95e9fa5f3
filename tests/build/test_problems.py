"""How a mistake is told: the caret stands below its character, also in a line that is too long to read."""

import pytest

from polynya.problems import Problem, format_problem


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
