"""An author's mistakes: where, what, the line, what to do. Collected over a run and printed at once (build wing)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from polynya_live.values import dataclass
from polynya_live.values.patterns import late

MANY = 3
"""Links to one target that are told one by one beside the first; of more, two are named."""
NAMED = 2
MANY_FILES = 19
"""Files missing below one folder, or spots on one page, that are told one by one beside the first.

Of more, the folder was not brought, or the ids are made otherwise.
"""
LONGEST_SHOWN = 160
"""Characters of a line that are shown at most."""
_OBEYED = late("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What a terminal obeys, and what turns the rest of a line around; a site may come from a stranger."""


class Severity(StrEnum):
    """An error stops the freeze; a warning does not, but `freeze check` counts both."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake.

    rule: kebab-case, never changes. path: relative to the site's root, with slashes. line, column: from 1; 0 when the
    whole file is meant. fact: lower-case start, the reader's words. source: the line itself, "" when there is none.
    alike: what many problems of the rule share that are told as one, without what each has of its own; "" for the fact.
    below: the folder at the top of the site below which a file is missing, or the page on which a spot is, with "#".
    """

    rule: str
    path: str
    fact: str
    hint: str
    line: int = 0
    column: int = 0
    source: str = ""
    severity: Severity = Severity.ERROR
    alike: str = ""
    below: str = ""


class ProblemsFound(Exception):
    """The run cannot go on: the author has to mend these first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sort_problems(problems)
        super().__init__(f"{len(self.problems)} problems")


TOGETHER = ("alike", "below")
"""What problems say only for `together`."""
TOLD_ONCE = frozenset(
    (
        "bad-alias",
        "broken-link",
        "csp-blocked",
        "duplicate-title",
        "foreign-shortcode",
        "formula-as-text",
        "link-by-name",
        "mark-as-text",
        "page-clash",
        "unknown-component",
        "unknown-key",
        "unknown-template",
        "wrong-type",
    )
)
"""Rules whose problems are told together when they say the same of many lines."""
DRAWN = frozenset(("template-error", "template-circle", "undefined-name"))
"""Rules of what goes wrong while a page is drawn: the same line of a template may fail for each page, with other words."""


def place_at(text: str, at: int) -> tuple[int, int, str]:
    """Turn a character of a text (from 0) into its line and column (from 1), and the line itself."""
    begin = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - begin + 1, text[begin:].split("\n", 1)[0]


def sort_problems(problems: Iterable[Problem]) -> list[Problem]:
    """Put problems in order of file, line and column, each once; what a template cannot draw, once for all pages."""
    once: set[tuple[str, int, int]] = set()
    found = []
    for one in sorted(
        set(problems), key=lambda p: (p.path, p.line, p.column, p.rule, not p.hint.startswith("did you"), p.fact)
    ):
        place = (one.path, one.line, one.column)
        if one.rule not in DRAWN or place not in once:
            found.append(one)
        if one.rule in DRAWN:
            once.add(place)
    return found


def together(problems: Iterable[Problem]) -> list[Problem]:
    """Take together what is told of many lines alike: links to one target, and one mark of another generator.

    The first of them says how many more there are, and where.
    """
    groups: dict[object, list[Problem]] = {}
    for number, one in enumerate(problems):
        groups.setdefault(_alike(one) or number, []).append(one)
    found: list[Problem] = []
    for first, *others in _below_folders([*groups.values()]):
        if len(others) < MANY:
            found += [first, *others]
            continue
        named = " and ".join(f"{one.path}:{one.line}" if one.line else one.path for one in others[:NAMED])
        alike = f"{len(others)} more {_said_of(first, others)}"
        more = f"{alike} {named}; freeze check --json lists each."
        found.append(replace(first, hint=f"{first.hint} {more}"))
    return found


def _below_folders(groups: list[list[Problem]]) -> list[list[Problem]]:
    """Put the groups of links together that lead to many missing files below one folder, or spots on one page."""
    folders: dict[str, list[list[Problem]]] = {}
    for group in groups:
        if folder := group[0].below:
            folders.setdefault(folder, []).append(group)
    many = {folder: own for folder, own in folders.items() if len(own) > MANY_FILES}
    told = []
    for group in groups:
        folder = group[0].below
        if folder not in many:
            told.append(group)
        elif group is many[folder][0]:
            told.append([problem for own in many[folder] for problem in own])
    return told


def _alike(problem: Problem) -> tuple[str, ...] | None:
    """Say what others have to be like to be told together with a problem; None for one that is told alone."""
    has_place = problem.line or problem.rule == "duplicate-title"
    # Values that stop a freeze have to be mended one by one.
    is_value = problem.rule == "wrong-type" and problem.severity is Severity.ERROR
    if problem.rule not in TOLD_ONCE or not has_place or is_value:
        return None
    return problem.rule, problem.severity, problem.alike or problem.fact


def _said_of(first: Problem, others: Sequence[Problem]) -> str:
    if first.rule == "broken-link":
        same = all(one.fact == first.fact for one in others)
        way = f"lead below {first.below}" if first.below else "are off in the same way"
        return f"links {'lead there' if same else way}, such as those at"
    return "pages have it, such as" if first.rule == "duplicate-title" else "lines have the like, such as"


def window(source: str, column: int) -> tuple[str, int]:
    """Cut a line that is too long to read down to what surrounds `column`; return it and where the column is in it."""
    if len(source) <= LONGEST_SHOWN:
        return source, column
    start = max(0, min(column - 1 - LONGEST_SHOWN // 2, len(source) - LONGEST_SHOWN))
    end = start + LONGEST_SHOWN
    before, after = "…" if start else "", "…" if end < len(source) else ""
    return f"{before}{source[start:end]}{after}", column - start + len(before)


def format_problem(problem: Problem) -> str:
    """Write one problem as the text that terminal, preview page and tests show.

    The caret stands below the character at `column`, whatever its width in cells; tabs become one space, and what a terminal
    would obey a dot. Of a very long line only what surrounds the caret is shown.
    """
    where = problem.path + (f":{problem.line}:{problem.column}" if problem.line else "")
    lines = [f"{where}: {problem.fact}"]
    if problem.line and problem.source:
        gutter = f"  {problem.line} | "
        source, column = window(problem.source.replace("\t", " "), problem.column)
        lines.append(gutter + source)
        lines.append(" " * (len(gutter) - 2) + "| " + " " * (column - 1) + "^")
    lines.append(f"hint: {problem.hint}")
    lines.append(f"rule: {problem.rule}")
    return _OBEYED.sub("·", "\n".join(lines))
