"""An author's mistakes: where, what, the line, what to do. Collected over a run and printed at once (build wing)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error stops the freeze; a warning does not, but `freeze check` counts both."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake.

    rule: kebab-case, never changes. path: relative to the site's root, with slashes. line, column: from 1; 0 when the
    whole file is meant. fact: lower-case start, the reader's words. source: the line itself, "" when there is none.
    """

    rule: str
    path: str
    fact: str
    hint: str
    line: int = 0
    column: int = 0
    source: str = ""
    severity: Severity = Severity.ERROR


class ProblemsFound(Exception):
    """The run cannot go on: the author has to mend these first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sort_problems(problems)
        super().__init__(f"{len(self.problems)} problems")


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Put problems in order of file, line and column, each once."""
    return sorted(set(problems), key=lambda p: (p.path, p.line, p.column, p.rule, p.fact))


def format_problem(problem: Problem) -> str:
    """Write one problem as the text that terminal, preview page and tests show.

    The caret stands below the character at `column`, whatever its width in cells; tabs become one space.
    """
    where = problem.path + (f":{problem.line}:{problem.column}" if problem.line else "")
    lines = [f"{where}: {problem.fact}"]
    if problem.line and problem.source:
        gutter = f"  {problem.line} | "
        lines.append(gutter + problem.source.replace("\t", " "))
        lines.append(" " * (len(gutter) - 2) + "| " + " " * (problem.column - 1) + "^")
    lines.append(f"hint: {problem.hint}")
    lines.append(f"rule: {problem.rule}")
    return "\n".join(lines)
