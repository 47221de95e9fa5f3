"""Patterns that could keep a function busy for ever are found, honest ones are let through."""

import pytest

from polynya.reading.values.backtracking import runs_away


@pytest.mark.parametrize(
    "pattern",
    [r"(a+)+", r"(a*)*$", r"(?:a+){2,}", r"([a-z]+-?)*", r"(\w+\s?)*", r"((a+))+", r"(a|b+)+x", r"(.*)*", r"(a{1,50})+"],
)  # fmt: skip
def test_a_repeat_of_repeats_is_found(pattern: str) -> None:
    assert runs_away(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"[0-9]{5}", r"[A-Z]{2}\d{3,}(-\d+)*", r"\d+(\.\d+)?", r"[a-z]+( [a-z]+)*", r"(ab|cd)+", r"(a{1,3})?", r"",
        r"\+?[0-9 ]{6,20}", r"[^@]+@[^@.]+(\.[^@.]+)+", r"(?i:x+)y*", r"(?=a+)b+",
    ],
)  # fmt: skip
def test_an_honest_pattern_is_let_through(pattern: str) -> None:
    assert not runs_away(pattern)
