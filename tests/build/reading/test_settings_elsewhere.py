"""Keys that other generators have in their settings are told with what takes their place here."""

from pathlib import Path

import pytest

from build.reading.contents import HOME, reading
from polynya.reading.declarations.settings import ELSEWHERE, KEYS


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("baseURL", 'the key is called "url" here.'),
        ("extra_css", 'the key is called "styles" here, for files in static/.'),
        ("redirects", "write aliases: [/old/place/] into the front matter of the page they lead to."),
        ("edit-url", 'write "edit", with {path} where the file is meant.'),
    ],
)
def test_a_key_of_another_generator_is_told_with_what_takes_its_place(tmp_path: Path, key: str, hint: str) -> None:
    [problem] = reading(tmp_path, {**HOME, "site.yaml": f"url: https://a.example\n{key}: x\n"}).problems

    assert (problem.fact, problem.hint) == (f'site.yaml has no key "{key}"', hint)


def test_no_key_of_ours_is_told_as_one_of_others() -> None:
    assert not set(ELSEWHERE) & set(KEYS)
