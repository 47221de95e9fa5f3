"""Shows problems and results: text for people, JSON for machines (build wing)."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import click

from ..problems import TOGETHER, Problem, Severity, format_problem, together


def show_problems(problems: Sequence[Problem], *, err: bool = False) -> None:
    """Write every problem as text, many links to one target as one, and their count last."""
    for problem in together(problems):
        first, _, rest = format_problem(problem).partition("\n")
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        click.echo(f"{click.style(first, fg=colour, bold=True)}\n{rest}\n", err=err)
    click.echo(count_of(problems), err=err)


def count_of(problems: Sequence[Problem]) -> str:
    """Count problems in words: "3 problems, 1 of them a warning"."""
    warnings = sum(problem.severity is Severity.WARNING for problem in problems)
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    if not warnings:
        return count
    if warnings == len(problems):
        return count.replace("problem", "warning")
    return f"{count}, {warnings} of them {'a warning' if warnings == 1 else 'warnings'}"


def counted(count: int, one: str) -> str:
    """Count in words: "1 mail", "2 mails"."""
    return f"1 {one}" if count == 1 else f"{count} {one}s"


def printable(text: str) -> str:
    """Write what strangers typed so that a terminal only shows it: no escape sequence, nothing that turns the text around."""
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "�" for sign in text)


def show_json(result: Any) -> None:  # Any: whatever JSON can hold
    """Write a result for machines to stdout."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=1))


def problems_as_json(problems: Sequence[Problem]) -> list[dict[str, Any]]:  # Any: JSON
    """Make problems fit for JSON, without what is only there to tell many as one."""
    return [{key: value for key, value in asdict(one).items() if key not in TOGETHER} for one in problems]
