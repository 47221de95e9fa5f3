"""The word or path that was meant by one that is not there."""

from difflib import get_close_matches

import pytest

from polynya.reading.text.closeness import nearest_path

NAMES = [
    f"notes/{first}-about-{second}.md" for first in ("talk", "walk", "note") for second in ("boats", "ice", "winter")
]


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("notes/walk-about-wintr.md", "notes/walk-about-winter.md"),
        ("notes/WALK-about-ICE", "notes/walk-about-ice.md"),
        ("elsewhere/note-about-boats.html", "notes/note-about-boats.md"),
        ("notes/tlak-about-boats.md", "notes/talk-about-boats.md"),
        ("zzz.md", ""),
        ("", ""),
        ("é.md", ""),
    ],
)
def test_the_nearest_path_is_found(path: str, meant: str) -> None:
    assert nearest_path(path, NAMES) == meant


def test_what_every_letter_would_find_is_found_among_many_alike() -> None:
    names = [f"note-about-{number:04d}-{'abcdefgh'[number % 8]}" for number in range(2000)]
    for wrong in ("note-about-0123-x", "note-abuot-1999-h", "note-about-017-b"):
        assert nearest_path(wrong, names) == get_close_matches(wrong, names, n=1, cutoff=0.65)[0]
