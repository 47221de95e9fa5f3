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
"""Files that are missing below one folder and are told one by one beside the first: of more, the folder was not brought."""
LONGEST_SHOWN = 160
"""Characters of a line that are shown at most."""
_FILE = late(r"\"(/[^/\"]+/)[^\"]*\.\w+\"")
_PATH = late(r"(?<=[^/:]/)[^\"/][^\"]*")
"""What stands behind the host in an address."""
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


TOLD_ONCE = frozenset(
    (
        "bad-alias",
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
_OWN = late(
    r"""\A!?\[\[.*\]\]|\A:[\w+-]+:(?= means )|(?<=\Athe alias ).*"(?= )|(?<=\Athe id ).*(?=, so )|(?<=, not )".*"(?=, so )"""
)
"""What one of many problems has of its own: the page that a link names, an emoji, an alias, an id, a value."""
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
    """Put the groups of links together that lead to many missing files below one folder."""
    folders: dict[str, list[list[Problem]]] = {}
    for group in groups:
        if folder := _folder(group[0]):
            folders.setdefault(folder, []).append(group)
    many = {folder: own for folder, own in folders.items() if len(own) > MANY_FILES}
    told = []
    for group in groups:
        folder = _folder(group[0])
        if folder not in many:
            told.append(group)
        elif group is many[folder][0]:
            told.append([problem for own in many[folder] for problem in own])
    return told


def _folder(problem: Problem) -> str:
    """Say below which folder at the top of the site a file is missing; "" where something near is there."""
    found = _FILE.search(problem.fact) if problem.rule == "broken-link" and problem.line else None
    return found[1] if found and not problem.hint.startswith("did you mean") else ""


def _alike(problem: Problem) -> tuple[str, ...] | None:
    """Say what others have to be like to be told together with a problem; None for one that is told alone."""
    if problem.rule == "broken-link" and problem.line:
        way = _way_off(problem)
        return (problem.rule, way) if way else _target(problem)
    has_place = problem.line or problem.rule == "duplicate-title"
    if problem.rule not in TOLD_ONCE or not has_place:
        return None
    if problem.rule == "csp-blocked":
        return problem.rule, _PATH.sub("", problem.fact)
    # Values that stop a freeze have to be mended one by one.
    is_value = problem.rule == "wrong-type" and problem.severity is Severity.ERROR
    return None if is_value else (problem.rule, problem.severity, _OWN.sub("", problem.fact))


def _said_of(first: Problem, others: Sequence[Problem]) -> str:
    if first.rule == "broken-link":
        same = all(one.fact == first.fact for one in others)
        way = f"lead below {_folder(first)}" if _folder(first) else "are off in the same way"
        return f"links {'lead there' if same else way}, such as those at"
    return "pages have it, such as" if first.rule == "duplicate-title" else "lines have the like, such as"


def _way_off(problem: Problem) -> str:
    """Say how a broken link differs from what was meant: by the start of its address, or in how ids of headings are made.

    Such is a habit of a whole folder that comes from elsewhere; "" for any other difference.
    """
    _, *meant = problem.hint.removeprefix("did you mean ").split('"', 2)
    _, *written = problem.fact.split('"', 2)
    if not problem.hint.startswith('did you mean "') or not written:
        return ""
    if problem.fact.startswith('nothing is called "#'):
        return "#" if _letters(written[0]) == _letters(meant[0]) else ""
    here, there = (address.partition("#")[0].rstrip("/") for address in (written[0], meant[0]))
    if here[:1] != "/" or there[:1] != "/":
        return ""
    if there.endswith(here):
        return f"+{there.removesuffix(here)}"
    return f"-{here.removesuffix(there)}" if here.endswith(there) else ""


def _letters(spot: str) -> str:
    return spot.casefold().replace("-", "").replace("_", "")


def _target(problem: Problem) -> tuple[str, str]:
    """Say what a broken link leads to: where its address counts from here, together with where that is."""
    address = problem.fact.partition('"')[2]
    if address.startswith(("/", "content/", "http")):
        return problem.fact, ""
    return problem.fact, problem.path if problem.fact.endswith(" here") else problem.path.rpartition("/")[0]


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
