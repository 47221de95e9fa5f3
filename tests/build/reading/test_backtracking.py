"""Patterns that could keep a function busy are found, with the length from which on they do; honest ones pass."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from types import FrameType

import pytest

from build.reading.backtracker import TooMany, steps_of
from build.reading.random_patterns import a_pattern
from build.reading.usual_patterns import USUAL
from polynya.reading.values.backtracking import MOST_STEPS, longest_done

ALL_USUAL = [pattern for patterns in USUAL.values() for pattern in patterns]
MOST_CALLS = 3_000_000
"""Python functions called to judge a pattern. Counted, for a clock says little on a busy machine."""


@pytest.mark.parametrize("pattern", ALL_USUAL)
def test_what_people_write_is_taken_without_a_max(pattern: str) -> None:
    assert longest_done(pattern, 1000) == 1000


def test_people_write_many_patterns() -> None:
    assert len(ALL_USUAL) == len(set(ALL_USUAL)) > 100


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+", r"(a*)*$", r"(?:a+){2,}", r"([a-z]+-?)*", r"(\w+\s?)*", r"((a+))+", r"(a|b+)+x", r"(.*)*", r"(a{1,50})+",
        r"(a|ab|b)*c", r"(aa|aab|b)*", r"(a|aa)+$", r"(a?b?)*", r"(?:a*)*?", r"(x+x+)+y", r"(?i:a|A)(?i:aA|a)*b",
        r"(\d|[0-5][5-9])*", r"x(?=(a+)+b)y", r"([a-z]{1,10}){1,10}!", r"(\w{1,10} ?){1,10}", r"((a{1,9}){1,9}){1,9}b",
        r"(a{1,9}){1,9}b", r"(?>(a+)+b)", r"((|||)a)*b", r"([а-в]+)+!", r"((?:a?){3}b?)+", r"(a|a)*b",
        r"(?<!(?:ab|ba))(\w+)+!", r"\w+([.-]?\w+)*@\w+([.-]?\w+)*(\.\w{2,3})+",
        r"(0|\+49)[ ]?\d{2,5}([ /-]?\d+)+", r"((a+)\2)+b", r"(?:(a)|a|b)+(?(1)x|y)",
    ],
)  # fmt: skip
def test_what_doubles_with_a_letter_is_done_for_some_letters_only(pattern: str) -> None:
    assert 10 <= longest_done(pattern, 1000) < 100


@pytest.mark.parametrize(
    ("pattern", "least", "most"),
    [
        (r"a*a*b", 5_000, 20_000), (r"[a-z]+[a-z0-9]*", 5_000, 20_000), (r"[^@\s]+@[^@\s]+\.[^@\s]+", 5_000, 20_000),
        (r"a+?[^b]+b", 5_000, 20_000), (r"a*a*a*b", 400, 1_000), (r".*,.*,.*,.*", 100, 300),
        (r"(a)?(?(1)a*|b*)a*", 5_000, 20_000), (r"a*a*a*a*b", 100, 300),
        (r"(\d{1,40},?){2}x", 100_000, 100_000), (r"[a-z]{1,20}[a-z]{1,20}[a-z]{1,20}", 100_000, 100_000),
        (r"(['\"]).*\1", 100_000, 100_000), (r"(a++)+", 5_000, 100_000), (r"(?>a+)+b", 5_000, 100_000),
        (r"(a?)+", 100_000, 100_000), (r"(?!.*(.)\1\1).*", 100_000, 100_000), (r"\S+(\s+\S+)+", 100_000, 100_000),
    ],
)  # fmt: skip
def test_repeats_in_a_row_that_take_the_same_letters_bound_the_length(pattern: str, least: int, most: int) -> None:
    assert least <= longest_done(pattern, 100_000) <= most


@pytest.mark.parametrize("pattern", [r"(x?){1000}y", r"(?:.?){999}", r"(x*){200}y", r"(x?){120,}y", r"((x?){40}){40}y"])
def test_many_turns_that_need_not_take_a_letter_are_done_for_a_few_letters(pattern: str) -> None:
    assert longest_done(pattern, 1000) < 10


@pytest.mark.parametrize("pattern", [r"(|){1000}y", r"(a?|b?){300}y"])
def test_many_turns_that_are_empty_in_two_ways_are_done_with_nothing(pattern: str) -> None:
    assert longest_done(pattern, 1000) < 1


def test_a_pattern_that_doubles_is_taken_for_a_text_that_is_short_enough() -> None:
    assert longest_done(r"(a{1,9}){1,9}b", 20) == 20
    assert longest_done(r"(a+)+b", 12) == 12
    assert longest_done(r"(a+)+b", 60) < 60


@pytest.mark.parametrize("seed", range(80))
def test_no_text_takes_more_steps_than_were_counted(seed: int) -> None:
    pattern, most_steps = a_pattern(seed), 1000

    done = longest_done(pattern, 40, most_steps=most_steps)

    for text in texts_for(pattern, done):
        try:
            steps_of(pattern, text, most=most_steps)
        except TooMany:
            pytest.fail(f"{pattern} is not done with {text}")


def texts_for(pattern: str, length: int) -> Iterator[str]:
    """Repeat some letters of a pattern, and end in one that may not fit."""
    chance, letters = Random(pattern), re.findall(r"[a-zé0-9 -]", pattern) or ["a"]
    for end in ("€", "a", "b", "1", "!", "", "€", "a", "é"):
        turn = "".join(chance.choice(letters) for _ in range(chance.randint(1, 4)))
        yield ((turn * length)[: max(0, length - len(end))] + end)[: max(0, length)]


LARGE = {
    "copies of copies": r"((((a{9}){9}){9}){9}){9}",
    "copies in a loop": r"((a{12}b?){12}c?)+",
    "many copies": r"(?:[a-z]{1,12}[0-9]{1,12}){1,99}",
    "many loops": "a*" * 300,
    "many that may be left out": "a?" * 1000,
    "groups named again and again": "(a)" + "".join(rf"(\{at}\{at})" for at in range(1, 40)),
    "loops in loops": "(" * 60 + "a" + ")*" * 60,
    "deep": "(?:" * 90 + "a" + ")" * 90,
    "a list of words": "|".join(f"word{at}{at * 7}" for at in range(1000)),
    "no bad word": "(?!.*(?:" + "|".join(f"{chr(97 + at % 26)}ad{at}" for at in range(200)) + ")).*",
    "ranges": "".join(rf"[\u{1024 + at:04x}-\u{1280 + at:04x}]?" for at in range(200)),
    "random": "".join(a_pattern(seed) for seed in (27, 33, 51)),
}


@pytest.mark.parametrize("name", LARGE)
def test_a_large_pattern_is_judged_soon(name: str) -> None:
    longest_done.cache_clear()

    with counted_calls() as calls:
        longest_done(LARGE[name], 1000)

    assert calls[0] < MOST_CALLS


@pytest.mark.parametrize("name", ["a list of words", "no bad word", "copies in a loop", "deep"])
def test_what_is_large_but_honest_is_taken(name: str) -> None:
    assert longest_done(LARGE[name], 1000) == 1000


@pytest.mark.parametrize("name", ["many that may be left out", "groups named again and again"])
def test_what_is_too_large_to_count_in_is_done_with_nothing(name: str) -> None:
    assert longest_done(LARGE[name], 1000) == -1


def test_what_is_judged_as_soon_done_is_soon_done() -> None:
    """The steps stand for those of re itself: what takes the most of them ends, and finds nothing."""
    longest = longest_done(r"(a|b|ab)*c", 1000, most_steps=MOST_STEPS // 100)

    assert not re.fullmatch(r"(a|b|ab)*c", "ab" * (longest // 2))


@contextmanager
def counted_calls() -> Iterator[list[int]]:
    """Count the calls of Python functions."""
    calls = [0]

    def count(frame: FrameType, event: str, argument: object) -> None:
        calls[0] += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield calls
    finally:
        sys.setprofile(before)
