"""What a form holds by its words: read from `limits`."""

from pathlib import Path

import pytest

from build.reading.contents import HOME, reading, site_of, told
from polynya_live.contract import Form

NOTE = "fields: [{name: text, type: textarea}]\n"


def note_of(root: Path, limits: str) -> Form:
    return site_of(root, {**HOME, "forms/note.yaml": f"{NOTE}{limits}\n"}).forms["note"]


@pytest.mark.parametrize(("written", "most"), [("links: 0", 0), ("links: 5", 5), ("links: any", None), ("", 2)])
def test_links_are_a_number_or_any(tmp_path: Path, written: str, most: int | None) -> None:
    assert note_of(tmp_path, f"limits: {{{written}}}").most_links == most


def test_words_are_a_list(tmp_path: Path) -> None:
    assert note_of(tmp_path, "limits: {words: [casino, cheap pills]}").held_words == ("casino", "cheap pills")


def test_any_other_number_of_links_is_a_mistake(tmp_path: Path) -> None:
    read = reading(tmp_path, {**HOME, "forms/note.yaml": f"{NOTE}limits: {{links: few}}\n"})

    assert told(read) == ['wrong-type: "links" must be a number or any, not "few"']
