"""Patterns that could keep a function busy are found, with the power of the length that their steps grow by; honest ones pass."""

from math import inf

import pytest

from polynya.reading.values.backtracking import power_of


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+", r"(a*)*$", r"(?:a+){2,}", r"([a-z]+-?)*", r"(\w+\s?)*", r"((a+))+", r"(a|b+)+x", r"(.*)*", r"(a{1,50})+",
        r"(a|ab|b)*c", r"(aa|aab|b)*", r"(a|aa)+$", r"(a?b?)*", r"(?:a*)*?", r"(x+x+)+y", r"(?i:a|A)(?i:aA|a)*b",
        r"(\d|[0-5][5-9])*", r"x(?=(a+)+b)y", r"([a-z]{1,10}){1,10}!", r"(\w{1,10} ?){1,10}", r"(?:\w{1,5}-?){1,12}!",
    ],
)  # fmt: skip
def test_two_ways_round_one_loop_double_the_steps_with_every_letter(pattern: str) -> None:
    assert power_of(pattern) == inf


@pytest.mark.parametrize(
    ("pattern", "power"),
    [
        (r"", 0), (r"[0-9]{5}", 0), (r"(a{1,3})?", 0), (r"(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.", 0),
        (r"[A-Z]{2}\d{3,}(-\d+)*", 1), (r"\d+(\.\d+)?", 1), (r"[a-z]+( [a-z]+)*", 1), (r"(ab|cd)+", 1), (r"(a|a)*b", 1),
        (r"\+?[0-9 ]{6,20}", 1), (r"[^@]+@[^@.]+(\.[^@.]+)+", 1), (r"(?i:x+)y*", 1), (r"(?=a+)b+", 1), (r"(a++)+", 1),
        (r"(?>a+)+b", 1), (r"\s*\w+\s*", 1), (r"(a?)+", 1), (r"\D*\d*", 1), (r"\W*\w*", 1), (r"\S*\s*", 1),
        (r"a*a*b", 2), (r"[a-z]+[a-z0-9]*", 2), (r"[^@\s]+@[^@\s]+\.[^@\s]+", 2), (r"(['\"]).*\1", 2), (r"a+?[^b]+b", 2),
        (r"a*a*a*b", 3), (r".*,.*,.*", 3), (r"(a)?(?(1)a*|b*)a*", 2),
    ],
)  # fmt: skip
def test_loops_in_a_row_that_take_the_same_letters_make_a_power(pattern: str, power: int) -> None:
    assert power_of(pattern) == power


@pytest.mark.parametrize(
    "pattern", [r"((((a{9}){9}){9}){9}){9}", r"((a{12}b?){12}c?)+", r"(?:[a-z]{1,12}[0-9]{1,12}){1,99}", "a*" * 300]
)
def test_a_large_pattern_is_judged_soon(pattern: str) -> None:
    assert power_of(pattern) >= 1
