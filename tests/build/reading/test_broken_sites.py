"""Every broken site in tests/build/broken/ says exactly what is in its expected.txt, and none ends in a traceback."""

import re
from collections import Counter
from pathlib import Path

import pytest

from polynya.problems import Severity, format_problem
from polynya.reading.read import read_site
from polynya.rules import RULES
from polynya.rules.of_reading import READING

BROKEN = Path(__file__).parents[1] / "broken"
SITES = sorted(folder for folder in BROKEN.iterdir() if folder.is_dir())
SHOWN_ELSEWHERE = {"unreadable-file", "huge-file", "file-name", "link-left-out"}
SOURCES = Path(__file__).parents[3] / "site/polynya/reading"


def count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_a_broken_site_says_what_is_wrong_and_where(site: Path) -> None:
    read = read_site(site)

    counted = Counter(problem.severity for problem in read.problems)
    total = f"{count(counted[Severity.ERROR], 'error')}, {count(counted[Severity.WARNING], 'warning')}\n"
    said = "".join(f"{format_problem(problem)}\n\n" for problem in read.problems) + total
    assert said == (site / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_there_is_a_site_exactly_when_there_is_no_error(site: Path) -> None:
    read = read_site(site)

    assert (read.site is None) == any(problem.severity is Severity.ERROR for problem in read.problems)


@pytest.mark.parametrize("site", SITES, ids=lambda site: site.name)
def test_the_caret_stands_below_a_character_of_the_line(site: Path) -> None:
    for problem in read_site(site).problems:
        assert problem.column <= len(problem.source) + 1
        assert (problem.line > 0) == (problem.column > 0)


def test_every_rule_of_the_reading_room_has_a_broken_site() -> None:
    shown = {rule for site in SITES for rule in re.findall(r"^rule: (\S+)$", (site / "expected.txt").read_text(), re.M)}

    assert {rule.name for rule in READING} - shown == SHOWN_ELSEWHERE


def test_every_rule_that_the_code_names_is_in_the_catalogue() -> None:
    code = "".join(file.read_text() for file in SOURCES.rglob("*.py"))
    named = set(re.findall(r"(?:error|warn|_refuse)\(\s*\"([a-z0-9-]+)\"", code))

    assert named == {rule.name for rule in READING}


def test_the_catalogue_has_each_rule_once_with_a_summary_and_an_explanation() -> None:
    for name, rule in RULES.items():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert rule.summary.endswith(".")
        assert len(rule.explanation) > 20
