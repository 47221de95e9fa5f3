"""A site in one language says which, where its words are in another script."""

from pathlib import Path

import pytest

from build.reading.contents import site_of
from polynya.checking.scripts import unfit_language

WORDS = {
    "ja": "冬の海で小さな船を見ました。とても寒い朝でした。",
    "zh": "冬天的海上有一只小船，早晨非常寒冷，我们在岸边喝茶看书。",
    "ru": "Зимой на море стоит маленькая лодка, и утром очень холодно. " * 3,
    "he": "בחורף יש סירה קטנה בים והבוקר קר מאוד " * 3,
    "ko": "겨울 바다에 작은 배가 있고 아침은 아주 춥습니다 " * 3,
}
CODE = "\n\n    const boat = new Boat(sea)\n"


@pytest.mark.parametrize("language", WORDS)
def test_words_of_another_script_are_told_with_their_language(tmp_path: Path, language: str) -> None:
    [told] = unfit_language(site_of(tmp_path, {"index.md": WORDS[language] + CODE}))

    assert told.hint.startswith(f'write "language: {language}"')


@pytest.mark.parametrize(
    ("settings", "text"),
    [
        ("language: ru", WORDS["ru"]),
        ("languages: [en, ru]", WORDS["ru"]),
        ("title: Ice", "Where α and β are angles, and a boat called Лодка lies on the sea all winter. " * 3),
        ("title: Ice", "Лодка"),
    ],
    ids=["said", "one of several", "a few words among others", "too short to tell"],
)
def test_other_sites_are_not_asked_for_their_language(tmp_path: Path, settings: str, text: str) -> None:
    site = site_of(tmp_path, {"site.yaml": f"{settings}\n", "index.md": f"# Home\n\n{text}\n"})

    assert list(unfit_language(site)) == []
